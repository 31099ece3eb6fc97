import { itemRef } from "../../../blocks/slack/actions.ts";
import { type ClickListener, reading } from "../click.ts";
import { type ItemForm, openItemForm } from "../forms/open-item-form.ts";

/** [Skip], [Assign], [Change due], [Add note]: a button that opens the form of that name for its item. */
export function itemFormButton(form: ItemForm): ClickListener {
  return reading(itemRef, (click, item) => openItemForm(click, item, form));
}
