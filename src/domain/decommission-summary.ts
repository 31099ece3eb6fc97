import type { Temporal } from "temporal-polyfill";
import { type DecommissionFacts, eventsOf } from "./decommission.ts";
import { earlyOpening, opensAt, stepRecords } from "./decommission-times.ts";
import type { Actor } from "./identity.ts";

/** What a report says of the decommissioning, each figure from the events that are kept. */
export type DecommissionSummary = {
  /** Steps in their order; `undone` counts how often one was taken back. */
  readonly steps: readonly {
    readonly id: string;
    readonly title: string;
    readonly doneAt: Temporal.Instant | undefined;
    readonly by: Actor | undefined;
    /** User id of the second person, of an irreversible step. */
    readonly confirmedBy: string | undefined;
    readonly undone: number;
  }[];
  readonly opensAt: Temporal.Instant;
  /** An opening before the time that both approved: the number of the request, why, and when it was approved. */
  readonly early:
    | { readonly signoff: number; readonly reason: string; readonly at: Temporal.Instant | undefined }
    | undefined;
  readonly stragglers: readonly {
    readonly at: Temporal.Instant;
    readonly by: Actor;
    readonly reason: string;
  }[];
};

/** Sums up what was done, by whom and when, what was opened early, and who still used the source. */
export function decommissionSummary(facts: DecommissionFacts): DecommissionSummary {
  const records = stepRecords(facts.events);
  const undone = eventsOf(facts.events, "step_undone");
  const early = earlyOpening(facts);
  return {
    steps: facts.plan.steps.map(({ id, title }) => {
      const done = records.get(id)?.done;
      return {
        id,
        title,
        doneAt: done?.at,
        by: done?.by,
        confirmedBy: done?.confirmedBy,
        undone: undone.filter((event) => event.step === id || event.with.includes(id)).length,
      };
    }),
    opensAt: opensAt(facts),
    early:
      early === undefined
        ? undefined
        : { signoff: early.request.number, reason: early.reason, at: early.request.ended?.at },
    stragglers: eventsOf(facts.events, "straggler").map(({ at, by, reason }) => ({ at, by, reason })),
  };
}
