import { randomUUID } from "node:crypto";
import type { Temporal } from "temporal-polyfill";
import { assertNever } from "../../domain/assert-never.ts";
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
import { infrastructureLists } from "../../domain/cleanup/cleanup.ts";
import type { Closeout } from "../../domain/closeout.ts";
import type { Person } from "../../domain/identity.ts";
import type { EntryKind, LedgerEntry } from "../../domain/ledger/ledger.ts";
import { dueTimeOfDay, parseMoment } from "../../domain/moment-input.ts";
import { type Act, type Capacity, mayDo } from "../../domain/permissions.ts";
import { suggest } from "../../domain/suggest.ts";
import { storableText } from "../../domain/typed-text.ts";
import type { Member } from "../../ports.ts";
import { completeCleanup } from "../cleanup/operation-ledger.ts";
import { settleDecommission } from "../decommission/settle-decommission.ts";
import { hurryDeliveries } from "../delivery/hurry-deliveries.ts";
import type { Deps } from "../deps.ts";
import { completeDocuments } from "../handover/complete-documents.ts";
import { documentItems } from "../handover/read-handover.ts";
import { templateOf } from "../start/template-of.ts";
import { type Governed, governedProblem, isPartOfDecommission } from "./governed-item.ts";
import { planOccurrences } from "./plan-occurrences.ts";

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

export type ChangeItemInput = {
  readonly closeoutId: string;
  readonly itemId: string;
  readonly member: Member;
  readonly act: ItemAct;
};

/**
 * `already` means that the item was so before; its state says since when and by whom. `attached` is what an attachment was
 * kept as: a link is evidence, whatever was asked for.
 */
export type ChangeItemOutcome =
  | {
      readonly kind: "changed";
      readonly closeout: Closeout;
      readonly item: Item;
      readonly attached?: ItemNote["kind"];
    }
  | { readonly kind: "already"; readonly closeout: Closeout; readonly item: Item }
  | { readonly kind: "not_permitted"; readonly closeout: Closeout; readonly who: readonly Capacity[] }
  | { readonly kind: "no_such_item"; readonly closeout: Closeout; readonly suggestion?: string }
  | ({ readonly kind: "invalid"; readonly closeout: Closeout } & Governed)
  | { readonly kind: "closed" }
  | { readonly kind: "no_closeout" };

/**
 * Does one thing to one item: complete, reopen, skip, assign, snooze, move its due, attach a note or evidence. Permission and
 * rules are decided on the state at this very moment, under the closeout's lock; reminders are planned anew, and every
 * message that shows the item is brought up to date.
 */
export async function changeItem(
  deps: Pick<Deps, "clock" | "closeouts" | "people" | "queue" | "log">,
  input: ChangeItemInput,
): Promise<ChangeItemOutcome> {
  const known = await deps.closeouts.get(input.closeoutId);
  if (known === undefined) return { kind: "no_closeout" };
  const template = await templateOf(deps, known);
  const stranger = await refuseStranger(deps, known, input);
  if (stranger !== undefined) return stranger;
  const noteId = randomUUID();
  const { result, lanes } = await deps.closeouts.change(input.closeoutId, async (change) => {
    const { closeout } = change;
    if (closeout.status === "closed") return { kind: "closed" } as const;
    const permission = mayDo(permissionFor(input.act), closeout, input.member);
    if (!permission.allowed) {
      return { kind: "not_permitted", closeout, who: permission.who.map(({ as }) => as) } as const;
    }
    const item = await change.item(storableText(input.itemId));
    if (item === undefined) return noSuchItem(closeout, input.itemId, await change.items());
    const now = deps.clock.now();
    const elsewhere = governedProblem(template, item, input.act);
    if (elsewhere !== undefined) return { kind: "invalid", closeout, ...elsewhere } as const;
    const decided = decide(item, input, closeout, now, noteId);
    if (decided.kind !== "changed") return withCloseout(decided, closeout);
    const { note } = decided;
    const attached = note === undefined ? {} : { attached: note.kind };
    if (note !== undefined && !(await change.addNote(note))) {
      return { kind: "changed", closeout, item, ...attached } as const;
    }
    await change.saveItem(decided.item);
    if (decided.replan) {
      const { announced } = await change.reminders(item.id);
      await change.replan(item.id, planOccurrences(closeout, template, decided.item, now, announced));
    }
    await change.record({
      actor: personOf(input.member),
      kind: decided.entry,
      data: { item: item.id, title: item.title, ...decided.data },
    });
    await change.refresh([item.id]);
    if (infrastructureLists(template).includes(item.list)) {
      await change.refreshAbout({ kind: "cleanup_plan" });
      await completeCleanup(change, template, now);
    }
    if (documentItems(template).includes(item.id)) await completeDocuments(change, template, now);
    if (isPartOfDecommission(template, item)) await settleDecommission(change, template, now);
    return { kind: "changed", closeout, item: decided.item, ...attached } as const;
  });
  await hurryDeliveries(deps, lanes);
  return result;
}

/** An item can be given only to somebody who can act on it: a full member of the workspace. */
async function refuseStranger(
  { people }: Pick<Deps, "people">,
  closeout: Closeout,
  { act }: ChangeItemInput,
): Promise<ChangeItemOutcome | undefined> {
  if (act.kind !== "assign" || act.user === undefined) return undefined;
  const profile = await people.profile(closeout.installation, act.user);
  if (profile?.kind === "member") return undefined;
  const message =
    "Items can be given only to full members of this workspace: no guest, no bot, nobody from outside.";
  return { kind: "invalid", closeout, message };
}

function personOf({ platform, tenant, user, name }: Member): Person {
  return { platform, tenant, user, name };
}

function permissionFor(act: ItemAct): Act {
  if (act.kind === "due") return "change_due";
  return act.kind === "evidence" ? "note" : act.kind;
}

function noSuchItem(closeout: Closeout, typed: string, items: readonly Item[]): ChangeItemOutcome {
  const suggestion = suggest(
    typed,
    items.map(({ id }) => id),
  );
  return { kind: "no_such_item", closeout, ...(suggestion === undefined ? {} : { suggestion }) };
}

/** What a change writes: the item, a note beside it, the ledger's words, and whether its reminders follow from it. */
type Decided =
  | {
      readonly kind: "changed";
      readonly item: Item;
      readonly note?: ItemNote;
      readonly replan: boolean;
      readonly entry: EntryKind;
      readonly data: LedgerEntry["data"];
    }
  | { readonly kind: "already"; readonly item: Item }
  | { readonly kind: "invalid"; readonly message: string };

function withCloseout(decided: Exclude<Decided, { kind: "changed" }>, closeout: Closeout): ChangeItemOutcome {
  return { ...decided, closeout };
}

function decide(
  item: Item,
  { member, act }: ChangeItemInput,
  closeout: Closeout,
  now: Temporal.Instant,
  noteId: string,
): Decided {
  const by = personOf(member);
  switch (act.kind) {
    case "complete":
      return settle(completeItem(item, by, now), "item.completed", () => ({}));
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
