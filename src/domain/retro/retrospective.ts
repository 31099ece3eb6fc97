import { createHash, createHmac } from "node:crypto";
import { Temporal } from "temporal-polyfill";
import type { Actor } from "../identity.ts";
import { storableText } from "../typed-text.ts";

/** What people contribute to a retrospective (the procedure's section "Retrospective"). */
export const retroSections = ["well", "improve", "action"] as const;
export type RetroSection = (typeof retroSections)[number];

/** Bounds of a contribution's words, and of how many a retrospective takes: a board is to be read by people. */
export const contributionLength = { min: 3, max: 700 } as const;
export const mostContributions = 300;

/**
 * What somebody says, before it is on the board. An action item names who does it and by which day (`2026-04-01`, by the closeout's
 * zone); the other sections have neither.
 */
export type Saying =
  | { readonly section: Exclude<RetroSection, "action">; readonly text: string }
  | { readonly section: "action"; readonly text: string; readonly owner: string; readonly due: string };

/**
 * One contribution as it is kept. An anonymous one holds nothing that leads to a person: no name, no time, and its id is random.
 * `key` is the SHA-256 of a secret that its writer alone holds, in the form and in the private message; it goes when the
 * retrospective closes.
 */
export type Contribution = Saying & {
  readonly id: string;
  readonly by: { readonly user: string; readonly name: string } | null;
  readonly key: string | null;
  /** Who votes for it: user ids, or where it is anonymous what {@link ballotOf} makes of them. Empty once it is closed. */
  readonly ballots: readonly string[];
  /** The votes when it was closed; 0 until then. */
  readonly counted: number;
};

/** The retrospective of a closeout; there is one at most. */
export type Retrospective = {
  readonly closeoutId: string;
  readonly anonymous: boolean;
  readonly openedBy: Actor;
  readonly openedAt: Temporal.Instant;
  /** Keeps anonymous ballots apart by person without naming them; gone once it is closed, and from the start where names stand. */
  readonly ballotKey: string | undefined;
  readonly contributions: readonly Contribution[];
  readonly closed: { readonly by: Actor; readonly at: Temporal.Instant } | undefined;
};

/** A saying as it may be kept, or what is wrong with which field of it. */
export type ReadSaying =
  | { readonly ok: true; readonly saying: Saying }
  | { readonly ok: false; readonly field: "text" | "owner" | "due"; readonly message: string };

/** What somebody filled in, unchecked. */
export type SayingInput = {
  readonly section: RetroSection;
  readonly text: string;
  readonly owner: string | undefined;
  readonly due: string | undefined;
};

/** Checks what somebody says against the closeout's calendar; who does it and by when count for action items alone. */
export function readSaying(input: SayingInput, today: Temporal.PlainDate): ReadSaying {
  const text = storableText(input.text).trim();
  const { min, max } = contributionLength;
  if (text.length < min) return wrong("text", `Write at least ${min} characters.`);
  if (text.length > max) return wrong("text", `Write at most ${max} characters; this has ${text.length}.`);
  if (input.section !== "action") return { ok: true, saying: { section: input.section, text } };
  if (input.owner === undefined) return wrong("owner", "Choose who does it: an action item needs a person.");
  const due = input.due === undefined ? undefined : readDay(input.due);
  if (due === undefined)
    return wrong("due", "Choose by when: an action item needs a date, such as 2026-04-01.");
  if (Temporal.PlainDate.compare(due, today) < 0) {
    return wrong("due", `${due.toString()} is in the past. Choose a day that lies ahead.`);
  }
  if (Temporal.PlainDate.compare(due, today.add({ years: 5 })) > 0) {
    return wrong("due", `${due.toString()} is more than five years away. Choose a nearer day.`);
  }
  return { ok: true, saying: { section: "action", text, owner: input.owner, due: due.toString() } };
}

/** A day such as `2026-04-01`, if it is one. */
export function readDay(text: string): Temporal.PlainDate | undefined {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return undefined;
  try {
    return Temporal.PlainDate.from(text, { overflow: "reject" });
  } catch {
    return undefined;
  }
}

/** What of a secret is kept. */
export function keyOf(secret: string): string {
  return createHash("sha256").update(secret).digest("hex");
}

/** What stands for a person's vote for a contribution: their id, or with a ballot key a mark that differs from contribution to contribution. */
export function ballotOf(
  retro: Pick<Retrospective, "ballotKey">,
  contributionId: string,
  user: string,
): string {
  if (retro.ballotKey === undefined) return user;
  return createHmac("sha256", retro.ballotKey).update(`${contributionId} ${user}`).digest("hex");
}

/**
 * Adds contributions. Where it is anonymous all of them are put in the order of their random ids, so that no place on the board says
 * which came when.
 */
export function withContributions(retro: Retrospective, added: readonly Contribution[]): Retrospective {
  const all = [...retro.contributions, ...added];
  return { ...retro, contributions: retro.anonymous ? all.toSorted(byId) : all };
}

/** Replaces one contribution, or takes it away. */
export function withContribution(
  retro: Retrospective,
  id: string,
  changed: Contribution | undefined,
): Retrospective {
  return {
    ...retro,
    contributions: retro.contributions.flatMap((one) => (one.id === id ? (changed ?? []) : one)),
  };
}

/** Whether this is somebody's own: they have its secret, or their name stands there. */
export function isOwn(
  contribution: Contribution,
  { user, secret }: { readonly user: string; readonly secret: string | undefined },
): boolean {
  if (secret !== undefined && contribution.key === keyOf(secret)) return true;
  return contribution.by !== null && contribution.by.user === user;
}

/** A contribution with this ballot added, or taken back where it was there. Ballots are in an order that tells nothing. */
export function withBallot(contribution: Contribution, ballot: string): Contribution {
  const had = contribution.ballots.includes(ballot);
  const ballots = had
    ? contribution.ballots.filter((one) => one !== ballot)
    : [...contribution.ballots, ballot].toSorted();
  return { ...contribution, ballots };
}

/** How many vote for it. */
export function votesFor({ ballots, counted }: Contribution): number {
  return ballots.length + counted;
}

/** Closes it: votes become numbers, and what only served to change things goes. */
export function closeRetrospective(
  retro: Retrospective,
  closed: { readonly by: Actor; readonly at: Temporal.Instant },
): Retrospective {
  return {
    ...retro,
    closed,
    ballotKey: undefined,
    contributions: retro.contributions.map((one) => ({
      ...one,
      key: null,
      ballots: [],
      counted: votesFor(one),
    })),
  };
}

/** How many contributions each section has. */
export function countSections(
  contributions: readonly Contribution[],
): Readonly<Record<RetroSection, number>> {
  const of = (section: RetroSection) => contributions.filter((one) => one.section === section).length;
  return { well: of("well"), improve: of("improve"), action: of("action") };
}

/**
 * The board: section after section. While it is open a line keeps its place; once it is closed those with the most votes come first.
 */
export function boardOf(retro: Retrospective): readonly Contribution[] {
  return retroSections.flatMap((section) => {
    const own = retro.contributions.filter((one) => one.section === section);
    return retro.closed === undefined ? own : own.toSorted((a, b) => votesFor(b) - votesFor(a));
  });
}

function byId(a: Contribution, b: Contribution): number {
  return a.id < b.id ? -1 : Number(a.id > b.id);
}

function wrong(field: "text" | "owner" | "due", message: string): ReadSaying {
  return { ok: false, field, message };
}
