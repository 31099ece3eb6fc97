import { closeoutRef } from "../../../blocks/slack/actions.ts";
import { reading } from "../click.ts";
import { openItems } from "../forms/open-items.ts";

/** [Show items] of the card and of Home. */
export const showItems = reading(closeoutRef, (click, { c: closeoutId }) =>
  openItems(click, closeoutId, { onTop: click.place.kind === "modal" }),
);
