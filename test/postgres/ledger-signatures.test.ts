import { Temporal } from "temporal-polyfill";
import { describe, expect, test } from "vitest";
import { checkLedger, type StoredLine } from "../../src/domain/ledger/ledger-check.ts";
import { signedHeadHolds } from "../../src/domain/ledger/ledger-signature.ts";
import type { LedgerSnapshot } from "../../src/ports.ts";
import { createDatabase } from "../../src/postgres/database.ts";
import { createStore, type Store } from "../../src/postgres/store.ts";
import { signDaily } from "../../src/usecases/ledger/sign-daily.ts";
import { at } from "../domain/examples.ts";
import { newSigner, testSigner } from "../support/signers.ts";
import { member, openWorld, shareWorld, type World } from "../support/world.ts";

const world = shareWorld();

async function linesOf(ledger: LedgerSnapshot): Promise<readonly StoredLine[]> {
  const lines: StoredLine[] = [];
  for await (const batch of ledger.batches()) lines.push(...batch);
  return lines;
}

async function snapshot(store: Pick<Store, "ledgers">, closeoutId: string) {
  const taken = await store.ledgers.read(closeoutId, async (ledger) => ({
    ...ledger,
    lines: await linesOf(ledger),
  }));
  if (taken === undefined) throw new Error("There is no such ledger");
  return taken;
}

async function verdict(store: Pick<Store, "ledgers">, closeoutId: string) {
  const { lines, head, ...witnesses } = await snapshot(store, closeoutId);
  const check = checkLedger({ closeout: closeoutId, ...witnesses });
  for (const line of lines) {
    const broken = check.take(line);
    if (broken !== undefined) return broken;
  }
  return check.end(head);
}

const note = { actor: member("ana"), kind: "item.note_added", data: { item: "W1" } } as const;

describe("a signed head", () => {
  test("covers the entries of its own change, and holds by the key beside it", async () => {
    const closeout = await world.start();
    await world.store.closeouts.change(closeout.id, async (change) => {
      await change.signHead("signoff");
      await change.record(note);
      await change.record(note);
    });
    const { signatures, keys, head } = await snapshot(world.store, closeout.id);
    expect(head.seq).toBe(3);
    expect(signatures).toMatchObject([{ closeout: closeout.id, ...head, why: "signoff" }]);
    expect(keys).toEqual([testSigner.key]);
    expect(signatures.every((one) => signedHeadHolds(one, testSigner.key))).toBe(true);
  });

  test("is not there when its change was not", async () => {
    const closeout = await world.start();
    const failing = world.store.closeouts.change(closeout.id, async (change) => {
      await change.record(note);
      await change.signHead("signoff");
      throw new Error("changed its mind");
    });
    await expect(failing).rejects.toThrow("changed its mind");
    expect(await snapshot(world.store, closeout.id)).toMatchObject({ head: { seq: 1 }, signatures: [] });
  });

  test("of an unchanged ledger may be signed again for another reason", async () => {
    const closeout = await world.start();
    for (const why of ["signoff", "export", "export"] as const) {
      await world.store.closeouts.change(closeout.id, (change) => change.signHead(why));
    }
    const { signatures } = await snapshot(world.store, closeout.id);
    expect(signatures.map(({ seq, why }) => [seq, why])).toEqual([
      [1, "export"],
      [1, "signoff"],
    ]);
    expect(await verdict(world.store, closeout.id)).toMatchObject({ kind: "whole", signatures: 2 });
  });

  test("stays verifiable after the key was replaced", async () => {
    const own = await openWorld();
    const closeout = await own.start();
    await own.store.closeouts.change(closeout.id, (change) => change.signHead("signoff"));
    own.clock.set(at("2026-03-03T12:00"));
    const next = newSigner();
    const store = createStore(own.db, own.clock, { betweenPostsMs: 0 }, next);
    await store.closeouts.change(closeout.id, async (change) => {
      await change.record(note);
      await change.signHead("closure");
    });
    expect(await store.ledgers.keys()).toEqual([next.key, testSigner.key]);
    expect(await verdict(own.store, closeout.id)).toMatchObject({
      kind: "whole",
      length: 2,
      signatures: 2,
      lastSigned: { seq: 2, why: "closure", key: next.key.id },
    });
  });

  test.each([
    ["UPDATE", "update ledger_signature set why = 'export'"],
    ["DELETE", "delete from ledger_signature"],
    ["TRUNCATE", "truncate ledger_signature"],
    ["UPDATE", "update signing_key set pem = ''"],
    ["DELETE", "delete from signing_key"],
    ["TRUNCATE", "truncate signing_key cascade"],
    ["DELETE", "delete from ledger_entry"],
    ["DELETE", "set session_replication_role = replica; delete from ledger_entry"],
  ])("cannot be changed: %s by %s", async (operation, statement) => {
    const closeout = await world.start();
    await world.store.closeouts.change(closeout.id, (change) => change.signHead("signoff"));
    await expect(world.sql(statement)).rejects.toThrow(`append-only: ${operation} refused`);
    expect(await verdict(world.store, closeout.id)).toMatchObject({ kind: "whole", signatures: 1 });
  });
});

test("eight writers on two pools leave no gap and no fork, and every signature holds", async () => {
  const closeout = await world.start();
  const other = createDatabase({ url: world.url, poolSize: 4, log: world.deps.log });
  const stores = [world.store, createStore(other, world.clock, { betweenPostsMs: 0 }, newSigner())];
  const write = async (writer: number) => {
    const closeouts = stores[writer % 2]?.closeouts ?? world.store.closeouts;
    for (let turn = 0; turn < 20; turn += 1) {
      await closeouts.change(closeout.id, async (change) => {
        await change.record({ ...note, data: { item: "W1", writer, turn } });
        if (turn % 5 === 0) await change.signHead("signoff");
        if (turn % 3 === 0) await change.record({ ...note, data: { item: "W1", writer, second: turn } });
      });
    }
  };
  await Promise.all(Array.from({ length: 8 }, (_, writer) => write(writer)));
  const { lines, signatures, keys } = await snapshot(world.store, closeout.id);
  expect(lines).toHaveLength(1 + 8 * (20 + 7));
  expect(signatures).toHaveLength(8 * 4);
  expect(keys.length).toBeGreaterThanOrEqual(2);
  expect(await verdict(world.store, closeout.id)).toMatchObject({ kind: "whole", length: lines.length });
  await other.destroy();
});

test("a ledger of several thousand entries is read in order, as it was when reading began", async () => {
  const closeout = await world.start();
  const grow = (count: number) =>
    world.store.closeouts.change(closeout.id, async (change) => {
      for (let n = 0; n < count; n += 1)
        await change.record({ ...note, data: { text: `“${n}”\n\u2028\u001e` } });
    });
  await grow(3_500);
  const read = await world.store.ledgers.read(closeout.id, async (ledger) => {
    await grow(10);
    return await linesOf(ledger);
  });
  expect(read?.map(({ line }) => JSON.parse(line).seq)).toEqual(
    Array.from({ length: 3_501 }, (_, index) => index + 1),
  );
  expect(await verdict(world.store, closeout.id)).toMatchObject({ kind: "whole", length: 3_511 });
});

describe("a ledger that the server's owner has tampered with", () => {
  /** Does what only somebody can do who may switch the triggers off. */
  async function tamper(statement: string, ...values: unknown[]): Promise<void> {
    await world.sql("alter table ledger_entry disable trigger ledger_is_append_only");
    await world.sql(statement, ...values);
    await world.sql("alter table ledger_entry enable always trigger ledger_is_append_only");
  }

  async function withEntries() {
    const closeout = await world.start();
    for (const text of ["one", "two", "three", "four"])
      await world.act(closeout, "W1", { kind: "note", text });
    return closeout;
  }

  test.each([
    [3, "own_hash", `update ledger_entry set data = '{"text":"other"}' where closeout_id = $1 and seq = 3`],
    [2, "own_hash", "update ledger_entry set kind = 'item.skipped' where closeout_id = $1 and seq = 2"],
    [2, "own_hash", "update ledger_entry set at = '2026-01-01T00:00:00Z' where closeout_id = $1 and seq = 2"],
    [4, "own_hash", "update ledger_entry set hash = repeat('a', 64) where closeout_id = $1 and seq = 4"],
    [4, "previous_hash", "update ledger_entry set prev = repeat('a', 64) where closeout_id = $1 and seq = 4"],
    [2, "sequence", "delete from ledger_entry where closeout_id = $1 and seq = 2"],
    [5, "missing", "delete from ledger_entry where closeout_id = $1 and seq = 5"],
    [1, "sequence", "delete from ledger_entry where closeout_id = $1 and seq = 1"],
    [1, "missing", "delete from ledger_entry where closeout_id = $1"],
    [5, "head_hash", "update closeout set ledger_hash = repeat('a', 64) where id = $1"],
    [5, "beyond_head", "update closeout set ledger_seq = 4 where id = $1"],
  ])("is broken from entry %i on: %s", async (seq, fault, statement) => {
    const closeout = await withEntries();
    await tamper(statement, closeout.id);
    expect(await verdict(world.store, closeout.id)).toEqual({ kind: "broken", seq, fault });
  });
});

describe("every day", () => {
  /** Sweeps at a moment and tells at which moments, by the clocks in Berlin, heads were signed so far. */
  async function signedAfter(own: World, closeoutId: string, shown: string): Promise<readonly string[]> {
    own.clock.set(at(shown));
    await Promise.all([signDaily(own.deps), signDaily(own.another())]);
    const { signatures } = await snapshot(own.store, closeoutId);
    return signatures
      .filter(({ why }) => why === "daily")
      .map((one) => Temporal.Instant.from(one.at).toZonedDateTimeISO("Europe/Berlin").toPlainDateTime())
      .map((local) => local.toString({ smallestUnit: "minute" }));
  }
  const write = (own: World, closeoutId: string) =>
    own.store.closeouts.change(closeoutId, (change) => change.record(note));

  test("a head that has moved is signed once, at digest time, also over a change of the clocks", async () => {
    const own = await openWorld();
    const { id } = await own.start();
    const expected = ["2026-03-02T08:00"];
    expect(await signedAfter(own, id, "2026-03-02T08:00")).toEqual(expected);
    // The clocks go forward in the night to Sunday 29 March.
    for (const day of ["2026-03-27", "2026-03-28", "2026-03-29", "2026-03-30"]) {
      await write(own, id);
      if (day !== "2026-03-27") expect(await signedAfter(own, id, `${day}T08:59`)).toEqual(expected);
      expected.push(`${day}T09:00`);
      expect(await signedAfter(own, id, `${day}T09:00`)).toEqual(expected);
      await write(own, id);
      expect(await signedAfter(own, id, `${day}T18:00`)).toEqual(expected);
    }
  });

  test("nothing is signed where nothing has happened, and missed days are caught up once", async () => {
    const own = await openWorld();
    const { id } = await own.start();
    await signedAfter(own, id, "2026-03-02T08:00");
    expect(await signedAfter(own, id, "2026-03-04T09:00")).toEqual(["2026-03-02T08:00"]);
    await write(own, id);
    const late = ["2026-03-02T08:00", "2026-03-09T11:30"];
    expect(await signedAfter(own, id, "2026-03-09T11:30")).toEqual(late);
    await write(own, id);
    expect(await signedAfter(own, id, "2026-03-09T23:59")).toEqual(late);
    expect(await signedAfter(own, id, "2026-03-10T09:00")).toEqual([...late, "2026-03-10T09:00"]);
  });

  test("closed closeouts are left alone", async () => {
    const own = await openWorld();
    const { id } = await own.start();
    await own.sql("update closeout set status = 'closed' where id = $1", id);
    expect(await signedAfter(own, id, "2026-03-02T08:00")).toEqual([]);
  });
});

test("there is no ledger of a closeout that is not there", async () => {
  const work = async (ledger: LedgerSnapshot) => ledger.head;
  expect(await world.store.ledgers.read("00000000-0000-4000-8000-000000000000", work)).toBeUndefined();
});
