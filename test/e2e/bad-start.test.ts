import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { openForm } from "../support/open-form.ts";
import {
  productEnvironment,
  projectFolder,
  type Spawned,
  spawnProduct,
  whenStarted,
} from "../support/product.ts";
import {
  cardIn,
  cast,
  clockOf,
  hrProd,
  openScenario,
  type Scenario,
  startValues,
} from "../support/scenario.ts";
import { waitFor } from "../support/wait-for.ts";

/** What an operator reads whose start fails, and how it ends. */
async function failure(spawned: Spawned): Promise<string> {
  const { code } = await spawned.exited;
  expect(code).toBe(1);
  return spawned.stderr().trim();
}

describe("what an operator reads who starts Closeout", () => {
  let scenario: Scenario;
  let folder: string;
  beforeAll(async () => {
    scenario = await openScenario();
    folder = await mkdtemp(join(tmpdir(), "closeout-bad-start-"));
  });
  afterAll(async () => {
    await scenario.close();
    await rm(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
  });

  const started = (env: Record<string, string>) =>
    failure(spawnProduct({ env: productEnvironment(scenario.options({ env })) }));

  it("in production and without credentials", async () => {
    expect(await failure(spawnProduct({ env: { NODE_ENV: "production" } }))).toMatchInlineSnapshot(`
      "Closeout cannot start:
        - SLACK_BOT_TOKEN is missing, and so is SLACK_SIGNING_SECRET (or SLACK_APP_TOKEN for Socket Mode). With NODE_ENV=production there is no sandbox to fall back on; the README says how to connect a workspace."
    `);
  });

  it("with several mistakes at once", async () => {
    const env = {
      SLACK_BOT_TOKEN: "xoxp-mine",
      PORT: "eighty",
      CLOSEOUT_ROLE: "boss",
      REDIS_URL: "localhost",
    };
    expect(await failure(spawnProduct({ env }))).toMatchInlineSnapshot(`
      "Closeout cannot start:
        - SLACK_BOT_TOKEN does not look right: it starts with xoxb- and is found under OAuth & Permissions in the app's settings.
        - REDIS_URL is not an address of a Redis server, such as redis://127.0.0.1:6379/0.
        - PORT is not a whole number from 0 to 65535.
        - CLOSEOUT_ROLE is not a role; choose one of all, web, worker."
    `);
  });

  it("with a template that cannot be used", async () => {
    const path = join(folder, "template.yml");
    await writeFile(path, "version: 1\nname: Ours\nlists:\n  - id: First\n    items: []\n");
    expect((await started({ CLOSEOUT_TEMPLATE: path })).replaceAll(folder, "…")).toMatchInlineSnapshot(`
      "Closeout cannot start: The template …/template.yml cannot be used:
        - line 1: settings is missing
        - line 1: decommission is missing
        - line 1: certificate_recipients is missing
        - line 1: artifacts is missing
        - line 4: lists[0].id is not an id in lower case, such as short_term
        - line 4: lists[0].title is missing
        - line 4: lists[0].due is not a duration such as PT24H (24 hours), P7D (7 days) or P1M (1 month)
        - line 4: lists[0].reminders is missing
        - line 5: lists[0].items has no items"
    `);
    const missing = join(folder, "none.yml");
    expect((await started({ CLOSEOUT_TEMPLATE: missing })).replaceAll(folder, "…")).toMatchInlineSnapshot(`
      "Closeout cannot start: The template …/none.yml cannot be used:
        - there is no such file; set CLOSEOUT_TEMPLATE to an existing one or leave it out"
    `);
  });

  it("with a token that Slack does not know, or while Slack does not answer", async () => {
    expect(await started({ SLACK_BOT_TOKEN: "xoxb-somebody-else" })).toMatchInlineSnapshot(
      `"Closeout cannot start: Slack answered, but refused the bot's token (An API error occurred: invalid_auth). Copy SLACK_BOT_TOKEN again from OAuth & Permissions in the app's settings, and install the app anew if it was removed. Nothing was changed."`,
    );
    expect(await started({ SLACK_API_URL: "http://127.0.0.1:9/api/" })).toMatchInlineSnapshot(
      `"Closeout cannot start: Slack did not answer (A request error occurred: fetch failed). Check the network, a proxy in between and SLACK_API_URL, then start again. Nothing was changed."`,
    );
  });

  it("while the database does not answer", async () => {
    expect(await started({ DATABASE_URL: "postgres://nobody@127.0.0.1:9/closeout" })).toMatchInlineSnapshot(
      `"Closeout cannot start: The database is unavailable: connect ECONNREFUSED 127.0.0.1:9. Check that PostgreSQL runs and that DATABASE_URL leads to it, then start again; or leave DATABASE_URL out to use the built-in one. Nothing was changed."`,
    );
  });

  it("on a port that somebody else has", async () => {
    const server = createServer().listen(0, "127.0.0.1");
    await new Promise((resolve) => server.once("listening", resolve));
    const address = server.address();
    const port = address !== null && typeof address === "object" ? String(address.port) : "";
    expect((await started({ PORT: port })).replaceAll(port, "<port>")).toMatchInlineSnapshot(
      `"Closeout cannot start: somebody else listens on that port (listen EADDRINUSE: address already in use 127.0.0.1:<port>). Set PORT to a free one. Nothing was changed."`,
    );
    server.close();
  });

  it("on a Node that is too old", ({ skip }) => {
    const old = "/usr/bin/node";
    const version = existsSync(old)
      ? execFileSync(old, ["-p", "process.versions.node"]).toString().trim()
      : "";
    if (!/^(?:1\d|2[0-3])\./.test(version)) return skip("this system has no old Node");
    const check = join(projectFolder, "src", "check-node.mjs");
    const spawned = spawnProduct({
      command: [old, "--import", check, join(projectFolder, "src", "main.ts")],
    });
    return failure(spawned).then((words) => {
      expect(words.replace(version, "<old>")).toMatchInlineSnapshot(`
        "Closeout needs Node 24.12 or newer, but this is Node <old> on linux-x64.
        On Linux (x64, arm64) and macOS (x64) \`npm ci\` brings the right Node along: start with \`npm start\`, not with \`node\`,
        and do not leave out optional packages (\`--omit=optional\`, \`--no-optional\`).
        On other systems install Node 24 LTS yourself, then run \`npm start\` again. Nothing was started."
      `);
    });
  });

  it("as a worker while Slack does not answer: it starts, and delivers when Slack is back", async () => {
    const { control } = scenario;
    await scenario.start({ role: "web" });
    await control.command(cast.owner, hrProd.channel, `/closeout start ${hrProd.migration}`);
    const view = await openForm(control, cast.owner);
    const values = startValues(hrProd, await clockOf(control));
    await control.post("submit", { as: cast.owner, view_id: view.id, values });
    await control.post("faults", { method: "*", kind: "drop_before", times: 1_000 });
    const worker = await scenario.start({ role: "worker" });
    await waitFor(() => worker.stdout().includes("nobody knows whether a delivery arrived"), {
      what: "an attempt in vain",
    });
    await control.delete("faults");
    await waitFor(() => cardIn(control, hrProd.channel), { what: "the card" });
    expect(worker.running()).toBe(true);
  });
});

describe("the sandbox", () => {
  const folders: string[] = [];
  const running: Spawned[] = [];
  afterEach(async () => {
    await Promise.all(running.splice(0).map((one) => one.kill()));
    for (const folder of folders.splice(0))
      await rm(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
  });

  const open = async (stateDir?: string): Promise<Spawned & { readonly url: string }> => {
    const folder = stateDir ?? (await mkdtemp(join(tmpdir(), "closeout-checkout-")));
    folders.push(folder);
    const spawned = await whenStarted(spawnProduct({ env: { CLOSEOUT_STATE_DIR: folder } }), 90_000);
    running.push(spawned);
    await vi.waitFor(() => expect(spawned.stdout()).toContain("Sandbox ready: "), { timeout: 60_000 });
    return { ...spawned, url: /Sandbox ready: (\S+)/.exec(spawned.stdout())?.[1] ?? "" };
  };

  it("opens in two checkouts at the same time, each with a page and a database of its own", async () => {
    const [one, other] = await Promise.all([open(), open()]);
    expect(one.url).not.toBe(other.url);
    for (const { url } of [one, other]) expect((await fetch(`${url}/control/workspace`)).status).toBe(200);
  });

  it("says what is wrong when it is opened twice in one checkout", async () => {
    const folder = await mkdtemp(join(tmpdir(), "closeout-checkout-"));
    await open(folder);
    const second = spawnProduct({ env: { CLOSEOUT_STATE_DIR: folder } });
    expect((await failure(second)).replaceAll(folder, "…").replaceAll(/\d+/g, "<n>")).toMatchInlineSnapshot(
      `"Closeout cannot start: Another Closeout (process <n>) is using …/postgres. Nothing was started. Stop the other one first, or give this one a place of its own with CLOSEOUT_STATE_DIR. Or set DATABASE_URL to a PostgreSQL server of your own."`,
    );
  });

  it("opens again after a kill -9 of the last one", async () => {
    const folder = await mkdtemp(join(tmpdir(), "closeout-checkout-"));
    const first = await open(folder);
    await first.kill();
    const again = await open(folder);
    expect(again.stderr()).toBe("");
  });
});
