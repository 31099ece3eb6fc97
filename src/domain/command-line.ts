import { assertNever } from "./assert-never.ts";
import { freeText, normalizeWords, shorten, withoutMarkup } from "./typed-text.ts";
import { type UnknownVerb, verbsWith } from "./verbs.ts";

/** Whom an item is to be given to: a mention, a name as typed, the person who typed it, or nobody. */
export type Assignee =
  | { readonly kind: "user"; readonly user: string }
  | { readonly kind: "name"; readonly name: string }
  | { readonly kind: "me" }
  | { readonly kind: "nobody" };

/**
 * What somebody asks for with `/closeout …`. An argument that is missing is undefined (or an empty list): the handler asks
 * for it. Item ids are in capitals if they have an id's form, otherwise as typed, so that a refusal can quote them.
 */
export type Command =
  | { readonly kind: "status" }
  | { readonly kind: "start"; readonly migrationId: string | undefined }
  | { readonly kind: "check"; readonly ids: readonly string[] }
  | { readonly kind: "uncheck"; readonly ids: readonly string[] }
  | { readonly kind: "skip"; readonly id: string | undefined; readonly reason: string | undefined }
  | { readonly kind: "assign"; readonly id: string | undefined; readonly assignee: Assignee | undefined }
  | { readonly kind: "snooze"; readonly id: string | undefined; readonly when: string | undefined }
  | { readonly kind: "due"; readonly id: string | undefined; readonly when: string | undefined }
  | { readonly kind: "note"; readonly id: string | undefined; readonly text: string | undefined }
  | { readonly kind: "show"; readonly id: string | undefined }
  | { readonly kind: "items" }
  | { readonly kind: "todo" }
  | { readonly kind: "help"; readonly topic: string | undefined }
  | { readonly kind: "settings" }
  | { readonly kind: "list" }
  | { readonly kind: "close" }
  | { readonly kind: "reopen"; readonly reason: string | undefined }
  /** What follows the word, to be read by the feature itself. */
  | { readonly [A in Area]: { readonly kind: A; readonly words: string } }[Area]
  | UnknownVerb<CommandName>;

/** Whole areas of work, each with words of its own. */
export const areas = [
  "certificate",
  "baseline",
  "cleanup",
  "archive",
  "signoff",
  "audit",
  "report",
  "retro",
  "actions",
  "budget",
  "handover",
  "decommission",
] as const;
export type Area = (typeof areas)[number];

/** The commands by the names that help and suggestions use. */
export const commandNames = [
  "status",
  "start",
  "check",
  "uncheck",
  "skip",
  "assign",
  "snooze",
  "due",
  "note",
  "show",
  "items",
  "todo",
  "help",
  "settings",
  "list",
  "close",
  "reopen",
  ...areas,
] as const;
export type CommandName = (typeof commandNames)[number];

/** Other words for the same, as people type them. */
const synonyms: Readonly<Record<CommandName, readonly string[]>> = {
  status: ["card", "overview", "progress"],
  start: ["begin", "new", "open"],
  check: ["done", "complete", "completed", "finish", "tick"],
  uncheck: ["undo", "untick", "undone"],
  skip: ["waive"],
  assign: ["give", "reassign", "take", "unassign"],
  snooze: ["later", "postpone", "remind"],
  due: ["deadline"],
  note: ["evidence", "comment", "attach"],
  show: ["item", "view"],
  items: ["checklist", "all"],
  todo: ["mine", "my", "me", "todos", "to-do"],
  help: ["?", "commands", "usage"],
  certificate: ["cert", "certificates"],
  baseline: ["performance", "comparison"],
  cleanup: ["clean", "clean-up"],
  handover: ["knowledge", "training", "documentation", "docs"],
  budget: ["budgets", "costs", "money"],
  archive: ["archival", "artifacts", "retention"],
  signoff: ["sign-off", "signoffs", "sign-offs", "approval", "approvals"],
  audit: ["ledger", "history", "journal"],
  report: ["final-report", "reports"],
  retro: ["retrospective", "retrospect"],
  actions: ["action", "action-items", "actionitems"],
  decommission: ["decommissioning", "decom", "shutdown"],
  list: ["closeouts", "projects"],
  close: ["closing", "closure"],
  reopen: ["unclose"],
  settings: ["setting", "preferences", "config", "configure"],
};

const names = verbsWith(commandNames, synonyms);

/**
 * Reads what follows the slash command. Never fails: what it does not know comes back as `unknown`, with the nearest
 * command if one is near. No words at all ask for the status; an item id alone shows that item.
 */
export function parseCommandLine(text: string): Command {
  const { word, rest } = firstWord(text);
  if (word === "") return { kind: "status" };
  const verb = word.toLowerCase();
  const name = names.named(verb);
  if (name !== undefined) return read(name, verb, rest);
  if (isItemId(word) && rest === "") return { kind: "show", id: itemId(word) };
  return names.unknown(word);
}

function read(name: CommandName, verb: string, rest: string): Command {
  switch (name) {
    case "status":
    case "items":
    case "todo":
    case "settings":
    case "list":
    case "close":
      return { kind: name };
    case "reopen":
      return readReopen(rest);
    case "certificate":
    case "baseline":
    case "cleanup":
    case "archive":
    case "signoff":
    case "audit":
    case "report":
    case "retro":
    case "actions":
    case "budget":
    case "handover":
    case "decommission":
      return { kind: name, words: rest };
    case "start":
      return { kind: name, migrationId: given(withoutMarkup(firstWord(rest).word)) };
    case "check":
    case "uncheck":
      return { kind: name, ids: readIds(rest) };
    case "show":
      return { kind: name, id: readIds(rest)[0] };
    case "skip": {
      const { id, text } = readIdAndText(rest);
      return { kind: name, id, reason: given(text.replace(/^because\s+/iu, "")) };
    }
    case "note": {
      const { id, text } = readIdAndText(rest);
      return { kind: name, id, text: given(text) };
    }
    case "snooze":
    case "due": {
      const { id, text } = readIdAndText(rest);
      return {
        kind: name,
        id,
        when: given(normalizeWords(text).replace(/^(?:until|to|for|by|on)\s+/iu, "")),
      };
    }
    case "assign":
      return readAssign(verb, rest);
    case "help":
      return { kind: name, topic: given(normalizeWords(rest).toLowerCase()) };
    default:
      return assertNever(name);
  }
}

/** `reopen I1` reopens an item, `reopen because …` the closeout. */
function readReopen(rest: string): Command {
  const ids = readIds(rest);
  if (isItemId(ids[0] ?? "")) return { kind: "uncheck", ids };
  const reason = freeText(withoutMarkup(rest)).replace(/^because\s+/iu, "");
  return { kind: "reopen", reason: given(reason) };
}

/** `assign I1 @maria`, `assign I1 to @maria`, `assign @maria I1`, `take I1`, `unassign I1`. */
function readAssign(verb: string, rest: string): Command {
  const words = rest.split(/[\s,]+/u).filter((word) => !["", "to", "→", "=>"].includes(word.toLowerCase()));
  const at = words.findIndex((word) => isItemId(normalizeWords(word)));
  const idAt = at === -1 ? 0 : at;
  const id = words[idAt];
  const others = words.filter((_, index) => index !== idAt).join(" ");
  return {
    kind: "assign",
    id: id === undefined ? undefined : itemId(id),
    assignee: assigneeOf(verb, others),
  };
}

function assigneeOf(verb: string, text: string): Assignee | undefined {
  if (verb === "take") return { kind: "me" };
  if (verb === "unassign") return { kind: "nobody" };
  const mention = /^<@([A-Z0-9]+)(?:\|[^>]*)?>$/iu.exec(text)?.[1];
  if (mention !== undefined) return { kind: "user", user: mention.toUpperCase() };
  const name = freeText(normalizeWords(withoutMarkup(text))).replace(/^@/u, "");
  switch (name.toLowerCase()) {
    case "":
      return undefined;
    case "me":
    case "myself":
      return { kind: "me" };
    case "nobody":
    case "none":
    case "no one":
      return { kind: "nobody" };
    default:
      return { kind: "name", name: shorten(name, 80) };
  }
}

/** `I1 I2, I3`, `I1 and I2`, `I1-I3`; each once, in the order typed. */
function readIds(text: string): string[] {
  const words = normalizeWords(withoutMarkup(text))
    .split(/[\s,;]+/u)
    .filter((word) => !["", "and", "&", "+"].includes(word.toLowerCase()));
  const ids = [...new Set(words.flatMap(expandRange))];
  return ids.length <= mostExpanded ? ids : [...new Set(words.map(itemId))];
}

/** Ranges that would name more ids than this stay as typed: nobody means them, and no id is dropped unseen. */
const mostExpanded = 100;

/** `I1-I3` or `I1-3` as its ids; anything else as the one word that it is. */
function expandRange(word: string): string[] {
  const match = /^([a-z]{1,3})(\d{1,3})-([a-z]{0,3})(\d{1,3})$/iu.exec(word);
  const [, prefix = "", first = "", lastPrefix = "", last = ""] = match ?? [];
  const count = Number(last) - Number(first) + 1;
  const sameLetters = lastPrefix === "" || lastPrefix.toUpperCase() === prefix.toUpperCase();
  if (!match || !sameLetters || count < 1 || count > mostExpanded) return [itemId(word)];
  return Array.from({ length: count }, (_, index) => `${prefix.toUpperCase()}${Number(first) + index}`);
}

function readIdAndText(rest: string): { id: string | undefined; text: string } {
  const { word, rest: text } = firstWord(rest);
  return {
    id: word === "" ? undefined : itemId(word.replace(/[:,;]+$/u, "")),
    text: freeText(withoutMarkup(text)),
  };
}

/** The word in front, made comparable, and the text behind it as it was typed. */
function firstWord(text: string): { word: string; rest: string } {
  const visible = text.replace(leadingBlank, "");
  const end = visible.search(/\s/u);
  const word = end === -1 ? visible : visible.slice(0, end);
  return {
    word: normalizeWords(word),
    rest: end === -1 ? "" : visible.slice(end).replace(leadingBlank, "").trim(),
  };
}

/** Blanks and invisible marks of direction, which right-to-left keyboards put in front of words. */
const leadingBlank = /^[\s\u200B-\u200F\u202A-\u202E\u2060\u2066-\u2069\uFEFF]+/u;

function isItemId(word: string): boolean {
  return /^[a-z]{1,3}\d{1,3}$/iu.test(word);
}

function itemId(word: string): string {
  const plain = normalizeWords(word);
  return isItemId(plain) ? plain.toUpperCase() : shorten(plain, 40);
}

function given(text: string): string | undefined {
  return text === "" ? undefined : text;
}
