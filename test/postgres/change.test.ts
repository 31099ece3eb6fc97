import { describe, expect, test } from "vitest";
import { at } from "../domain/examples.ts";
import { waiting } from "../support/occurrences.ts";
import { member, openWorld, shareWorld } from "../support/world.ts";

const shared = shareWorld();

describe("a change", () => {
  test("finds the state that the one before it left, also on another process", async () => {
    const closeout = await shared.start();
    const [one, other] = [shared.store.closeouts, shared.another().closeouts];
    const appendOne = async (closeouts: typeof one) =>
      closeouts.change(closeout.id, async (change) => {
        const before = await change.item("W2");
        if (before === undefined) throw new Error("W2 is missing");
        await change.saveItem({ ...before, assignee: `${before.assignee ?? ""}x` });
        await change.record({ actor: member("ana"), kind: "item.assigned", data: {} });
      });
    await Promise.all(Array.from({ length: 20 }, (_, index) => appendOne(index % 2 === 0 ? one : other)));
    const items = await one.items([closeout.id]);
    expect(items.find(({ id }) => id === "W2")?.assignee).toBe("x".repeat(20));
    expect(await shared.ledger(closeout)).toHaveLength(21);
  });

  test("of different closeouts does not wait for each other", async () => {
    const [held, free] = [await shared.start(), await shared.start()];
    const done = await shared.store.closeouts.change(held.id, () =>
      shared.another().closeouts.change(free.id, async () => "went through"),
    );
    expect(done.result).toMatchObject({ result: "went through" });
  });

  test("writes its ledger entries in the order of the calls", async () => {
    const closeout = await shared.start();
    await shared.store.closeouts.change(closeout.id, async (change) => {
      for (const n of [1, 2, 3])
        await change.record({ actor: member("ana"), kind: "item.note_added", data: { n } });
    });
    expect((await shared.ledger(closeout)).slice(1).map(({ data }) => data["n"])).toEqual([1, 2, 3]);
  });

  test("hands back what it decided and the lanes that hold work now", async () => {
    const world = await openWorld();
    const closeout = await world.start({ channel: "C1" });
    await world.sweepAt("2026-03-06T09:00");
    const changed = await world.store.closeouts.change(closeout.id, async (change) => {
      await change.refresh(["W1"]);
      return "decided";
    });
    expect(changed.result).toBe("decided");
    const conversations = changed.lanes.map(({ conversation }) => JSON.stringify(conversation));
    expect(new Set(conversations)).toEqual(
      new Set(['{"kind":"channel","channel":"C1"}', '{"kind":"direct","user":"U_ANA"}']),
    );
  });
});

describe("planning reminders anew", () => {
  test("replaces what waits, leaves what was announced, and announces nothing twice", async () => {
    const world = await openWorld();
    const closeout = await world.start();
    await world.sweepAt("2026-03-06T09:00");
    const occurrence = (kind: "before" | "due", shown: string) =>
      ({ closeoutId: closeout.id, itemId: "W1", kind, moment: at(shown) }) as const;
    await world.store.closeouts.change(closeout.id, async (change) => {
      const before = await change.reminders("W1");
      expect(before.announced).toMatchObject([{ kind: "before" }]);
      expect(before.waiting.map(({ kind }) => kind)).toEqual(["due", "overdue", "sponsor"]);
      await change.replan("W1", [
        occurrence("before", "2026-03-06T09:00"),
        occurrence("due", "2026-03-11T10:00"),
      ]);
    });
    expect(await waiting(world, closeout, "W1")).toEqual(["due Wed 2026-03-11 10:00"]);
    expect(await waiting(world, closeout, "W2")).toHaveLength(3);
  });

  test("lets what was dropped wait again", async () => {
    const world = await openWorld();
    const closeout = await world.start();
    await world.sql("update occurrence set status = 'dropped' where item_id = 'W1' and kind = 'due'");
    const due = {
      closeoutId: closeout.id,
      itemId: "W1",
      kind: "due",
      moment: at("2026-03-09T09:00"),
    } as const;
    await world.store.closeouts.change(closeout.id, (change) => change.replan("W1", [due]));
    expect(await waiting(world, closeout, "W1")).toEqual(["due Mon 2026-03-09 09:00"]);
  });
});
