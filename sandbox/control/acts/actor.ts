import type { Member } from "../../slack/cast.ts";
import type { Conversation } from "../../slack/conversation.ts";
import type { Message } from "../../slack/message-log.ts";
import type { Sandbox } from "../../slack/sandbox.ts";
import type { View } from "../../slack/view-store.ts";
import { ControlError } from "../control-error.ts";

/** The person that acts. @throws ControlError `user_not_found` or `user_deleted`. */
export function actor({ world }: Sandbox, as: string): Member {
  const member = world.members.get(as);
  if (member === undefined || member.kind === "bot") {
    throw new ControlError(404, "user_not_found", `There is no person with the id "${as}".`);
  }
  if (member.deleted) throw new ControlError(403, "user_deleted", `${member.realName} has been deactivated.`);
  return member;
}

/** A conversation that the person is in. @throws ControlError `channel_not_found` or `not_in_channel`. */
export function seenConversation({ world }: Sandbox, member: Member, channel: string): Conversation {
  const conversation = world.resolve(channel, member.id);
  if (conversation === undefined) {
    throw new ControlError(404, "channel_not_found", `There is no conversation "${channel}".`);
  }
  if (!conversation.members.has(member.id)) {
    throw new ControlError(403, "not_in_channel", `${member.realName} is not in this conversation.`);
  }
  return conversation;
}

/** A message as the person sees it. @throws ControlError `message_not_found`. */
export function seenMessage(conversation: Conversation, member: Member, ts: string): Message {
  const message = conversation.visible(ts, member.id);
  if (message === undefined) {
    throw new ControlError(404, "message_not_found", `${member.realName} sees no message ${ts} there.`);
  }
  return message;
}

/** A view that is open before the person. @throws ControlError `view_not_found`. */
export function seenView({ views }: Sandbox, member: Member, viewId: string): View {
  const view = views.find(viewId);
  if (view === undefined || view.user !== member.id) {
    throw new ControlError(404, "view_not_found", `${member.realName} has no view ${viewId} open.`);
  }
  return view;
}
