import { assertNever } from "../assert-never.ts";
import { suggest } from "../suggest.ts";
import { freeText, normalizeWords, shorten, withoutMarkup } from "../typed-text.ts";

/** What somebody asks for with `/closeout decommission …`. An id or words that are missing are undefined. */
export type DecommissionCommand =
  | { readonly kind: "view" | "post" | "approval" }
  | { readonly kind: "evidence" | "step" | "undo"; readonly id: string | undefined }
  | { readonly kind: "straggler" | "early"; readonly words: string | undefined }
  | { readonly kind: "unknown"; readonly word: string; readonly suggestion: string | undefined };

export const decommissionVerbs = [
  "view",
  "post",
  "evidence",
  "approval",
  "straggler",
  "early",
  "step",
  "undo",
] as const;
type Verb = (typeof decommissionVerbs)[number];

const synonyms: Readonly<Record<Verb, readonly string[]>> = {
  view: ["show", "status", "plan", "timeline"],
  post: ["share", "publish"],
  evidence: ["proof", "prerequisite"],
  approval: ["approve", "signoff", "sign-off"],
  straggler: ["stragglers", "used", "still-used", "report"],
  early: ["open", "sooner"],
  step: ["do", "done", "run", "take", "confirm"],
  undo: ["revert", "back", "undone"],
};

const byWord: ReadonlyMap<string, Verb> = new Map(
  decommissionVerbs.flatMap((verb) => [verb, ...synonyms[verb]].map((word): [string, Verb] => [word, verb])),
);

/** Reads what follows `decommission`; nothing asks for the view. Never fails. */
export function parseDecommissionCommand(words: string): DecommissionCommand {
  const typed = freeText(withoutMarkup(words)).trim();
  const end = typed.search(/\s/u);
  const first = normalizeWords(end === -1 ? typed : typed.slice(0, end));
  const rest = end === -1 ? "" : typed.slice(end).trim();
  if (first === "") return { kind: "view" };
  const kind = byWord.get(first.toLowerCase());
  switch (kind) {
    case undefined: {
      const near = suggest(first.toLowerCase(), byWord.keys());
      const suggestion = near === undefined ? undefined : byWord.get(near);
      return { kind: "unknown", word: shorten(first, 40), suggestion };
    }
    case "evidence":
    case "step":
    case "undo":
      return {
        kind,
        id: rest === "" ? undefined : shorten(normalizeWords(rest.split(/\s/u)[0] ?? ""), 12).toUpperCase(),
      };
    case "straggler":
    case "early":
      return { kind, words: rest === "" ? undefined : rest };
    case "view":
    case "post":
    case "approval":
      return { kind };
    default:
      return assertNever(kind);
  }
}
