import { spawn } from "node:child_process";
import { createHash, randomUUID } from "node:crypto";
import { once } from "node:events";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, test } from "vitest";
import { objectKey } from "../../src/archive/object-key.ts";
import type { Closeout } from "../../src/domain/closeout.ts";
import { system } from "../../src/domain/identity.ts";
import { randomFrom } from "../faults/random.ts";
import { shareWorld } from "../support/world.ts";
import { buildZip, type Piece } from "../support/zip-builder.ts";
import { filesBelow, testFolder } from "./support.ts";

const world = shareWorld();
const folder = testFolder();
const program = fileURLToPath(new URL("intake-child.ts", import.meta.url));
const sha = (bytes: Buffer) => createHash("sha256").update(bytes).digest("hex");

const random = randomFrom(2026);
const noise = Buffer.from(Array.from({ length: 1_500_000 }, () => random.below(256)));
const pieces: readonly (Piece & { name: string; data: Buffer | string })[] = [
  { name: "certificate/bec.pdf", data: "%PDF-1.7 certificate" },
  { name: "plan/approved.md", data: "# Plan" },
  { name: "validation/structural.json", data: noise, stored: true },
  { name: "logs/one.log", data: "started\n".repeat(200_000) },
  { name: "logs/two.log", data: "" },
  { name: "mapping/tables.csv", data: "a,b" },
  { name: "errors/resolved.csv", data: "none" },
  { name: "what/is/this.bin", data: noise.subarray(0, 400_000) },
];
const good = buildZip(pieces);
const broken = buildZip([
  ...pieces,
  { name: "z.log", data: "z", listed: { crc32: 1 }, header: { crc32: 1 } },
]);

/** A closeout with a run that waits, a folder for its archive, and the export on disk. */
async function aRun(bytes: Buffer) {
  const closeout = await world.start();
  const runId = randomUUID();
  await world.store.closeouts.change(closeout.id, ({ artifacts }) =>
    artifacts.startRun({ id: runId, startedBy: system, startedAt: world.clock.now() }),
  );
  const home = folder.fresh();
  await mkdir(home, { recursive: true });
  const zipPath = join(home, "export.zip");
  await writeFile(zipPath, bytes);
  const root = join(home, "archive");
  /** Resolves with how it ended; kills it at a step of its own, or after so many milliseconds. */
  const work = async (killAt = 0, afterMs?: number) => {
    await world.sql("update archive_run set lease_until = '-infinity' where id = $1", runId);
    const args = [program, world.url, root, zipPath, closeout.id, runId, String(killAt)];
    const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "pipe"] });
    let said = "";
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (text) => (said += String(text)));
    const timer = afterMs === undefined ? undefined : setTimeout(() => child.kill("SIGKILL"), afterMs);
    const began = performance.now();
    await once(child, "close");
    clearTimeout(timer);
    const steps = Number(/steps (\d+)/.exec(said)?.[1]);
    return { code: child.exitCode, signal: child.signalCode, steps, said, ms: performance.now() - began };
  };
  return { closeout, root, exportSha256: sha(bytes), work };
}

async function isOver(closeout: Closeout): Promise<boolean> {
  return (await world.store.artifacts.latestRun(closeout.id))?.state.kind !== "running";
}

const kinds = async (closeout: Closeout) => (await world.ledger(closeout)).map(({ kind }) => kind);

/** Registered whole or not at all. */
async function expectNothingHalf(closeout: Closeout): Promise<void> {
  const over = await isOver(closeout);
  expect(await world.store.artifacts.of(closeout.id)).toHaveLength(over ? pieces.length : 0);
  expect((await kinds(closeout)).filter((kind) => kind === "archive.completed")).toHaveLength(over ? 1 : 0);
}

async function expectRightOutcome(closeout: Closeout, root: string, exportSha256: string): Promise<void> {
  const artifacts = await world.store.artifacts.of(closeout.id);
  expect(artifacts.map(({ number, path }) => [number, path])).toEqual(
    pieces.map(({ name }, index) => [index + 1, name]),
  );
  const files: string[] = [];
  for (const [index, { place, sha256 }] of artifacts.entries()) {
    const { name, data } = pieces[index] ?? { name: "", data: "" };
    expect(place.key).toBe(objectKey(closeout.id, exportSha256, name));
    const found = await readFile(join(root, place.location, place.key));
    expect([sha(found), sha256]).toEqual([sha(Buffer.from(data)), sha(Buffer.from(data))]);
    const path = `${place.location}/${place.key}`;
    files.push(
      path,
      path.replace(/[^/]+$/, (last) => `.guard-${last}`),
    );
  }
  expect(await filesBelow(root)).toEqual(files.toSorted());
  const entries = await kinds(closeout);
  expect(entries.filter((kind) => kind === "artifact.registered")).toHaveLength(pieces.length);
  expect(entries.filter((kind) => kind === "archive.completed")).toHaveLength(1);
}

describe("a worker that is killed while it takes in an export", () => {
  let steps = 0;
  let wholeMs = 0;
  beforeAll(async () => {
    const { work, closeout, root, exportSha256 } = await aRun(good);
    const undisturbed = await work();
    expect(undisturbed.code, undisturbed.said).toBe(0);
    await expectRightOutcome(closeout, root, exportSha256);
    ({ steps, ms: wholeMs } = undisturbed);
    expect(steps).toBeGreaterThan(60);
  });

  // Spread over the whole run: one in each thirty-sixth of its steps.
  const points = Array.from({ length: 36 }, (_, index) => (index + random.next()) / 36);

  test.each(points)(
    "at %f of its steps has registered nothing by half, and its successor everything once",
    async (point) => {
      const { work, closeout, root, exportSha256 } = await aRun(good);
      const killed = await work(1 + Math.floor(point * steps));
      expect(killed.signal, killed.said).toBe("SIGKILL");
      await expectNothingHalf(closeout);
      if (!(await isOver(closeout))) expect(await work()).toMatchObject({ code: 0 });
      await expectRightOutcome(closeout, root, exportSha256);
    },
  );

  // At any instruction, also between two calls of the file system.
  const moments = Array.from({ length: 16 }, () => random.next());

  test.each(moments)("after %f of its time, likewise", async (moment) => {
    const { work, closeout, root, exportSha256 } = await aRun(good);
    await work(0, wholeMs * (0.3 + 0.7 * moment));
    await expectNothingHalf(closeout);
    if (!(await isOver(closeout))) expect(await work()).toMatchObject({ code: 0 });
    await expectRightOutcome(closeout, root, exportSha256);
  });

  test("again and again gets there in the end", async () => {
    const { work, closeout, root, exportSha256 } = await aRun(good);
    for (const point of [0.1, 0.3, 0.5, 0.7, 0.9]) {
      await work(1 + Math.floor(point * steps));
      await expectNothingHalf(closeout);
    }
    if (!(await isOver(closeout))) expect(await work()).toMatchObject({ code: 0 });
    await expectRightOutcome(closeout, root, exportSha256);
  });

  test.each([0.1, 0.5, 0.8, 0.97])(
    "at %f of an export that will be refused leaves nothing to its successor",
    async (point) => {
      const { work, closeout, root } = await aRun(broken);
      await work(1 + Math.floor(point * steps));
      if (!(await isOver(closeout))) expect(await work()).toMatchObject({ code: 0 });
      expect((await world.store.artifacts.latestRun(closeout.id))?.state).toMatchObject({
        kind: "refused",
        why: expect.stringContaining("does not match its checksum"),
      });
      expect(await world.store.artifacts.of(closeout.id)).toEqual([]);
      expect(await filesBelow(root)).toEqual([]);
      expect((await kinds(closeout)).filter((kind) => kind.startsWith("archive."))).toEqual([
        "archive.refused",
      ]);
    },
  );
});
