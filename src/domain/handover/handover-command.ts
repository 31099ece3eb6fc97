import { assertNever } from "../assert-never.ts";
import { freeText, shorten, typedWords } from "../typed-text.ts";
import { type UnknownVerb, verbsWith } from "../verbs.ts";

/** What somebody asks for with `/closeout handover …`. */
export type HandoverCommand =
  | { readonly kind: "show" | "add" }
  | { readonly kind: "edit" | "confirm"; readonly number: number | undefined }
  | { readonly kind: "team"; readonly users: readonly string[] }
  /** What has changed in the document of an item; without a link the form asks. */
  | {
      readonly kind: "document";
      readonly item: string | undefined;
      readonly link: string | undefined;
      readonly words: string;
    }
  | { readonly kind: "review"; readonly item: string | undefined }
  | UnknownVerb<HandoverVerb>;

/** The verbs by the names that help and suggestions use. */
export const handoverVerbs = ["show", "add", "edit", "confirm", "team", "document", "review"] as const;
export type HandoverVerb = (typeof handoverVerbs)[number];

const synonyms: Readonly<Record<HandoverVerb, readonly string[]>> = {
  show: ["view", "status", "list"],
  add: ["session", "plan", "new"],
  edit: ["change", "update"],
  confirm: ["confirmed", "run"],
  team: ["people", "who"],
  document: ["doc", "docs", "changed"],
  review: ["reviewed", "approve"],
};

const verbs = verbsWith(handoverVerbs, synonyms);

/** Reads what follows `handover`. Never fails; no words at all ask to see how far it is. */
export function parseHandoverCommand(text: string): HandoverCommand {
  const [first = "", ...rest] = typedWords(text);
  if (first === "") return { kind: "show" };
  const verb = verbs.named(first);
  switch (verb) {
    case undefined:
      return verbs.unknown(first);
    case "show":
    case "add":
      return { kind: verb };
    case "edit":
    case "confirm":
      return { kind: verb, number: numberIn(rest) };
    case "team":
      return { kind: verb, users: [...new Set(rest.flatMap(mentioned))] };
    case "document": {
      const [item, link, ...more] = rest;
      return { kind: verb, item: itemId(item), link, words: freeText(more.join(" ")) };
    }
    case "review":
      return { kind: verb, item: itemId(rest[0]) };
    default:
      return assertNever(verb);
  }
}

function itemId(word: string | undefined): string | undefined {
  return word === undefined ? undefined : shorten(word.toUpperCase(), 40);
}

function numberIn(words: readonly string[]): number | undefined {
  const digits = words.map((word) => /^#?(\d{1,4})$/.exec(word)?.[1]).find((found) => found !== undefined);
  return digits === undefined ? undefined : Number(digits);
}

function mentioned(word: string): readonly string[] {
  const user = /^<@([A-Z0-9_]+)(?:\|[^>]*)?>,?$/iu.exec(word)?.[1];
  return user === undefined ? [] : [user.toUpperCase()];
}
