import { itemRef } from "../../../blocks/slack/actions.ts";
import { actOnItem } from "../act-on-item.ts";
import { reading } from "../click.ts";

/** [Undo]: takes back that an item is done or skipped. */
export const reopenItem = reading(itemRef, (click, item) => actOnItem(click, item, { kind: "reopen" }));
