import { suggest } from "../suggest.ts";
import { normalizeWords, shorten } from "../typed-text.ts";

/** The verbs by the names that help and suggestions use. */
export const reportVerbs = ["show", "preview", "edit", "freeze", "opt-out", "opt-in"] as const;
export type ReportVerb = (typeof reportVerbs)[number];

/** What somebody asks for with `/closeout report …`. */
export type ReportCommand =
  | { readonly kind: ReportVerb }
  | { readonly kind: "unknown"; readonly word: string; readonly suggestion: ReportVerb | undefined };

const synonyms: Readonly<Record<ReportVerb, readonly string[]>> = {
  show: ["status", "versions"],
  preview: ["view", "draft", "read", "pdf", "look"],
  edit: ["write", "change", "text", "words"],
  freeze: ["finalize", "finalise", "publish", "final", "close"],
  "opt-out": ["optout", "unname", "anonymous"],
  "opt-in": ["optin", "name"],
};

const byWord: ReadonlyMap<string, ReportVerb> = new Map(
  reportVerbs.flatMap((verb) => [verb, ...synonyms[verb]].map((word): [string, ReportVerb] => [word, verb])),
);

/** Reads what follows `report`. Never fails; no words at all ask how far it is. */
export function parseReportCommand(words: string): ReportCommand {
  const [word = "", next = ""] = normalizeWords(words).toLowerCase().split(" ");
  if (word === "") return { kind: "show" };
  // "opt out" is how people say it.
  const verb = byWord.get(word) ?? byWord.get(`${word}-${next}`);
  if (verb !== undefined) return { kind: verb };
  const near = suggest(word, byWord.keys());
  return {
    kind: "unknown",
    word: shorten(word, 40),
    suggestion: near === undefined ? undefined : byWord.get(near),
  };
}
