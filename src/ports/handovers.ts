import type { Temporal } from "temporal-polyfill";
import type { Handover, HandoverAbout } from "../domain/handover/handover.ts";

/** A session of the knowledge transfer; `user` is whom a direct message is about. */
export type HandoverSubject = {
  readonly kind: "handover_session";
  readonly about: HandoverAbout;
  readonly session: number;
  readonly user?: string;
};

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
