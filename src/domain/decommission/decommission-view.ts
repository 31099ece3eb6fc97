import type { Temporal } from "temporal-polyfill";
import type { Operation } from "../cleanup/operation.ts";
import type { Closeout } from "../closeout.ts";
import type { DecommissionEvent } from "./decommission.ts";
import type { DecommissionStanding } from "./decommission-standing.ts";

/** The decommissioning of a source as drawn at one moment. */
export type DecommissionView = {
  readonly closeout: Closeout;
  readonly now: Temporal.Instant;
  readonly standing: DecommissionStanding;
  /** What Sensei's word on the migration stops, in a sentence. */
  readonly stopped: string | undefined;
  /** Why Sensei could not be read just now. */
  readonly unavailable: string | undefined;
  /** Steps that the company's automation can do. */
  readonly automated: readonly string[];
  /** The latest run of the automation for each step. */
  readonly runs: readonly Operation[];
};

/** The view in the channel, or the news of one event in it. */
export type DecommissionNotice =
  | { readonly kind: "decommission"; readonly view: DecommissionView }
  | {
      readonly kind: "decommission_news";
      readonly view: DecommissionView;
      readonly event: DecommissionEvent;
    };
