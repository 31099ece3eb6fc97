import { suggest } from "./suggest.ts";
import { normalizeWords, shorten } from "./typed-text.ts";

/** What somebody asks for with `/closeout baseline …`. */
export type BaselineCommand =
  | { readonly kind: "show" }
  | { readonly kind: "measure" }
  | { readonly kind: "send" }
  | { readonly kind: "unknown"; readonly word: string; readonly suggestion: BaselineVerb | undefined };

/** The verbs by the names that help and suggestions use. */
export const baselineVerbs = ["show", "measure", "send"] as const;
export type BaselineVerb = (typeof baselineVerbs)[number];

const synonyms: Readonly<Record<BaselineVerb, readonly string[]>> = {
  show: ["view", "status"],
  measure: ["again", "remeasure", "re-measure", "refresh", "new", "run", "fetch"],
  send: ["document", "share", "distribute", "resend"],
};

const byWord: ReadonlyMap<string, BaselineVerb> = new Map(
  baselineVerbs.flatMap((verb) =>
    [verb, ...synonyms[verb]].map((word): [string, BaselineVerb] => [word, verb]),
  ),
);

/** Reads what follows `baseline`. Never fails; no words at all ask to see the newest measurement. */
export function parseBaselineCommand(words: string): BaselineCommand {
  const [word = ""] = normalizeWords(words).split(" ");
  if (word === "") return { kind: "show" };
  const verb = byWord.get(word.toLowerCase());
  if (verb !== undefined) return { kind: verb };
  const near = suggest(word, byWord.keys());
  return {
    kind: "unknown",
    word: shorten(word, 40),
    suggestion: near === undefined ? undefined : byWord.get(near),
  };
}
