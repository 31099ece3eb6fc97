import type { JsonObject } from "../json.ts";

const conversations = (verb: string) => ["channels", "im"].map((kind) => `${kind}:${verb}`);

/** The bot scopes that a method asks for; any one of them is enough. Methods not listed need none. */
const SCOPES: Readonly<Record<string, readonly string[]>> = {
  "chat.postMessage": ["chat:write"],
  "chat.update": ["chat:write"],
  "chat.delete": ["chat:write"],
  "chat.postEphemeral": ["chat:write"],
  "conversations.history": conversations("history"),
  "conversations.replies": conversations("history"),
  "conversations.info": conversations("read"),
  "conversations.members": conversations("read"),
  "conversations.list": conversations("read"),
  "conversations.open": ["im:write"],
  "conversations.join": ["channels:join"],
  "conversations.setTopic": ["channels:manage", "channels:write.topic"],
  "pins.add": ["pins:write"],
  "pins.remove": ["pins:write"],
  "pins.list": ["pins:read"],
  "users.info": ["users:read"],
  "users.list": ["users:read"],
  "files.getUploadURLExternal": ["files:write"],
  "files.completeUploadExternal": ["files:write"],
  "files.info": ["files:read"],
  "bots.info": ["users:read"],
  "team.info": ["team:read"],
};

/** What Slack says when the manifest does not ask for what the method needs; `undefined` when it does. */
export function missingScope(
  method: string,
  granted: ReadonlySet<string> | undefined,
): JsonObject | undefined {
  const needed = SCOPES[method];
  if (needed === undefined || granted === undefined) return undefined;
  if (needed.some((scope) => granted.has(scope))) return undefined;
  return { needed: needed.join(","), provided: [...granted].join(",") };
}
