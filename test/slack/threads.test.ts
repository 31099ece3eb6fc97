import { Temporal } from "temporal-polyfill";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { documentOf } from "../../src/domain/document.ts";
import type { MessageRef } from "../../src/ports.ts";
import { card, closeout, now } from "../blocks/slack/fixtures.ts";
import { outgoing, type Stage, stage } from "./support.ts";

const longAgo = Temporal.Instant.from("2020-01-01T00:00:00Z");
const channel = "C0HRPROD";

let on: Stage;
let thread: MessageRef;
beforeEach(async () => {
  on = await stage();
  const sent = await on.chat.send(outgoing("root"), card());
  if (sent.kind !== "sent") throw new Error(JSON.stringify(sent));
  thread = sent.message;
});
afterEach(() => on.close());

const below = (id: string) => ({ ...outgoing(id), thread });
/** Messages of the thread with their first. */
const replies = async () =>
  JSON.stringify(await on.control("GET", `messages?as=U0ANA&channel=${channel}&thread_ts=${thread.id}`));

describe("a message in a thread", () => {
  it("is posted there, and found there again", async () => {
    const sent = await on.chat.send(below("reply"), card({ health: "blocked" }));
    expect(await replies()).toContain("is blocked");
    if (sent.kind !== "sent") throw new Error(JSON.stringify(sent));
    expect(await on.chat.find(below("reply"), longAgo)).toEqual({ message: sent.message });
    expect(await on.chat.find(outgoing("reply"), longAgo)).toEqual({ message: undefined });
    expect(await on.chat.find(below("another"), longAgo)).toEqual({ message: undefined });
  });

  it("may be a file, which is found by its mark", async () => {
    const document = documentOf(new TextEncoder().encode("bytes"), {
      name: "report.md",
      mediaType: "text/markdown",
      savedAt: now,
    });
    const notice = {
      kind: "file",
      closeout: closeout(),
      document,
      caption: "A report.",
      altText: undefined,
    } as const;
    const sent = await on.chat.send(below("file"), notice);
    expect(sent).toMatchObject({ kind: "sent", message: { channel } });
    expect(await replies()).toContain("report.md");
    expect(await on.chat.find(below("file"), longAgo)).toMatchObject({ message: { channel } });
  });

  it("stands in the channel when the first message is gone, and is not looked for in vain", async () => {
    const gone = { ...outgoing("orphan"), thread: { channel, id: "1000000000.000100" } };
    expect(await on.chat.send(gone, card({ health: "blocked" }))).toMatchObject({ kind: "sent" });
    expect((await on.messages()).map(({ text }) => text)).toContainEqual(
      expect.stringContaining("is blocked"),
    );
    expect(await on.chat.find(gone, longAgo)).toEqual({ message: undefined });
  });
});
