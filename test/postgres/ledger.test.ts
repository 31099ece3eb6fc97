import { describe, expect, test } from "vitest";
import { checkChain, genesis } from "../../src/domain/ledger/ledger.ts";
import { shareWorld } from "../support/world.ts";

const world = shareWorld();

/** A closeout with five entries. */
async function withHistory() {
  const closeout = await world.start();
  for (const itemId of ["W1", "W2"]) {
    await world.act(closeout, itemId, { kind: "complete" });
    await world.act(closeout, itemId, { kind: "reopen" });
  }
  return closeout;
}

async function chainOf(closeoutId: string) {
  return (await world.store.closeouts.ledger(closeoutId, 100)).toReversed();
}

describe("the ledger refuses", () => {
  test.each([
    ["UPDATE", "update ledger_entry set kind = 'item.reopened'"],
    ["DELETE", "delete from ledger_entry"],
    ["DELETE", "delete from ledger_entry where seq = 1"],
    ["TRUNCATE", "truncate ledger_entry cascade"],
    ["TRUNCATE", "truncate closeout cascade"],
    [
      "UPDATE",
      "insert into ledger_entry select * from ledger_entry on conflict (closeout_id, seq) do update set at = 'now'",
    ],
  ])("%s by %j", async (operation, statement) => {
    const closeout = await withHistory();
    await expect(world.sql(statement)).rejects.toThrow(`the ledger is append-only: ${operation} refused`);
    expect(checkChain(await chainOf(closeout.id))).toMatchObject({ kind: "holds", length: 5 });
  });

  test("a second entry with the same number", async () => {
    const closeout = await withHistory();
    await expect(
      world.sql(
        "insert into ledger_entry select * from ledger_entry where closeout_id = $1 and seq = 2",
        closeout.id,
      ),
    ).rejects.toMatchObject({ code: "23505" });
  });
});

describe("the chain", () => {
  test("holds from its first entry to the head that the closeout keeps", async () => {
    const closeout = await withHistory();
    const entries = await chainOf(closeout.id);
    const [row] = await world.sql("select ledger_seq, ledger_hash from closeout where id = $1", closeout.id);
    expect(entries[0]?.entry.prev).toBe(genesis);
    expect(checkChain(entries)).toEqual({ kind: "holds", length: 5, head: row?.["ledger_hash"] });
    expect(row?.["ledger_seq"]).toBe(5);
  });

  test("comes back from the database exactly as it was hashed, whatever people wrote", async () => {
    const closeout = await world.start();
    const awkward = [
      "“quotes” \\ back",
      "1e400 0.1 -0",
      "שלום \u2028 👩‍👩‍👧",
      '{"b":1,"a":2}',
      "\u0007 bell",
    ];
    for (const text of awkward) await world.act(closeout, "W1", { kind: "note", text });
    const entries = await chainOf(closeout.id);
    expect(checkChain(entries)).toMatchObject({ kind: "holds", length: 6 });
    expect(entries.slice(1).map(({ entry }) => entry.data["text"])).toEqual(awkward);
  });

  test("breaks when somebody gets around the trigger", async () => {
    const closeout = await withHistory();
    const tampered = (await chainOf(closeout.id)).map(({ entry, hash }) =>
      entry.seq === 3 ? { entry: { ...entry, data: { ...entry.data, item: "W9" } }, hash } : { entry, hash },
    );
    expect(checkChain(tampered)).toEqual({ kind: "broken", seq: 3, why: "own hash" });
  });

  test("is read newest first, and no more than asked for", async () => {
    const closeout = await withHistory();
    const latest = await world.store.closeouts.ledger(closeout.id, 2);
    expect(latest.map(({ entry }) => entry.seq)).toEqual([5, 4]);
  });

  test("of one closeout knows nothing of the others", async () => {
    const [one, other] = [await withHistory(), await withHistory()];
    const entries = await chainOf(one.id);
    expect(new Set(entries.map(({ entry }) => entry.closeout))).toEqual(new Set([one.id]));
    expect(entries.at(-1)?.hash).not.toBe((await chainOf(other.id)).at(-1)?.hash);
  });
});
