import { globSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { eventListeners, shortcutListeners } from "../handlers/slack/listeners/listeners.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const text = readFileSync(`${root}manifest.yml`, "utf8");

/** The manifest as Slack's reference describes it, with its limits; strict, so that a misspelt key is found. */
const address = z.url({ protocol: /^https$/ });
const manifestSchema = z.strictObject({
  display_information: z.strictObject({
    name: z.string().min(1).max(35),
    description: z.string().max(140),
    long_description: z.string().min(175).max(4000),
    background_color: z.string().regex(/^#([0-9a-f]{3}|[0-9a-f]{6})$/i),
  }),
  features: z.strictObject({
    app_home: z.strictObject({
      home_tab_enabled: z.literal(true),
      messages_tab_enabled: z.boolean(),
      messages_tab_read_only_enabled: z.boolean(),
    }),
    bot_user: z.strictObject({
      display_name: z.string().regex(/^[a-z0-9._-]{1,80}$/),
      always_online: z.boolean(),
    }),
    slash_commands: z
      .array(
        z.strictObject({
          command: z.string().regex(/^\/[a-z0-9_-]{1,31}$/),
          description: z.string().max(2000),
          usage_hint: z.string().max(1000),
          should_escape: z.literal(true),
          url: address,
        }),
      )
      .max(50),
    shortcuts: z
      .array(
        z.strictObject({
          name: z.string().max(24),
          type: z.literal("message"),
          callback_id: z.string().max(255),
          description: z.string().max(150),
        }),
      )
      .max(10),
  }),
  oauth_config: z.strictObject({ scopes: z.strictObject({ bot: z.array(z.string()).max(255) }) }),
  settings: z.strictObject({
    event_subscriptions: z.strictObject({ request_url: address, bot_events: z.array(z.string()).max(100) }),
    interactivity: z.strictObject({
      is_enabled: z.literal(true),
      request_url: address,
      message_menu_options_url: address,
    }),
    org_deploy_enabled: z.literal(false),
    socket_mode_enabled: z.boolean(),
    token_rotation_enabled: z.literal(false),
  }),
});
const manifest = manifestSchema.parse(parse(text));

/** Bot scopes that each method of the Web API needs, from its reference page. */
const scopesOfMethod: Readonly<Record<string, readonly string[]>> = {
  "auth.test": [],
  "chat.getPermalink": [],
  "chat.postEphemeral": ["chat:write"],
  "chat.postMessage": ["chat:write"],
  "chat.update": ["chat:write"],
  "conversations.history": ["channels:history", "groups:history", "im:history"],
  "conversations.info": ["channels:read", "groups:read"],
  "conversations.open": ["im:write"],
  "conversations.replies": ["channels:history", "groups:history", "im:history"],
  "conversations.setTopic": ["channels:write.topic", "groups:write.topic"],
  "files.completeUploadExternal": ["files:write"],
  "files.getUploadURLExternal": ["files:write"],
  "pins.add": ["pins:write"],
  "users.info": ["users:read"],
  "views.open": [],
  "views.publish": [],
  "views.push": [],
  "views.update": [],
};

const scopesOfEvent: Readonly<Record<string, readonly string[]>> = {
  app_home_opened: [],
  app_mention: ["app_mentions:read"],
  member_joined_channel: ["channels:read", "groups:read"],
};

/** Every method that our code calls on a client of Slack's. */
function calledMethods(): readonly string[] {
  const calls = /\b((?:auth|bots|chat|conversations|files|pins|reactions|team|users|views)\.[a-zA-Z.]+)["(]/g;
  const files = globSync("{handlers,src/slack}/**/*.ts", { cwd: root });
  const methods = files.flatMap((file) =>
    [...readFileSync(`${root}${file}`, "utf8").matchAll(calls)].map(([, method = ""]) => method),
  );
  return [...new Set(methods)].toSorted();
}

describe("manifest.yml", () => {
  it("grants what every call and event needs, and nothing else", () => {
    const methods = calledMethods();
    expect(methods).toEqual(Object.keys(scopesOfMethod));
    const events = manifest.settings.event_subscriptions.bot_events;
    const needed = new Set([
      "commands",
      ...methods.flatMap((method) => scopesOfMethod[method] ?? []),
      ...events.flatMap((event) => scopesOfEvent[event] ?? [`unknown event ${event}`]),
    ]);
    expect(manifest.oauth_config.scopes.bot.toSorted()).toEqual([...needed].toSorted());
  });

  it("says of each scope and event why it is there", () => {
    const lines = text.split("\n");
    for (const granted of [
      ...manifest.oauth_config.scopes.bot,
      ...manifest.settings.event_subscriptions.bot_events,
    ]) {
      const at = lines.findIndex((line) => line.trim() === `- ${granted}`);
      const above = lines.slice(0, at).findLast((line) => !line.trim().startsWith("- "));
      expect(above?.trim(), granted).toMatch(/^#/);
    }
  });

  it("subscribes to exactly the events that have a listener", () => {
    const events = manifest.settings.event_subscriptions.bot_events;
    expect(events.toSorted()).toEqual(Object.keys(eventListeners).toSorted());
  });

  it("offers exactly the shortcuts that have a listener", () => {
    const offered = manifest.features.shortcuts.map(({ callback_id }) => callback_id);
    expect(offered).toEqual(Object.keys(shortcutListeners));
  });

  it("offers the three commands, and hints at what can follow the first", () => {
    const [command, ...others] = manifest.features.slash_commands;
    expect(command?.command).toBe("/closeout");
    expect(others.map((other) => other.command)).toEqual(["/cleanup", "/archival"]);
    for (const word of ["status", "start", "help"]) expect(command?.usage_hint).toContain(word);
  });

  it("names one address in every place", () => {
    const { event_subscriptions, interactivity } = manifest.settings;
    const addresses = [
      event_subscriptions.request_url,
      interactivity.request_url,
      interactivity.message_menu_options_url,
      ...manifest.features.slash_commands.map(({ url }) => url),
    ];
    expect(new Set(addresses).size).toBe(1);
    expect(addresses[0]).toMatch(/\/slack\/events$/);
  });
});
