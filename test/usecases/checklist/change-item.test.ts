import { describe, expect, test } from "vitest";
import { changeItem, type ItemAct } from "../../../src/usecases/checklist/change-item.ts";
import { at } from "../../domain/examples.ts";
import {
  assign,
  complete,
  due,
  itemOf,
  messageOf,
  note,
  reopen,
  skip,
  snooze,
} from "../../support/item-acts.ts";
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

describe("assigning", () => {
  test("gives the item to somebody, and back to nobody", async () => {
    const world = await openWorld();
    const closeout = await world.start();
    expect(await world.act(closeout, "W2", assign("U_MARIA"))).toMatchObject({
      item: { assignee: "U_MARIA" },
    });
    expect((await itemOf(world, closeout, "W2"))?.assignee).toBe("U_MARIA");
    await world.act(closeout, "W2", assign(undefined));
    expect((await itemOf(world, closeout, "W2"))?.assignee).toBeUndefined();
    expect((await world.ledger(closeout)).slice(1)).toMatchObject([
      { kind: "item.assigned", data: { from: null, to: "U_MARIA" } },
      { kind: "item.assigned", data: { from: "U_MARIA", to: null } },
    ]);
    expect(await waiting(world, closeout, "W2")).toEqual(fromTheStart);
  });

  test.each(["U_GUS", "U_SAM", "U_ROBOT", "U_DON", "U_NOBODY"])("to %s is refused", async (user) => {
    const closeout = await shared.closeout();
    expect(messageOf(await shared.world.act(closeout, "W2", assign(user)))).toContain("full members");
    expect((await itemOf(shared.world, closeout, "W2"))?.assignee).toBeUndefined();
  });
});

describe("notes and evidence", () => {
  test("are there once when the answer to the commit was lost and the change is made again", async () => {
    const world = await openWorld();
    const closeout = await world.start();
    const { closeouts } = world.deps;
    const twice: typeof closeouts = {
      ...closeouts,
      async change(closeoutId, work) {
        await closeouts.change(closeoutId, work);
        return closeouts.change(closeoutId, work);
      },
    };
    const input = { closeoutId: closeout.id, itemId: "W1", member: member("tom"), act: note("Seen.") };
    expect(await changeItem({ ...world.deps, closeouts: twice }, input)).toMatchObject({ kind: "changed" });
    expect(await closeouts.notes(closeout.id, "W1")).toHaveLength(1);
    const added = (await world.ledger(closeout)).filter(({ kind }) => kind === "item.note_added");
    expect(added).toHaveLength(1);
  });

  test("say what they were kept as: a link is evidence, also where a note was asked for", async () => {
    const world = await openWorld();
    const closeout = await world.start();
    expect(await world.act(closeout, "W1", note("https://example.com/p95"))).toMatchObject({
      kind: "changed",
      attached: "evidence",
    });
    expect(await world.act(closeout, "W1", note("It took an hour."))).toMatchObject({ attached: "note" });
  });

  test("are kept in order with their writers, on settled items too", async () => {
    const world = await openWorld();
    const closeout = await world.start();
    await world.act(closeout, "W1", complete);
    await world.act(closeout, "W1", note("It took an hour.\u0000 \ud800"), member("tom"));
    world.clock.set(at("2026-03-02T08:01"));
    await world.act(closeout, "W1", { kind: "evidence", text: " https://example.com/p95 " }, member("ola"));
    const notes = await world.store.closeouts.notes(closeout.id, "W1");
    expect(notes).toMatchObject([
      { kind: "note", text: "It took an hour. \ufffd", by: { user: "U_TOM" } },
      { kind: "evidence", text: "https://example.com/p95", by: { user: "U_OLA" } },
    ]);
    expect((await world.ledger(closeout)).slice(2)).toMatchObject([
      { kind: "item.note_added", data: { item: "W1", kind: "note" } },
      { kind: "item.note_added", data: { item: "W1", kind: "evidence", text: "https://example.com/p95" } },
    ]);
    expect(await world.store.closeouts.notes(closeout.id, "W2")).toEqual([]);
  });

  test.each<[string, ItemAct, string]>([
    ["an empty note", note(" "), "There is nothing to attach"],
    ["a note that is too long", note("x".repeat(3001)), "longer than 3000 characters"],
    ["evidence that is no link", { kind: "evidence", text: "see the wiki" }, "Evidence is a link"],
    ["a link that does something", { kind: "evidence", text: "javascript:alert(1)" }, "Evidence is a link"],
  ])("%s is refused in words", async (_, act, sentence) => {
    const closeout = await shared.closeout();
    expect(messageOf(await shared.world.act(closeout, "W1", act))).toContain(sentence);
    expect(await shared.world.store.closeouts.notes(closeout.id, "W1")).toEqual([]);
  });
});

describe("what a settled item does not allow", () => {
  test.each<[string, ItemAct, ItemAct, string]>([
    ["completing what was skipped", skip("Not needed"), complete, "It was skipped. Reopen it first"],
    ["skipping what is done", complete, skip("Not needed"), "It is done already"],
    ["assigning what is done", complete, assign("U_TOM"), "It is settled. Reopen it first."],
    ["snoozing what is done", complete, snooze("tomorrow"), "It is settled. Reopen it first."],
    ["moving the due of what is done", complete, due("tomorrow"), "It is settled. Reopen it first."],
  ])("%s", async (_, first, second, sentence) => {
    const closeout = await shared.closeout();
    await shared.world.act(closeout, "W1", first);
    expect(messageOf(await shared.world.act(closeout, "W1", second))).toContain(sentence);
    expect(await shared.world.ledger(closeout)).toHaveLength(2);
  });
});

describe("who may do what", () => {
  const everybody = ["ana", "tom", "jonas", "eva", "li", "ola"];
  const cast = [...everybody, "maria"];
  const table: readonly (readonly [string, ItemAct, readonly string[]])[] = [
    ["complete", complete, everybody],
    ["assign", assign("U_MARIA"), everybody],
    ["snooze", snooze("tomorrow"), everybody],
    ["add a note", note("Seen."), everybody],
    ["attach evidence", { kind: "evidence", text: "https://example.com" }, everybody],
    ["skip", skip("Not needed"), ["ana", "tom"]],
    ["move the due", due("2026-03-20"), ["ana"]],
  ];

  test.each(table)("%s", async (_, act, allowed) => {
    const outcomes = await Promise.all(
      cast.map(async (name) => {
        const closeout = await shared.closeout();
        const { kind } = await shared.world.act(closeout, "W2", act, member(name));
        expect(await shared.world.ledger(closeout)).toHaveLength(kind === "changed" ? 2 : 1);
        return { name, kind };
      }),
    );
    expect(outcomes.filter(({ kind }) => kind === "changed").map(({ name }) => name)).toEqual(allowed);
    const rest = outcomes.filter(({ name }) => !allowed.includes(name));
    expect(rest.every(({ kind }) => kind === "not_permitted")).toBe(true);
  });

  test("reopening is everybody's with a role", async () => {
    const outcomes = await Promise.all(
      cast.map(async (name) => {
        const closeout = await shared.closeout();
        await shared.world.act(closeout, "W1", complete);
        return (await shared.world.act(closeout, "W1", reopen, member(name))).kind;
      }),
    );
    expect(outcomes).toEqual([...everybody.map(() => "changed"), "not_permitted"]);
  });

  test("a refusal names who can", async () => {
    const closeout = await shared.closeout();
    expect(await shared.world.act(closeout, "W1", skip("Not needed"), member("eva"))).toMatchObject({
      kind: "not_permitted",
      who: ["owner", "technical_lead"],
    });
  });

  test.each([
    ["workspace", { tenant: "T2" }],
    ["platform", { platform: "teams" }],
  ] as const)("the owner's user id from another %s is a stranger", async (_, different) => {
    const closeout = await shared.closeout();
    for (const [, act] of table) {
      const outcome = await shared.world.act(closeout, "W1", act, member("ana", different));
      expect(outcome.kind).toBe("not_permitted");
    }
    expect(await shared.world.ledger(closeout)).toHaveLength(1);
  });
});

describe("what is not there", () => {
  test("an unknown item gets the nearest suggestion", async () => {
    const closeout = await shared.closeout();
    expect(await shared.world.act(closeout, "W11", complete)).toMatchObject({
      kind: "no_such_item",
      suggestion: "W1",
    });
    expect(await shared.world.act(closeout, "nonsense", complete)).toEqual({
      kind: "no_such_item",
      closeout,
    });
    expect(await shared.world.act(closeout, "W\u0000", complete)).toMatchObject({ kind: "no_such_item" });
  });

  test("a closeout that does not exist is said so", async () => {
    const closeout = await shared.closeout();
    const unknown = { ...closeout, id: "00000000-0000-4000-8000-000000000000" };
    expect(await shared.world.act(unknown, "W1", complete)).toEqual({ kind: "no_closeout" });
  });

  test("a closed closeout changes no more", async () => {
    const world = await openWorld();
    const closeout = await world.start();
    await world.sql("update closeout set status = 'closed'");
    expect(await world.act(closeout, "W1", complete)).toEqual({ kind: "closed" });
    expect(await world.ledger(closeout)).toHaveLength(1);
  });
});

describe("the store", () => {
  test("keeps nothing of a change that fails half-way", async () => {
    const world = await openWorld();
    const closeout = await world.start();
    const failing = world.store.closeouts.change(closeout.id, async (change) => {
      const item = await change.item("W1");
      if (item === undefined) throw new Error("W1 is missing");
      await change.saveItem({ ...item, assignee: "U_MARIA" });
      await change.replan("W1", []);
      await change.record({ actor: member("ana"), kind: "item.assigned", data: {} });
      await change.refresh(["W1"]);
      throw new RangeError("half-way");
    });
    await expect(failing).rejects.toThrow("half-way");
    expect((await itemOf(world, closeout, "W1"))?.assignee).toBe("U_ANA");
    expect(await waiting(world, closeout, "W1")).toEqual(fromTheStart);
    expect(await world.ledger(closeout)).toHaveLength(1);
  });

  test("says that it has no such closeout to change", async () => {
    const { closeouts } = shared.world.store;
    await expect(
      closeouts.change("00000000-0000-4000-8000-000000000000", async () => 1),
    ).rejects.toMatchObject({
      code: "no_such_closeout",
      retryable: false,
    });
  });

  test("hurries the lanes of what became stale", async () => {
    const world = await openWorld();
    const closeout = await world.start({ channel: "C1" });
    const before = world.queue.jobs.length;
    await world.act(closeout, "W1", complete);
    expect(world.queue.jobs.slice(before)).toMatchObject([
      {
        payload: {
          lanes: [{ installation: closeout.installation, conversation: { kind: "channel", channel: "C1" } }],
        },
      },
    ]);
  });

  test("changes although the queue is away", async () => {
    const world = await openWorld();
    const closeout = await world.start();
    world.queue.away = true;
    expect(await world.act(closeout, "W1", complete)).toMatchObject({ kind: "changed" });
  });
});
