import { randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import type { Closeout } from "../../src/domain/closeout.ts";
import type { NewCloseout } from "../../src/ports.ts";
import { at, closeout as example, item } from "../domain/examples.ts";
import { installation, member, openWorld, shareWorld } from "../support/world.ts";

const world = shareWorld();

function opening(different: Partial<Closeout> = {}): NewCloseout {
  const id = randomUUID();
  const closeout = {
    ...example,
    id,
    channel: `C_${id}`,
    migration: { ...example.migration, id: `mig_${id}` },
    ...different,
  };
  return {
    closeout,
    template: { name: "as it was" },
    items: [item({ closeoutId: closeout.id })],
    occurrences: [{ closeoutId: closeout.id, itemId: "S1", kind: "due", moment: at("2026-03-09T09:00") }],
    deliveries: [
      {
        id: randomUUID(),
        conversation: { kind: "channel", channel: closeout.channel },
        subject: { kind: "card" },
      },
    ],
    entry: { actor: member("ana"), kind: "closeout.started", data: {} },
  };
}

describe("starting", () => {
  test("keeps the closeout as it was given, and its template's text", async () => {
    const { closeouts } = world.store;
    const given = opening({ budgetEstimate: { amount: "15000.50", currency: "USD" } });
    expect(await closeouts.start(given)).toEqual({ kind: "started" });
    expect(await closeouts.get(given.closeout.id)).toEqual(given.closeout);
    expect(await closeouts.template(given.closeout.id)).toEqual({ name: "as it was" });
    expect(await closeouts.items([given.closeout.id])).toEqual(given.items);
  });

  test("again, because the answer to the first try was lost, is no conflict with itself", async () => {
    const given = opening();
    expect(await world.store.closeouts.start(given)).toEqual({ kind: "started" });
    expect(await world.store.closeouts.start(given)).toEqual({ kind: "started" });
    expect(await world.ledger(given.closeout)).toHaveLength(1);
  });

  test("keeps nothing when any part of it fails", async () => {
    const given = opening();
    const ofNobody = opening().occurrences;
    const broken = { ...given, occurrences: [...given.occurrences, ...ofNobody] };
    await expect(world.store.closeouts.start(broken)).rejects.toMatchObject({ code: "23503" });
    expect(await world.store.closeouts.get(given.closeout.id)).toBeUndefined();
    const rows = await world.sql("select 1 from ledger_entry where closeout_id = $1", given.closeout.id);
    expect(rows).toEqual([]);
  });

  test("is possible again in the channel and for the migration of a closed one", async () => {
    const first = opening();
    await world.store.closeouts.start(first);
    await world.sql("update closeout set status = 'closed' where id = $1", first.closeout.id);
    const second = opening({ channel: first.closeout.channel, migration: first.closeout.migration });
    expect(await world.store.closeouts.start(second)).toEqual({ kind: "started" });
    const found = await world.store.closeouts.openInChannel(installation, first.closeout.channel);
    expect(found?.id).toBe(second.closeout.id);
  });
});

describe("finding", () => {
  test("by channel and by migration stays within the workspace", async () => {
    const { closeouts } = world.store;
    const closeout = await world.start();
    expect((await closeouts.openInChannel(installation, closeout.channel))?.id).toBe(closeout.id);
    expect((await closeouts.openWithMigration(installation, closeout.migration.id))?.id).toBe(closeout.id);
    const elsewhere = { platform: "slack", tenant: "T2" } as const;
    expect(await closeouts.openInChannel(elsewhere, closeout.channel)).toBeUndefined();
    expect(await closeouts.openWithMigration(elsewhere, closeout.migration.id)).toBeUndefined();
  });

  test("what does not exist is undefined or empty", async () => {
    const { closeouts } = world.store;
    expect(await closeouts.get(randomUUID())).toBeUndefined();
    expect(await closeouts.getMany([])).toEqual([]);
    expect(await closeouts.items([])).toEqual([]);
    expect(await closeouts.notes(randomUUID(), "W1")).toEqual([]);
    expect(await closeouts.ledger(randomUUID(), 10)).toEqual([]);
  });

  test("somebody's closeouts are those they own, hold a role in, or have an open item of", async () => {
    const own = await openWorld();
    const closeout = await own.start();
    const of = async (user: string) => (await own.store.closeouts.openOf(installation, user)).length;
    expect(await Promise.all(["U_ANA", "U_TOM", "U_OLA", "U_MARIA"].map(of))).toEqual([1, 1, 1, 0]);
    await own.act(closeout, "W2", { kind: "assign", user: "U_MARIA" });
    expect(await of("U_MARIA")).toBe(1);
    await own.act(closeout, "W2", { kind: "complete" });
    expect(await of("U_MARIA")).toBe(0);
    expect(await own.store.closeouts.openOf({ platform: "slack", tenant: "T2" }, "U_ANA")).toEqual([]);
    await own.sql("update closeout set status = 'closed'");
    expect(await of("U_ANA")).toBe(0);
  });
});
