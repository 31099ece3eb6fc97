import { setTimeout as pause } from "node:timers/promises";
import { expect, it } from "vitest";
import { allDone, leftToDo, letLeasesRunOut } from "../support/outbox.ts";
import { query } from "../support/query.ts";
import { cast, clockOf, hrProd, openScenario, type Scenario, startCloseout } from "../support/scenario.ts";
import { randomFrom } from "./random.ts";

const { channel } = hrProd;
const seed = 20261125;
const kills = 12;

/** What the store holds and what people see; a measurement is all of it or nothing. */
async function counted({ database, control }: Scenario) {
  const [stored] = await query(
    database.url,
    `select
      (select count(*)::int from baseline) as measurements,
      (select count(*)::int from ledger_entry where kind = 'baseline.measured') as entries,
      (select count(distinct json_sha256)::int from baseline) as answers,
      (select count(*)::int from document where media_type = 'application/json') as documents,
      (select count(*)::int from ledger_entry where kind = 'baseline.sent') as sendings,
      (select coalesce(sum(jsonb_array_length(sendings)), 0)::int from baseline) as sent`,
  );
  const seen = await control.messages(cast.owner, channel);
  const direct = await control.messages(cast.it_audit, "U0CLOSEOUT");
  const isBaseline = ({ text, ephemeral }: (typeof seen)[number]) =>
    ephemeral !== true && text.startsWith("Performance baseline");
  const number = (name: string) => Number(stored?.[name]);
  return {
    measurements: number("measurements"),
    entries: number("entries"),
    answers: number("answers"),
    documents: number("documents"),
    sendings: number("sendings"),
    sent: number("sent"),
    messages: seen.filter(isBaseline).length,
    charts: seen.filter(({ files }) => files?.[0]?.mimetype === "image/png").length,
    copies: direct.filter(isBaseline).length,
    files: direct.flatMap(({ files = [] }) => files).length,
  };
}

/**
 * Measures and sends while the product is killed at a moment that the seed chooses: before Sensei answers, while the chart is
 * drawn, before and after the change is written, and amid the messages.
 */
it("a measurement and its sending are whole or not there, whenever the product is killed", async () => {
  const scenario = await openScenario();
  const { control, database, sensei } = scenario;
  const random = randomFrom(seed);
  try {
    let amid = 0;
    let product = await scenario.start();
    await startCloseout(control, hrProd);
    for (let kill = 0; kill < kills; kill += 1) {
      await sensei.control.post("comparisons", {
        migration_id: hrProd.migration,
        comparison: { storage: { target_gb: 100 + kill } },
      });
      const words = kill % 3 === 2 ? "send" : "measure";
      const asking = control
        .command(cast.owner, channel, `/closeout baseline ${words}`)
        .catch(() => undefined);
      await pause(random.below(900));
      await product.kill();
      scenario.forget(product);
      await asking;
      if ((await leftToDo(database.url, await clockOf(control))) > 0) amid += 1;
      await letLeasesRunOut(database.url);
      product = await scenario.start();
      await allDone(database.url, () => clockOf(control), 90_000);
      const found = await counted(scenario);
      const { measurements, sendings } = found;
      expect(found, `after kill ${kill} of ${words}, seed ${seed}`).toEqual({
        measurements,
        entries: measurements,
        answers: measurements,
        documents: measurements,
        messages: measurements,
        charts: measurements,
        sendings,
        sent: sendings,
        copies: sendings,
        files: 2 * sendings,
      });
    }
    const { measurements } = await counted(scenario);
    // A campaign in which nothing was ever written, or everything always was, has tried nothing.
    expect(measurements).toBeGreaterThan(0);
    expect(amid).toBeGreaterThan(0);
  } finally {
    await scenario.close();
  }
});
