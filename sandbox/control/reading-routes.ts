import { z } from "zod";
import { actor, seenConversation } from "./acts/actor.ts";
import { type Routes, route } from "./route.ts";
import { seenMessages, shownChannel, shownConversation, shownMember } from "./shown.ts";

const As = z.object({ as: z.string() });

/** What there is to see. */
export const readingRoutes: Routes = {
  "GET /control/workspace": (sandbox) => {
    const { world, installed } = sandbox;
    const channels = [...world.conversations.values()].filter(
      (conversation) => conversation.kind === "channel",
    );
    return {
      team: world.team,
      bot: {
        user_id: world.botId,
        bot_id: world.app.botId,
        name: world.members.get(world.botId)?.name,
        messages_read_only: installed.messagesReadOnly,
      },
      users: [...world.members.values()].map(shownMember),
      channels: channels.map((channel) => shownChannel(sandbox, channel)),
      commands: installed.commands.map(({ command, description, usage_hint }) => ({
        command,
        description,
        usage_hint,
      })),
      shortcuts: installed.shortcuts.map(({ callback_id, name, type }) => ({ callback_id, name, type })),
      installed: world.installed,
    };
  },

  "GET /control/conversations": route(As, (sandbox, { as }) => {
    const member = actor(sandbox, as);
    sandbox.world.direct(member.id, sandbox.world.botId);
    const conversations = sandbox.world.conversationsOf(member.id);
    return { conversations: conversations.map((one) => shownConversation(sandbox, one, member)) };
  }),

  "GET /control/messages": route(
    z.object({
      as: z.string(),
      channel: z.string(),
      thread_ts: z.string().optional(),
      limit: z.coerce.number().int().min(1).optional(),
    }),
    (sandbox, { as, channel, thread_ts: threadTs, limit }) => {
      const member = actor(sandbox, as);
      const conversation = seenConversation(sandbox, member, channel);
      return {
        messages: seenMessages(sandbox, conversation, member, { threadTs, limit }),
        channel: conversation.id,
      };
    },
  ),

  "GET /control/view": route(As, (sandbox, { as }) => {
    const view = sandbox.views.top(actor(sandbox, as).id);
    return { view: view === undefined ? null : sandbox.views.json(view) };
  }),

  "GET /control/calls": route(
    z.object({ method: z.string().optional(), since: z.coerce.number().int().min(0).optional() }),
    (sandbox, filter) => ({ calls: sandbox.calls.list(filter) }),
  ),

  "POST /control/read": route(
    z.object({ as: z.string(), channel: z.string() }),
    (sandbox, { as, channel }) => {
      const member = actor(sandbox, as);
      const conversation = seenConversation(sandbox, member, channel);
      const newest = conversation.log.roots.at(-1);
      if (newest !== undefined) conversation.lastRead.set(member.id, newest.micros);
      return {};
    },
  ),
};
