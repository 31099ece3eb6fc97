import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { testFolder } from "../archive/support.ts";
import { query } from "../support/query.ts";
import { cast, hrProd, openScenario, type Scenario, startCloseout } from "../support/scenario.ts";
import { waitFor } from "../support/wait-for.ts";

const folder = testFolder();

describe("a product that is asked to stop within an archival run", () => {
  let scenario: Scenario;
  let state = "";
  beforeAll(async () => {
    state = folder.fresh();
    scenario = await openScenario({ product: { env: { CLOSEOUT_STATE_DIR: state } } });
  });
  afterAll(() => scenario.close());

  it("stops at once, and the next one goes on without waiting for a lease", async () => {
    const { control, database, sensei } = scenario;
    const first = await scenario.start();
    await startCloseout(control, hrProd);
    await sensei.control.post("exports", {
      migration_id: hrProd.migration,
      log_bytes: 4_000_000,
      stall_at: 1_000_000,
    });
    await control.command(cast.owner, hrProd.channel, "/archival run");
    await waitFor(async () => (await readdir(join(state, "exports"))).length === 1, { what: "the download" });
    expect(await first.stop(10_000)).toMatchObject({ code: 0 });
    scenario.forget(first);
    expect(await query(database.url, "select state, claim from archive_run")).toEqual([
      { state: "running", claim: null },
    ]);
    await scenario.start();
    await waitFor(
      async () => (await query(database.url, "select state from archive_run"))[0]?.["state"] === "completed",
      {
        what: "the end of the run",
      },
    );
    await waitFor(async () => (await readdir(join(state, "exports"))).length === 0, {
      what: "the export to go",
    });
  });
});
