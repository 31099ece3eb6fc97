import { assertNever } from "../assert-never.ts";
import { freeText, normalizeWords } from "../typed-text.ts";
import { type UnknownVerb, verbsWith } from "../verbs.ts";
import { readActionNumber } from "./action-item.ts";

/** What somebody asks for with `/closeout actions …`. An argument that is missing or does not read is undefined. */
export type ActionCommand =
  | { readonly kind: "list"; readonly all: boolean }
  | { readonly kind: "done" | "reopen"; readonly numbers: readonly number[] }
  | { readonly kind: "assign"; readonly number: number | undefined; readonly user: string | undefined }
  | { readonly kind: "due"; readonly number: number | undefined; readonly when: string | undefined }
  | UnknownVerb<ActionVerb>;

/** The verbs by the names that help and suggestions use. */
export const actionVerbs = ["list", "all", "done", "reopen", "assign", "due"] as const;
export type ActionVerb = (typeof actionVerbs)[number];

const synonyms: Readonly<Record<ActionVerb, readonly string[]>> = {
  list: ["show", "open", "status"],
  all: ["everything"],
  done: ["check", "complete", "finish"],
  reopen: ["undo", "uncheck"],
  assign: ["reassign", "give"],
  due: ["deadline", "postpone"],
};

const verbs = verbsWith(actionVerbs, synonyms);

/** Reads what follows `actions`. Never fails; no words at all ask for those that are still open. */
export function parseActionCommand(words: string): ActionCommand {
  const [word = "", ...rest] = words.trim().split(/\s+/u);
  const typed = normalizeWords(word).toLowerCase();
  if (typed === "") return { kind: "list", all: false };
  const verb = verbs.named(typed);
  switch (verb) {
    case "list":
    case "all":
      return { kind: "list", all: verb === "all" };
    case "done":
    case "reopen":
      return { kind: verb, numbers: rest.flatMap((one) => numberOf(one) ?? []) };
    case "assign":
      return { kind: verb, number: firstNumber(rest), user: mentionIn(rest.join(" ")) };
    case "due": {
      const when = freeText(rest.slice(1).join(" ")).replace(/^(?:to|on|by|until)\s+/iu, "");
      return { kind: verb, number: firstNumber(rest), when: when === "" ? undefined : when };
    }
    case undefined:
      return verbs.unknown(typed);
    default:
      return assertNever(verb);
  }
}

function numberOf(word: string): number | undefined {
  return readActionNumber(normalizeWords(word).replace(/[,;]+$/u, ""));
}

function firstNumber([word]: readonly string[]): number | undefined {
  return word === undefined ? undefined : numberOf(word);
}

function mentionIn(text: string): string | undefined {
  return /<@([A-Z0-9]+)(?:\|[^>]*)?>/iu.exec(text)?.[1]?.toUpperCase();
}
