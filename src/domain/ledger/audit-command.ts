import { suggest } from "../suggest.ts";
import { normalizeWords, shorten, withoutMarkup } from "../typed-text.ts";
import { type EntryKind, entryKindSchema } from "./ledger.ts";

/** Whose entries are asked for: a mention, a name as typed, the person who typed it, or what Closeout did by itself. */
export type AuditPerson =
  | { readonly kind: "user"; readonly user: string }
  | { readonly kind: "name"; readonly name: string }
  | { readonly kind: "me" }
  | { readonly kind: "closeout" };

/** Which entries are asked for; an empty list asks for all. Of each list that is not empty, any will do. */
export type AuditFilter = {
  readonly people: readonly AuditPerson[];
  /** Ids in capitals. */
  readonly items: readonly string[];
  readonly kinds: readonly EntryKind[];
};

/** What somebody asks for with `/closeout audit …`. */
export type AuditCommand =
  | { readonly kind: "list"; readonly filter: AuditFilter }
  | { readonly kind: "verify" | "export" }
  | { readonly kind: "unknown"; readonly word: string; readonly suggestion: string | undefined };

const verifying = ["verify", "check", "prove", "validate"];

const exporting = ["export", "bundle", "evidence", "zip", "download"];

/** Other words for kinds of entries, as people type them, and the beginnings of the kinds that they mean. */
const synonyms: Readonly<Record<string, string>> = {
  holds: "hold",
  retention: "artifact.",
  approvals: "signoff",
  performance: "baseline",
  regression: "finding",
  refused: "act.refused",
  refusals: "act.refused",
};

/** Every word that names kinds: a family (`item`), a whole kind (`item.skipped`) or what was done (`skipped`). */
const kindsByWord: ReadonlyMap<string, readonly EntryKind[]> = indexKinds();

function indexKinds(): Map<string, readonly EntryKind[]> {
  const found = new Map<string, EntryKind[]>();
  const add = (word: string, kind: EntryKind) => {
    const known = found.get(word) ?? [];
    if (!known.includes(kind)) found.set(word, [...known, kind]);
  };
  for (const kind of entryKindSchema.options) {
    const [family = "", deed = ""] = kind.split(".");
    for (const word of [kind, family, `${family}s`, deed]) add(plain(word), kind);
  }
  for (const [word, start] of Object.entries(synonyms)) {
    for (const kind of entryKindSchema.options) if (kind.startsWith(start)) add(plain(word), kind);
  }
  return found;
}

/** Reads what follows `audit`. Never fails; no words at all ask for every entry. */
export function parseAuditCommand(words: string): AuditCommand {
  const typed = normalizeWords(withoutMarkup(words))
    .split(/[\s,]+/u)
    .filter(
      (word) => !["", "and", "of", "by", "for", "the", "all", "log", "list"].includes(word.toLowerCase()),
    );
  const [first = ""] = typed;
  if (typed.length === 1 && verifying.includes(first.toLowerCase())) return { kind: "verify" };
  if (typed.length === 1 && exporting.includes(first.toLowerCase())) return { kind: "export" };
  const people: AuditPerson[] = [];
  const items: string[] = [];
  const kinds: EntryKind[] = [];
  for (const word of typed) {
    const person = personOf(word);
    const meant = kindsByWord.get(plain(word));
    if (person !== undefined) people.push(person);
    else if (/^[a-z]{1,3}\d{1,3}$/iu.test(word)) items.push(word.toUpperCase());
    else if (meant !== undefined) kinds.push(...meant);
    else return { kind: "unknown", word: shorten(word, 40), suggestion: suggestionFor(word) };
  }
  return { kind: "list", filter: { people, items: [...new Set(items)], kinds: [...new Set(kinds)] } };
}

function personOf(word: string): AuditPerson | undefined {
  const mention = /^<@([A-Z0-9]+)(?:\|[^>]*)?>$/iu.exec(word)?.[1];
  if (mention !== undefined) return { kind: "user", user: mention.toUpperCase() };
  const lower = word.toLowerCase();
  if (["me", "myself", "mine", "@me"].includes(lower)) return { kind: "me" };
  if (["system", "itself", "bot", "@closeout"].includes(lower)) return { kind: "closeout" };
  return /^@./u.test(word) ? { kind: "name", name: shorten(word.slice(1), 80) } : undefined;
}

/** "sign-off" and "signoff" are one word, and so are "due changed", "due-changed" and "due_changed". */
function plain(word: string): string {
  return word.toLowerCase().replaceAll(/[^\p{L}\p{N}.]/gu, "");
}

/** The word of ours that somebody most likely meant. */
function suggestionFor(word: string): string | undefined {
  return suggest(plain(word), ["verify", "export", ...kindsByWord.keys()]);
}
