import { pino } from "pino";
import { systemClock } from "../src/clock.ts";
import type { People, Queue, QueuedJob } from "../src/ports.ts";
import { createDatabase } from "../src/postgres/database.ts";
import { createStore } from "../src/postgres/store.ts";
import { sweep } from "../src/usecases/delivery/sweep.ts";
import { alternate, type Figures, ratioFigure } from "./figure.ts";
import type { Bench } from "./support/bench.ts";
import { openCloseouts } from "./support/closeouts.ts";
import { run } from "./support/databases.ts";
import { idleQueue } from "./support/idle-queue.ts";
import { newSigner } from "./support/signer.ts";

const due = 100;
const few = { waiting: 1_000, closeouts: 100 };
const many = { waiting: 1_000_000, closeouts: 10_000 };
const pairCount = 9;
const sweepsPerSide = 3;
const warmUps = 3;

const log = pino({ level: "silent" });

/** One sweep with 100 reminders due, in as many channels, among a million that wait, over the same among a thousand. */
export async function measureSweep({ databases, resources, tell }: Bench): Promise<Figures> {
  const crowd = await resources.hold(prepare(await databases.create(), many));
  const handful = await resources.hold(prepare(await databases.create(), few));
  for (let round = 0; round < warmUps; round += 1) {
    await crowd.sweepOnce();
    await handful.sweepOnce();
  }
  const pairs = await alternate(
    pairCount,
    {
      product: () => total(sweepsPerSide, crowd.sweepOnce),
      reference: () => total(sweepsPerSide, handful.sweepOnce),
    },
    (pair) => tell(`sweep: among a million ${pair.product} ms, among a thousand ${pair.reference} ms`),
  );
  const detail = {
    due_per_sweep: due,
    among: { product: many, reference: few },
    sweeps_per_side: sweepsPerSide,
    values: "milliseconds for all sweeps of a side",
  };
  return {
    "sweep.growth_ratio": ratioFigure(pairs, { unit: "ratio of time", aim: { at_most: 1.3 }, detail }),
  };
}

async function total(count: number, once: () => Promise<number>): Promise<number> {
  let sum = 0;
  for (let index = 0; index < count; index += 1) sum += await once();
  return sum;
}

type Place = { readonly sweepOnce: () => Promise<number>; stop(): Promise<void> };

/** A store with so many closeouts and waiting reminders, and how to sweep it once with 100 of them due. */
async function prepare(url: string, size: typeof few): Promise<Place> {
  const channels = Array.from({ length: size.closeouts }, (_, index) => `C${index}`);
  await openCloseouts(url, channels);
  await run(url, settleDeliveries);
  await run(url, addWaiting, [size.waiting / size.closeouts / 10]);
  // The day's heads are signed as well, but that is another matter.
  await run(url, "update closeout set head_sign_at = 'infinity'");
  await run(url, "vacuum (analyze)");
  const db = createDatabase({ url, poolSize: 4, log });
  const store = createStore(db, systemClock, { betweenPostsMs: 1_000 }, newSigner());
  let round = 0;
  return {
    async sweepOnce() {
      round += 1;
      await run(url, addDue, [due, round]);
      const handedOver: QueuedJob[] = [];
      const queue: Queue = { ...idleQueue, add: async (jobs) => void handedOver.push(...jobs) };
      const begin = performance.now();
      await sweep({ ...store, people, clock: systemClock, queue, log });
      const took = performance.now() - begin;
      await checkAnnounced(url, handedOver.length);
      await run(url, settleDeliveries);
      await run(url, "delete from lane");
      return took;
    },
    stop: () => db.destroy(),
  };
}

/** Nobody is looked for here. */
const people: People = { profile: async () => undefined };

/** Ten items of each closeout, with as many moments from tomorrow on as are asked for. */
const addWaiting = `insert into occurrence (closeout_id, item_id, kind, moment)
  select closeout_id, id, 'before', now() + interval '1 day' + (position * 97 + moment) * interval '1 minute'
  from item cross join generate_series(1, $1::integer) as moment where position < 10`;

/** Something due a minute ago in so many closeouts, others in each round. */
const addDue = `insert into occurrence (closeout_id, item_id, kind, moment)
  select closeout_id, item.id, 'due', now() - interval '1 minute'
  from (select id from closeout order by md5(id::text || $2::integer) limit $1::integer) as chosen
  join item on item.closeout_id = chosen.id where position = 0`;

/** As if everything had been sent and shown. */
const settleDeliveries = `update delivery set status = 'sent', shown_revision = revision, message = '{}'
  where status = 'pending' or (status = 'sent' and shown_revision < revision)`;

/** The sweep did its work: as many messages wait as reminders were due, and the queue was told. */
async function checkAnnounced(url: string, jobs: number): Promise<void> {
  const [row] = await run(url, "select count(*)::integer as count from delivery where status = 'pending'");
  if (row?.["count"] !== due || jobs === 0) {
    throw new Error(`A sweep made ${String(row?.["count"])} messages of ${due} reminders, and ${jobs} jobs`);
  }
}
