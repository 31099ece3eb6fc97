import { expect, test } from "vitest";
import type { Announcement, DueCloseout } from "../../src/ports.ts";
import { at } from "../domain/examples.ts";
import { openWorld, type World } from "../support/world.ts";

const friday = at("2026-03-06T09:00");

/** Announces everything in the channel alone. */
function announceAll(due: readonly DueCloseout[]): readonly Announcement[] {
  return due.map(({ closeout, due: announced }) => ({
    closeoutId: closeout.id,
    announced,
    dropped: [],
    planned: [],
    reminders: announced.map((occurrence) => ({
      occurrence,
      conversation: { kind: "channel", channel: closeout.channel },
    })),
    entry: { actor: { system: "closeout" }, kind: "reminders.announced", data: {} },
  }));
}

async function stateOf(world: World): Promise<Record<string, unknown> | undefined> {
  const [row] = await world.sql(`select
    (select count(*)::int from occurrence where status = 'announced') as announced,
    (select count(*)::int from reminder) as reminders,
    (select count(*)::int from delivery where subject->>'kind' = 'digest') as digests,
    (select count(*)::int from ledger_entry where kind = 'reminders.announced') as entries`);
  return row;
}

const nothing = { announced: 0, reminders: 0, digests: 0, entries: 0 };

test("what is due comes with its closeout and the items that it is about", async () => {
  const world = await openWorld();
  const closeout = await world.start();
  const seen: DueCloseout[] = [];
  await world.store.reminders.announceDue(friday, 10, (due) => {
    seen.push(...due);
    return announceAll(due);
  });
  expect(seen).toMatchObject([{ closeout: { id: closeout.id } }]);
  expect(seen[0]?.due.map(({ itemId, kind }) => `${itemId} ${kind}`).toSorted()).toEqual([
    "W1 before",
    "W2 before",
    "W3 before",
  ]);
  expect(seen[0]?.items.map(({ id }) => id)).toEqual(expect.arrayContaining(["W1", "W2", "W3"]));
});

test("nothing is kept when the decision fails, and the next sweep finds it all again", async () => {
  const world = await openWorld();
  await world.start();
  const failing = world.store.reminders.announceDue(friday, 10, () => {
    throw new RangeError("no decision");
  });
  await expect(failing).rejects.toThrow("no decision");
  expect(await stateOf(world)).toEqual(nothing);
  await world.store.reminders.announceDue(friday, 10, announceAll);
  expect(await stateOf(world)).toEqual({ announced: 3, reminders: 3, digests: 1, entries: 1 });
});

test("a reminder is kept once for a conversation: a second one is refused by the tables", async () => {
  const world = await openWorld();
  await world.start();
  const twice = world.store.reminders.announceDue(friday, 10, (due) =>
    announceAll(due).map((one) => ({ ...one, reminders: [...one.reminders, ...one.reminders] })),
  );
  await expect(twice).rejects.toMatchObject({ code: "23505" });
  expect(await stateOf(world)).toEqual(nothing);
});

test("no more closeouts are taken at once than asked for", async () => {
  const world = await openWorld();
  for (let count = 0; count < 5; count += 1) await world.start();
  const handled: number[] = [];
  for (let round = 0; round < 4; round += 1) {
    handled.push((await world.store.reminders.announceDue(friday, 2, announceAll)).closeouts);
  }
  expect(handled).toEqual([2, 2, 1, 0]);
  expect(await stateOf(world)).toEqual({ announced: 15, reminders: 15, digests: 5, entries: 5 });
});

test("what is not due yet is left alone", async () => {
  const world = await openWorld();
  await world.start();
  const early = friday.subtract({ seconds: 1 });
  expect(await world.store.reminders.announceDue(early, 10, announceAll)).toEqual({
    closeouts: 0,
    lanes: [],
  });
});
