import { randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import { documentOf } from "../../../src/domain/document.ts";
import type { CloseoutChange } from "../../../src/ports.ts";
import { completeByEvidence } from "../../../src/usecases/checklist/complete-by-evidence.ts";
import { templateOf } from "../../../src/usecases/start/template-of.ts";
import { certifiedTemplate } from "../../support/certified.ts";
import { waiting } from "../../support/occurrences.ts";
import { openWorld, shareWorld, type World } from "../../support/world.ts";

const channelOf = (channel: string) => ({ kind: "channel", channel }) as const;
const bytes = Uint8Array.from([0, 255, 13, 10, 0, 128]);

function aDocument(world: World, name = "chart.png") {
  return documentOf(bytes, { name, mediaType: "image/png", savedAt: world.clock.now() });
}

describe("a document", () => {
  const world = shareWorld();

  test("is kept byte for byte, once, under its hash, by the closeout that saved it and no other", async () => {
    const [one, other] = [await world.start(), await world.start()];
    const document = aDocument(world);
    await world.store.closeouts.change(one.id, async (change) => {
      await change.saveDocument(document);
      await change.saveDocument({ ...document, name: "again.png" });
    });
    const read = await world.store.closeouts.document(one.id, document.sha256);
    expect(read && { ...read, bytes: Uint8Array.from(read.bytes) }).toEqual(document);
    expect(await world.store.closeouts.document(other.id, document.sha256)).toBeUndefined();
    expect(await world.store.closeouts.document(one.id, "0".repeat(64))).toBeUndefined();
  });

  test("is not kept when the change fails, and neither is what was posted with it", async () => {
    const closeout = await world.start();
    const document = aDocument(world);
    const failing = world.store.closeouts.change(closeout.id, async (change) => {
      await change.saveDocument(document);
      await change.post([fileOf(closeout.channel, document.sha256)]);
      throw new Error("changed my mind");
    });
    await expect(failing).rejects.toThrow("changed my mind");
    expect(await world.store.closeouts.document(closeout.id, document.sha256)).toBeUndefined();
    await world.deliver();
    expect(filesIn(world, closeout.channel)).toEqual([]);
  });

  test("is sent as a file, and tried again later rather than lost when it is not there", async () => {
    const closeout = await world.start();
    const document = aDocument(world);
    await world.store.closeouts.change(closeout.id, async (change) => {
      await change.saveDocument(document);
      await change.post([fileOf(closeout.channel, document.sha256)]);
    });
    await world.deliver();
    expect(filesIn(world, closeout.channel)).toMatchObject([
      { kind: "file", caption: "A chart.", altText: "Dots.", document: { name: "chart.png" } },
    ]);
    await world.store.closeouts.change(closeout.id, (change) =>
      change.post([fileOf(closeout.channel, "0".repeat(64))]),
    );
    await world.deliver();
    expect(await world.store.deliveries.outstanding()).toBe(1);
  });
});

function fileOf(channel: string, sha256: string) {
  const subject = { kind: "file", sha256, caption: "A chart.", altText: "Dots." } as const;
  return { id: randomUUID(), conversation: channelOf(channel), subject };
}

function filesIn(world: World, channel: string) {
  return world.chat
    .in(channelOf(channel))
    .map(({ notice }) => notice)
    .filter(({ kind }) => kind === "file");
}

test("messages of one post arrive in their order, whatever goes wrong with the first", async () => {
  const world = await openWorld();
  const closeout = await world.start();
  await world.deliver();
  const document = aDocument(world);
  const captions = ["first", "second", "third"];
  await world.store.closeouts.change(closeout.id, async (change) => {
    await change.saveDocument(document);
    await change.post(
      captions.map((caption) => ({
        id: randomUUID(),
        conversation: channelOf(closeout.channel),
        subject: { kind: "file", sha256: document.sha256, caption },
      })),
    );
  });
  world.chat.goWrong({ kind: "uncertain", why: "no answer", arrives: true });
  await world.deliver();
  await world.letLeasesExpire();
  await world.deliver();
  expect(filesIn(world, closeout.channel)).toMatchObject(captions.map((caption) => ({ caption })));
});

test("messages are made stale by what they are about, and only those", async () => {
  const world = await openWorld();
  const [closeout, other] = [await world.start(), await world.start()];
  await world.deliver();
  const distribution = "00000000-0000-4000-8000-000000000001";
  const warn = (change: CloseoutChange, validation: string) =>
    change.post([
      {
        id: randomUUID(),
        conversation: channelOf(change.closeout.channel),
        subject: { kind: "validation_failed", validation, at: "2026-03-02T06:00:00Z" },
      },
    ]);
  for (const one of [closeout, other]) {
    await world.store.closeouts.change(one.id, async (change) => {
      await warn(change, "val_1");
      await warn(change, "val_2");
    });
  }
  await world.deliver();
  const { lanes } = await world.store.closeouts.change(closeout.id, (change) =>
    change.refreshAbout({ kind: "validation_failed", validation: "val_1" }),
  );
  expect(lanes.map(({ conversation }) => conversation)).toEqual([channelOf(closeout.channel)]);
  await world.deliver();
  const updates = world.chat.posts.map(({ conversation, notice, updates: count }) => [
    conversation === `channel:${closeout.channel}`,
    notice.kind === "validation_failed" ? notice.validationId : notice.kind,
    count,
  ]);
  expect(updates.filter(([, , count]) => count !== 0)).toEqual([[true, "val_1", 1]]);
  const none = await world.store.closeouts.change(closeout.id, (change) =>
    change.refreshAbout({ kind: "certificate", distribution }),
  );
  expect(none.lanes).toEqual([]);
});

describe("evidence completes", () => {
  const by = async (world: World, closeoutId: string) => {
    const closeout = await world.store.closeouts.get(closeoutId);
    if (closeout === undefined) throw new Error("it is gone");
    const template = await templateOf(world.deps, closeout);
    await world.store.closeouts.change(closeoutId, (change) =>
      completeByEvidence(change, template, "certificate", "the evidence came", world.clock.now()),
    );
  };

  test("its open items, with a reason in the ledger, and ends their reminders", async () => {
    const world = await openWorld({ template: certifiedTemplate });
    const closeout = await world.start();
    await by(world, closeout.id);
    const items = await world.store.closeouts.items([closeout.id]);
    expect(items.filter(({ state }) => state.kind === "done").map(({ id }) => id)).toEqual(["W1"]);
    expect(await waiting(world, closeout, "W1")).toEqual([]);
    expect((await world.ledger(closeout)).at(-1)).toMatchObject({
      kind: "item.completed",
      actor: { system: "closeout" },
      data: { item: "W1", because: "the evidence came" },
    });
  });

  test("what somebody has marked as done by hand, once, and what was reopened again", async () => {
    const world = await openWorld({ template: certifiedTemplate });
    const closeout = await world.start();
    await world.act(closeout, "W1", { kind: "complete" });
    await by(world, closeout.id);
    const entries = await world.ledger(closeout);
    expect(entries.at(-1)).toMatchObject({ kind: "item.completed", actor: { system: "closeout" } });
    await by(world, closeout.id);
    expect(await world.ledger(closeout)).toHaveLength(entries.length);
    await world.act(closeout, "W1", { kind: "reopen" });
    await by(world, closeout.id);
    const [item] = await world.store.closeouts.items([closeout.id], ["W1"]);
    expect(item?.state).toMatchObject({ kind: "done", by: { system: "closeout" } });
  });

  test("nothing that was skipped", async () => {
    const world = await openWorld({ template: certifiedTemplate });
    const closeout = await world.start();
    await world.act(closeout, "W1", { kind: "skip", reason: "There is no certificate." });
    const before = (await world.ledger(closeout)).length;
    await by(world, closeout.id);
    expect(await world.ledger(closeout)).toHaveLength(before);
  });
});
