import { assignItem, completeItem, readNote } from "../../domain/checklist/item-rules.ts";
import type { Closeout } from "../../domain/closeout.ts";
import {
  type DocumentChange,
  describeChange,
  type ReviewOutcome,
  reviewChange,
} from "../../domain/handover/handover.ts";
import { suggest } from "../../domain/suggest.ts";
import { storableText } from "../../domain/typed-text.ts";
import type { CloseoutChange, Member } from "../../ports.ts";
import type { Refusal } from "../refusal.ts";
import { completeDocuments } from "./complete-documents.ts";
import { documentItems } from "./read-handover.ts";
import { type HandoverDeps, type HandoverInput, type HandoverWork, withHandover } from "./with-handover.ts";

/** Longest words about a change, in characters. */
export const longestDocumentWords = 1_000;

/** The item is about no document; `suggestion` is the nearest one that is. */
type NoDocument = {
  readonly kind: "no_document";
  readonly closeout: Closeout;
  readonly suggestion: string | undefined;
};

export type DescribeDocumentOutcome =
  | { readonly kind: "described"; readonly closeout: Closeout; readonly change: DocumentChange }
  | {
      readonly kind: "invalid";
      readonly closeout: Closeout;
      readonly field: "link" | "words";
      readonly message: string;
    }
  | NoDocument
  | Refusal;

type DescribeInput = HandoverInput & {
  readonly itemId: string;
  readonly link: string;
  readonly words: string;
};

/**
 * Says what has changed in the document that an item is about. It then waits for the review of somebody else; an earlier review does
 * not cover it. An item that nobody has goes to whoever changed the document.
 */
export async function describeDocument(
  deps: HandoverDeps,
  { itemId, link, words, ...input }: DescribeInput,
): Promise<DescribeDocumentOutcome> {
  return await withHandover<DescribeDocumentOutcome>(deps, input, "document", async (work) => {
    const { closeout, change, handover, now, save } = work;
    const item = await documentItem(work, itemId);
    if ("kind" in item) return item;
    const read = readNote(storableText(link), "evidence");
    if (read.kind === "refused" || read.note.text.length > 2_000) {
      const message = "Give a link to what has changed; it starts with https:// or http://.";
      return { kind: "invalid", closeout, field: "link", message };
    }
    const said = storableText(words).trim();
    if (said.length > longestDocumentWords) {
      const message = `Say what has changed in at most ${longestDocumentWords} characters.`;
      return { kind: "invalid", closeout, field: "words", message };
    }
    const { user, name } = input.member;
    const changed = { by: { user, name }, at: now.toString() };
    const described = describeChange(handover, { item: item.id, link: read.note.text, words: said, changed });
    const { number } = described.change;
    await save(described.handover, "document.changed", {
      item: item.id,
      title: item.title,
      number,
      link: read.note.text,
      words: said,
    });
    if (item.assignee === undefined && item.state.kind === "open") await take(change, item.id, input.member);
    await change.refresh([item.id]);
    return { kind: "described", closeout, change: described.change };
  });
}

export type ReviewDocumentOutcome =
  | { readonly kind: "reviewed"; readonly closeout: Closeout; readonly change: DocumentChange }
  | (Exclude<ReviewOutcome, { kind: "reviewed" }> & { readonly closeout: Closeout })
  | NoDocument
  | Refusal;

/** Says that a change is right, as somebody else than whoever made it; completes the item. */
export async function reviewDocument(
  deps: HandoverDeps,
  {
    itemId,
    number,
    ...input
  }: HandoverInput & { readonly itemId: string; readonly number: number | undefined },
): Promise<ReviewDocumentOutcome> {
  return await withHandover<ReviewDocumentOutcome>(deps, input, "document", async (work) => {
    const { closeout, change, handover, now, save } = work;
    const item = await documentItem(work, itemId);
    if ("kind" in item) return item;
    const { user, name, platform, tenant } = input.member;
    const outcome = reviewChange(handover, item.id, number, { by: { user, name }, at: now.toString() });
    if (outcome.kind !== "reviewed") return { ...outcome, closeout };
    const { link, changed } = outcome.change;
    const data = { item: item.id, title: item.title, number: outcome.change.number, link };
    await save(outcome.handover, "document.reviewed", { ...data, changedBy: changed.by.user });
    const done =
      item.state.kind === "open" ? completeItem(item, { platform, tenant, user, name }, now) : undefined;
    if (done?.kind === "changed") {
      await change.saveItem(done.item);
      await change.replan(item.id, []);
      await change.record({
        actor: { platform, tenant, user, name },
        kind: "item.completed",
        data: { item: item.id, title: item.title, because: "what has changed was reviewed" },
      });
    }
    await completeDocuments(change, work.template, now);
    await change.refresh([item.id]);
    return { kind: "reviewed", closeout, change: outcome.change };
  });
}

async function documentItem({ change, closeout, template }: HandoverWork, typed: string) {
  const ids = documentItems(template);
  const item = ids.includes(typed) ? await change.item(typed) : undefined;
  return item ?? ({ kind: "no_document", closeout, suggestion: suggest(typed, ids) } as const);
}

async function take(
  change: CloseoutChange,
  itemId: string,
  { platform, tenant, user, name }: Member,
): Promise<void> {
  const item = await change.item(itemId);
  const taken = item && assignItem(item, user);
  if (taken?.kind !== "changed") return;
  await change.saveItem(taken.item);
  await change.record({
    actor: { platform, tenant, user, name },
    kind: "item.assigned",
    data: { item: itemId, title: taken.item.title, from: null, to: user },
  });
}
