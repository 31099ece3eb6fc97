import type { Actor } from "../identity.ts";
import { type EntryKind, entryKindSchema, type LedgerEntry } from "./ledger.ts";
import { type NameOf, Said, type Words } from "./ledger-said.ts";
import { archiveWords, artifactWords, disposalWords, holdWords } from "./ledger-words-archive.ts";
import { baselineWords, findingWords } from "./ledger-words-baseline.ts";
import { bundleWords } from "./ledger-words-bundle.ts";
import { certificateWords, validationWords } from "./ledger-words-certificate.ts";
import {
  actWords,
  closeoutWords,
  deliveryWords,
  itemWords,
  reminderWords,
  roleChangeWords,
  settingsWords,
} from "./ledger-words-checklist.ts";
import { budgetWords, documentWords, handoverWords, reportWords } from "./ledger-words-closing.ts";
import { decommissionWords } from "./ledger-words-decommission.ts";
import { cleanupWords, operationWords } from "./ledger-words-operation.ts";
import { actionWords, retroWords } from "./ledger-words-retro.ts";
import { signoffWords } from "./ledger-words-signoff.ts";

/** Words for every kind of entry: a family a file. A kind without words does not compile. */
const words: Readonly<Record<EntryKind, Words>> = {
  ...closeoutWords,
  ...itemWords,
  ...settingsWords,
  ...roleChangeWords,
  ...reminderWords,
  ...deliveryWords,
  ...actWords,
  ...archiveWords,
  ...artifactWords,
  ...holdWords,
  ...disposalWords,
  ...baselineWords,
  ...findingWords,
  ...operationWords,
  ...cleanupWords,
  ...certificateWords,
  ...validationWords,
  ...signoffWords,
  ...reportWords,
  ...budgetWords,
  ...documentWords,
  ...handoverWords,
  ...retroWords,
  ...actionWords,
  ...decommissionWords,
  ...bundleWords,
};

/**
 * What an entry tells, in plain text for people: "Ana marked I3 “Distribute certificate” as done". A kind that only a newer version
 * knows is named as it is.
 */
export function entrySentence(
  entry: Pick<LedgerEntry, "actor" | "data"> & { readonly kind: string },
  nameOf: NameOf = () => undefined,
): string {
  const kind = entryKindSchema.safeParse(entry.kind);
  const who = actorName(entry.actor);
  return kind.success ? `${who} ${words[kind.data](new Said(entry.data, nameOf))}` : `${who}: ${entry.kind}`;
}

/** Who did something, by the name that was printed at the time. */
export function actorName(actor: Actor): string {
  return "user" in actor ? actor.name : "Closeout";
}

/** The user ids that an entry's words name, besides its actor. */
export function peopleIn(entry: Pick<LedgerEntry, "actor" | "data" | "kind">): readonly string[] {
  const people = new Set<string>();
  entrySentence(entry, (user) => {
    people.add(user);
    return undefined;
  });
  return [...people];
}
