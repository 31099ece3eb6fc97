import { assertNever } from "../assert-never.ts";
import { suggest } from "../suggest.ts";
import { normalizeWords, shorten } from "../typed-text.ts";
import { type Purpose, purposes } from "./signoff.ts";

/** What somebody asks for about one request; the number is `undefined` where none was typed. */
const actsOnOne = [
  "show",
  "approve",
  "reject",
  "ask",
  "delegate",
  "replace",
  "withdraw",
  "override",
] as const;
export type SignoffVerb = (typeof actsOnOne)[number];

/** What somebody asks for with `/closeout signoff …`. */
export type SignoffCommand =
  | { readonly kind: "list" }
  /** Opens the form; without a purpose, as usual for a project's acceptance. */
  | { readonly kind: "request"; readonly purpose: Purpose | undefined }
  | { readonly kind: SignoffVerb; readonly number: number | undefined }
  | { readonly kind: "unknown"; readonly word: string; readonly suggestion: string | undefined };

const verbs = {
  list: ["list", "status", "all"],
  request: ["request", "new", "start", "create"],
  show: ["show", "view", "open"],
  approve: ["approve", "accept", "yes", "sign"],
  reject: ["reject", "refuse", "no"],
  ask: ["ask", "question"],
  delegate: ["delegate", "deputy"],
  replace: ["replace", "instead"],
  withdraw: ["withdraw", "cancel", "stop"],
  override: ["override", "break-glass"],
} as const;

const byWord: ReadonlyMap<string, keyof typeof verbs> = new Map(
  (["list", "request", ...actsOnOne] as const).flatMap((kind) =>
    verbs[kind].map((word): [string, keyof typeof verbs] => [word, kind]),
  ),
);

/** How each purpose may be called. */
const purposeWords: Readonly<Record<Purpose, readonly string[]>> = {
  project_acceptance: ["acceptance", "project", "accept", "closure"],
  decommission_source: ["decommission", "decommissioning", "source"],
  early_gate: ["gate", "early"],
  waiver: ["waiver", "waive", "regression"],
  checkpoints_release: ["checkpoints", "checkpoint", "release"],
  disposal: ["disposal", "dispose"],
  other: ["other", "else"],
};

/** Reads what follows `signoff`. Never fails; a number alone shows that request. */
export function parseSignoffCommand(text: string): SignoffCommand {
  const words = normalizeWords(text)
    .toLowerCase()
    .split(/\s+/u)
    .filter((word) => word !== "");
  const [first = "", ...rest] = words;
  if (first === "") return { kind: "list" };
  const alone = numberIn([first]);
  if (alone !== undefined) return { kind: "show", number: alone };
  const verb = byWord.get(first);
  switch (verb) {
    case "list":
      return { kind: verb };
    case "request":
      return { kind: verb, purpose: purposeIn(rest) };
    case "show":
    case "approve":
    case "reject":
    case "ask":
    case "delegate":
    case "replace":
    case "withdraw":
    case "override":
      return { kind: verb, number: numberIn(rest) };
    case undefined:
      return { kind: "unknown", word: shorten(first, 40), suggestion: suggest(first, byWord.keys()) };
    default:
      return assertNever(verb);
  }
}

/** `2`, `#2`. */
function numberIn(words: readonly string[]): number | undefined {
  const typed = words.map((word) => /^#?(\d{1,6})$/u.exec(word)?.[1]).find((digits) => digits !== undefined);
  return typed === undefined ? undefined : Number(typed);
}

function purposeIn(words: readonly string[]): Purpose | undefined {
  return purposes.find((purpose) =>
    words.some((word) => word.replaceAll("-", "_") === purpose || purposeWords[purpose].includes(word)),
  );
}
