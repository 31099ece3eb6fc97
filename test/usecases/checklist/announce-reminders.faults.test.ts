import { setTimeout } from "node:timers/promises";
import { expect, test } from "vitest";
import { announceReminders } from "../../../src/usecases/checklist/announce-reminders.ts";
import { at } from "../../domain/examples.ts";
import { openWorld, type World } from "../../support/world.ts";

/** Sweeps again and again, a random moment of up to four milliseconds apart. */
async function sweepOutOfStep(deps: World["deps"]): Promise<void> {
  for (let time = 0; time < 15; time += 1) {
    await setTimeout(Math.random() * 4);
    await announceReminders(deps);
  }
}

test("six workers out of step announce each thing once, and write nothing when another one was faster", async () => {
  const world = await openWorld();
  for (let count = 0; count < 40; count += 1) await world.start();
  const workers = [world.deps, ...Array.from({ length: 5 }, () => world.another())];
  for (let day = 0; day < 40; day += 1) {
    world.clock.set(at("2026-03-06T09:00").add({ hours: 24 * day }));
    await Promise.all(workers.map(sweepOutOfStep));
  }
  const [ledger] = await world.sql(
    "select count(*)::int as n from ledger_entry where kind = 'reminders.announced' and data->>'announced' = '[]'",
  );
  expect(ledger).toEqual({ n: 0 });
  const [twice] = await world.sql(`select count(*)::int as n from (
    select from ledger_entry, jsonb_array_elements(data::jsonb->'announced') said
    group by closeout_id, said having count(*) > 1) repeated`);
  expect(twice).toEqual({ n: 0 });
});
