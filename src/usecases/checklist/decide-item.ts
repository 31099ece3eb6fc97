import type { Temporal } from "temporal-polyfill";
import { assertNever } from "../../domain/assert-never.ts";
import { type Completion, insteadOfEvidence } from "../../domain/checklist/completed-by.ts";
import type { Item, ItemNote } from "../../domain/checklist/item.ts";
import {
  assignItem,
  changeDue,
  completeItem,
  type ItemOutcome,
  longestNote,
  readNote,
  reopenItem,
  skipItem,
  skipReasonLength,
  snoozeItem,
} from "../../domain/checklist/item-rules.ts";
import { parseSnooze, type SnoozeChoice, snoozeUntil } from "../../domain/checklist/snooze.ts";
import type { Closeout } from "../../domain/closeout.ts";
import { type Person, personOf } from "../../domain/identity.ts";
import type { EntryKind, LedgerEntry } from "../../domain/ledger/ledger.ts";
import { dueTimeOfDay, parseMoment } from "../../domain/moment-input.ts";
import type { Template } from "../../domain/template/template.ts";
import { storableText } from "../../domain/typed-text.ts";
import type { Member } from "../../ports.ts";

/** What somebody wants to do to an item. `assign` to `undefined` gives it back; `words` are a moment as people type it. */
export type ItemAct =
  | { readonly kind: "complete" }
  | { readonly kind: "reopen" }
  | { readonly kind: "skip"; readonly reason: string }
  | { readonly kind: "assign"; readonly user: string | undefined }
  | {
      readonly kind: "snooze";
      readonly until: SnoozeChoice | { readonly kind: "words"; readonly words: string };
    }
  | { readonly kind: "due"; readonly to: string }
  | { readonly kind: "note"; readonly text: string }
  | { readonly kind: "evidence"; readonly text: string };

/** What a change writes: the item, a note beside it, the ledger's words, and whether its reminders follow from it. */
export type Decided =
  | {
      readonly kind: "changed";
      readonly item: Item;
      readonly note?: ItemNote;
      readonly replan: boolean;
      readonly insteadOf?: Completion;
      readonly entry: EntryKind;
      readonly data: LedgerEntry["data"];
    }
  | { readonly kind: "already"; readonly item: Item }
  | { readonly kind: "invalid"; readonly message: string };

/** What an act makes of an item at a moment; `noteId` becomes the id of a note, if it is one. */
export function decideItem(
  item: Item,
  { member, act }: { readonly member: Member; readonly act: ItemAct },
  { closeout, template }: { readonly closeout: Closeout; readonly template: Template },
  now: Temporal.Instant,
  noteId: string,
): Decided {
  const by = personOf(member);
  switch (act.kind) {
    case "complete":
      return byHand(
        settle(completeItem(item, by, now), "item.completed", () => ({})),
        template,
      );
    case "reopen":
      return settle(reopenItem(item), "item.reopened", () => ({ was: item.state.kind }));
    case "skip":
      return settle(skipItem(item, by, now, storableText(act.reason)), "item.skipped", () => ({
        reason: storableText(act.reason).trim(),
      }));
    case "assign":
      return settle(assignItem(item, act.user), "item.assigned", () => ({
        from: item.assignee ?? null,
        to: act.user ?? null,
      }));
    case "snooze":
      return decideSnooze(item, act.until, closeout, now);
    case "due":
      return decideDue(item, act.to, closeout, now);
    case "note":
    case "evidence":
      return decideNote(item, act, by, now, noteId);
    default:
      return assertNever(act);
  }
}

/** Says of what is ticked off although evidence completes it that it was done by hand: an auditor has to see that there is none. */
function byHand(decided: Decided, template: Template): Decided {
  if (decided.kind !== "changed") return decided;
  const insteadOf = insteadOfEvidence(template, decided.item, () => false);
  return insteadOf === undefined ? decided : { ...decided, insteadOf, data: { ...decided.data, insteadOf } };
}

function decideSnooze(
  item: Item,
  until: Extract<ItemAct, { kind: "snooze" }>["until"],
  { timeZone, settings }: Closeout,
  now: Temporal.Instant,
): Decided {
  const context = { now, timeZone, settings };
  const read = until.kind === "words" ? parseSnooze(until.words, context) : snoozeUntil(until, context);
  if (!read.ok) return { kind: "invalid", message: read.problem };
  return settle(snoozeItem(item, read.moment, now), "item.snoozed", () => ({
    until: read.moment.toString(),
  }));
}

function decideDue(item: Item, words: string, { timeZone }: Closeout, now: Temporal.Instant): Decided {
  const read = parseMoment(words, { now, timeZone, dateOnlyAt: dueTimeOfDay });
  if (!read.ok) return { kind: "invalid", message: read.problem };
  return settle(changeDue(item, read.moment, now), "item.due_changed", () => ({
    from: item.due.toString(),
    to: read.moment.toString(),
  }));
}

function decideNote(
  item: Item,
  act: Extract<ItemAct, { kind: "note" | "evidence" }>,
  by: Person,
  at: Temporal.Instant,
  id: string,
): Decided {
  const read = readNote(storableText(act.text), act.kind === "evidence" ? "evidence" : "either");
  if (read.kind === "refused") return { kind: "invalid", message: sentences[read.reason] };
  const note: ItemNote = {
    id,
    closeoutId: item.closeoutId,
    itemId: item.id,
    by,
    at,
    ...read.note,
  };
  return { kind: "changed", item, note, replan: false, entry: "item.note_added", data: { ...read.note } };
}

function settle(
  outcome: ItemOutcome<keyof typeof sentences>,
  entry: EntryKind,
  data: () => LedgerEntry["data"],
): Decided {
  switch (outcome.kind) {
    case "changed":
      return { kind: "changed", item: outcome.item, replan: entry !== "item.assigned", entry, data: data() };
    case "already":
      return { kind: "already", item: outcome.item };
    case "refused":
      return { kind: "invalid", message: sentences[outcome.reason] };
    default:
      return assertNever(outcome);
  }
}

/** Why a rule says no, for the person who asked. Nothing was changed in any of these cases. */
const sentences = {
  skipped: "It was skipped. Reopen it first; then it can be ticked off.",
  done: "It is done already. Reopen it first if it should be skipped instead.",
  settled: "It is settled. Reopen it first.",
  reason_missing: "Say why it is skipped; an auditor will read it.",
  reason_too_short: `Give a reason of at least ${skipReasonLength.min} characters; an auditor will read it.`,
  reason_too_long: `The reason is longer than ${skipReasonLength.max} characters. Shorten it, and attach the rest as a note.`,
  past: "That moment has passed. Give one that lies ahead.",
  too_far: "That is more than a year away. Give a nearer moment.",
  empty: "There is nothing to attach. Write a note or paste a link.",
  too_long: `The note is longer than ${longestNote} characters. Shorten it, or attach a link to the full text.`,
  not_a_link: "Evidence is a link that starts with https:// or http://. For words, attach a note.",
} as const;
