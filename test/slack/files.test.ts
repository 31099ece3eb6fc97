import { Temporal } from "temporal-polyfill";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { documentOf } from "../../src/domain/document.ts";
import type { FileNotice } from "../../src/domain/notice.ts";
import { deliveryMark } from "../../src/slack/send-file.ts";
import { closeout } from "../blocks/slack/fixtures.ts";
import { certificatePdf } from "../support/certificates.ts";
import { outgoing, type Stage, stage } from "./support.ts";

const longAgo = Temporal.Instant.from("2020-01-01T00:00:00Z");
const pdf = certificatePdf("BEC-2026-0215-00847");
const notice: FileNotice = {
  kind: "file",
  closeout: closeout(),
  document: documentOf(pdf, {
    name: "BEC-2026-0215-00847.pdf",
    mediaType: "application/pdf",
    savedAt: Temporal.Instant.from("2026-03-02T10:00:00Z"),
  }),
  caption: "The certificate BEC-2026-0215-00847 <!channel> as PDF.",
  altText: undefined,
};
const direct = { kind: "direct", user: "U0EVA" } as const;

let on: Stage;
beforeEach(async () => {
  on = await stage({ timeoutMs: 1_000 });
});
afterEach(() => on.close());

const fault = (method: string, kind: string, more: object = {}) =>
  on.control("POST", "faults", { method, kind, ...more });

const withFiles = z.array(
  z.looseObject({
    ts: z.string(),
    blocks: z.array(z.looseObject({ block_id: z.string() })),
    files: z.array(
      z.looseObject({ name: z.string(), mimetype: z.string(), size: z.number(), url: z.string() }),
    ),
  }),
);
const files = async (channel?: string, as?: string) =>
  withFiles.parse((await on.messages(channel, as)).filter((message) => "files" in message));

describe("sending a file", () => {
  it("uploads its bytes, shares it once with its caption, and says where the message is", async () => {
    const outcome = await on.chat.send(outgoing("d-1"), notice);
    const [shared, ...others] = await files();
    expect(others).toEqual([]);
    expect(outcome).toEqual({ kind: "sent", message: { channel: "C0HRPROD", id: shared?.ts } });
    expect(shared?.files).toMatchObject([
      { name: "BEC-2026-0215-00847.pdf", mimetype: "application/pdf", size: pdf.byteLength },
    ]);
    const bytes = Buffer.from(await (await fetch(shared?.files[0]?.url ?? "")).arrayBuffer());
    expect(bytes.equals(pdf)).toBe(true);
    expect(shared?.blocks[0]?.block_id).toBe(deliveryMark("d-1"));
    expect(JSON.stringify(shared?.blocks)).toContain("&lt;!channel&gt;");
  });

  it("to one person directly, and finds it again by the mark of its block", async () => {
    const to = outgoing("d-2", direct);
    const outcome = await on.chat.send(to, notice);
    expect(outcome.kind).toBe("sent");
    const found = await on.chat.find(to, longAgo);
    expect(found.message).toEqual(outcome.kind === "sent" ? outcome.message : undefined);
    expect((await on.chat.find({ ...to, deliveryId: "d-3" }, longAgo)).message).toBeUndefined();
    expect(await files("U0CLOSEOUT", "U0EVA")).toHaveLength(1);
  });

  it.each([
    ["files.getUploadURLExternal", "500_after"],
    ["files.getUploadURLExternal", "drop_before"],
    ["upload", "500_before"],
    ["upload", "500_after"],
    ["upload", "drop_after"],
  ])("nothing was sent when %s fails (%s), so it is simply tried again", async (method, kind) => {
    await fault(method, kind);
    expect((await on.chat.send(outgoing("d-1"), notice)).kind).toBe("later");
    expect(await files()).toEqual([]);
    expect((await on.chat.send(outgoing("d-1"), notice)).kind).toBe("sent");
    expect(await files()).toHaveLength(1);
  });

  it.each([
    ["500_before", 0],
    ["drop_before", 0],
    ["500_after", 1],
    ["drop_after", 1],
  ])("is uncertain when sharing fails with %s, and looking for it tells", async (kind, there) => {
    await fault("files.completeUploadExternal", kind);
    expect((await on.chat.send(outgoing("d-1"), notice)).kind).toBe("uncertain");
    expect(await files()).toHaveLength(there);
    const { message } = await on.chat.find(outgoing("d-1"), longAgo);
    expect(message === undefined ? 0 : 1).toBe(there);
  });

  it("is uncertain when it was shared but cannot be seen yet, and is found later", async () => {
    await fault("conversations.history", "500_before");
    expect((await on.chat.send(outgoing("d-1"), notice)).kind).toBe("uncertain");
    expect((await on.chat.find(outgoing("d-1"), longAgo)).message).toBeDefined();
    expect(await files()).toHaveLength(1);
  });

  it("waits as long as Slack asks", async () => {
    await fault("files.getUploadURLExternal", "429", { retry_after: 7 });
    expect(await on.chat.send(outgoing("d-1"), notice)).toMatchObject({ kind: "later", afterMs: 7_000 });
    await fault("files.completeUploadExternal", "429", { retry_after: 9 });
    expect(await on.chat.send(outgoing("d-1"), notice)).toMatchObject({ kind: "later", afterMs: 9_000 });
    expect(await files()).toEqual([]);
  });

  it("is refused for good where we may not write", async () => {
    await on.control("POST", "kick", { channel: "C0HRPROD" });
    expect(await on.chat.send(outgoing("d-1"), notice)).toMatchObject({ kind: "refused" });
  });
});
