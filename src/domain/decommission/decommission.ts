import { Temporal } from "temporal-polyfill";
import { z } from "zod";
import { assertNever } from "../assert-never.ts";
import type { Blocker } from "../cleanup/cleanup-facts.ts";
import type { Actor } from "../identity.ts";
import type { SignoffRequest } from "../signoff/signoff.ts";
import type { DecommissionPlan } from "./decommission-plan.ts";

/** The final backup, as somebody has taken and tried it. Words as typed. */
export const backupSchema = z.object({
  location: z.string(),
  size: z.string(),
  /** Such as `sha256:9f2c…`. */
  checksum: z.string(),
  restore: z.object({
    /** User id of whoever restored it. */
    by: z.string(),
    /** ISO date. */
    on: z.string(),
    words: z.string(),
  }),
});
export type Backup = Readonly<z.infer<typeof backupSchema>>;

/** How a step is carried out: by people, or by the company's own automation. */
export const executions = ["hand", "automation"] as const;
export type Execution = (typeof executions)[number];

const stepped = z.object({ step: z.string() });

/** What has happened, in the words that are kept. It is only ever added to; everything else is reckoned from it. */
export const happeningSchema = z.discriminatedUnion("kind", [
  /** Somebody looked at the source's connections and saw none. */
  z.object({
    kind: z.literal("connections_checked"),
    /** A note or a link. */
    words: z.string(),
    /** User id of whoever looked. */
    checkedBy: z.string(),
  }),
  z.object({ kind: z.literal("backup_taken"), backup: backupSchema }),
  /** A sign-off request about the plan. */
  z.object({ kind: z.literal("approval_asked"), request: z.string() }),
  /** A sign-off request for opening before the time. */
  z.object({ kind: z.literal("early_asked"), request: z.string(), reason: z.string() }),
  /** Somebody still uses the source. */
  z.object({ kind: z.literal("straggler"), reason: z.string() }),
  /** The item that stands for the whole decommissioning was skipped: the source is not decommissioned. */
  z.object({ kind: z.literal("source_kept"), whole: z.string(), reason: z.string() }),
  /** The first of two people: they have typed the name and would do it. */
  stepped.extend({ kind: z.literal("step_asked"), evidence: z.string(), execution: z.enum(executions) }),
  stepped.extend({ kind: z.literal("step_withdrawn") }),
  /** Done by the actor; for an irreversible step confirmed by somebody else. */
  stepped.extend({
    kind: z.literal("step_done"),
    evidence: z.string(),
    /** User id. */
    confirmedBy: z.string().optional(),
    execution: z.enum(executions),
  }),
  /** Taken back, together with what came after it. */
  stepped.extend({ kind: z.literal("step_undone"), with: z.array(z.string()), reason: z.string() }),
  /** A day before a wait is over. */
  stepped.extend({ kind: z.literal("wait_ends_soon"), until: z.string() }),
  stepped.extend({ kind: z.literal("wait_over"), until: z.string() }),
  /** The evidence that nobody connects has become too old. */
  z.object({ kind: z.literal("evidence_stale"), of: z.string() }),
]);
export type Happening = Readonly<z.infer<typeof happeningSchema>>;

/** User ids that what is kept of a happening names. */
export function peopleOfHappening(happening: Happening): readonly string[] {
  switch (happening.kind) {
    case "connections_checked":
      return [happening.checkedBy];
    case "backup_taken":
      return [happening.backup.restore.by];
    case "step_done":
      return happening.confirmedBy === undefined ? [] : [happening.confirmedBy];
    case "approval_asked":
    case "early_asked":
    case "source_kept":
    case "straggler":
    case "step_asked":
    case "step_withdrawn":
    case "step_undone":
    case "wait_ends_soon":
    case "wait_over":
    case "evidence_stale":
      return [];
    default:
      return assertNever(happening);
  }
}

/** One happening with who and when; `id` is unique, and events come in the order in which they happened. */
export type DecommissionEvent = {
  readonly id: string;
  readonly by: Actor;
  readonly at: Temporal.Instant;
} & Happening;
export type EventOf<Kind extends Happening["kind"]> = Extract<DecommissionEvent, { readonly kind: Kind }>;

/** Everything that gates and steps are judged by. */
export type DecommissionFacts = {
  readonly plan: DecommissionPlan;
  readonly cutover: Temporal.Instant;
  readonly timeZone: string;
  readonly events: readonly DecommissionEvent[];
  /** Requests for sign-off of this closeout. */
  readonly requests: readonly SignoffRequest[];
  /** SHA-256 of the plan's document as it would be written now. */
  readonly planSha256: string;
  /** Ids of items that are marked as done, and of those that were skipped. */
  readonly ticked: ReadonlySet<string>;
  readonly skipped: ReadonlySet<string>;
  /** What Sensei's word on the migration stops; `unread` where nothing is known of it. */
  readonly stop: Blocker | "unread" | undefined;
};

/** The skipped item by which the source is kept; `undefined` where it is to be decommissioned. */
export function keptBy({ plan, skipped }: Pick<DecommissionFacts, "plan" | "skipped">): string | undefined {
  return plan.wholes.find((id) => skipped.has(id));
}

/** The events of one kind, in their order. */
export function eventsOf<Kind extends Happening["kind"]>(
  events: readonly DecommissionEvent[],
  kind: Kind,
): readonly EventOf<Kind>[] {
  return events.filter((event): event is EventOf<Kind> => event.kind === kind);
}

/** The latest of one kind. */
export function latestOf<Kind extends Happening["kind"]>(
  events: readonly DecommissionEvent[],
  kind: Kind,
): EventOf<Kind> | undefined {
  return eventsOf(events, kind).at(-1);
}

/** Whether one event came after another; of what is missing, everything came after. */
export function isAfter(
  events: readonly DecommissionEvent[],
  one: DecommissionEvent,
  other: DecommissionEvent | undefined,
): boolean {
  return other === undefined || events.indexOf(one) > events.indexOf(other);
}

/** The later of two moments. */
export function later(one: Temporal.Instant, other: Temporal.Instant): Temporal.Instant {
  return Temporal.Instant.compare(one, other) >= 0 ? one : other;
}

/** Whether a moment has come. */
export function hasCome(moment: Temporal.Instant, now: Temporal.Instant): boolean {
  return Temporal.Instant.compare(moment, now) <= 0;
}
