import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { controlClient } from "../../../sandbox/control-client.ts";
import { codeOf, HR, openWorkspace } from "./harness.ts";

const manifest = `
features:
  app_home: { messages_tab_read_only_enabled: true }
  slash_commands:
    - command: /closeout
      description: Close out a migration
      usage_hint: "[status | todo]"
      should_escape: false
  shortcuts:
    - { name: Add to closeout, type: message, callback_id: add }
oauth_config: { scopes: { bot: [chat:write] } }
settings: { event_subscriptions: { bot_events: [app_mention] } }
`;

async function writeManifest(): Promise<string> {
  const path = join(await mkdtemp(join(tmpdir(), "sandbox-")), "manifest.yml");
  await writeFile(path, manifest);
  return path;
}

/** Reads server-sent events until `count` of them are there. */
async function readEvents(url: string, count: number, meanwhile: () => Promise<unknown>): Promise<string[]> {
  const response = await fetch(url);
  const decoder = new TextDecoder();
  let text = "";
  let acted = false;
  for await (const chunk of response.body ?? []) {
    text += decoder.decode(chunk, { stream: true });
    if (!acted) {
      acted = true;
      await meanwhile();
    }
    const events = text.split("\n\n").slice(0, -1);
    if (events.length >= count) return events;
  }
  return [];
}

describe("the control API", () => {
  it("introduces the workspace", async () => {
    const { control } = await openWorkspace();
    const workspace = await control.get("workspace");
    expect(workspace).toMatchObject({
      team: { id: "T0NORTHWIND", name: "Northwind" },
      bot: { user_id: "U0CLOSEOUT", name: "closeout" },
      commands: [{ command: "/closeout" }, { command: "/cleanup" }, { command: "/archival" }],
    });
    expect(workspace["users"]).toContainEqual(
      expect.objectContaining({ name: "ana", initials: "AR", kind: "member" }),
    );
    expect(workspace["channels"]).toContainEqual(expect.objectContaining({ name: "random", bot_in: false }));
  });

  it("lets nobody write to an app whose manifest makes its messages read-only", async () => {
    const { control } = await openWorkspace({ manifest: await writeManifest() });
    expect((await control.get("workspace"))["bot"]).toMatchObject({ messages_read_only: true });
    const writing = control.post("say", { as: "U0ANA", channel: "U0CLOSEOUT", text: "hello" });
    await expect(writing).rejects.toThrow(/turned off/);
    await control.post("say", { as: "U0ANA", channel: "U0TOM", text: "hello" });
  });

  it("follows the manifest: commands, shortcuts, subscriptions, scopes", async () => {
    const { control, web } = await openWorkspace({ manifest: await writeManifest() });
    const workspace = await control.get("workspace");
    expect(workspace["shortcuts"]).toEqual([
      { callback_id: "add", name: "Add to closeout", type: "message" },
    ]);
    await expect(control.command("U0ANA", HR, "/deploy")).rejects.toMatchObject({ code: "unknown_command" });
    expect(await codeOf(web.users.info({ user: "U0ANA" }))).toBe("missing_scope");
    await web.chat.postMessage({ channel: HR, text: "allowed" });
  });

  it("moves the clock forward, never back", async () => {
    const due = new Date(Date.now() + 86_400_000).toISOString();
    const { control } = await openWorkspace({
      product: { nextEvent: async () => due, isQuiet: async () => true },
    });
    expect(await control.post("clock", { next: true })).toMatchObject({ moved: true });
    expect(await control.post("clock", { next: true })).toMatchObject({ moved: false });
    const { offset_ms: offset } = await control.post("clock", { advance: "P1W" });
    expect(Number(offset) / 86_400_000).toBeCloseTo(8, 2);
    await expect(control.post("clock", { to: due })).rejects.toMatchObject({ code: "invalid_time" });
    await expect(control.post("clock", { advance: "soon" })).rejects.toMatchObject({ code: "invalid_time" });
  });

  it("streams what one person sees, and the clock", async () => {
    const { workspace, control, web } = await openWorkspace();
    const events = await readEvents(`${workspace.controlUrl}/stream?as=U0TOM`, 4, async () => {
      await web.chat.postEphemeral({ channel: HR, user: "U0ANA", text: "not for Tom" });
      const { ts = "" } = await web.chat.postMessage({ channel: HR, text: "for all" });
      await web.chat.update({ channel: HR, ts, text: "for everybody" });
      await web.chat.delete({ channel: HR, ts });
    });
    expect(events.map((event) => /^event: (\w+)/.exec(event)?.[1])).toEqual([
      "clock",
      "message",
      "message_changed",
      "message_deleted",
    ]);
    const ticks = await readEvents(`${workspace.controlUrl}/clock/stream`, 2, () =>
      control.post("clock", { advance: "PT1H" }),
    );
    // The move is reckoned a moment before it is made.
    expect(ticks[1]).toMatch(/"offset_ms":(?:3600000|35999\d\d)\b/);
  });

  it("counts what is unread", async () => {
    const { control, web } = await openWorkspace();
    for (const text of ["a", "b"]) await web.chat.postMessage({ channel: HR, text });
    const unread = async () => {
      const { conversations } = await control.get("conversations", { as: "U0ANA" });
      return Array.isArray(conversations)
        ? conversations.find((one: { id: string }) => one.id === HR)
        : undefined;
    };
    expect(await unread()).toMatchObject({ kind: "channel", name: "hr-prod-migration", unread: 2 });
    await control.post("read", { as: "U0ANA", channel: HR });
    expect(await unread()).toMatchObject({ unread: 0 });
  });

  it("creates channels and uninstalls the app", async () => {
    const { control, web } = await openWorkspace();
    const { channel } = await control.post("channels", { name: "payroll-migration", members: ["U0ANA"] });
    expect(channel).toMatchObject({ members: ["U0ANA", "U0CLOSEOUT"], bot_in: true });
    await expect(control.post("channels", { name: "payroll-migration" })).rejects.toMatchObject({
      code: "name_taken",
    });
    await control.post("uninstall");
    expect(await codeOf(web.auth.test())).toBe("account_inactive");
  });

  it("explains what it does not understand", async () => {
    const { control } = await openWorkspace();
    await expect(control.post("dance")).rejects.toMatchObject({ code: "unknown_call" });
    await expect(control.post("say", { as: "U0ANA" })).rejects.toThrow(/channel/);
    await expect(control.messages("U0GUS", "C0CRM")).rejects.toMatchObject({ code: "not_in_channel" });
  });

  it("does not listen to other web sites", async () => {
    const { workspace } = await openWorkspace();
    const headers = { origin: "https://example.com", "content-type": "text/plain" };
    const body = JSON.stringify({ as: "U0ANA", channel: HR, text: "x" });
    const response = await fetch(`${workspace.controlUrl}/say`, { method: "POST", headers, body });
    expect(await response.json()).toMatchObject({ ok: false, error: "foreign_origin" });
  });

  it("runs as a process of its own", async () => {
    const child = spawn(process.execPath, ["sandbox/workspace-main.ts", "--port", "0", "--no-pacing"]);
    onTestFinished(() => {
      child.kill();
    });
    const [line] = await once(child.stdout, "data");
    const { controlUrl }: { controlUrl: string } = JSON.parse(String(line));
    expect(await controlClient(controlUrl).get("clock")).toMatchObject({ ok: true, offset_ms: 0 });
    child.kill("SIGTERM");
    expect((await once(child, "exit"))[0]).toBe(0);
  });
});
