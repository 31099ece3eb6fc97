import { homePageRef } from "../../../blocks/slack/actions.ts";
import { reading } from "../click.ts";
import { publishHome } from "../publish-home.ts";

/** [‹] and [›] of either list on Home. */
export const turnHomePage = reading(homePageRef, publishHome);
