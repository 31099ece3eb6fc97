import { createServer, type ServerResponse } from "node:http";
import { Temporal } from "temporal-polyfill";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { deliveryMetadata } from "../../blocks/slack/actions.ts";
import { OverSlackLimit } from "../../blocks/slack/limits.ts";
import { renderNotice } from "../../blocks/slack/notice.ts";
import { createSlackChat } from "../../src/slack/chat.ts";
import { createSlackClient } from "../../src/slack/client.ts";
import { card, closeout, digest, line } from "../blocks/slack/fixtures.ts";
import { installation, outgoing, recordingLog, type Stage, stage } from "./support.ts";

const notice = card();
const longAgo = Temporal.Instant.from("2020-01-01T00:00:00Z");

let on: Stage;
beforeEach(async () => {
  on = await stage({ timeoutMs: 1_000 });
});
afterEach(() => on.close());

/** Injects one fault into the next post. */
const fault = (kind: string, more: object = {}) =>
  on.control("POST", "faults", { method: "chat.postMessage", kind, ...more });

/** A chat against a server that answers every call the same way, or against nothing at all. */
async function against(
  answer: ((response: ServerResponse) => void) | undefined,
): Promise<{ outcome: Promise<unknown>; end: () => void }> {
  const server = createServer((request, response) => {
    request.resume().on("end", () => answer?.(response));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  if (answer === undefined) await new Promise((resolve) => server.close(resolve));
  const { log } = recordingLog();
  const client = createSlackClient({
    token: "xoxb-1",
    apiUrl: `http://127.0.0.1:${port}/api/`,
    timeoutMs: 2_000,
    log,
  });
  const chat = createSlackChat({
    clientFor: () => client,
    render: renderNotice,
    metadata: deliveryMetadata,
    log,
  });
  return { outcome: chat.send(outgoing("d"), notice), end: () => server.close() };
}

describe("sending", () => {
  it("posts once and says where the message is", async () => {
    const outcome = await on.chat.send(outgoing("d-1"), notice);
    const [message, ...others] = await on.messages();
    expect(others).toEqual([]);
    expect(outcome).toEqual({ kind: "sent", message: { channel: "C0HRPROD", id: message?.ts } });
    expect(message?.text).toContain("Closeout HR_PROD is at risk");
  });

  it("posts to one person directly, and opens the conversation only once", async () => {
    const to = outgoing("d-1", { kind: "direct", user: "U0MARIA" });
    expect((await on.chat.send(to, digest([line()], { audience: "direct" }))).kind).toBe("sent");
    expect((await on.chat.send({ ...to, deliveryId: "d-2" }, notice)).kind).toBe("sent");
    expect(await on.messages("U0CLOSEOUT", "U0MARIA")).toHaveLength(2);
    expect(await on.calls("conversations.open")).toBe(1);
  });

  it("waits as long as Slack asks when the channel is busy", async () => {
    await fault("429", { retry_after: 7 });
    expect(await on.chat.send(outgoing("d-1"), notice)).toEqual({
      kind: "later",
      afterMs: 7_000,
      why: "rate limited",
    });
    expect(await on.messages()).toEqual([]);
    expect(await on.calls("chat.postMessage")).toBe(1);
  });

  it.each(["500_before", "500_after", "drop_before", "drop_after"])(
    "is uncertain after %s and tries once only",
    async (kind) => {
      await fault(kind);
      expect((await on.chat.send(outgoing("d-1"), notice)).kind).toBe("uncertain");
      expect(await on.calls("chat.postMessage")).toBe(1);
      expect(await on.messages()).toHaveLength(kind.endsWith("after") ? 1 : 0);
    },
  );

  it("is uncertain when the answer does not come in time", async () => {
    await fault("delay", { delay_ms: 1_500 });
    expect(await on.chat.send(outgoing("d-1"), notice)).toEqual({
      kind: "uncertain",
      why: "no answer in time",
    });
  });

  it("tries later when Slack cannot be reached at all", async () => {
    const { outcome } = await against(undefined);
    expect(await outcome).toEqual({
      kind: "later",
      afterMs: 5_000,
      why: "Slack cannot be reached (ECONNREFUSED)",
    });
  });

  it.each([
    ["a page instead of JSON", "<html>Bad gateway</html>", "an answer that is not Slack's"],
    ["half an answer", '{"ok":tr', "an answer that is not Slack's"],
    ["success without an address", '{"ok":true}', "an answer without the message's address"],
  ])("is uncertain about %s", async (_, body, why) => {
    const { outcome, end } = await against((response) => response.end(body));
    expect(await outcome).toEqual({ kind: "uncertain", why });
    end();
  });

  it("is uncertain when the answer breaks off", async () => {
    const { outcome, end } = await against((response) => {
      response.writeHead(200, { "content-length": "100" }).write('{"ok":true');
      setImmediate(() => response.destroy());
    });
    expect(await outcome).toMatchObject({ kind: "uncertain" });
    end();
  });

  it("waits when a proxy turns the call away, or limits it without saying for how long", async () => {
    const away = await against((response) => response.writeHead(403).end("no"));
    expect(await away.outcome).toEqual({ kind: "later", afterMs: 60_000, why: "HTTP 403" });
    away.end();
    const limited = await against((response) => response.writeHead(429).end());
    expect(await limited.outcome).toEqual({ kind: "later", afterMs: 30_000, why: "rate limited" });
    limited.end();
  });

  it.each(["is_archived", "msg_too_long", "invalid_blocks", "restricted_action"])(
    "is refused for good by %s",
    async (error) => {
      await fault("error", { error });
      expect(await on.chat.send(outgoing("d-1"), notice)).toEqual({ kind: "refused", reason: error });
    },
  );

  it("is refused by a channel that we were thrown out of, and by one that does not exist", async () => {
    await on.control("POST", "kick", { channel: "C0HRPROD" });
    expect(await on.chat.send(outgoing("d-1"), notice)).toEqual({
      kind: "refused",
      reason: "not_in_channel",
    });
    expect(await on.chat.send(outgoing("d-1", { kind: "channel", channel: "C0NOWHERE" }), notice)).toEqual({
      kind: "refused",
      reason: "channel_not_found",
    });
  });

  it("is refused by a bot and by nobody", async () => {
    const toBot = await on.chat.send(outgoing("d-1", { kind: "direct", user: "U0CLOSEOUT" }), notice);
    expect(toBot.kind).toBe("refused");
    const toNobody = await on.chat.send(outgoing("d-2", { kind: "direct", user: "U0NOBODY" }), notice);
    expect(toNobody).toEqual({ kind: "refused", reason: "user_not_found" });
  });

  it("is merely late when only the way to a person failed: nothing was posted", async () => {
    await on.control("POST", "faults", { method: "conversations.open", kind: "500_after" });
    const outcome = await on.chat.send(outgoing("d-1", { kind: "direct", user: "U0MARIA" }), notice);
    expect(outcome).toEqual({ kind: "later", afterMs: 5_000, why: "HTTP 500" });
  });

  it.each(["internal_error", "fatal_error"])(
    "is uncertain after %s, which may come after the deed",
    async (error) => {
      await fault("error", { error });
      expect(await on.chat.send(outgoing("d-1"), notice)).toEqual({ kind: "uncertain", why: error });
    },
  );

  it("refuses what cannot be drawn, and tells the operator", async () => {
    const { log, logged } = recordingLog();
    const chat = createSlackChat({
      clientFor: () => createSlackClient({ token: "xoxb-1", apiUrl: on.workspace.apiUrl, log }),
      render: () => {
        throw new OverSlackLimit(["blocks has 51 entries"]);
      },
      metadata: deliveryMetadata,
      log,
    });
    expect(await chat.send(outgoing("d-1"), notice)).toEqual({ kind: "refused", reason: "cannot_be_drawn" });
    expect(logged.map(({ message }) => message)).toEqual(["A notice could not be drawn"]);
    expect(await on.calls("chat.postMessage")).toBe(0);
  });

  it("waits for a long time and reports once when our token is no good, and never logs the token", async () => {
    await on.close();
    on = await stage({ token: "xoxb-wrong-secret" });
    for (const id of ["d-1", "d-2"]) {
      expect(await on.chat.send(outgoing(id), notice)).toEqual({
        kind: "later",
        afterMs: 600_000,
        why: "invalid_auth",
      });
    }
    expect(on.logged.filter(({ level }) => level === "error")).toHaveLength(1);
    expect(JSON.stringify(on.logged)).not.toContain("wrong-secret");
  });
});

describe("finding what may have arrived", () => {
  it.each(["500_after", "drop_after"])("finds a message that was accepted before %s", async (kind) => {
    await on.chat.send(outgoing("d-0"), notice);
    await fault(kind);
    await on.chat.send(outgoing("d-1"), notice);
    const [first, second] = await on.messages();
    const foundAs = async (id: string) => (await on.chat.find(outgoing(id), longAgo)).message;
    expect(await foundAs("d-1")).toEqual({ channel: "C0HRPROD", id: second?.ts });
    expect(await foundAs("d-0")).toEqual({ channel: "C0HRPROD", id: first?.ts });
    expect(await foundAs("d-2")).toBeUndefined();
  });

  it("finds nothing where nothing arrived", async () => {
    await fault("500_before");
    await on.chat.send(outgoing("d-1"), notice);
    expect(await on.chat.find(outgoing("d-1"), longAgo)).toEqual({ message: undefined });
  });

  it("finds a direct message", async () => {
    const to = outgoing("d-1", { kind: "direct", user: "U0MARIA" });
    const sent = await on.chat.send(to, notice);
    expect(await on.chat.find(to, longAgo)).toEqual({
      message: sent.kind === "sent" ? sent.message : undefined,
    });
  });

  it("looks through several pages, and not at what is older", async () => {
    await on.chat.send(outgoing("d-1"), notice);
    for (let count = 0; count < 230; count += 1) {
      await on.control("POST", "say", { as: "U0ANA", channel: "C0HRPROD", text: `message ${count}` });
    }
    const [first] = await on.messages();
    expect((await on.chat.find(outgoing("d-1"), longAgo)).message?.id).toBe(first?.ts);
    expect(await on.calls("conversations.history")).toBe(2);
    const later = Temporal.Instant.fromEpochMilliseconds(on.workspace.clock.now()).add({ hours: 1 });
    expect((await on.chat.find(outgoing("d-1"), later)).message).toBeUndefined();
  });

  it("finds nothing in a channel that is gone, for nothing can be there", async () => {
    expect(await on.chat.find(outgoing("d-1", { kind: "channel", channel: "C0NOWHERE" }), longAgo)).toEqual({
      message: undefined,
    });
  });

  it("throws when it cannot look, rather than say that nothing is there", async () => {
    await on.control("POST", "faults", { method: "conversations.history", kind: "500_before" });
    await expect(on.chat.find(outgoing("d-1"), longAgo)).rejects.toMatchObject({
      code: "slack_unavailable",
      retryable: true,
    });
  });

  it("finds nothing, and says so to the operator, when it is not allowed to look", async () => {
    await on.control("POST", "faults", {
      method: "conversations.history",
      kind: "error",
      error: "missing_scope",
    });
    expect(await on.chat.find(outgoing("d-1"), longAgo)).toEqual({ message: undefined });
    expect(on.logged.some(({ message }) => message.includes("may be posted a second time"))).toBe(true);
  });
});

describe("updating", () => {
  it("replaces a message in place and keeps it findable", async () => {
    const sent = await on.chat.send(outgoing("d-1"), notice);
    if (sent.kind !== "sent") throw new Error(sent.kind);
    const outcome = await on.chat.update(installation, sent.message, card({ health: "closed" }));
    expect(outcome).toEqual(sent);
    expect((await on.messages()).map(({ text }) => text)).toEqual([expect.stringContaining("is closed")]);
    expect((await on.chat.find(outgoing("d-1"), longAgo)).message).toEqual(sent.message);
  });

  it("is refused when the message is gone", async () => {
    const outcome = await on.chat.update(installation, { channel: "C0HRPROD", id: "1.000001" }, notice);
    expect(outcome).toEqual({ kind: "refused", reason: "message_not_found" });
  });

  it("is uncertain when the answer is lost, and safe to repeat", async () => {
    const sent = await on.chat.send(outgoing("d-1"), notice);
    if (sent.kind !== "sent") throw new Error(sent.kind);
    await on.control("POST", "faults", { method: "chat.update", kind: "drop_after" });
    expect((await on.chat.update(installation, sent.message, notice)).kind).toBe("uncertain");
    expect(await on.chat.update(installation, sent.message, notice)).toEqual(sent);
    expect(await on.messages()).toHaveLength(1);
  });
});

describe("pinning", () => {
  it("pins, and counts a message already pinned as pinned", async () => {
    const sent = await on.chat.send(outgoing("d-1"), notice);
    if (sent.kind !== "sent") throw new Error(sent.kind);
    await on.chat.pin(installation, sent.message);
    await on.chat.pin(installation, sent.message);
    expect((await on.messages())[0]?.pinned).toBe(true);
  });

  it("says why not when it cannot", async () => {
    await expect(on.chat.pin(installation, { channel: "C0HRPROD", id: "1.000001" })).rejects.toMatchObject({
      code: "slack_unavailable",
      retryable: false,
    });
  });
});

describe("people", () => {
  it.each([
    ["U0ANA", "member"],
    ["U0GUS", "guest"],
    ["U0SAM", "foreign"],
    ["U0CLOSEOUT", "bot"],
  ])("knows %s as %s", async (user, kind) => {
    expect(await on.chat.profile(installation, user)).toMatchObject({ user, kind });
  });

  it("knows names and time zones", async () => {
    expect(await on.chat.profile(installation, "U0ANA")).toMatchObject({ timeZone: "Europe/Berlin" });
  });

  it("knows who was deactivated, and that some people do not exist", async () => {
    await on.control("POST", "users/U0TOM", { deleted: true });
    expect(await on.chat.profile(installation, "U0TOM")).toMatchObject({ kind: "deactivated" });
    expect(await on.chat.profile(installation, "U0NOBODY")).toBeUndefined();
  });

  it("throws when Slack does not answer, rather than take somebody for a stranger", async () => {
    await on.control("POST", "faults", { method: "users.info", kind: "drop_before" });
    await expect(on.chat.profile(installation, "U0ANA")).rejects.toMatchObject({ retryable: true });
  });
});

describe("being ready", () => {
  it("is when Slack answers and takes our token", async () => {
    await expect(on.chat.ping()).resolves.toBeUndefined();
    await on.control("POST", "faults", { method: "auth.test", kind: "error", error: "token_revoked" });
    await expect(on.chat.ping()).rejects.toMatchObject({ reason: "token_revoked" });
  });
});

it("leaves what is not ours alone: a closeout's name is never a command to Slack", async () => {
  await on.chat.send(
    outgoing("d-1"),
    card({ closeout: closeout({ name: "<!channel> & <http://evil|ok>" }) }),
  );
  const [message] = await on.messages();
  expect(message?.text).toContain("&lt;!channel&gt; &amp; &lt;http://evil|ok&gt;");
});
