import { describe, expect, test } from "vitest";
import type { Closeout } from "../../../src/domain/closeout.ts";
import { askBundle } from "../../../src/usecases/bundle/ask-bundle.ts";
import { makeBundle } from "../../../src/usecases/bundle/make-bundle.ts";
import { announceReminders } from "../../../src/usecases/checklist/announce-reminders.ts";
import { closeCloseout } from "../../../src/usecases/closing/close-closeout.ts";
import { listCloseouts } from "../../../src/usecases/closing/list-closeouts.ts";
import { readClosing } from "../../../src/usecases/closing/read-closing.ts";
import { reopenCloseout } from "../../../src/usecases/closing/reopen-closeout.ts";
import { verifyLedger } from "../../../src/usecases/ledger/verify-ledger.ts";
import { nameInReport } from "../../../src/usecases/report/name-in-report.ts";
import { at } from "../../domain/examples.ts";
import { accepted, closingTemplate, frozen, readyToClose } from "../../support/closings.ts";
import { requested, stored } from "../../support/signoffs.ts";
import { member, openWorld, shareWorld, type World } from "../../support/world.ts";

const ana = member("ana");

function close(world: World, { id: closeoutId }: Closeout, as = "ana") {
  return closeCloseout(world.deps, { closeoutId, member: member(as) });
}

function reopen(world: World, { id: closeoutId }: Closeout, reason = "The sponsor found an error.") {
  return reopenCloseout(world.deps, { closeoutId, member: ana, reason });
}

async function missing(world: World, { id: closeoutId }: Closeout) {
  const outcome = await readClosing(world.deps, { closeoutId, member: ana });
  if (outcome.kind !== "missing") return outcome.kind;
  return outcome.missing.map((one) => {
    if (one.kind === "items") return one.items.map(({ id }) => id).join(" ");
    return one.kind === "acceptance" ? `acceptance ${one.state}` : one.kind;
  });
}

async function kinds(world: World, closeout: Closeout): Promise<readonly string[]> {
  return (await world.ledger(closeout)).map(({ kind }) => kind);
}

async function waiting(world: World, { id }: Closeout): Promise<number> {
  const rows = await world.sql("select 1 from occurrence where closeout_id = $1 and status = 'waiting'", id);
  return rows.length;
}

test("no tick completes the item that closing completes", async () => {
  const world = await openWorld({ template: closingTemplate });
  const closeout = await world.start();
  expect(await world.act(closeout, "Q1", { kind: "complete" })).toMatchObject({
    kind: "invalid",
    message: expect.stringContaining("Closing the closeout completes it"),
  });
  expect((await world.store.closeouts.items([closeout.id], ["Q1"]))[0]?.state.kind).toBe("open");
});

describe("what is missing", () => {
  const world = shareWorld({ template: closingTemplate });

  test("is named step by step; the item of the closing itself never is", async () => {
    const closeout = await world.start();
    expect(await missing(world, closeout)).toEqual(["W1 W2 W3", "report", "acceptance none"]);
    await world.act(closeout, "W1", { kind: "complete" });
    await world.act(closeout, "W3", { kind: "skip", reason: "There is nothing to clean up." });
    const first = await frozen(world, closeout);
    expect(await missing(world, closeout)).toEqual(["W2", "acceptance none"]);
    const request = await requested(world, closeout, { documents: [first.pdfSha256] });
    expect(await missing(world, closeout)).toEqual(["W2", "acceptance open"]);
    expect(request.documents).toHaveLength(1);
  });

  test("is the acceptance of exactly the newest report", async () => {
    const closeout = await world.start();
    for (const id of ["W1", "W3"]) await world.act(closeout, id, { kind: "complete" });
    await accepted(world, closeout, await frozen(world, closeout));
    expect(await missing(world, closeout)).toBe("ready");
    await world.act(closeout, "W1", { kind: "reopen" });
    await world.act(closeout, "W1", { kind: "skip", reason: "The report says something else now." });
    await frozen(world, closeout);
    expect(await missing(world, closeout)).toEqual(["acceptance earlier"]);
    expect(await close(world, closeout)).toMatchObject({ kind: "missing" });
    expect(await kinds(world, closeout)).not.toContain("closeout.closed");
  });

  test("does not matter to whoever may not close", async () => {
    const closeout = await world.start();
    await readyToClose(world, closeout);
    expect(await close(world, closeout, "tom")).toMatchObject({ kind: "not_permitted", who: ["owner"] });
    expect(await world.store.closeouts.get(closeout.id)).toMatchObject({ status: "open" });
  });
});

describe("closing", () => {
  test("ends reminders and sign-offs, completes its own item, signs the head, tells the channel, archives a bundle", async () => {
    const world = await openWorld({ template: closingTemplate });
    const closeout = await world.start({ channel: "C1" });
    const { id: closeoutId } = closeout;
    await readyToClose(world, closeout);
    await nameInReport(world.deps, { closeoutId, member: member("jonas"), named: false });
    const other = await requested(world, closeout, { purpose: "other", title: "One more thing" });
    await world.act(closeout, "W1", { kind: "reopen" });
    expect(await waiting(world, closeout)).toBeGreaterThan(0);
    await world.act(closeout, "W1", { kind: "complete" });
    expect(await close(world, closeout)).toMatchObject({
      kind: "closed_now",
      closeout: { status: "closed" },
    });
    expect(await waiting(world, closeout)).toBe(0);
    expect(await stored(world, other)).toMatchObject({
      state: "withdrawn",
      ended: { reason: "The closeout was closed." },
    });
    const [own] = await world.store.closeouts.items([closeoutId], ["Q1"]);
    expect(own?.state.kind).toBe("done");
    expect((await kinds(world, closeout)).slice(-4)).toEqual([
      "signoff.withdrawn",
      "item.completed",
      "closeout.closed",
      "bundle.requested",
    ]);
    const heads = await world.sql(
      "select why from ledger_signature where closeout_id = $1 and why = 'closure'",
      closeoutId,
    );
    expect(heads).toHaveLength(1);

    await world.deliver();
    const said = world.chat.in({ kind: "channel", channel: "C1" }).map(({ notice }) => notice);
    expect(said.find(({ kind }) => kind === "closing")).toMatchObject({
      closing: { kind: "closed", number: 1, report: 1, signoff: 1, by: { user: "U_ANA" } },
      thanks: ["U_ANA", "U_EVA", "U_TOM"],
      unnamed: 1,
    });
    expect(said.find(({ kind }) => kind === "card")).toMatchObject({ health: "closed" });
    expect(world.chat.topics.get("C1")).toBe(
      "Closeout of HR_PROD → hr_production: closed on 2026-03-02, read-only",
    );

    const [bundle] = await world.sql("select id from bundle where closeout_id = $1", closeoutId);
    await makeBundle(world.deps, { bundleId: String(bundle?.["id"]) });
    expect((await kinds(world, closeout)).at(-1)).toBe("bundle.exported");
    expect(await verifyLedger(world.deps, { closeoutId, member: ana })).toMatchObject({
      kind: "verified",
      verdict: { kind: "whole" },
    });
  });

  test("of two at once happens once", async () => {
    const world = await openWorld({ template: closingTemplate });
    const closeout = await world.start();
    await readyToClose(world, closeout);
    const input = { closeoutId: closeout.id, member: ana };
    const outcomes = await Promise.all(
      [world.deps, world.another()].map((deps) => closeCloseout(deps, input)),
    );
    expect(outcomes.map(({ kind }) => kind).toSorted()).toEqual(["closed", "closed_now"]);
    expect((await kinds(world, closeout)).filter((kind) => kind === "closeout.closed")).toHaveLength(1);
  });

  test("that is killed before its end has changed nothing, and is done again", async () => {
    const world = await openWorld({ template: closingTemplate });
    const closeout = await world.start();
    await readyToClose(world, closeout);
    const before = await kinds(world, closeout);
    const killed = {
      ...world.deps,
      closeouts: {
        ...world.deps.closeouts,
        change: <T>(id: string, work: Parameters<typeof world.deps.closeouts.change<T>>[1]) =>
          world.deps.closeouts.change<T>(id, async (change) => {
            await work(change);
            throw new Error("killed");
          }),
      },
    };
    await expect(closeCloseout(killed, { closeoutId: closeout.id, member: ana })).rejects.toThrow("killed");
    expect(await kinds(world, closeout)).toEqual(before);
    expect(await world.store.closeouts.get(closeout.id)).toMatchObject({ status: "open" });
    expect(await waiting(world, closeout)).toBe(0);
    expect(await close(world, closeout)).toMatchObject({ kind: "closed_now" });
  });

  test("does not mind a topic that cannot be set", async () => {
    const world = await openWorld({ template: closingTemplate });
    const closeout = await world.start({ channel: "C1" });
    await readyToClose(world, closeout);
    world.chat.topicsFail = true;
    expect(await close(world, closeout)).toMatchObject({ kind: "closed_now" });
    await world.deliver();
    const said = world.chat.in({ kind: "channel", channel: "C1" }).map(({ notice }) => notice.kind);
    expect(said.filter((kind) => kind === "closing")).toHaveLength(1);
    expect(world.logged.some(({ message }) => message === "the channel's topic could not be set")).toBe(true);
  });

  test("waits for a bundle that the owner has asked for", async () => {
    const world = await openWorld({ template: closingTemplate });
    const closeout = await world.start();
    await readyToClose(world, closeout);
    await askBundle(world.deps, { closeoutId: closeout.id, member: ana });
    expect(await close(world, closeout)).toMatchObject({ kind: "bundle_being_made" });
    expect(await world.store.closeouts.get(closeout.id)).toMatchObject({ status: "open" });
  });
});

describe("opening again", () => {
  test("needs the owner and a reason, and plans reminders from now on without a burst", async () => {
    const world = await openWorld({ template: closingTemplate });
    const closeout = await world.start({ channel: "C1" });
    await readyToClose(world, closeout);
    await close(world, closeout);
    const tom = { closeoutId: closeout.id, member: member("tom"), reason: "I want to." };
    expect(await reopenCloseout(world.deps, tom)).toMatchObject({ kind: "not_permitted" });
    expect(await reopen(world, closeout, " ")).toMatchObject({ kind: "invalid" });
    // Long overdue by then: nothing of the weeks in between is said.
    world.clock.set(at("2026-04-15T12:00"));
    expect(await reopen(world, closeout)).toMatchObject({ kind: "reopened", closeout: { status: "open" } });
    expect(await reopen(world, closeout)).toMatchObject({ kind: "open" });
    expect((await kinds(world, closeout)).slice(-2)).toEqual(["closeout.reopened", "item.reopened"]);
    await world.act(closeout, "W1", { kind: "reopen" });
    await world.deliver();
    await announceReminders(world.deps);
    await world.deliver();
    const channel = { kind: "channel", channel: "C1" } as const;
    const digests = () => world.chat.in(channel).filter(({ notice }) => notice.kind === "digest");
    expect(digests()).toHaveLength(0);
    await world.sweepAt("2026-04-16T09:00");
    await world.deliver();
    expect(digests()).toHaveLength(1);
    expect(world.chat.in(channel).map(({ notice }) => notice)).toContainEqual(
      expect.objectContaining({
        kind: "closing",
        closing: expect.objectContaining({
          kind: "reopened",
          number: 2,
          reason: "The sponsor found an error.",
        }),
      }),
    );
    expect(world.chat.topics.get("C1")).toContain("open again since 2026-04-15");
    // Closing once more asks for what was reopened.
    expect(await missing(world, closeout)).toEqual(["W1"]);
    await world.act(closeout, "W1", { kind: "complete" });
    await makeBundles(world);
    expect(await close(world, closeout)).toMatchObject({ kind: "closed_now" });
  });

  test("is refused where another closeout has the channel or the migration", async () => {
    const world = await openWorld({ template: closingTemplate });
    const closeout = await world.start({ channel: "C1" });
    await readyToClose(world, closeout);
    await close(world, closeout);
    const second = await world.start({ channel: "C1" });
    expect(await reopen(world, closeout)).toMatchObject({ kind: "taken" });
    expect((await kinds(world, closeout)).at(-1)).toBe("bundle.requested");
    expect(await world.store.closeouts.openInChannel(closeout.installation, "C1")).toMatchObject({
      id: second.id,
    });
  });

  test("of two at once happens once", async () => {
    const world = await openWorld({ template: closingTemplate });
    const closeout = await world.start();
    await readyToClose(world, closeout);
    await close(world, closeout);
    const input = { closeoutId: closeout.id, member: ana, reason: "Something is missing." };
    const outcomes = await Promise.all(
      [world.deps, world.another()].map((deps) => reopenCloseout(deps, input)),
    );
    expect(outcomes.map(({ kind }) => kind).toSorted()).toEqual(["open", "reopened"]);
  });
});

describe("the list of closeouts", () => {
  test("spans all channels, the closed ones last, and only those in which one takes part", async () => {
    const world = await openWorld({ template: closingTemplate });
    const first = await world.start({ channel: "C1", input: { name: "One" } });
    await readyToClose(world, first);
    await close(world, first);
    await world.start({ channel: "C2", input: { name: "Two" } });
    const names = async (name: string) =>
      (await listCloseouts(world.deps, { member: member(name) })).map((one) =>
        one.kind === "open" ? `${one.card.closeout.name} ${one.card.health}` : `${one.closeout.name} closed`,
      );
    expect(await names("ana")).toEqual(["Two on_track", "One closed"]);
    expect(await names("eva")).toEqual(["Two on_track", "One closed"]);
    expect(await names("maria")).toEqual([]);
  });
});

async function makeBundles(world: World): Promise<void> {
  for (const { id } of await world.sql("select id from bundle where state = 'making'")) {
    await makeBundle(world.deps, { bundleId: String(id) });
  }
}
