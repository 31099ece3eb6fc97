import {
  flagAt,
  isObject,
  type Json,
  type JsonObject,
  numberAt,
  objectAt,
  objectsAt,
  stringAt,
  stringsAt,
  textAt,
} from "./json.ts";

/** A person or an app of the workspace. */
export type Person = {
  readonly id: string;
  readonly name: string;
  readonly realName: string;
  readonly title: string;
  readonly zone: string;
  readonly kind: "member" | "guest" | "foreign" | "bot";
  readonly color: string;
  readonly initials: string;
  readonly deleted: boolean;
};

/** A channel of the workspace, whoever may see it. */
export type Channel = {
  readonly id: string;
  readonly name: string;
  readonly topic: string;
  readonly members: readonly string[];
};

/** A slash command an app has registered. */
export type Command = { readonly command: string; readonly description: string; readonly usage: string };

/** A message shortcut an app has registered. */
export type Shortcut = { readonly callbackId: string; readonly name: string };

/** What `GET /control/workspace` tells. */
export type Workspace = {
  readonly team: { readonly id: string; readonly name: string; readonly domain: string };
  /** `readOnly`: nobody can write to it. */
  readonly bot: { readonly userId: string; readonly name: string; readonly readOnly: boolean };
  readonly people: readonly Person[];
  readonly channels: readonly Channel[];
  readonly commands: readonly Command[];
  readonly shortcuts: readonly Shortcut[];
};

/** A line of one person's sidebar. */
export type Conversation = {
  readonly id: string;
  readonly kind: "channel" | "im";
  readonly name: string;
  readonly withUser: string | undefined;
  readonly unread: number;
  /** Messages after this `ts` are unread. */
  readonly lastRead: string | undefined;
};

/** An uploaded file, readable under its url without a token. */
export type SharedFile = {
  readonly id: string;
  readonly name: string;
  readonly title: string;
  readonly mimetype: string;
  readonly size: number;
  readonly url: string;
  /** What a picture shows. */
  readonly alt: string;
};

/** A message as one person sees it; blocks stay what they are until the renderer looks at them. */
export type Message = {
  readonly ts: string;
  readonly channel: string;
  readonly user: string;
  readonly text: string;
  readonly blocks: readonly JsonObject[];
  readonly attachments: number;
  readonly threadTs: string | undefined;
  readonly replyCount: number;
  readonly edited: boolean;
  readonly ephemeral: boolean;
  readonly pinned: boolean;
  readonly files: readonly SharedFile[];
  readonly subtype: string | undefined;
};

/** A modal or an App Home, in Slack's own shape. */
export type View = {
  readonly id: string;
  readonly type: string;
  readonly title: string;
  readonly close: string;
  readonly submit: string | undefined;
  readonly blocks: readonly JsonObject[];
  readonly previousViewId: string | undefined;
  readonly rootViewId: string;
};

/** What the app answered to something that Slack told it. */
export type Delivery = { readonly status: number; readonly error: string | undefined };

/** Sandbox time: `now` in milliseconds since 1970, and how far it is ahead of the real time. */
export type ClockReading = { readonly now: number; readonly offsetMs: number };

/** Reads the answer of `GET /control/workspace`. */
export function readWorkspace(from: JsonObject): Workspace {
  const team = objectAt(from, "team") ?? {};
  const bot = objectAt(from, "bot") ?? {};
  return {
    team: { id: textAt(team, "id"), name: textAt(team, "name"), domain: textAt(team, "domain") },
    bot: {
      userId: textAt(bot, "user_id"),
      name: textAt(bot, "name"),
      readOnly: flagAt(bot, "messages_read_only"),
    },
    people: objectsAt(from, "users").map(readPerson),
    channels: objectsAt(from, "channels").map((channel) => ({
      id: textAt(channel, "id"),
      name: textAt(channel, "name"),
      topic: textAt(channel, "topic"),
      members: stringsAt(channel, "members"),
    })),
    commands: objectsAt(from, "commands").map((command) => ({
      command: textAt(command, "command"),
      description: textAt(command, "description"),
      usage: textAt(command, "usage_hint"),
    })),
    shortcuts: objectsAt(from, "shortcuts").map((shortcut) => ({
      callbackId: textAt(shortcut, "callback_id"),
      name: textAt(shortcut, "name"),
    })),
  };
}

function readPerson(from: JsonObject): Person {
  const kind = textAt(from, "kind");
  const name = textAt(from, "name");
  const realName = textAt(from, "real_name") || name;
  return {
    id: textAt(from, "id"),
    name,
    realName,
    title: textAt(from, "title"),
    zone: textAt(from, "tz") || "UTC",
    kind: kind === "guest" || kind === "foreign" || kind === "bot" ? kind : "member",
    color: textAt(from, "color"),
    initials: textAt(from, "initials") || realName.slice(0, 1).toUpperCase(),
    deleted: flagAt(from, "deleted"),
  };
}

/** Reads one line of `GET /control/conversations`. */
export function readConversation(from: JsonObject): Conversation {
  return {
    id: textAt(from, "id"),
    kind: stringAt(from, "kind") === "im" ? "im" : "channel",
    name: textAt(from, "name"),
    withUser: stringAt(from, "with"),
    unread: numberAt(from, "unread") ?? 0,
    lastRead: stringAt(from, "last_read"),
  };
}

/** Reads a message of `GET /control/messages` or of the stream. */
export function readMessage(from: JsonObject): Message {
  const attachments = from["attachments"];
  return {
    ts: textAt(from, "ts"),
    channel: textAt(from, "channel"),
    user: textAt(from, "user"),
    text: textAt(from, "text"),
    blocks: objectsAt(from, "blocks"),
    attachments: Array.isArray(attachments) ? attachments.length : 0,
    threadTs: stringAt(from, "thread_ts"),
    replyCount: numberAt(from, "reply_count") ?? 0,
    edited: isObject(from["edited"]) || flagAt(from, "edited"),
    ephemeral: flagAt(from, "ephemeral"),
    pinned: flagAt(from, "pinned"),
    files: objectsAt(from, "files").map((file) => ({
      id: textAt(file, "id"),
      name: textAt(file, "name"),
      title: textAt(file, "title") || textAt(file, "name"),
      mimetype: textAt(file, "mimetype"),
      size: numberAt(file, "size") ?? 0,
      url: textAt(file, "url"),
      alt: textAt(file, "alt") || textAt(file, "title") || textAt(file, "name"),
    })),
    subtype: stringAt(from, "subtype"),
  };
}

/** Reads a view; null when there is none. */
export function readView(from: Json | undefined): View | null {
  if (!isObject(from)) return null;
  const id = textAt(from, "id");
  return {
    id,
    type: textAt(from, "type"),
    title: plainText(from, "title") ?? "",
    close: plainText(from, "close") ?? "Cancel",
    submit: plainText(from, "submit"),
    blocks: objectsAt(from, "blocks"),
    previousViewId: stringAt(from, "previous_view_id"),
    rootViewId: stringAt(from, "root_view_id") ?? id,
  };
}

/** Reads `delivered` of an answer. */
export function readDeliveries(from: JsonObject): Delivery[] {
  return objectsAt(from, "delivered").map((each) => ({
    status: numberAt(each, "status") ?? 0,
    error: stringAt(each, "error"),
  }));
}

/** Reads a clock reading; undefined when it is none. */
export function readClock(from: Json | undefined): ClockReading | undefined {
  if (!isObject(from)) return undefined;
  const raw = from["now"];
  const now = typeof raw === "number" ? raw : Date.parse(typeof raw === "string" ? raw : "");
  return Number.isNaN(now) ? undefined : { now, offsetMs: numberAt(from, "offset_ms") ?? 0 };
}

function plainText(from: JsonObject, key: string): string | undefined {
  const text = objectAt(from, key);
  return text === undefined ? undefined : stringAt(text, "text");
}
