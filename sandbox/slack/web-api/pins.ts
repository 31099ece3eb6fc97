import { z } from "zod";
import { SlackApiError } from "../api-error.ts";
import { wireMessage } from "../wire.ts";
import { joinedConversation, publicMessage } from "./access.ts";
import { readArgs, word } from "./args.ts";
import type { Method, Methods } from "./method.ts";

const PinArgs = z.looseObject({ channel: word, timestamp: word });

const add: Method = (sandbox, raw) => {
  const args = readArgs(PinArgs, raw);
  const conversation = joinedConversation(sandbox, args.channel);
  const message = publicMessage(conversation, args.timestamp);
  if (conversation.pins.has(message.ts)) throw new SlackApiError("already_pinned");
  conversation.pins.set(message.ts, { by: sandbox.world.botId, atSeconds: sandbox.world.seconds() });
  sandbox.posting.show(conversation, message);
  return {};
};

const remove: Method = (sandbox, raw) => {
  const args = readArgs(PinArgs, raw);
  const conversation = joinedConversation(sandbox, args.channel);
  const message = publicMessage(conversation, args.timestamp);
  if (!conversation.pins.delete(message.ts)) throw new SlackApiError("no_pin");
  sandbox.posting.show(conversation, message);
  return {};
};

const list: Method = (sandbox, raw) => {
  const { channel } = readArgs(z.looseObject({ channel: word }), raw);
  const conversation = joinedConversation(sandbox, channel);
  const items = [...conversation.pins].flatMap(([ts, pin]) => {
    const message = conversation.log.get(ts);
    if (message === undefined) return [];
    const shown = {
      ...wireMessage(sandbox, message, conversation),
      permalink: `${sandbox.baseUrl()}/archives/${channel}/p${ts.replace(".", "")}`,
    };
    return [{ type: "message", channel, created: pin.atSeconds, created_by: pin.by, message: shown }];
  });
  return { items: items.toReversed() };
};

export const pinMethods: Methods = { "pins.add": add, "pins.remove": remove, "pins.list": list };
