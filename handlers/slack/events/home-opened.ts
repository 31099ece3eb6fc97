import { z } from "zod";
import { homeMetadata } from "../../../blocks/slack/actions.ts";
import { byPerson } from "../event.ts";
import { publishHome, publishNotice } from "../publish-home.ts";

const homeOpenedSchema = z.looseObject({
  tab: z.string(),
  view: z.looseObject({ private_metadata: z.string().default("") }).nullish(),
});

/**
 * Somebody looks at Home: drawn anew, with the pages that they had turned to. Who may not act reads why there, rather than in a new
 * message each time they look.
 */
export const homeOpened = byPerson(async (asked, event) => {
  const { tab, view } = homeOpenedSchema.parse(event);
  if (tab !== "home") return;
  const pages = homeMetadata.safeDecode(view?.private_metadata ?? "");
  await publishHome(asked, pages.success ? pages.data : undefined);
}, publishNotice);
