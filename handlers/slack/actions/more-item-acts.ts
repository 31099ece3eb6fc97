import { moreOption } from "../../../blocks/slack/actions.ts";
import { actOnItem } from "../act-on-item.ts";
import { reading } from "../click.ts";
import { openItemForm } from "../forms/open-item-form.ts";
import { openItemDetails } from "./show-item.ts";

/** [⋯]: taking an item happens at once, everything else opens its window. */
export const moreItemActs = reading(moreOption, async (click, { a: act, ...item }) => {
  switch (act) {
    case "take":
      return actOnItem(click, item, { kind: "assign", user: click.member.user });
    case "show":
      return openItemDetails(click, item);
    case "assign":
    case "skip":
    case "note":
    case "due":
      return openItemForm(click, item, act);
  }
});
