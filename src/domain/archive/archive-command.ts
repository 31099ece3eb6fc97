import { freeText, normalizeWords, shorten, withoutMarkup } from "../typed-text.ts";
import { type UnknownVerb, verbsWith } from "../verbs.ts";

/** What somebody asks for with `/archival …`. A number or reason that is missing is undefined. */
export type ArchiveCommand =
  | { readonly kind: "plan" | "run" | "status" | "unclassified" }
  | { readonly kind: "verify"; readonly number: number | undefined }
  | {
      readonly kind: "hold" | "release";
      readonly number: number | undefined;
      readonly reason: string | undefined;
    }
  /** A number was wanted, and this stands in its place. */
  | { readonly kind: "not_a_number"; readonly verb: "verify" | "hold" | "release"; readonly word: string }
  | UnknownVerb<Verb>;

export const archiveVerbs = ["plan", "run", "status", "unclassified", "verify", "hold", "release"] as const;
type Verb = (typeof archiveVerbs)[number];

const synonyms: Readonly<Record<Verb, readonly string[]>> = {
  plan: ["overview", "show"],
  run: ["start", "go", "export", "now"],
  status: ["register", "list", "artifacts"],
  unclassified: ["classify", "sort"],
  verify: ["check", "rehash", "audit"],
  hold: ["keep", "freeze"],
  release: ["unhold", "unfreeze"],
};

const verbs = verbsWith(archiveVerbs, synonyms);

/** Reads what follows `/archival`; nothing asks for the plan. Never fails. */
export function parseArchiveCommand(words: string): ArchiveCommand {
  const { word, rest } = split(words);
  if (word === "") return { kind: "plan" };
  const verb = verbs.named(word);
  if (verb === undefined) return verbs.unknown(word);
  if (verb === "verify" || verb === "hold" || verb === "release") return aboutOne(verb, rest);
  return { kind: verb };
}

function aboutOne(verb: "verify" | "hold" | "release", rest: string): ArchiveCommand {
  const { word: typed, rest: reason } = split(rest);
  const number = readNumber(typed);
  if (typed !== "" && number === undefined && !(verb === "verify" && typed.toLowerCase() === "all")) {
    return { kind: "not_a_number", verb, word: shorten(typed, 40) };
  }
  if (verb === "verify") return { kind: verb, number };
  const because = freeText(withoutMarkup(reason)).replace(/^because\s+/iu, "");
  return { kind: verb, number, reason: because === "" ? undefined : because };
}

/** `3` or `#3`. */
function readNumber(word: string): number | undefined {
  const digits = /^#?(\d{1,7})[:,;.]?$/.exec(word)?.[1];
  return digits === undefined || Number(digits) === 0 ? undefined : Number(digits);
}

function split(text: string): { readonly word: string; readonly rest: string } {
  const [, word = "", rest = ""] = /^\s*(\S*)\s*([\s\S]*)$/.exec(text) ?? [];
  return { word: normalizeWords(word), rest };
}
