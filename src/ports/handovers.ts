import type { Temporal } from "temporal-polyfill";
import type { Handover } from "../domain/handover.ts";

/** Reading what closeouts hand over. */
export interface Handovers {
  /** `undefined` as long as there is nothing. */
  get(closeoutId: string): Promise<Handover | undefined>;
  /** Open closeouts in which somebody is to be reminded at this moment. */
  wanting(now: Temporal.Instant, limit: number): Promise<readonly string[]>;
}

/** The handover of the closeout within one change of it. */
export interface HandoverChanges {
  get(): Promise<Handover | undefined>;
  /** Saves it; `remindAt` is when its next reminder is due. */
  save(handover: Handover, remindAt: Temporal.Instant | undefined): Promise<void>;
}
