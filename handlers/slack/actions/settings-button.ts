import { closeoutRef } from "../../../blocks/slack/actions.ts";
import { reading } from "../click.ts";
import { openSettings } from "../forms/open-settings.ts";

/** [Settings]. */
export const settingsButton = reading(closeoutRef, (click, { c: closeoutId }) =>
  openSettings(click, closeoutId, { onTop: click.place.kind === "modal" }),
);
