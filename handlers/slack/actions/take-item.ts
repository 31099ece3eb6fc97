import { itemRef } from "../../../blocks/slack/actions.ts";
import { actOnItem } from "../act-on-item.ts";
import { reading } from "../click.ts";

/** [Take it]: assigns the item to the person who clicked. */
export const takeItem = reading(itemRef, (click, item) =>
  actOnItem(click, item, { kind: "assign", user: click.member.user }),
);
