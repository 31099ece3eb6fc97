import { insteadOfEvidence } from "../../domain/checklist/completed-by.ts";
import { offersOf } from "../../domain/checklist/governed-item.ts";
import { changeOf, emptyHandover, type Handover, isReviewed } from "../../domain/handover/handover.ts";
import { mayDo } from "../../domain/permissions.ts";
import { findTemplateItem } from "../../domain/template/template.ts";
import type { ItemsView, ItemView } from "../../domain/views.ts";
import type { Member } from "../../ports.ts";
import type { Deps } from "../deps.ts";
import { documentItems } from "../handover/read-handover.ts";
import { templateOf } from "../start/template-of.ts";

/** Every item of a closeout, list by list; `undefined` when there is no such closeout. */
export async function readItems(
  deps: Pick<Deps, "clock" | "closeouts">,
  { closeoutId }: { readonly closeoutId: string },
): Promise<ItemsView | undefined> {
  const closeout = await deps.closeouts.get(closeoutId);
  if (closeout === undefined) return undefined;
  const template = await templateOf(deps, closeout);
  const items = await deps.closeouts.items([closeoutId]);
  return {
    closeout,
    now: deps.clock.now(),
    lists: template.lists.map(({ id, title, parent }) => ({
      id,
      title,
      parent,
      items: items.filter((item) => item.list === id),
    })),
  };
}

/** One item with its notes, and what the reader may do with it. */
export async function readItem(
  deps: Pick<Deps, "clock" | "closeouts" | "handovers">,
  {
    closeoutId,
    itemId,
    member,
  }: { readonly closeoutId: string; readonly itemId: string; readonly member: Member },
): Promise<ItemView | { readonly kind: "no_such_item" }> {
  const closeout = await deps.closeouts.get(closeoutId);
  if (closeout === undefined) return { kind: "no_such_item" };
  const items = await deps.closeouts.items([closeoutId]);
  const item = items.find(({ id }) => id === itemId);
  if (item === undefined) return { kind: "no_such_item" };
  const template = await templateOf(deps, closeout);
  const open = closeout.status === "open";
  const offers = offersOf(template, item);
  const handover = (await deps.handovers.get(closeoutId)) ?? emptyHandover;
  const insteadOf = insteadOfEvidence(template, item, (id) => isReviewed(handover, id));
  return {
    closeout,
    now: deps.clock.now(),
    item,
    hint: findTemplateItem(template, itemId)?.hint,
    notes: await deps.closeouts.notes(closeoutId, itemId),
    mayChange: open && mayDo("complete", closeout, member).allowed,
    maySkip: open && offers.skip && mayDo("skip", closeout, member).allowed,
    mayChangeDue: open && mayDo("change_due", closeout, member).allowed,
    offers,
    ...(insteadOf === undefined ? {} : { insteadOf }),
    ...(documentItems(template).includes(itemId) ? { document: documentOf(handover, itemId, member) } : {}),
  };
}

/** What has changed in the item's document, and whether this person may be its reviewer. */
function documentOf(handover: Handover, itemId: string, { user }: Member) {
  const change = changeOf(handover, itemId);
  const waits = change !== undefined && change.reviewed === undefined;
  return { change, mayReview: waits && change.changed.by.user !== user };
}
