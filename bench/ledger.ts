import { sql } from "kysely";
import { pino } from "pino";
import { systemClock } from "../src/clock.ts";
import type { Person } from "../src/domain/identity.ts";
import { checkLedger, type StoredLine } from "../src/domain/ledger/ledger-check.ts";
import { canonicalParts, hashLine } from "../src/domain/ledger/ledger-line.ts";
import type { NewEntry } from "../src/ports.ts";
import { createDatabase } from "../src/postgres/database.ts";
import { closeoutColumns } from "../src/postgres/rows.ts";
import { createStore } from "../src/postgres/store.ts";
import { verdictOn } from "../src/usecases/ledger/verify-ledger.ts";
import { alternate, type Figures, plainFigure, ratioFigure } from "./figure.ts";
import type { Bench } from "./support/bench.ts";
import { openCloseouts } from "./support/closeouts.ts";
import { run } from "./support/databases.ts";
import { newSigner } from "./support/signer.ts";

/** Writers at once, each with a closeout of its own. */
const writers = 8;
const appendMs = 2_000;
const appendPairs = 7;
const verified = 200_000;
const verifyPairs = 7;

const log = pino({ level: "silent" });
const actor: Person = { platform: "slack", tenant: "T0BENCH", user: "U0ANA", name: "Ana Keller" };

/** An entry as people make most of them. */
function entry(n: number): NewEntry {
  const text = `Checked it against the export of last night, run ${n}; nothing differs.`;
  return {
    actor,
    kind: "item.note_added",
    data: { item: "I3", title: "Distribute Behavioral Equivalence Certificate", kind: "note", text },
  };
}

/** How quickly ledgers are written, beside inserting the same rows, and verified, beside hashing the same bytes. */
export async function measureLedger(bench: Bench): Promise<Figures> {
  return { ...(await measureAppend(bench)), ...(await measureVerify(bench)) };
}

async function openStore({ databases, resources }: Bench, closeouts: number) {
  const url = await databases.create();
  await openCloseouts(
    url,
    Array.from({ length: closeouts }, (_, index) => `C${index}`),
  );
  const db = createDatabase({ url, poolSize: writers, log });
  resources.add({ stop: () => db.destroy() });
  const store = createStore(db, systemClock, { betweenPostsMs: 1_000 }, newSigner());
  const ids = (await run(url, "select id from closeout order by id")).map(({ id }) => String(id));
  return { url, db, store, ids };
}

async function measureAppend(bench: Bench): Promise<Figures> {
  const { url, db, store, ids } = await openStore(bench, writers);
  await run(url, "create table plain_entry (like ledger_entry including all)");
  await run(url, "alter table plain_entry add foreign key (closeout_id) references closeout (id)");
  const append = (id: string, n: number) => store.closeouts.change(id, (change) => change.record(entry(n)));
  // The same row in a transaction that reads its closeout as well, but neither locks it, nor chains, hashes and moves a head.
  const insert = (id: string, n: number) =>
    db.transaction().execute(async (trx) => {
      await trx.selectFrom("closeout").select(closeoutColumns).where("id", "=", id).executeTakeFirstOrThrow();
      const { kind, ...said } = entry(n);
      const { actor: who, data } = canonicalParts(said);
      await sql`
        insert into plain_entry (closeout_id, seq, at, actor, kind, data, prev, hash)
        values (${id}, ${n}, ${systemClock.now().toString()}, ${who}, ${kind}, ${data}, ${"0".repeat(64)}, ${"f".repeat(64)})
      `.execute(trx);
    });
  let number = 1_000_000;
  const perSecond = async (write: (id: string, n: number) => Promise<unknown>): Promise<number> => {
    const begin = performance.now();
    let written = 0;
    await Promise.all(
      ids.map(async (id) => {
        while (performance.now() - begin < appendMs) {
          number += 1;
          await write(id, number);
          written += 1;
        }
      }),
    );
    return written / ((performance.now() - begin) / 1_000);
  };
  await perSecond(append);
  await perSecond(insert);
  const pairs = await alternate(
    appendPairs,
    { product: () => perSecond(append), reference: () => perSecond(insert) },
    ({ product, reference, ratio }) =>
      bench.tell(`  ledger append: ${product}/s, plain inserts ${reference}/s: ${ratio}`),
  );
  for (const id of ids) await checkWhole(store, id);
  const detail = { writers, closeouts: ids.length, ms_a_side: appendMs };
  const facts = {
    unit: "ratio of appends a second to plain inserts a second",
    aim: { at_least: 0.5 },
    detail,
  };
  return { "ledger.append_ratio": ratioFigure(pairs, facts) };
}

async function measureVerify(bench: Bench): Promise<Figures> {
  const { store, ids } = await openStore(bench, 1);
  const [id = ""] = ids;
  await grow(store, id);
  const stored = await linesOf(store, id);
  const seconds = async (work: () => unknown): Promise<number> => {
    const begin = performance.now();
    await work();
    return (performance.now() - begin) / 1_000;
  };
  const hashAll = () => {
    for (const { line } of stored) hashLine(line);
  };
  const verifyAll = () => verifyInMemory(id, stored);
  await checkWhole(store, id);
  verifyAll();
  hashAll();
  const perSecond = async (work: () => unknown) => stored.length / (await seconds(work));
  const fromDatabase: number[] = [];
  const pairs = await alternate(
    verifyPairs,
    { product: () => perSecond(verifyAll), reference: () => perSecond(hashAll) },
    ({ product, reference, ratio }) =>
      bench.tell(`  ledger verify: ${product}/s, hashing alone ${reference}/s: ${ratio}`),
  );
  for (let n = 0; n < verifyPairs; n += 1) fromDatabase.push(await perSecond(() => checkWhole(store, id)));
  const bytes = stored.reduce((sum, { line }) => sum + Buffer.byteLength(line), 0);
  const detail = { entries: stored.length, mean_bytes: Math.round(bytes / stored.length) };
  const unit = "ratio of entries verified a second to entries hashed a second";
  return {
    "ledger.verify_ratio": ratioFigure(pairs, { unit, aim: { at_least: 0.4 }, detail }),
    "ledger.verify_from_database_per_s": plainFigure(fromDatabase, "entries a second"),
  };
}

type Store = ReturnType<typeof createStore>;

/** Writes entries as the product does, many in one change. */
async function grow(store: Store, id: string): Promise<void> {
  const have = (await store.closeouts.ledger(id, 1))[0]?.entry.seq ?? 0;
  for (let done = have; done < verified; ) {
    const count = Math.min(10_000, verified - done);
    await store.closeouts.change(id, async (change) => {
      for (let n = 1; n <= count; n += 1) await change.record(entry(done + n));
      await change.signHead("daily");
    });
    done += count;
  }
}

async function linesOf(store: Store, id: string): Promise<readonly StoredLine[]> {
  const lines: StoredLine[] = [];
  await store.ledgers.read(id, async (ledger) => {
    for await (const batch of ledger.batches()) lines.push(...batch);
  });
  return lines;
}

/** Verifies what lies in memory, as from a file. */
function verifyInMemory(closeout: string, stored: readonly StoredLine[]): void {
  const check = checkLedger({ closeout, signatures: [], keys: [] });
  for (const one of stored) check.take(one);
  const verdict = check.end();
  if (verdict.kind !== "whole" || verdict.length !== stored.length) throw new Error(JSON.stringify(verdict));
}

/** Verifies a ledger from the database as the command does. */
async function checkWhole(store: Store, id: string): Promise<void> {
  const verdict = await store.ledgers.read(id, (ledger) => verdictOn(id, ledger));
  if (verdict?.kind !== "whole") throw new Error(`The ledger ${id} came out as ${JSON.stringify(verdict)}`);
}
