import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { testFolder } from "../archive/support.ts";
import { type Spawned, spawnProduct, whenStarted } from "../support/product.ts";
import { waitFor } from "../support/wait-for.ts";

describe("being told to end", () => {
  const folder = testFolder();
  let product: Spawned | undefined;
  afterEach(async () => {
    if (product?.running()) await product.kill();
  });

  const start = async (command?: readonly [string, ...string[]]) => {
    const state = folder.fresh();
    const env = { PORT: "0", CLOSEOUT_STATE_DIR: state };
    product = await whenStarted(spawnProduct({ env, ...(command === undefined ? {} : { command }) }));
    const database = join(state, "postgres");
    return {
      product,
      serverLog: () => readFile(join(database, "postgres.log"), "utf8"),
      server: async () =>
        Number((await readFile(join(database, "cluster", "data", "postmaster.pid"), "utf8")).split("\n")[0]),
    };
  };

  it("reaches the product also through npm, which ends with it", async () => {
    const { product: npm, serverLog } = await start(["npm", "start"]);
    expect(await npm.stop()).toEqual({ code: 0, signal: null });
    expect(await serverLog()).toContain("database system is shut down");
  });

  it("ends everything in order also when it comes twice at once, as Ctrl+C does from the terminal and from npm", async () => {
    const { product: told, serverLog } = await start();
    // Two of the same kind might arrive as one.
    process.kill(told.pid, "SIGINT");
    process.kill(told.pid, "SIGTERM");
    expect(await told.exited).toEqual({ code: 0, signal: null });
    expect(await serverLog()).toContain("database system is shut down");
  });

  it("does not wait any longer when somebody insists", async () => {
    const { product: told, server } = await start();
    const frozen = await server();
    process.kill(frozen, "SIGSTOP");
    try {
      await waitFor(
        () => {
          if (told.running()) process.kill(told.pid, "SIGINT");
          return !told.running();
        },
        { everyMs: 100, what: "the end" },
      );
      expect(await told.exited).toEqual({ code: 130, signal: null });
    } finally {
      process.kill(frozen, "SIGCONT");
    }
  });
});
