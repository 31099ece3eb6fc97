import type { Delivery } from "./app-link/envelope.ts";
import type { Conversation } from "./conversation.ts";
import type { Sandbox } from "./sandbox.ts";

type Parts = Pick<Sandbox, "world" | "bus" | "events">;

/** Lets a member into a channel and tells the app, if it is in there. */
export async function addMember(
  { world, bus, events }: Parts,
  conversation: Conversation,
  user: string,
  inviter?: string,
): Promise<Delivery[]> {
  if (conversation.members.has(user)) return [];
  conversation.members.add(user);
  bus.emit({ kind: "conversations" });
  if (!conversation.members.has(world.botId)) return [];
  const team = world.members.get(user)?.teamId ?? world.team.id;
  const invited = inviter === undefined ? {} : { inviter };
  const event = {
    type: "member_joined_channel",
    user,
    channel: conversation.id,
    channel_type: "C",
    team,
    ...invited,
  };
  return events.send(event);
}

/** Throws a member out of a channel. The bot learns of its own going by `channel_left`, of others' by `member_left_channel`. */
export async function removeMember(
  { world, bus, events }: Parts,
  conversation: Conversation,
  user: string,
): Promise<Delivery[]> {
  if (!conversation.members.delete(user)) return [];
  bus.emit({ kind: "conversations" });
  const channel = conversation.id;
  if (user === world.botId)
    return events.send({ type: "channel_left", channel, actor_id: conversation.creator });
  if (!conversation.members.has(world.botId)) return [];
  const team = world.members.get(user)?.teamId ?? world.team.id;
  return events.send({ type: "member_left_channel", user, channel, channel_type: "C", team });
}
