import { randomUUID } from "node:crypto";
import { Temporal } from "temporal-polyfill";
import { readNote } from "../../domain/checklist/item-rules.ts";
import type { Closeout } from "../../domain/closeout.ts";
import {
  type Attendee,
  confirmSession,
  firstReminder,
  type Handover,
  hasBegun,
  mostAttendees,
  mostSessions,
  type Session,
  type TeamMember,
  teamOf,
} from "../../domain/handover/handover.ts";
import { storableText } from "../../domain/typed-text.ts";
import type { NewDelivery } from "../../ports.ts";
import type { Deps } from "../deps.ts";
import type { Refusal } from "../refusal.ts";
import { type HandoverDeps, type HandoverInput, withHandover } from "./with-handover.ts";

/** A session as a form has it. `drawn` is the session that the form was drawn from; a new one has none. */
export type SessionForm = {
  readonly title: string;
  /** `2026-03-30`. */
  readonly on: string;
  readonly materials: string;
  readonly attendees: readonly string[];
  readonly drawn?: { readonly number: number; readonly version: number } | undefined;
};

export type SessionProblem = {
  readonly field: "title" | "date" | "materials" | "attendees";
  readonly message: string;
};

export type SaveSessionOutcome =
  | { readonly kind: "saved"; readonly closeout: Closeout; readonly session: Session }
  /** Somebody else has changed it since the form was drawn. */
  | { readonly kind: "stale"; readonly closeout: Closeout; readonly now: Session }
  | { readonly kind: "no_session"; readonly closeout: Closeout; readonly number: number }
  | { readonly kind: "invalid"; readonly closeout: Closeout; readonly problems: readonly SessionProblem[] }
  | Refusal;

type PeopleDeps = HandoverDeps & Pick<Deps, "people">;

/** Plans or changes a session: the channel sees it, and everybody who is new to it is asked directly to confirm. */
export async function saveSession(
  deps: PeopleDeps,
  { form, ...input }: HandoverInput & { readonly form: SessionForm },
): Promise<SaveSessionOutcome> {
  const strangers = await strangersAmong(deps, input.closeoutId, form.attendees);
  return await withHandover<SaveSessionOutcome>(deps, input, "run_handover", async (work) => {
    const { change, closeout, handover, now, save } = work;
    const read = readSession(form, closeout, handover, strangers, now);
    if ("problems" in read) return { kind: "invalid", closeout, ...read };
    const { drawn } = form;
    const before = drawn && handover.sessions.find(({ number }) => number === drawn.number);
    if (drawn !== undefined && before === undefined)
      return { kind: "no_session", closeout, number: drawn.number };
    if (drawn !== undefined && before !== undefined && before.version !== drawn.version) {
      return { kind: "stale", closeout, now: before };
    }
    const { user, name } = input.member;
    const session: Session = {
      number: before?.number ?? handover.sessions.length + 1,
      version: (before?.version ?? 0) + 1,
      ...read,
      attendees: attendeesOf(form, before, closeout, now),
      saved: { by: { user, name }, at: now.toString() },
    };
    const sessions =
      before === undefined
        ? [...handover.sessions, session]
        : handover.sessions.map((one) => (one === before ? session : one));
    await save({ ...handover, sessions }, "handover.session_saved", {
      session: session.number,
      before: before === undefined ? null : sessionData(before),
      after: sessionData(session),
    });
    await change.refreshAbout({ kind: "handover_session", session: session.number });
    await change.post(messagesFor(closeout, session, before));
    return { kind: "saved", closeout, session };
  });
}

export type ConfirmSessionOutcome =
  | { readonly kind: "confirmed"; readonly closeout: Closeout; readonly session: Session }
  | { readonly kind: "already"; readonly closeout: Closeout; readonly at: string }
  | { readonly kind: "not_yours" | "too_early"; readonly closeout: Closeout; readonly session: Session }
  | { readonly kind: "no_session"; readonly closeout: Closeout; readonly number: number }
  | Refusal;

/** "I can run this": only who attends a session can say so, once, and not before its day. */
export async function confirmHandover(
  deps: HandoverDeps,
  { number, ...input }: HandoverInput & { readonly number: number },
): Promise<ConfirmSessionOutcome> {
  return await withHandover<ConfirmSessionOutcome>(deps, input, "attendee", async (work) => {
    const { change, closeout, handover, now, save } = work;
    const session = handover.sessions.find((one) => one.number === number);
    if (session === undefined) return { kind: "no_session", closeout, number };
    const { user } = input.member;
    const attendee = session.attendees.find((one) => one.user === user);
    if (attendee === undefined) return { kind: "not_yours", closeout, session };
    if (attendee.confirmed !== undefined) return { kind: "already", closeout, at: attendee.confirmed };
    if (!hasBegun(session, now, closeout.timeZone)) return { kind: "too_early", closeout, session };
    const { title, on } = session;
    await save(confirmSession(handover, number, user, now.toString()), "handover.confirmed", {
      session: number,
      title,
      on,
      statement: "I can run this.",
    });
    await change.refreshAbout({ kind: "handover_session", session: number });
    return { kind: "confirmed", closeout, session };
  });
}

export type SetTeamOutcome =
  | { readonly kind: "team"; readonly closeout: Closeout; readonly team: readonly TeamMember[] }
  | { readonly kind: "strangers"; readonly closeout: Closeout; readonly users: readonly string[] }
  | { readonly kind: "nobody"; readonly closeout: Closeout }
  | Refusal;

/** Says who has to confirm. The knowledge transfer is complete at once if they all have. */
export async function setHandoverTeam(
  deps: PeopleDeps,
  { users, ...input }: HandoverInput & { readonly users: readonly string[] },
): Promise<SetTeamOutcome> {
  const strangers = await strangersAmong(deps, input.closeoutId, users);
  return await withHandover<SetTeamOutcome>(deps, input, "run_handover", async (work) => {
    const { closeout, template, handover, save } = work;
    if (users.length === 0 || users.length > mostAttendees) return { kind: "nobody", closeout };
    if (strangers.length > 0) return { kind: "strangers", closeout, users: strangers };
    const from = teamOf(handover, closeout, template).map(({ user }) => user);
    const after: Handover = { ...handover, team: [...users] };
    await save(after, "handover.team_changed", { from, to: [...users] });
    return { kind: "team", closeout, team: teamOf(after, closeout, template) };
  });
}

/** Those who are no full members of the workspace; only members can confirm. */
async function strangersAmong(
  { people, closeouts }: Pick<PeopleDeps, "people" | "closeouts">,
  closeoutId: string,
  users: readonly string[],
): Promise<readonly string[]> {
  const closeout = await closeouts.get(closeoutId);
  if (closeout === undefined) return [];
  const kinds = await Promise.all(
    users
      .slice(0, mostAttendees)
      .map(async (user) => ({ user, kind: (await people.profile(closeout.installation, user))?.kind })),
  );
  return kinds.filter(({ kind }) => kind !== "member").map(({ user }) => user);
}

const longestTitle = 150;

function readSession(
  form: SessionForm,
  { timeZone }: Closeout,
  { sessions }: Handover,
  strangers: readonly string[],
  now: Temporal.Instant,
): Pick<Session, "title" | "on" | "materials"> | { readonly problems: readonly SessionProblem[] } {
  const problems: SessionProblem[] = [];
  const report = (field: SessionProblem["field"], message: string) => problems.push({ field, message });
  const title = storableText(form.title).replaceAll(/\s+/gu, " ").trim();
  if (title === "") report("title", "Say what the session is about.");
  if (title.length > longestTitle) report("title", `Say it in at most ${longestTitle} characters.`);
  if (form.drawn === undefined && sessions.length >= mostSessions) {
    report("title", `There are ${mostSessions} sessions already. Change one of them.`);
  }
  const day = readDay(form.on);
  const today = now.toZonedDateTimeISO(timeZone).toPlainDate();
  if (day === undefined) report("date", "Choose the day of the session.");
  else if (Temporal.PlainDate.compare(day, today.add({ years: 1 })) > 0)
    report("date", "That is more than a year ahead.");
  const link = readNote(storableText(form.materials), "evidence");
  if (link.kind === "refused")
    report("materials", "Give a link to the materials; it starts with https:// or http://.");
  if (form.attendees.length === 0) report("attendees", "Choose who attends.");
  if (form.attendees.length > mostAttendees) report("attendees", `Choose at most ${mostAttendees} people.`);
  if (strangers.length > 0) {
    report(
      "attendees",
      "Only full members of this workspace can confirm: no guest, no bot, nobody from outside.",
    );
  }
  if (problems.length > 0 || day === undefined || link.kind === "refused") return { problems };
  return { title, on: day.toString(), materials: link.note.text };
}

function readDay(text: string): Temporal.PlainDate | undefined {
  try {
    return Temporal.PlainDate.from(text, { overflow: "reject" });
  } catch {
    return undefined;
  }
}

/** Whoever attended before keeps what they have confirmed; who has not is reminded from the new day on. */
function attendeesOf(
  form: SessionForm,
  before: Session | undefined,
  closeout: Closeout,
  now: Temporal.Instant,
): Attendee[] {
  return [...new Set(form.attendees)].map((user) => {
    const known = before?.attendees.find((one) => one.user === user);
    if (known !== undefined && (known.confirmed !== undefined || before?.on === form.on)) return known;
    return { user, ...firstReminder({ on: form.on }, now, closeout) };
  });
}

function messagesFor(
  closeout: Closeout,
  session: Session,
  before: Session | undefined,
): readonly NewDelivery[] {
  const { number } = session;
  const known = new Set(before?.attendees.map(({ user }) => user));
  const invitations = session.attendees
    .filter(({ user }) => !known.has(user))
    .map(
      ({ user }): NewDelivery => ({
        id: randomUUID(),
        conversation: { kind: "direct", user },
        subject: { kind: "handover_session", about: "invitation", session: number, user },
      }),
    );
  if (before !== undefined) return invitations;
  const conversation = { kind: "channel", channel: closeout.channel } as const;
  const subject = { kind: "handover_session", about: "session", session: number } as const;
  return [{ id: randomUUID(), conversation, subject }, ...invitations];
}

function sessionData({ title, on, materials, attendees }: Session) {
  return { title, on, materials, attendees: attendees.map(({ user }) => user) };
}
