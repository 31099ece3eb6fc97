import { describe, expect, test } from "vitest";
import { at } from "../../domain/examples.ts";
import { complete, due, itemOf, messageOf, reopen, snooze } from "../../support/item-acts.ts";
import { waiting } from "../../support/occurrences.ts";
import { openWorld, shareWorld } from "../../support/world.ts";

/** For tests that need a fresh closeout, but no database to themselves. The clock stands still at eight. */
const sharedWorld = shareWorld();
const shared = { world: sharedWorld, closeout: () => sharedWorld.start() };

describe("snoozing", () => {
  test("silences the item until then and reminds at the end", async () => {
    const world = await openWorld();
    const closeout = await world.start();
    expect(await world.act(closeout, "W1", snooze("2026-03-10 14:00"))).toMatchObject({ kind: "changed" });
    expect(await waiting(world, closeout, "W1")).toEqual([
      "snoozed Tue 2026-03-10 14:00",
      "overdue Wed 2026-03-11 09:00",
      "sponsor Thu 2026-03-12 09:00",
    ]);
    expect((await world.ledger(closeout)).at(-1)).toMatchObject({
      kind: "item.snoozed",
      data: { item: "W1", until: at("2026-03-10T14:00").toString() },
    });
  });

  test.each([
    [{ kind: "1h" }, "2026-03-02T09:00"],
    [{ kind: "tomorrow" }, "2026-03-03T09:00"],
    [{ kind: "next-working-day" }, "2026-03-03T09:00"],
    [{ kind: "date", date: "2026-03-20" }, "2026-03-20T09:00"],
  ] as const)("until %j", async (until, shown) => {
    const closeout = await shared.closeout();
    const outcome = await shared.world.act(closeout, "W1", { kind: "snooze", until });
    expect(outcome.kind === "changed" && outcome.item.snoozedUntil).toEqual(at(shown));
  });

  test.each([
    ["yesterday", "I do not understand “yesterday”"],
    ["2026-02-01", "is in the past"],
    ["2028-01-01", "more than a year away"],
    ["", "Say when"],
  ])("until %j is refused in words", async (words, sentence) => {
    const closeout = await shared.closeout();
    expect(messageOf(await shared.world.act(closeout, "W1", snooze(words)))).toContain(sentence);
    expect((await itemOf(shared.world, closeout, "W1"))?.snoozedUntil).toBeUndefined();
  });
});

describe("the sponsor", () => {
  test("is told after a snooze that outlasts their moment", async () => {
    const world = await openWorld();
    const closeout = await world.start();
    await world.act(closeout, "W1", snooze("2026-03-20 14:00"));
    expect(await waiting(world, closeout, "W1")).toEqual([
      "snoozed Fri 2026-03-20 14:00",
      "overdue Mon 2026-03-23 09:00",
      "sponsor Mon 2026-03-23 09:00",
    ]);
  });

  test("who was told of a due is not told of it again, but of a new one", async () => {
    const world = await openWorld();
    const closeout = await world.start();
    await world.sweepAt("2026-03-12T09:00");
    await world.act(closeout, "W1", snooze("2026-03-20 14:00"));
    expect(await waiting(world, closeout, "W1")).toEqual([
      "snoozed Fri 2026-03-20 14:00",
      "overdue Mon 2026-03-23 09:00",
    ]);
    await world.act(closeout, "W1", due("2026-03-13 10:00"));
    expect(await waiting(world, closeout, "W1")).toEqual([
      "before Thu 2026-03-12 09:00",
      "due Fri 2026-03-13 10:00",
      "overdue Mon 2026-03-16 09:00",
      "sponsor Tue 2026-03-17 09:00",
    ]);
  });

  test("is told once of an item that was settled when their moment came and is reopened", async () => {
    const world = await openWorld();
    const closeout = await world.start();
    await world.act(closeout, "W1", complete);
    await world.sweepAt("2026-03-19T10:00");
    await world.act(closeout, "W1", reopen);
    const planned = ["overdue Fri 2026-03-20 09:00", "sponsor Fri 2026-03-20 09:00"];
    expect(await waiting(world, closeout, "W1")).toEqual(planned);
    await world.sweepAt("2026-03-20T09:00");
    await world.act(closeout, "W1", complete);
    await world.act(closeout, "W1", reopen);
    expect(await waiting(world, closeout, "W1")).toEqual(["overdue Mon 2026-03-23 09:00"]);
  });
});

describe("changing the due", () => {
  test("plans the reminders anew and ends a snooze", async () => {
    const world = await openWorld();
    const closeout = await world.start();
    await world.act(closeout, "W1", snooze("2026-03-05 10:00"));
    expect(await world.act(closeout, "W1", due("2026-03-17"))).toMatchObject({ kind: "changed" });
    const item = await itemOf(world, closeout, "W1");
    expect(item?.due).toEqual(at("2026-03-17T17:00"));
    expect(item?.snoozedUntil).toBeUndefined();
    expect(await waiting(world, closeout, "W1")).toEqual([
      "before Mon 2026-03-16 09:00",
      "due Tue 2026-03-17 17:00",
      "overdue Wed 2026-03-18 09:00",
      "sponsor Mon 2026-03-23 09:00",
    ]);
    expect((await world.ledger(closeout)).at(-1)).toMatchObject({
      kind: "item.due_changed",
      data: { from: at("2026-03-09T02:30").toString(), to: at("2026-03-17T17:00").toString() },
    });
  });

  test.each([
    ["last week", "I do not understand “last week”"],
    ["2026-02-01", "is in the past"],
    ["2026-02-30", "is not a day in the calendar"],
    ["9999-01-01", "more than five years away"],
  ])("to %j is refused in words", async (words, sentence) => {
    const closeout = await shared.closeout();
    expect(messageOf(await shared.world.act(closeout, "W1", due(words)))).toContain(sentence);
  });
});
