import { readFileSync } from "node:fs";
import { parse } from "yaml";
import { z } from "zod";

const Manifest = z.object({
  features: z
    .object({
      app_home: z.object({ messages_tab_read_only_enabled: z.boolean().default(false) }).prefault({}),
      slash_commands: z
        .array(
          z.object({
            command: z.string(),
            description: z.string().default(""),
            usage_hint: z.string().default(""),
            should_escape: z.boolean().default(false),
          }),
        )
        .default([]),
      shortcuts: z
        .array(z.object({ name: z.string(), type: z.enum(["message", "global"]), callback_id: z.string() }))
        .default([]),
    })
    .prefault({}),
  oauth_config: z
    .object({ scopes: z.object({ bot: z.array(z.string()).optional() }).prefault({}) })
    .prefault({}),
  settings: z
    .object({ event_subscriptions: z.object({ bot_events: z.array(z.string()).default([]) }).prefault({}) })
    .prefault({}),
});

/** A slash command of the app. */
export type SlashCommand = {
  command: string;
  description: string;
  usage_hint: string;
  should_escape: boolean;
};
/** A shortcut of the app. */
export type Shortcut = { name: string; type: "message" | "global"; callback_id: string };

/** What the workspace knows of the app that is installed in it. */
export type InstalledApp = {
  readonly commands: readonly SlashCommand[];
  readonly shortcuts: readonly Shortcut[];
  readonly events: ReadonlySet<string>;
  /** The bot's scopes; `undefined` grants everything. */
  readonly scopes: ReadonlySet<string> | undefined;
  /** Whether people can only read what the app writes to them. */
  readonly messagesReadOnly: boolean;
  /** Without a manifest any command and shortcut goes to the app. */
  readonly strict: boolean;
};

const commonEvents = [
  "app_home_opened",
  "app_mention",
  "app_uninstalled",
  "channel_archive",
  "channel_deleted",
  "channel_left",
  "member_joined_channel",
  "member_left_channel",
  "message.im",
  "tokens_revoked",
  "user_change",
];

/**
 * What the app's manifest says about commands, shortcuts and subscriptions; without one, what most apps would say.
 * @throws Error when the file cannot be read or is not a manifest.
 */
export function readManifest(path: string | undefined): InstalledApp {
  if (path === undefined) {
    const commands = ["/closeout", "/cleanup", "/archival"].map((command) => ({
      command,
      description: "",
      usage_hint: "",
      should_escape: true,
    }));
    return {
      commands,
      shortcuts: [],
      events: new Set(commonEvents),
      scopes: undefined,
      messagesReadOnly: false,
      strict: false,
    };
  }
  const { features, settings, oauth_config: oauth } = Manifest.parse(parse(readFileSync(path, "utf8")));
  return {
    commands: features.slash_commands,
    shortcuts: features.shortcuts,
    events: new Set(settings.event_subscriptions.bot_events),
    messagesReadOnly: features.app_home.messages_tab_read_only_enabled,
    scopes: oauth.scopes.bot === undefined ? undefined : new Set(oauth.scopes.bot),
    strict: true,
  };
}
