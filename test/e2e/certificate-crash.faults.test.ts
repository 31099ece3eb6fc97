import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { z } from "zod";
import { allDone, discrepancies, letLeasesRunOut } from "../support/outbox.ts";
import { query } from "../support/query.ts";
import { cast, clockOf, openScenario, type Scenario, startCloseout } from "../support/scenario.ts";
import { waitFor } from "../support/wait-for.ts";

vi.setConfig({ testTimeout: 180_000, hookTimeout: 120_000 });

const recipients = [cast.technical_lead, cast.compliance_officer, cast.business_sponsor, cast.it_audit];
const migration = "mig_hr_prod_2026";
const callsSchema = z.object({ calls: z.array(z.object({ method: z.string() })) });
const channelSchema = z.looseObject({ channel: z.looseObject({ id: z.string() }) });

/** Kills the product again and again while it hands over a certificate, after so many calls of Slack's that have to do with it. */
describe("a certificate under way when the product is killed", () => {
  let scenario: Scenario;
  beforeAll(async () => {
    scenario = await openScenario();
  });
  afterAll(() => scenario.close());

  const calls = async () => {
    const { calls: made } = await scenario.control.get("calls", {}, callsSchema);
    return made.filter(({ method }) => /^(?:files\.|chat\.postMessage|upload)/.test(method)).length;
  };

  it.each([1, 2, 4, 7, 11, 15])(
    "after %i calls: everybody gets message and PDF once, and the item completes itself",
    async (many) => {
      const { control, sensei, database } = scenario;
      const { id, raw } = sensei.certificateKey;
      const env = { SENSEI_CERTIFICATE_KEYS: `${id}=${raw}` };
      const channel = await channelFor(many);
      let product = await scenario.start({ env });
      await query(database.url, "update closeout set status = 'closed' where status = 'open'");
      await startCloseout(control, { channel, migration, name: `HR ${many}` });
      await allDone(database.url, () => clockOf(control));
      const before = await calls();
      await control.command(cast.owner, channel, "/closeout certificate send");
      await waitFor(async () => (await calls()) >= before + many, { everyMs: 5, what: `${many} calls` });
      await product.kill();
      scenario.forget(product);
      await letLeasesRunOut(database.url);
      product = await scenario.start({ env });
      await waitFor(
        async () => {
          const [row] = await query(
            database.url,
            `select item.state from item join closeout on closeout.id = item.closeout_id
           where item.id = 'I3' and closeout.channel = $1`,
            [channel],
          );
          return row?.["state"] === "done";
        },
        { timeoutMs: 100_000, what: "the item to complete itself" },
      );
      await allDone(database.url, () => clockOf(control));
      expect(await discrepancies(database.url, control)).toEqual([]);
      const delivered = await query(
        database.url,
        `select entry.data->>'user' as who from ledger_entry entry join closeout on closeout.id = entry.closeout_id
       where kind = 'certificate.delivered' and closeout.channel = $1`,
        [channel],
      );
      expect(delivered.map(({ who }) => String(who)).toSorted()).toEqual([...recipients].toSorted());
      await product.kill();
      scenario.forget(product);
    },
  );

  async function channelFor(many: number): Promise<string> {
    const made = await scenario.control.post("channels", { name: `hr-${many}` });
    return channelSchema.parse(made).channel.id;
  }
});
