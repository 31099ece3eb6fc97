import type { ModalView } from "@slack/types";
import type { ItemRef } from "../../../blocks/slack/actions.ts";
import {
  assignModal,
  dueModal,
  noteModal,
  skipModal,
  snoozeModal,
} from "../../../blocks/slack/checklist/item-modals.ts";
import type { Origin } from "../../../blocks/slack/message.ts";
import { itemSettled } from "../../../blocks/slack/outcomes.ts";
import { notPermitted } from "../../../blocks/slack/refusals.ts";
import type { Item } from "../../../src/domain/checklist/item.ts";
import type { Closeout } from "../../../src/domain/closeout.ts";
import { mayDo } from "../../../src/domain/permissions.ts";
import { permissionOf } from "../answers/change-answer.ts";
import { type Click, originOf } from "../click.ts";
import { missingItem } from "../missing-item.ts";
import type { Asked } from "../receive.ts";
import { openModal } from "./open-modal.ts";

/** Forms that ask what an act on an item needs. */
export type ItemForm = "skip" | "snooze" | "assign" | "due" | "note";

const forms: Readonly<Record<ItemForm, (closeout: Closeout, item: Item, origin: Origin) => ModalView>> = {
  skip: skipModal,
  snooze: snoozeModal,
  assign: assignModal,
  due: dueModal,
  note: (closeout, item, origin) => noteModal(closeout, item, origin),
};

/** Opens a form because of a click, on top of the window that was clicked in, if any. */
export async function openItemForm(click: Click, item: ItemRef, form: ItemForm): Promise<void> {
  await openItemFormFor(click, item, form, originOf(click), click.place.kind === "modal");
}

/**
 * Opens a form for one item. Whoever may not do what it asks for, or asks it of an item that is settled, is told so now rather
 * than after filling it in; the use case decides again when it is submitted.
 */
export async function openItemFormFor(
  asked: Asked,
  { c: closeoutId, i: itemId }: ItemRef,
  form: ItemForm,
  origin: Origin,
  onTop = false,
): Promise<void> {
  await openModal(
    asked,
    async () => {
      const view = await asked.useCases.readItem({ closeoutId, itemId, member: asked.member });
      if ("kind" in view) return { instead: await missingItem(asked, closeoutId, itemId) };
      const act = permissionOf[form];
      const permission = mayDo(act, view.closeout, asked.member);
      if (!permission.allowed) return { instead: notPermitted(view.closeout, permission.who, act) };
      if (form !== "note" && view.item.state.kind !== "open")
        return { instead: itemSettled(view.closeout, view.item, asked.commands) };
      return { view: forms[form](view.closeout, view.item, origin) };
    },
    { onTop },
  );
}
