import { mkdir, readdir, stat } from "node:fs/promises";
import { join, relative } from "node:path";
import { describe, expect, test } from "vitest";
import { query } from "../../support/query.ts";
import { waitFor } from "../../support/wait-for.ts";
import { isRunning, workshop } from "./workshop.ts";

const { home, directory, start, furnish } = workshop();

describe("the built-in PostgreSQL", () => {
  test("keeps its data over a restart, and its secrets from other users", async () => {
    const first = await start();
    await query(first.url, "create table kept as select 42 as answer");
    await first.stop();
    const second = await start();
    expect(await query(second.url, "select answer from kept")).toEqual([{ answer: 42 }]);
    for (const name of ["password", "data"]) {
      expect((await stat(join(directory(), "cluster", name))).mode & 0o077).toBe(0);
    }
  });

  test("speaks UTF-8, lives in UTC and asks for its password", async () => {
    await furnish();
    const { url } = await start();
    const text = `select upper('ä') as upper, current_setting('timezone') as zone,
      current_setting('server_encoding') as encoding, current_setting('fsync') as fsync`;
    expect(await query(url, text)).toEqual([{ upper: "Ä", zone: "UTC", encoding: "UTF8", fsync: "on" }]);
    const wrong = new URL(url);
    wrong.password = "guess";
    await expect(query(wrong.href, "select 1")).rejects.toMatchObject({ code: "28P01" });
  });

  test("is gone when it has been stopped", async () => {
    await furnish();
    const server = await start();
    const pid = server.pid() ?? 0;
    await server.stop();
    expect(await isRunning(pid)).toBe(false);
    await expect(query(server.url, "select 1")).rejects.toMatchObject({ code: "ECONNREFUSED" });
  });

  test("runs twice at once in two places", async () => {
    await Promise.all([furnish(), furnish(join(home(), "second"))]);
    const [one, other] = await Promise.all([start(), start(join(home(), "second"))]);
    await query(one.url, "create table here (n int)");
    await expect(query(other.url, "select * from here")).rejects.toMatchObject({ code: "42P01" });
  });

  test("lets exactly one of several starters in, and tells the others who it is", async () => {
    await furnish();
    const outcomes = await Promise.allSettled([start(), start(), start()]);
    const refusals = outcomes.flatMap((outcome) => (outcome.status === "rejected" ? [outcome.reason] : []));
    expect(refusals).toHaveLength(2);
    for (const refusal of refusals) {
      expect(refusal).toMatchObject({
        code: "in_use",
        message: expect.stringContaining(`Another Closeout (process ${process.pid}) is using ${directory()}`),
      });
    }
  });

  test("starts where the path is long and strange", async () => {
    const names = Array.from({ length: 12 }, (_, n) => `a folder ${n} with "quotes' & ümläuts`);
    const deep = join(home(), ...names, "postgres");
    const { url } = await start(relative(process.cwd(), deep));
    expect(deep.length).toBeGreaterThan(300);
    expect(await query(url, "select 1 as one")).toEqual([{ one: 1 }]);
  });

  test("comes back on the same URL when the server is killed", async () => {
    await furnish();
    const server = await start();
    await query(server.url, "create table kept as select 1 as n");
    const before = server.pid() ?? 0;
    process.kill(before, "SIGKILL");
    await waitFor(() => server.pid() !== undefined && server.pid() !== before, { what: "a new server" });
    expect(await query(server.url, "select n from kept")).toEqual([{ n: 1 }]);
  });

  test("can be stopped while it is coming back", async () => {
    await furnish();
    const server = await start();
    process.kill(server.pid() ?? 0, "SIGKILL");
    await waitFor(() => server.pid() === undefined, { what: "the end of the server", everyMs: 1 });
    await server.stop();
    await expect(query(server.url, "select 1")).rejects.toMatchObject({ code: "ECONNREFUSED" });
  });

  test("makes a half-made database anew", async () => {
    await mkdir(join(directory(), "draft-cluster-1", "data", "base"), { recursive: true });
    const { url } = await start();
    expect(await query(url, "select 1 as one")).toEqual([{ one: 1 }]);
    expect(await readdir(directory())).not.toContain("draft-cluster-1");
  });
});
