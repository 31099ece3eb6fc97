import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { removeDrafts } from "../../../src/postgres/embedded/cluster.ts";
import { query } from "../../support/query.ts";
import { waitFor } from "../../support/wait-for.ts";
import { ready, serverProcess, spawnServer } from "./server-process.ts";
import { isRunning, workshop } from "./workshop.ts";

const { home, directory, start, furnish } = workshop();

test("after a kill -9 the next start finds everything that was committed", async () => {
  await furnish();
  const killed = await serverProcess(directory());
  await query(ready(killed).url, "create table kept as select 1 as n");
  await killed.kill();
  const server = await start();
  expect(await query(server.url, "select n from kept")).toEqual([{ n: 1 }]);
});

test.skipIf(process.platform !== "linux")("after a kill -9 the server ends by itself", async () => {
  await furnish();
  const killed = await serverProcess(directory());
  const { pid } = ready(killed);
  await killed.kill();
  await waitFor(async () => !(await isRunning(pid)), { what: "the end of the orphan" });
});

test("a server that outlives its Closeout is stopped by the next start", async () => {
  await furnish();
  const killed = await serverProcess(directory());
  const { url, pid } = ready(killed);
  await query(url, "create table kept as select 1 as n");
  // Frozen, it cannot follow its owner: an orphan.
  process.kill(pid, "SIGSTOP");
  await killed.kill();
  const starting = start();
  const claim = join(directory(), "claims", "2");
  await waitFor(() => readFile(claim), { what: "the new owner's claim" });
  expect(await isRunning(pid)).toBe(true);
  process.kill(pid, "SIGCONT");
  const server = await starting;
  expect(await isRunning(pid)).toBe(false);
  expect(await query(server.url, "select n from kept")).toEqual([{ n: 1 }]);
});

test("a pid file whose number now belongs to another server harms neither", async () => {
  await Promise.all([furnish(), furnish(join(home(), "other"))]);
  const first = await start();
  await query(first.url, "create table kept as select 1 as n");
  const pidFile = join(directory(), "cluster", "data", "postmaster.pid");
  const content = await readFile(pidFile, "utf8");
  await first.stop();
  const other = await start(join(home(), "other"));
  await writeFile(pidFile, content.replace(/^\d+/, String(other.pid())));
  const second = await start();
  expect(await query(second.url, "select n from kept")).toEqual([{ n: 1 }]);
  expect(await query(other.url, "select 1 as one")).toEqual([{ one: 1 }]);
});

test("what an interrupted start left is removed, although its orphan is still adding files", async () => {
  const draft = join(directory(), "draft-cluster-of-old");
  await mkdir(draft, { recursive: true });
  const adds = `i=0; echo begun; while [ $i -lt 5000 ]; do i=$((i+1)); : > "$0/$i"; done 2>/dev/null`;
  const orphan = spawn("sh", ["-c", adds, draft], { stdio: ["ignore", "pipe", "ignore"] });
  const ended = once(orphan, "exit");
  await once(orphan.stdout, "data");
  await removeDrafts(directory());
  expect(await readdir(directory())).toEqual([]);
  await ended;
});

test("killed again and again while it starts, it starts in the end", async () => {
  for (const sign of ["claims", "draft-cluster-", "cluster", "postgres.log"]) {
    const attempt = spawnServer(directory());
    await waitFor(async () => (await readdir(directory())).some((name) => name.startsWith(sign)), {
      what: sign,
    });
    await attempt.end("SIGKILL");
  }
  const { url } = await start();
  expect(await query(url, "select 1 as one")).toEqual([{ one: 1 }]);
});
