import type { Temporal } from "temporal-polyfill";
import { localDate } from "../checklist/working-time.ts";
import { parseMoment } from "../moment-input.ts";
import { normalizeWords, shorten } from "../typed-text.ts";
import { mostContributions, type RetroSection, readSaying, type Saying } from "./retrospective.ts";

/** What pasted notes are read against. `owner` and `due` stand in for action items that name none. */
export type ImportContext = {
  readonly now: Temporal.Instant;
  readonly timeZone: string;
  /** Whom `@name` may mean. */
  readonly people: readonly { readonly user: string; readonly name: string }[];
  readonly owner: string | undefined;
  readonly due: string | undefined;
};

/** Everything that was pasted, or every reason why nothing of it is taken; problems name their line. */
export type ReadImport =
  | { readonly ok: true; readonly sayings: readonly Saying[] }
  | { readonly ok: false; readonly problems: readonly string[] };

type Assigned = { readonly owner: string | undefined; readonly due: string | undefined };

/**
 * Reads notes with a line for each contribution under the headings *Went well*, *Could improve* and *Action items* (the procedure's own
 * headings and Markdown's signs are understood as well). An action item ends in `@owner, due`, and its heading may do so for those
 * below it. Never reads a part of it.
 */
export function readImport(text: string, context: ImportContext): ReadImport {
  const problems: string[] = [];
  const sayings: Saying[] = [];
  const today = localDate(context.now, context.timeZone);
  let under: { readonly section: RetroSection; readonly standing: Assigned } | undefined;
  for (const [index, raw] of text.split(/\r\n?|\n/u).entries()) {
    const line = raw.trim();
    if (!/[\p{L}\p{N}]/u.test(line)) continue;
    const problem = (message: string) => problems.push(`Line ${index + 1}: ${message}`);
    const heading = readHeading(line);
    if (heading !== undefined) {
      const standing = readAssigned(heading.rest, context);
      under = { section: heading.section, standing: "problem" in standing ? nobody : standing };
      if ("problem" in standing && !/^@?owner\b/iu.test(heading.rest)) problem(standing.problem);
      continue;
    }
    if (under === undefined) {
      problem("it stands under no heading. Begin with Went well, Could improve or Action items.");
      continue;
    }
    const read = readLine(withoutBullet(line), under.section, under.standing, context);
    if ("problem" in read) {
      problem(read.problem);
      continue;
    }
    const saying = readSaying(read, today);
    if (saying.ok) sayings.push(saying.saying);
    else problem(saying.message);
  }
  if (problems.length > 0) return { ok: false, problems };
  if (sayings.length === 0) {
    return {
      ok: false,
      problems: ["There is nothing under a heading. Write each point on a line of its own."],
    };
  }
  if (sayings.length > mostContributions) {
    return { ok: false, problems: [`These are more than ${mostContributions} points. Paste fewer at once.`] };
  }
  return { ok: true, sayings };
}

const nobody: Assigned = { owner: undefined, due: undefined };

const headings: readonly (readonly [RegExp, RetroSection])[] = [
  [/^(?:what )?(?:went|worked|goes) well$/iu, "well"],
  [/^(?:what )?(?:(?:could|can|should|to) )?(?:be )?(?:improved?|improvements?|better)$/iu, "improve"],
  [/^(?:action items?|actions|action points?)$/iu, "action"],
];

/** A heading and what stands behind its colon. */
function readHeading(line: string): { readonly section: RetroSection; readonly rest: string } | undefined {
  if (/^(?:[-–•]|\*\s|\d+[.)])/u.test(line)) return undefined;
  const plain = normalizeWords(line.replaceAll(/[#*_]+/gu, " "));
  const [, title = "", rest = ""] = /^([^:]*?)\s*(?::\s*(.*))?$/u.exec(plain) ?? [];
  const section = headings.find(([pattern]) => pattern.test(title))?.[1];
  return section === undefined || (section !== "action" && rest !== "") ? undefined : { section, rest };
}

function withoutBullet(line: string): string {
  return line.replace(/^(?:[-–•*]|\d+[.)])\s+/u, "").replace(/^\[[ xX]?\]\s+/u, "");
}

type Line = Parameters<typeof readSaying>[0];

function readLine(
  text: string,
  section: RetroSection,
  standing: Assigned,
  context: ImportContext,
): Line | { readonly problem: string } {
  if (section !== "action") return { section, text, owner: undefined, due: undefined };
  const { words, assigned } = lineParts(text);
  const own = readAssigned(assigned, context);
  if ("problem" in own) return own;
  return {
    section,
    text: words,
    owner: own.owner ?? standing.owner ?? context.owner,
    due: own.due ?? standing.due ?? context.due,
  };
}

/** The words, and the `@owner, due` (or one of the two) behind them, in brackets or after a dash or colon. */
function lineParts(text: string): { readonly words: string; readonly assigned: string } {
  const at = placeOfOwner(text) ?? placeOfDue(text);
  if (at === undefined) return { words: text, assigned: "" };
  return {
    words: text.slice(0, at).replace(/[\s,:(–—-]+$/u, ""),
    assigned: text.slice(at).trim().replace(/\)$/u, ""),
  };
}

/** Where the last `@name` begins, if it stands by itself; an address such as `a@b.example` is none. */
function placeOfOwner(text: string): number | undefined {
  const sign = text.lastIndexOf("@");
  if (sign === -1) return undefined;
  const at = text.charAt(sign - 1) === "<" ? sign - 1 : sign;
  return at === 0 || /[\s:(–—-]/u.test(text.charAt(at - 1)) ? at : undefined;
}

/** Where the last `due …` or `by …` begins that holds a figure: `by hand` is part of the words. */
function placeOfDue(text: string): number | undefined {
  const last = [...text.matchAll(/(?<=[\s,(])(?:due|by)\s/giu)].at(-1)?.index;
  return last !== undefined && /\d/u.test(text.slice(last)) ? last : undefined;
}

/** Reads `@maria, 2026-04-01`, `@maria`, `due friday`; nothing at all is nobody and no day. */
function readAssigned(text: string, context: ImportContext): Assigned | { readonly problem: string } {
  const trimmed = text.trim();
  if (trimmed === "") return nobody;
  const named = /^(<@[^>]*>|@[^,]*)(?:\s*,\s*(.*))?$/u.exec(trimmed);
  const owner = named === null ? undefined : readOwner(named[1] ?? "", context.people);
  if (owner !== undefined && "problem" in owner) return owner;
  const when = (named === null ? trimmed : (named[2] ?? "")).replace(/^(?:due|by)\b:?\s*/iu, "");
  if (when.trim() === "") return { owner: owner?.user, due: undefined };
  const moment = parseMoment(when, { now: context.now, timeZone: context.timeZone, dateOnlyAt: "23:59" });
  if (!moment.ok) return { problem: moment.problem };
  return { owner: owner?.user, due: localDate(moment.moment, context.timeZone).toString() };
}

function readOwner(
  written: string,
  people: ImportContext["people"],
): { readonly user: string } | { readonly problem: string } {
  const id = /^<@([A-Z0-9_]+)(?:\|[^>]*)?>$/iu.exec(written)?.[1];
  if (id !== undefined) return { user: id.toUpperCase() };
  const wanted = comparable(written);
  const named = people.filter(
    ({ user, name }) => wanted === user.toLowerCase() || wanted === comparable(name),
  );
  const found =
    named.length > 0 ? named : people.filter(({ name }) => wanted === comparable(name.split(" ")[0] ?? ""));
  const [first, second] = found;
  if (first !== undefined && second === undefined) return { user: first.user };
  const quoted = shorten(written, 40);
  return {
    problem:
      first === undefined
        ? `I know nobody called ${quoted} in this closeout. Write @ and the name of somebody with a role.`
        : `${quoted} may be several people. Write the whole name.`,
  };
}

function comparable(name: string): string {
  return normalizeWords(name.replace(/^@/u, ""))
    .toLowerCase()
    .replaceAll(/[\s._]+/gu, " ")
    .trim();
}
