import { mkdir, readdir, readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { z } from "zod";
import { lockDirectory } from "../../../src/postgres/embedded/lock.ts";
import { ownIdentity } from "../../../src/postgres/embedded/process-identity.ts";
import { waitFor } from "../../support/wait-for.ts";
import { workshop } from "./workshop.ts";

const { home } = workshop();
const quick = { beatMs: 40, silenceMs: 200 };

function claimFile(directory: string, number = 1): string {
  return join(directory, "claims", String(number));
}

async function leaveClaim(claim: unknown): Promise<string> {
  const directory = join(home(), "place");
  await mkdir(join(directory, "claims"), { recursive: true });
  await writeFile(claimFile(directory), typeof claim === "string" ? claim : JSON.stringify(claim));
  return directory;
}

test("a place is free again once it is released", async () => {
  const directory = home();
  await (await lockDirectory(directory)).release();
  const lock = await lockDirectory(directory);
  await expect(lockDirectory(directory)).rejects.toMatchObject({ code: "in_use" });
  await lock.release();
});

test("a claim is taken over when its number has gone to another process", async () => {
  const directory = await leaveClaim({ ...(await ownIdentity()), started: "long ago" });
  await (await lockDirectory(directory)).release();
});

test.each(["", "{", '{"pid":"x"}'])("a claim that says %j is taken over", async (text) => {
  const directory = await leaveClaim(text);
  await (await lockDirectory(directory)).release();
});

test("a claim from another machine or container is taken over once it stays silent", async () => {
  const directory = await leaveClaim({ pid: 1, started: "1", world: "elsewhere" });
  await (await lockDirectory(directory, quick)).release();
});

test("a claim from another machine or container holds while it is being renewed", async () => {
  const directory = await leaveClaim({ pid: 1, started: "1", world: "elsewhere" });
  const file = claimFile(directory);
  const claim = await readFile(file, "utf8");
  const renewal = setInterval(() => void writeFile(file, claim), quick.beatMs);
  await expect(lockDirectory(directory, quick)).rejects.toMatchObject({ code: "in_use" });
  clearInterval(renewal);
});

test("a holder renews its claim", async () => {
  const lock = await lockDirectory(home(), quick);
  const file = claimFile(home());
  const { mtimeMs } = await stat(file);
  await waitFor(async () => (await stat(file)).mtimeMs !== mtimeMs, { what: "a renewal" });
  expect(z.object({ pid: z.number() }).parse(JSON.parse(await readFile(file, "utf8"))).pid).toBe(process.pid);
  await lock.release();
});

test("claims do not pile up", async () => {
  for (let n = 0; n < 40; n += 1) await (await lockDirectory(home())).release();
  expect((await readdir(join(home(), "claims"))).length).toBeLessThan(20);
});

test("of many who find a stale claim, one takes it", async () => {
  const directory = await leaveClaim({ ...(await ownIdentity()), started: "long ago" });
  const outcomes = await Promise.allSettled(Array.from({ length: 50 }, () => lockDirectory(directory)));
  const locks = outcomes.flatMap((outcome) => (outcome.status === "fulfilled" ? [outcome.value] : []));
  expect(locks).toHaveLength(1);
  await Promise.all(locks.map((lock) => lock.release()));
});
