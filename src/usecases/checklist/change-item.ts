import { randomUUID } from "node:crypto";
import type { Temporal } from "temporal-polyfill";
import type { Completion } from "../../domain/checklist/completed-by.ts";
import {
  type Governed,
  governedProblem,
  isPartOfDecommission,
  isWhole,
} from "../../domain/checklist/governed-item.ts";
import type { Item, ItemNote } from "../../domain/checklist/item.ts";
import { infrastructureLists } from "../../domain/cleanup/cleanup.ts";
import type { Closeout } from "../../domain/closeout.ts";
import { personOf } from "../../domain/identity.ts";
import { type Act, type Capacity, mayDo } from "../../domain/permissions.ts";
import { suggest } from "../../domain/suggest.ts";
import type { Template } from "../../domain/template/template.ts";
import { storableText } from "../../domain/typed-text.ts";
import type { CloseoutChange, Member } from "../../ports.ts";
import { completeCleanup } from "../cleanup/operation-ledger.ts";
import { dueTooEarly } from "../decommission/due-too-early.ts";
import { whyNotKept } from "../decommission/keep-source.ts";
import { keepHappening, settleDecommission } from "../decommission/settle-decommission.ts";
import { hurryDeliveries } from "../delivery/hurry-deliveries.ts";
import type { Deps } from "../deps.ts";
import { completeDocuments } from "../handover/complete-documents.ts";
import { documentItems } from "../handover/read-handover.ts";
import { templateOf } from "../start/template-of.ts";
import { type Decided, decideItem, type ItemAct } from "./decide-item.ts";
import { planOccurrences } from "./plan-occurrences.ts";

export type { ItemAct } from "./decide-item.ts";

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
      /** It was marked as done by hand, although this evidence completes it. */
      readonly insteadOf?: Completion;
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
    const elsewhere = settledElsewhere(template, item, input.act);
    if (elsewhere !== undefined) return { kind: "invalid", closeout, ...elsewhere } as const;
    const decided = decideItem(item, input, { closeout, template }, now, noteId);
    if (decided.kind !== "changed") return withCloseout(decided, closeout);
    const message = await decommissionForbids(change, template, decided.item, input.act, now);
    if (message !== undefined) return { kind: "invalid", closeout, message } as const;
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
    const { state } = decided.item;
    if (input.act.kind === "skip" && state.kind === "skipped" && isWhole(template, item.id)) {
      const happening = { kind: "source_kept", whole: item.id, reason: state.reason } as const;
      await keepHappening(change, { by: personOf(input.member), at: now, happening, news: true });
    }
    if (isPartOfDecommission(template, item)) await settleDecommission(change, template, now);
    const { insteadOf } = decided;
    const byHand = insteadOf === undefined ? {} : { insteadOf };
    return { kind: "changed", closeout, item: decided.item, ...attached, ...byHand } as const;
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

/** Why a tick, its opposite or skipping is not how this item is settled. */
function settledElsewhere(template: Template, item: Item, { kind }: ItemAct): Governed | undefined {
  return kind === "complete" || kind === "reopen" || kind === "skip"
    ? governedProblem(template, item, kind)
    : undefined;
}

/** Why the decommissioning, as far as it has come, does not let an item become so, in a sentence. */
async function decommissionForbids(
  change: CloseoutChange,
  template: Template,
  item: Item,
  { kind }: ItemAct,
  now: Temporal.Instant,
): Promise<string | undefined> {
  if (kind === "due") return await dueTooEarly(change, template, item, now);
  return kind === "skip" && isWhole(template, item.id) ? await whyNotKept(change, template) : undefined;
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

function withCloseout(decided: Exclude<Decided, { kind: "changed" }>, closeout: Closeout): ChangeItemOutcome {
  return { ...decided, closeout };
}
