import { normalizeWords } from "../typed-text.ts";
import { type UnknownVerb, verbsWith } from "../verbs.ts";

/** What somebody asks for with `/closeout baseline …`. */
export type BaselineCommand =
  | { readonly kind: "show" }
  | { readonly kind: "measure" }
  | { readonly kind: "send" }
  | UnknownVerb<BaselineVerb>;

/** The verbs by the names that help and suggestions use. */
export const baselineVerbs = ["show", "measure", "send"] as const;
export type BaselineVerb = (typeof baselineVerbs)[number];

const synonyms: Readonly<Record<BaselineVerb, readonly string[]>> = {
  show: ["view", "status"],
  measure: ["again", "remeasure", "re-measure", "refresh", "new", "run", "fetch"],
  send: ["document", "share", "distribute", "resend"],
};

const verbs = verbsWith(baselineVerbs, synonyms);

/** Reads what follows `baseline`. Never fails; no words at all ask to see the newest measurement. */
export function parseBaselineCommand(words: string): BaselineCommand {
  const [word = ""] = normalizeWords(words).split(" ");
  if (word === "") return { kind: "show" };
  const verb = verbs.named(word);
  if (verb !== undefined) return { kind: verb };
  return verbs.unknown(word);
}
