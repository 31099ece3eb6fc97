import { Temporal } from "temporal-polyfill";
import { z } from "zod";
import { receiptFollowUp } from "../certificate/distribution.ts";
import { localDate, type WorkingTime } from "../checklist/working-time.ts";
import type { Closeout } from "../closeout.ts";
import { dueFollowUp, nextFollowUp } from "../follow-up.ts";
import type { Template } from "../template/template.ts";

/** Who did something, and when: an ISO instant in UTC. */
const markSchema = z.object({ by: z.object({ user: z.string(), name: z.string() }), at: z.string() });
export type HandoverMark = Readonly<z.infer<typeof markSchema>>;

/** What has changed in a document that an item is about. `number` counts the changes of the item, from 1. */
const documentChangeSchema = z.object({
  item: z.string(),
  number: z.int().min(1),
  link: z.string(),
  words: z.string(),
  changed: markSchema,
  reviewed: markSchema.optional(),
});
export type DocumentChange = Readonly<z.infer<typeof documentChangeSchema>>;

/** Somebody who attends a session. `since` is when reminding was reckoned from, `remindAt` when it goes on; ISO instants in UTC. */
const attendeeSchema = z.object({
  user: z.string(),
  confirmed: z.string().optional(),
  since: z.string(),
  reminded: z.int().min(0),
  remindAt: z.string().optional(),
});
export type Attendee = Readonly<z.infer<typeof attendeeSchema>>;

/** One session of the knowledge transfer. `on` is a calendar day such as `2026-03-30`; `version` counts its changes, from 1. */
const sessionSchema = z.object({
  number: z.int().min(1),
  version: z.int().min(1),
  title: z.string(),
  on: z.string(),
  materials: z.string(),
  attendees: z.array(attendeeSchema),
  saved: markSchema,
});
export type Session = Readonly<z.infer<typeof sessionSchema>>;

/** What a closeout hands over: documents that were changed, sessions, and who has to confirm if not the template's roles. */
export const handoverSchema = z.object({
  team: z.array(z.string()).optional(),
  documents: z.array(documentChangeSchema),
  sessions: z.array(sessionSchema),
});
export type Handover = Readonly<z.infer<typeof handoverSchema>>;

/** A closeout that has handed over nothing yet. */
export const emptyHandover: Handover = { documents: [], sessions: [] };

/** What a message about a session is for. */
export const handoverAbouts = ["session", "invitation", "reminder", "unconfirmed"] as const;
export type HandoverAbout = (typeof handoverAbouts)[number];

/** Most people in one session and in the team, and most sessions: so that they fit into a message. */
export const mostAttendees = 40;
export const mostSessions = 20;

/** How far somebody is who has to confirm: every session that they attend, and one at least. */
export type TeamMember = { readonly user: string; readonly state: "confirmed" | "waiting" | "no_session" };

/** Everybody who has to confirm, each once. */
export function teamOf(
  handover: Handover,
  { roles }: Pick<Closeout, "roles">,
  template: Pick<Template, "handover">,
): readonly TeamMember[] {
  const users = handover.team ?? template.handover.confirmedBy.map((role) => roles[role]);
  return [...new Set(users)].map((user) => {
    const own = handover.sessions.flatMap(({ attendees }) => attendees.filter((one) => one.user === user));
    if (own.length === 0) return { user, state: "no_session" };
    return { user, state: own.every(({ confirmed }) => confirmed !== undefined) ? "confirmed" : "waiting" };
  });
}

/** Whether everybody who has to has confirmed. */
export function isHandedOver(team: readonly TeamMember[]): boolean {
  return team.length > 0 && team.every(({ state }) => state === "confirmed");
}

/** Whether somebody has reviewed what was changed last in an item's document. */
export function isReviewed(handover: Handover, itemId: string): boolean {
  return changeOf(handover, itemId)?.reviewed !== undefined;
}

/** The change of an item's document that counts: the last one. */
export function changeOf({ documents }: Handover, item: string): DocumentChange | undefined {
  return documents.find((one) => one.item === item);
}

/** A new change of an item's document; what was reviewed before is not what is there now. */
export function describeChange(
  handover: Handover,
  change: Pick<DocumentChange, "item" | "link" | "words" | "changed">,
): { readonly handover: Handover; readonly change: DocumentChange } {
  const before = changeOf(handover, change.item);
  const next: DocumentChange = { ...change, number: (before?.number ?? 0) + 1 };
  const others = handover.documents.filter((one) => one !== before);
  return { handover: { ...handover, documents: [...others, next] }, change: next };
}

export type ReviewOutcome =
  | { readonly kind: "reviewed"; readonly handover: Handover; readonly change: DocumentChange }
  | { readonly kind: "nothing_to_review" }
  /** Whoever changed it does not review it. */
  | { readonly kind: "own_change"; readonly change: DocumentChange }
  /** It was changed again since this was shown. */
  | { readonly kind: "outdated"; readonly change: DocumentChange }
  | { readonly kind: "already"; readonly change: DocumentChange };

/** Somebody else says that a change is right. `number` is the change that they have seen; the last one unless given. */
export function reviewChange(
  handover: Handover,
  item: string,
  number: number | undefined,
  reviewed: HandoverMark,
): ReviewOutcome {
  const change = changeOf(handover, item);
  if (change === undefined) return { kind: "nothing_to_review" };
  if (number !== undefined && number !== change.number) return { kind: "outdated", change };
  if (change.reviewed !== undefined) return { kind: "already", change };
  if (change.changed.by.user === reviewed.by.user) return { kind: "own_change", change };
  const next: DocumentChange = { ...change, reviewed };
  const documents = handover.documents.map((one) => (one === change ? next : one));
  return { kind: "reviewed", handover: { ...handover, documents }, change: next };
}

/** When somebody is reminded who has not confirmed: days after the session, or after they were asked if that was later. */
export function firstReminder(session: Pick<Session, "on">, now: Temporal.Instant, time: WorkingTime) {
  const day = Temporal.PlainDate.from(session.on);
  const held = day
    .toZonedDateTime({
      timeZone: time.timeZone,
      plainTime: Temporal.PlainTime.from(time.settings.digestTime),
    })
    .toInstant();
  const since = Temporal.Instant.compare(held, now) > 0 ? held : now;
  const remindAt = nextFollowUp(receiptFollowUp(since, time), 0, time);
  return { since: since.toString(), reminded: 0, remindAt: remindAt.toString() };
}

/** Whether the day of a session has come, by the closeout's calendar: nobody can run what they have not been shown. */
export function hasBegun({ on }: Pick<Session, "on">, now: Temporal.Instant, timeZone: string): boolean {
  return Temporal.PlainDate.compare(Temporal.PlainDate.from(on), localDate(now, timeZone)) <= 0;
}

/** Somebody confirms that they can run what a session was about. */
export function confirmSession(handover: Handover, number: number, user: string, at: string): Handover {
  return changeAttendee(handover, number, user, ({ remindAt: _over, ...attendee }) => ({
    ...attendee,
    confirmed: at,
  }));
}

/** What has fallen due about those who have not confirmed. */
export type HandoverStep = {
  readonly session: Session;
  readonly user: string;
  readonly kind: "remind" | "tell_owner";
};

/** The reminders that are due, and the handover after them. */
export function remindDue(
  handover: Handover,
  now: Temporal.Instant,
  time: WorkingTime,
): { readonly handover: Handover; readonly steps: readonly HandoverStep[] } {
  const steps: HandoverStep[] = [];
  let after = handover;
  for (const session of handover.sessions) {
    for (const { user, remindAt, since, reminded } of session.attendees) {
      if (remindAt === undefined || Temporal.Instant.compare(Temporal.Instant.from(remindAt), now) > 0)
        continue;
      const plan = receiptFollowUp(Temporal.Instant.from(since), time);
      const step = dueFollowUp(plan, reminded, now, time);
      steps.push({ session, user, kind: step.kind });
      after = changeAttendee(after, session.number, user, ({ remindAt: _now, ...attendee }) =>
        step.kind === "tell_owner"
          ? attendee
          : { ...attendee, reminded: step.reminded, remindAt: step.next.toString() },
      );
    }
  }
  return { handover: after, steps };
}

/** The earliest moment at which somebody is to be reminded. */
export function nextReminder({ sessions }: Handover): Temporal.Instant | undefined {
  return sessions
    .flatMap(({ attendees }) => attendees.flatMap(({ remindAt }) => remindAt ?? []))
    .map((moment) => Temporal.Instant.from(moment))
    .toSorted((one, other) => Temporal.Instant.compare(one, other))[0];
}

function changeAttendee(
  handover: Handover,
  number: number,
  user: string,
  work: (attendee: Attendee) => Attendee,
): Handover {
  return {
    ...handover,
    sessions: handover.sessions.map((session) =>
      session.number !== number
        ? session
        : { ...session, attendees: session.attendees.map((one) => (one.user === user ? work(one) : one)) },
    ),
  };
}
