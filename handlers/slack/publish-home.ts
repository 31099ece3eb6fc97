import type { HomePageRef } from "../../blocks/slack/actions.ts";
import type { Message } from "../../blocks/slack/message.ts";
import { homeView, noticeHome } from "../../blocks/slack/start/home.ts";
import type { Handling } from "./handling.ts";
import type { Asked } from "./receive.ts";

/** Draws a person's Home as it should be now, with the pages that they had turned to. */
export async function publishHome(
  { useCases, client, member, commands }: Asked,
  pages?: HomePageRef,
): Promise<void> {
  const home = await useCases.readHome({ member });
  await client.views.publish({ user_id: member.user, view: homeView(home, member.user, commands, pages) });
}

/** Says something in the place of a person's Home. */
export async function publishNotice({ client }: Handling, user: string, message: Message): Promise<void> {
  await client.views.publish({ user_id: user, view: noticeHome(message) });
}
