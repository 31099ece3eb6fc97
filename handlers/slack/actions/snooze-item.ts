import { snoozeOption } from "../../../blocks/slack/actions.ts";
import { actOnItem } from "../act-on-item.ts";
import { reading } from "../click.ts";
import { openItemForm } from "../forms/open-item-form.ts";

/** [Snooze ▾]: one of the ready choices at once, or the form that asks for a date. */
export const snoozeItem = reading(snoozeOption, async (click, { s: choice, ...item }) => {
  if (choice === "date") await openItemForm(click, item, "snooze");
  else await actOnItem(click, item, { kind: "snooze", until: { kind: choice } });
});
