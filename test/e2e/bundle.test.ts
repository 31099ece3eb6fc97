import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { checkBundle } from "../../src/verify/check-bundle.ts";
import { ask, cast, hrProd, openScenario, type Scenario, startCloseout } from "../support/scenario.ts";
import { waitFor } from "../support/wait-for.ts";

const { channel } = hrProd;
let scenario: Scenario;
let folder = "";

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "closeout-bundle-"));
  scenario = await openScenario();
  await scenario.start();
  await startCloseout(scenario.control, hrProd);
  await ask(scenario.control, cast.technical_lead, channel, "/closeout check I1");
});
afterAll(async () => {
  await scenario.close();
  await rm(folder, { recursive: true, force: true });
});

it("the bundle comes to IT audit directly, and holds", async () => {
  const said = await ask(scenario.control, cast.it_audit, channel, "/closeout audit export");
  expect(said).toContain("I am making evidence bundle 1 of HR_PROD");
  const file = await waitFor(
    async () =>
      (await scenario.control.messages(cast.it_audit, "U0CLOSEOUT"))
        .flatMap(({ files }) => files ?? [])
        .find(({ name }) => name.endsWith("-evidence-1.zip")),
    { what: "the bundle" },
  );
  const path = join(folder, file.name);
  await writeFile(path, Buffer.from(await (await fetch(file.url)).arrayBuffer()));
  const verdict = await checkBundle(path, file.name, undefined);
  expect(verdict).toMatchObject({ kind: "holds", summary: { trusted: false } });
  const told = await waitFor(
    async () =>
      (await scenario.control.messages(cast.it_audit, "U0CLOSEOUT")).find(({ text }) =>
        text.startsWith("Here is evidence bundle 1"),
      ),
    { what: "the message that it is there" },
  );
  expect(told.text).toContain("HR_PROD");
});

it("nobody else gets one, and hears who can", async () => {
  const said = await ask(scenario.control, cast.technical_lead, channel, "/closeout audit export");
  expect(said).toContain("only the owner");
  expect(said).toContain("Nothing was changed");
});
