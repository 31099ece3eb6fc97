import { describe, expect, test } from "vitest";
import { reconcileBudget, setBudgetLine } from "../../../src/usecases/budget/change-budget.ts";
import { readItem } from "../../../src/usecases/checklist/read-items.ts";
import { describeDocument, reviewDocument } from "../../../src/usecases/handover/change-document.ts";
import { at } from "../../domain/examples.ts";
import { fullTemplate } from "../../support/decommissions.ts";
import { complete, itemOf, messageOf, note, reopen, skip } from "../../support/item-acts.ts";
import { waiting } from "../../support/occurrences.ts";
import { member, openWorld, shareWorld } from "../../support/world.ts";

/** For tests that need a fresh closeout, but no database to themselves. The clock stands still at eight. */
const sharedWorld = shareWorld();
const shared = { world: sharedWorld, closeout: () => sharedWorld.start() };

const fromTheStart = [
  "before Fri 2026-03-06 09:00",
  "due Mon 2026-03-09 09:00",
  "overdue Tue 2026-03-10 09:00",
  "sponsor Thu 2026-03-12 09:00",
];

describe("completing", () => {
  test("settles the item with who and when, ends its reminders and is in the ledger", async () => {
    const world = await openWorld();
    const closeout = await world.start();
    expect(await waiting(world, closeout, "W1")).toEqual(fromTheStart);
    expect(await world.act(closeout, "W1", complete, member("tom"))).toMatchObject({
      kind: "changed",
      item: { id: "W1", state: { kind: "done", by: { user: "U_TOM", name: "tom" } } },
    });
    const state = (await itemOf(world, closeout, "W1"))?.state;
    expect(state).toMatchObject({ kind: "done", by: { user: "U_TOM" } });
    expect(state?.kind === "done" && state.at).toEqual(at("2026-03-02T08:00"));
    expect(await waiting(world, closeout, "W1")).toEqual([]);
    expect(await waiting(world, closeout, "W2")).toEqual(fromTheStart);
    expect(await world.ledger(closeout)).toMatchObject([
      { kind: "closeout.started" },
      { kind: "item.completed", actor: { user: "U_TOM" }, data: { item: "W1", title: "Compare baselines" } },
    ]);
  });

  test("by hand, where evidence completes the item, says so in the outcome, the ledger and the details", async () => {
    const world = await openWorld({ template: fullTemplate });
    const closeout = await world.start();
    const read = async (itemId: string) => {
      const view = await readItem(world.deps, { closeoutId: closeout.id, itemId, member: member("tom") });
      return "kind" in view ? view.kind : view.insteadOf;
    };
    expect(await world.act(closeout, "I3", complete)).toMatchObject({ insteadOf: "certificate" });
    expect(await world.act(closeout, "U1", complete)).toMatchObject({ insteadOf: "review" });
    expect(await world.act(closeout, "I1", complete)).not.toHaveProperty("insteadOf");
    const completed = (await world.ledger(closeout)).filter(({ kind }) => kind === "item.completed");
    expect(completed.map(({ data }) => data["insteadOf"])).toEqual(["certificate", "review", undefined]);
    expect([await read("I3"), await read("U1"), await read("I1")]).toEqual([
      "certificate",
      "review",
      undefined,
    ]);
  });

  test("by its evidence says nothing of a hand, also where a review is somebody's own act", async () => {
    const world = await openWorld({ template: fullTemplate });
    const closeout = await world.start();
    const about = { closeoutId: closeout.id, itemId: "U1" };
    const link = "https://wiki.example.com/diagram";
    await describeDocument(world.deps, {
      ...about,
      member: member("tom"),
      link,
      words: "",
    });
    await reviewDocument(world.deps, { ...about, member: member("ola"), number: 1 });
    const view = await readItem(world.deps, { ...about, member: member("tom") });
    expect(view).toMatchObject({ item: { state: { kind: "done", by: { user: "U_OLA" } } } });
    expect(view).not.toHaveProperty("insteadOf");
  });

  test("by hand is made good by the evidence when it comes, and the ledger has both", async () => {
    const world = await openWorld({ template: fullTemplate });
    const closeout = await world.start();
    const input = { closeoutId: closeout.id, member: member("ana") };
    await world.act(closeout, "C2", complete);
    const wish = { name: "people", estimated: "10", actual: "9", currency: "USD" };
    await setBudgetLine(world.deps, { ...input, wish });
    await reconcileBudget(world.deps, input);
    const view = await readItem(world.deps, { ...input, itemId: "C2" });
    expect(view).toMatchObject({ item: { state: { kind: "done", by: { system: "closeout" } } } });
    expect(view).not.toHaveProperty("insteadOf");
    const completed = (await world.ledger(closeout)).filter(({ kind }) => kind === "item.completed");
    expect(completed.map(({ data }) => data["insteadOf"] ?? data["because"])).toEqual([
      "budget",
      "the budget was reconciled",
    ]);
  });

  test("twice has one effect; the second is told who was first", async () => {
    const world = await openWorld();
    const closeout = await world.start();
    await world.act(closeout, "W1", complete, member("tom"));
    expect(await world.act(closeout, "W1", complete, member("ola"))).toMatchObject({
      kind: "already",
      item: { state: { kind: "done", by: { user: "U_TOM" } } },
    });
    expect(await world.ledger(closeout)).toHaveLength(2);
  });

  test("updates the card in place", async () => {
    const world = await openWorld();
    const closeout = await world.start();
    await world.deliver();
    await world.act(closeout, "W1", complete);
    await world.deliver();
    expect(world.chat.posts).toMatchObject([
      { updates: 1, notice: { kind: "card", phases: [{ list: "week", settled: 1, total: 3 }] } },
    ]);
  });

  test("by twenty at the same moment leaves no gap and no fork in the ledger", async () => {
    const world = await openWorld();
    const closeout = await world.start();
    await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        world.act(closeout, `W${(index % 3) + 1}`, note(`Note ${index}`)),
      ),
    );
    const ledger = await world.ledger(closeout);
    expect(ledger).toHaveLength(21);
    expect(new Set(ledger.slice(1).map(({ data }) => data["text"])).size).toBe(20);
    const [row] = await world.sql("select ledger_seq as head, ledger_hash from closeout");
    expect(row).toMatchObject({ head: 21 });
  });

  test("and reopening by many at once comes out as one order of events", async () => {
    const world = await openWorld();
    const closeout = await world.start();
    const outcomes = await Promise.all(
      Array.from({ length: 12 }, (_, index) =>
        world.act(closeout, "W1", index % 2 === 0 ? complete : reopen),
      ),
    );
    const kinds = (await world.ledger(closeout)).slice(1).map(({ kind }) => kind);
    expect(kinds).toHaveLength(outcomes.filter(({ kind }) => kind === "changed").length);
    // Each change finds the state that the one before it left.
    expect(kinds).toEqual(kinds.map((_, index) => (index % 2 === 0 ? "item.completed" : "item.reopened")));
  });
});

describe("reopening", () => {
  test("brings the reminders back", async () => {
    const world = await openWorld();
    const closeout = await world.start();
    await world.act(closeout, "W1", complete);
    expect(await world.act(closeout, "W1", reopen)).toMatchObject({ item: { state: { kind: "open" } } });
    expect(await waiting(world, closeout, "W1")).toEqual(fromTheStart);
    expect((await world.ledger(closeout)).at(-1)).toMatchObject({
      kind: "item.reopened",
      data: { was: "done" },
    });
  });

  test("an overdue item is reminded of at the next digest, and of nothing that was announced before", async () => {
    const world = await openWorld();
    const closeout = await world.start();
    await world.sweepAt("2026-03-10T09:00");
    await world.act(closeout, "W1", complete);
    await world.act(closeout, "W1", reopen);
    expect(await waiting(world, closeout, "W1")).toEqual([
      "overdue Wed 2026-03-11 09:00",
      "sponsor Thu 2026-03-12 09:00",
    ]);
  });

  test("of an open item changes nothing", async () => {
    const world = await openWorld();
    const closeout = await world.start();
    expect(await world.act(closeout, "W1", reopen)).toMatchObject({ kind: "already" });
    expect(await world.ledger(closeout)).toHaveLength(1);
  });
});

describe("skipping", () => {
  test("keeps the reason in the item and the ledger, and ends the reminders", async () => {
    const world = await openWorld();
    const closeout = await world.start();
    const outcome = await world.act(closeout, "W2", skip("  No users yet\u0000 "));
    expect(outcome).toMatchObject({ item: { state: { kind: "skipped", reason: "No users yet" } } });
    expect((await itemOf(world, closeout, "W2"))?.state).toMatchObject({
      kind: "skipped",
      reason: "No users yet",
    });
    expect(await waiting(world, closeout, "W2")).toEqual([]);
    expect((await world.ledger(closeout)).at(-1)).toMatchObject({
      kind: "item.skipped",
      data: { reason: "No users yet" },
    });
  });

  test.each([
    ["", "Say why it is skipped"],
    [" \u0000 ", "Say why it is skipped"],
    ["no", "at least 3 characters"],
    ["x".repeat(2001), "longer than 2000 characters"],
  ])("with the reason %j is refused in words", async (reason, sentence) => {
    const closeout = await shared.closeout();
    expect(messageOf(await shared.world.act(closeout, "W1", skip(reason)))).toContain(sentence);
    expect(await shared.world.ledger(closeout)).toHaveLength(1);
  });
});
