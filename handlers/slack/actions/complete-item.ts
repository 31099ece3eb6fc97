import { itemRef } from "../../../blocks/slack/actions.ts";
import { actOnItem } from "../act-on-item.ts";
import { reading } from "../click.ts";

/** [Done]. */
export const completeItem = reading(itemRef, (click, item) => actOnItem(click, item, { kind: "complete" }));
