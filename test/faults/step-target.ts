import { expect } from "vitest";
import { senseiOperations } from "../../src/domain/cleanup/cleanup-facts.ts";
import { checkChain } from "../../src/domain/ledger/ledger.ts";
import { createDatabase } from "../../src/postgres/database.ts";
import { createStore } from "../../src/postgres/store.ts";
import { memoryLog } from "../queue/memory-log.ts";
import { buttonIn, cleanupPeople } from "../support/cleanup-people.ts";
import { decommissionPeople } from "../support/decommission-people.ts";
import { query } from "../support/query.ts";
import { cast, clockOf, hrProd, type Scenario } from "../support/scenario.ts";
import { openSenseiTap } from "../support/sensei-tap.ts";
import { testSigner } from "../support/signers.ts";
import { waitFor } from "../support/wait-for.ts";
import { automationEnv, openAutomation } from "./automation-server.ts";
import type { KillTarget } from "./kill-targets.ts";
import { ended } from "./operation-kills.ts";

/** The step of the decommissioning that cannot be undone, as two people want it of the company's automation. */
export async function stepTarget(): Promise<KillTarget> {
  const automation = await openAutomation();
  let ready = false;
  let recorded = 0;
  return {
    name: "an automated step",
    index: senseiOperations.length + 1,
    openTap: () => openSenseiTap(automation.address),
    env: ({ url }) => automationEnv("D5", url),
    behind: () => ({}),
    changes: ({ method }) => method === "POST",
    prepare: async (scenario, point) => {
      automation.answer(point);
      if (!ready) await makeReady(scenario);
      ready = true;
      await forget(scenario);
    },
    askFor: async (scenario) => {
      const { says, click } = cleanupPeople(() => scenario);
      const before = (await scenario.control.messages(cast.owner, hrProd.channel)).at(-1)?.ts;
      await decommissionPeople(() => scenario).takeStep("D5", cast.operations_lead, {
        "step.name": hrProd.name,
        "step.execution": "automation",
      });
      const asked = await says(/would do D5 .* by the company's automation/, before);
      const value = buttonIn(asked, "decommission.confirm");
      await click(cast.technical_lead, asked, "decommission.confirm", value);
    },
    effects: async () => automation.timesDone(),
    afterwards: async (scenario, happened, words) => {
      if (!happened) {
        const before = automation.timesDone();
        await tryAgain(scenario);
        expect(await ended(scenario.database.url, words), words).toMatchObject({ state: "succeeded" });
        expect(automation.timesDone(), words).toBe(before + 1);
      }
      recorded += 1;
      await compare(scenario, recorded, words);
    },
    close: () => automation.close(),
  };
}

/** Up to the morning after the week of waiting, with everything there that D5 needs. */
async function makeReady(scenario: Scenario): Promise<void> {
  const { later, check, backup, takeStep, approvePlan } = decommissionPeople(() => scenario);
  await later("P26D");
  await backup();
  await approvePlan();
  await later("P3D");
  await check();
  for (const step of ["D1", "D2", "D3"]) await takeStep(step);
  await later("P7DT1M");
  await check();
}

/** The decommissioning as it was before anybody wanted D5; only the ledger remembers. */
async function forget({ database: { url } }: Scenario): Promise<void> {
  await query(url, "alter table decommission_event disable trigger decommission_event_stays");
  await query(url, "delete from decommission_event where happening->>'step' = 'D5'");
  await query(url, "alter table decommission_event enable trigger decommission_event_stays");
}

/** The second person presses [Try again] below the run that failed. */
async function tryAgain(scenario: Scenario): Promise<void> {
  const { inChannel, click } = cleanupPeople(() => scenario);
  const failed = await waitFor(
    async () =>
      (await inChannel()).findLast(({ blocks }) => JSON.stringify(blocks).includes("decommission.retry")),
    { what: "the offer to try again" },
  );
  await click(cast.technical_lead, failed, "decommission.retry", buttonIn(failed, "decommission.retry"));
  await waitFor(
    async () =>
      (await query(scenario.database.url, "select from operation where state <> 'failed'")).length === 1,
    { what: "the next try" },
  );
}

/** It is recorded once, by both people, told once, and the chain holds. */
async function compare({ database, control }: Scenario, times: number, words: string): Promise<void> {
  const happenings = await query(
    database.url,
    "select actor->>'user' as by, happening->>'confirmedBy' as confirmed, id from decommission_event where happening->>'kind' = 'step_done' and happening->>'step' = 'D5'",
  );
  expect(happenings, words).toMatchObject([{ by: cast.operations_lead, confirmed: cast.technical_lead }]);
  const told = await query(
    database.url,
    "select 1 from delivery where subject->>'kind' = 'decommission_news' and subject->>'event' = $1",
    [happenings[0]?.["id"]],
  );
  expect(told, words).toHaveLength(1);
  const log = memoryLog().log;
  const db = createDatabase({ url: database.url, poolSize: 1, log });
  try {
    const now = await clockOf(control);
    const store = createStore(db, { now: () => now }, { betweenPostsMs: 0 }, testSigner);
    const closeout = await store.closeouts.openInChannel(
      { platform: "slack", tenant: "T0NORTHWIND" },
      hrProd.channel,
    );
    const entries = (await store.closeouts.ledger(closeout?.id ?? "", 100_000)).toReversed();
    expect(checkChain(entries).kind, words).toBe("holds");
    const done = entries.filter(
      ({ entry: { kind, data } }) => kind === "decommission.step_done" && data["step"] === "D5",
    );
    expect(done, words).toHaveLength(times);
  } finally {
    await db.destroy();
  }
}
