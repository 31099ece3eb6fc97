import { WebAPIRateLimitedError } from "@slack/web-api";
import { describe, expect, it } from "vitest";
import { codeOf, HR, openWorkspace, webClient } from "./harness.ts";

const digest = { event_type: "closeout_delivery", event_payload: { delivery_id: "d1" } };

describe("the Web API", () => {
  it("knows who the bot is", async () => {
    const { web } = await openWorkspace();
    expect(await web.auth.test()).toMatchObject({
      ok: true,
      user_id: "U0CLOSEOUT",
      bot_id: "B0CLOSEOUT",
      team_id: "T0NORTHWIND",
    });
  });

  it("refuses a missing, a wrong and an unfitting token", async () => {
    const { workspace } = await openWorkspace();
    expect(await codeOf(webClient(workspace).auth.test())).toBe("not_authed");
    expect(await codeOf(webClient(workspace, "xoxb-other").auth.test())).toBe("invalid_auth");
    const appToken = webClient(workspace, "xapp-1-A0CLOSEOUT-sandbox");
    expect(await codeOf(appToken.auth.test())).toBe("not_allowed_token_type");
  });

  it("does not know methods that it does not have", async () => {
    const { web } = await openWorkspace();
    expect(await codeOf(web.apiCall("files.upload"))).toBe("unknown_method");
    expect(await codeOf(web.apiCall("constructor"))).toBe("unknown_method");
  });

  it("posts, updates and deletes", async () => {
    const { web, control } = await openWorkspace();
    const posted = await web.chat.postMessage({ channel: HR, text: "first" });
    await web.chat.update({ channel: HR, ts: posted.ts ?? "", text: "second" });
    expect(await control.messages("U0ANA", HR)).toMatchObject([{ text: "second", bot: true, edited: {} }]);
    await web.chat.delete({ channel: HR, ts: posted.ts ?? "" });
    expect(await control.messages("U0ANA", HR)).toEqual([]);
    expect(await codeOf(web.chat.update({ channel: HR, ts: posted.ts ?? "", text: "third" }))).toBe(
      "message_not_found",
    );
  });

  it("takes JSON as well as forms", async () => {
    const { workspace, control } = await openWorkspace();
    const response = await fetch(`${workspace.apiUrl}chat.postMessage`, {
      method: "POST",
      headers: { "content-type": "application/json", authorization: "Bearer xoxb-sandbox-closeout" },
      body: JSON.stringify({ channel: HR, text: "json", blocks: [{ type: "divider" }] }),
    });
    expect(await response.json()).toMatchObject({ ok: true, message: { blocks: [{ type: "divider" }] } });
    expect(await control.messages("U0ANA", HR)).toHaveLength(1);
  });

  it("keeps blocks where an update has none, and removes them for an empty list", async () => {
    const { web } = await openWorkspace();
    const blocks = [{ type: "divider" }];
    const { ts = "" } = await web.chat.postMessage({ channel: HR, text: "a", blocks });
    expect((await web.chat.update({ channel: HR, ts, text: "b" })).message).toMatchObject({ blocks });
    expect((await web.chat.update({ channel: HR, ts, text: "c", blocks: [] })).message).not.toHaveProperty(
      "blocks",
    );
  });

  it("does not let the bot edit or delete what people wrote", async () => {
    const { web, control } = await openWorkspace();
    const { ts } = await control.post("say", { as: "U0ANA", channel: HR, text: "mine" });
    expect(await codeOf(web.chat.update({ channel: HR, ts: String(ts), text: "x" }))).toBe(
      "cant_update_message",
    );
    expect(await codeOf(web.chat.delete({ channel: HR, ts: String(ts) }))).toBe("cant_delete_message");
  });

  it.each([
    ["C0NOWHERE", "channel_not_found"],
    ["C0RANDOM", "not_in_channel"],
  ])("cannot post to %s: %s", async (channel, code) => {
    const { web } = await openWorkspace();
    expect(await codeOf(web.chat.postMessage({ channel, text: "x" }))).toBe(code);
    expect(await codeOf(web.conversations.history({ channel }))).toBe(code);
  });

  it("refuses an archived channel, a deleted one and a deactivated person", async () => {
    const { web, control } = await openWorkspace();
    await control.post("channels/C0CRM", { archived: true });
    expect(await codeOf(web.chat.postMessage({ channel: "C0CRM", text: "x" }))).toBe("is_archived");
    await control.delete("channels/C0CRM");
    expect(await codeOf(web.chat.postMessage({ channel: "C0CRM", text: "x" }))).toBe("channel_not_found");
    await control.post("users/U0TOM", { deleted: true });
    expect(await codeOf(web.conversations.open({ users: "U0TOM" }))).toBe("user_disabled");
    expect(await codeOf(web.chat.postMessage({ channel: "U0TOM", text: "x" }))).toBe("is_archived");
    expect((await web.users.info({ user: "U0TOM" })).user).toMatchObject({ deleted: true });
  });

  it("refuses a message without content, too much text, and a thread that is not there", async () => {
    const { web } = await openWorkspace();
    expect(await codeOf(web.chat.postMessage({ channel: HR, text: "" }))).toBe("no_text");
    expect(await codeOf(web.chat.postMessage({ channel: HR, text: "x".repeat(40_001) }))).toBe(
      "msg_too_long",
    );
    const lost = web.chat.postMessage({ channel: HR, text: "x", thread_ts: "1700000000.000001" });
    expect(await codeOf(lost)).toBe("thread_not_found");
  });

  it("shows metadata only to those who ask for it", async () => {
    const { web } = await openWorkspace();
    await web.chat.postMessage({ channel: HR, text: "a", metadata: digest });
    const plain = await web.conversations.history({ channel: HR });
    expect(plain.messages?.[0]).not.toHaveProperty("metadata");
    const full = await web.conversations.history({ channel: HR, include_all_metadata: true });
    expect(full.messages?.[0]).toMatchObject({ metadata: digest, bot_id: "B0CLOSEOUT" });
  });

  it("refuses malformed and oversized metadata", async () => {
    const { web } = await openWorkspace();
    const post = (metadata: unknown) => web.apiCall("chat.postMessage", { channel: HR, text: "a", metadata });
    expect(await codeOf(post({ event_type: "x" }))).toBe("invalid_metadata_format");
    const big = { event_type: "x", event_payload: { text: "y".repeat(20_000) } };
    expect(await codeOf(post(big))).toBe("metadata_too_large");
  });

  it("pages through history, newest first, and through a thread, oldest first", async () => {
    const { web } = await openWorkspace();
    const texts = Array.from({ length: 7 }, (_, index) => `m${index}`);
    const stamps: string[] = [];
    for (const text of texts) stamps.push((await web.chat.postMessage({ channel: HR, text })).ts ?? "");
    for (const text of texts) await web.chat.postMessage({ channel: HR, text, thread_ts: stamps[0] ?? "" });

    const history: string[] = [];
    let next = "";
    do {
      const page = await web.conversations.history({ channel: HR, limit: 3, cursor: next });
      history.push(...textsOf(page.messages));
      next = page.response_metadata?.next_cursor ?? "";
    } while (next !== "");
    expect(history).toEqual(texts.toReversed());

    const ts = stamps[0] ?? "";
    const thread = await web.conversations.replies({ channel: HR, ts, limit: 4 });
    expect(thread).toMatchObject({ has_more: true, messages: [{ reply_count: 7 }, {}, {}, {}, {}] });
    const cursor = thread.response_metadata?.next_cursor ?? "";
    const rest = await web.conversations.replies({ channel: HR, ts, limit: 4, cursor });
    expect(textsOf(rest.messages)).toEqual(["m0", "m4", "m5", "m6"]);
  });

  it("reads a stretch of history, with or without its ends", async () => {
    const { web } = await openWorkspace();
    const stamps: string[] = [];
    for (const text of ["a", "b", "c", "d"])
      stamps.push((await web.chat.postMessage({ channel: HR, text })).ts ?? "");
    const [, oldest = "", , latest = ""] = stamps;
    const read = async (inclusive: boolean) =>
      textsOf((await web.conversations.history({ channel: HR, oldest, latest, inclusive })).messages);
    expect(await read(false)).toEqual(["c"]);
    expect(await read(true)).toEqual(["d", "c", "b"]);
    const one = await web.conversations.history({ channel: HR, latest, inclusive: true, limit: 1 });
    expect(textsOf(one.messages)).toEqual(["d"]);
  });

  it("pins once", async () => {
    const { web, control } = await openWorkspace();
    const { ts = "" } = await web.chat.postMessage({ channel: HR, text: "card" });
    await web.pins.add({ channel: HR, timestamp: ts });
    expect(await codeOf(web.pins.add({ channel: HR, timestamp: ts }))).toBe("already_pinned");
    expect(await web.pins.list({ channel: HR })).toMatchObject({ items: [{ message: { text: "card" } }] });
    expect(await control.messages("U0ANA", HR)).toMatchObject([{ pinned: true }]);
    await web.pins.remove({ channel: HR, timestamp: ts });
    expect(await web.pins.list({ channel: HR })).toMatchObject({ items: [] });
  });

  it("shows an ephemeral message to its reader alone", async () => {
    const { web, control } = await openWorkspace();
    await web.chat.postEphemeral({ channel: HR, user: "U0TOM", text: "just you" });
    expect(await control.messages("U0TOM", HR)).toMatchObject([{ text: "just you", ephemeral: true }]);
    expect(await control.messages("U0ANA", HR)).toEqual([]);
    expect((await web.conversations.history({ channel: HR })).messages).toEqual([]);
    expect(await codeOf(web.chat.postEphemeral({ channel: "C0CRM", user: "U0GUS", text: "x" }))).toBe(
      "user_not_in_channel",
    );
  });

  it("opens direct messages, by conversations.open or by posting to a person", async () => {
    const { web, control } = await openWorkspace();
    const opened = await web.conversations.open({ users: "U0EVA" });
    const posted = await web.chat.postMessage({ channel: "U0EVA", text: "hello" });
    expect(posted.channel).toBe(opened.channel?.id);
    expect(await control.messages("U0EVA", "U0CLOSEOUT")).toMatchObject([{ text: "hello" }]);
    await expect(control.messages("U0ANA", posted.channel ?? "")).rejects.toMatchObject({
      code: "not_in_channel",
    });
  });

  it("tells guests and strangers apart", async () => {
    const { web } = await openWorkspace();
    expect((await web.users.info({ user: "U0GUS" })).user).toMatchObject({ is_restricted: true });
    expect((await web.users.info({ user: "U0SAM" })).user).toMatchObject({
      is_stranger: true,
      team_id: "T0SOUTHRIDGE",
    });
    expect((await web.users.info({ user: "U0ANA" })).user).toMatchObject({
      is_restricted: false,
      tz: "Europe/Berlin",
    });
    expect(await codeOf(web.users.info({ user: "U0NOBODY" }))).toBe("user_not_found");
  });

  it("limits posts per channel and says how long to wait", async () => {
    const { web } = await openWorkspace({ pacing: true });
    const posts = Array.from({ length: 8 }, () => web.chat.postMessage({ channel: HR, text: "x" }));
    const outcomes = await Promise.allSettled(posts);
    const refused = outcomes.find((outcome) => outcome.status === "rejected")?.reason;
    expect(refused).toBeInstanceOf(WebAPIRateLimitedError);
    expect(refused).toMatchObject({ retryAfter: 1 });
    await web.chat.postMessage({ channel: "C0CRM", text: "another channel is not affected" });
  });

  it("uploads a file as the SDK does, and hands it out for the bot's token only", async () => {
    const { web, workspace, control } = await openWorkspace();
    const file = Buffer.from([0x50, 0x4b, 3, 4, 0, 255, 10, 13]);
    await web.filesUploadV2({
      channel_id: HR,
      file,
      filename: "bundle.zip",
      title: "Bundle",
      initial_comment: "here",
    });
    const [message] = await control.messages("U0ANA", HR);
    expect(message).toMatchObject({
      text: "here",
      files: [{ name: "bundle.zip", title: "Bundle", size: 8 }],
    });
    const shown = message?.files?.[0];
    expect(Buffer.from(await (await fetch(shown?.url ?? "")).arrayBuffer())).toEqual(file);

    const { file: facts } = await web.files.info({ file: shown?.id ?? "" });
    const headers = { authorization: "Bearer xoxb-sandbox-closeout" };
    const download = await fetch(facts?.url_private_download ?? "", { headers });
    expect(Buffer.from(await download.arrayBuffer())).toEqual(file);
    const stranger = await fetch(facts?.url_private_download ?? "", { redirect: "manual" });
    expect(stranger.status).toBe(302);
    expect(workspace.url).toContain("127.0.0.1");
  });

  it("gives out timestamps by the sandbox's clock, strictly increasing", async () => {
    const { web, control } = await openWorkspace();
    await control.post("clock", { advance: "P7D" });
    const posts = await Promise.all(
      Array.from({ length: 50 }, () => web.chat.postMessage({ channel: HR, text: "x" })),
    );
    expect(new Set(posts.map((post) => post.ts)).size).toBe(50);
    const aheadMs = Number(posts[0]?.ts) * 1000 - Date.now();
    expect(aheadMs).toBeGreaterThan(6.9 * 86_400_000);
  });
});

function textsOf(messages: unknown): string[] {
  if (!Array.isArray(messages)) throw new Error("There are no messages.");
  return messages.map((message: { text?: string }) => message.text ?? "");
}
