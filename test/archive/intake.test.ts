import { createHash } from "node:crypto";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { createFileArchive } from "../../src/archive/file-archive.ts";
import { type IntakeInput, type IntakeProgress, takeIn } from "../../src/archive/intake.ts";
import { zipLimits } from "../../src/archive/zip-limits.ts";
import { systemClock } from "../../src/clock.ts";
import type { ArchiveStore } from "../../src/ports.ts";
import { loadTemplate } from "../../src/template-file.ts";
import { at } from "../domain/examples.ts";
import { manualClock } from "../support/manual-clock.ts";
import { buildZip, type Piece } from "../support/zip-builder.ts";
import { hostileContents, hostileZips } from "./hostile-zips.ts";
import { filesBelow, testFolder } from "./support.ts";

const folder = testFolder();
const { template } = await loadTemplate();
const sha = (bytes: Buffer | string) => createHash("sha256").update(bytes).digest("hex");
const storedAt = at("2026-02-12T09:00");

const pieces: readonly Piece[] = [
  { name: "certificate/bec.pdf", data: "%PDF-1.7 certificate" },
  { name: "plan/approved.md", data: "# Plan", stored: true },
  { name: "validation/", mode: 0o040755, stored: true },
  { name: "validation/structural.json", data: "{}" },
  { name: "logs/2026-02-11.log", data: "started\n".repeat(5_000) },
  { name: "mapping/tables.csv", data: "a,b" },
  { name: "errors/resolved.csv", data: "none" },
  { name: "notes/odd name é.txt", data: "what is this?" },
];

async function prepare(bytes: Buffer, different: Partial<IntakeInput> = {}) {
  const home = folder.fresh();
  await mkdir(home, { recursive: true });
  const zipPath = join(home, "export.zip");
  await writeFile(zipPath, bytes);
  const root = join(home, "archive");
  const store = createFileArchive({ root, clock: manualClock(storedAt), wallClock: systemClock });
  const exportSha256 = sha(bytes);
  const input: IntakeInput = { zipPath, closeoutId: "c1", exportSha256, template, storedAt, ...different };
  return { home, root, store, input, prefix: `c1/${exportSha256.slice(0, 16)}` };
}

describe("an export that is whole", () => {
  test("is put where the procedure wants each file, read back and guarded", async () => {
    const { root, store, input, prefix } = await prepare(buildZip(pieces));
    const outcome = await takeIn(store, input);
    if (outcome.kind === "refused") throw new Error(outcome.sentence);
    expect(
      outcome.artifacts.map(({ path, kind, location, retainUntil }) => [
        path,
        kind,
        location,
        String(retainUntil),
      ]),
    ).toEqual([
      ["certificate/bec.pdf", "certificate", "Compliance archive", "2033-02-12"],
      ["plan/approved.md", "migration_plan", "Project archive", "2033-02-12"],
      ["validation/structural.json", "validation_results", "Compliance archive", "2033-02-12"],
      ["logs/2026-02-11.log", "execution_logs", "Log archive", "2028-02-12"],
      ["mapping/tables.csv", "mapping_documentation", "Knowledge base", "indefinite"],
      ["errors/resolved.csv", "error_resolution", "Project archive", "2028-02-12"],
      ["notes/odd name é.txt", undefined, "Knowledge base", "indefinite"],
    ]);
    const objects = (await filesBelow(root)).filter((path) => !path.includes("/.guard-"));
    expect(objects).toEqual(
      [
        `compliance-archive/${prefix}/certificate/bec.pdf`,
        `compliance-archive/${prefix}/validation/structural.json`,
        `knowledge-base/${prefix}/mapping/tables.csv`,
        `knowledge-base/${prefix}/notes/odd%20name%20%C3%A9.txt`,
        `log-archive/${prefix}/logs/2026-02-11.log`,
        `project-archive/${prefix}/errors/resolved.csv`,
        `project-archive/${prefix}/plan/approved.md`,
      ].toSorted(),
    );
    for (const { place, sha256, bytes } of outcome.artifacts) {
      const found = await readFile(join(root, place.location, place.key));
      expect([sha(found), found.length]).toEqual([sha256, bytes]);
      await expect(store.remove(place)).rejects.toMatchObject({ code: "protected" });
    }
    expect(outcome.bytes).toBe(outcome.artifacts.reduce((sum, { bytes }) => sum + bytes, 0));
  });

  test("gives the same objects however often it is taken in", async () => {
    const { root, store, input } = await prepare(buildZip(pieces));
    const first = await takeIn(store, input);
    const before = await filesBelow(root);
    expect(await takeIn(store, input)).toEqual(first);
    expect(await filesBelow(root)).toEqual(before);
  });

  test("tells how far it is", async () => {
    const told: IntakeProgress[] = [];
    const large = { name: "logs/large.bin", data: Buffer.alloc(20 * 1024 ** 2), stored: true };
    const { store, input } = await prepare(buildZip([...pieces, large]), {
      onProgress: (one) => told.push(one),
    });
    await takeIn(store, input);
    expect(told.length).toBeGreaterThanOrEqual(10);
    expect(told.at(-1)).toMatchObject({ entries: 8, ofEntries: 8, bytes: told.at(-1)?.ofBytes });
    expect(told.map(({ bytes }) => bytes)).toEqual(told.map(({ bytes }) => bytes).toSorted((a, b) => a - b));
  });

  test("leaves the guard of what is registered alone", async () => {
    const { store, input } = await prepare(buildZip(pieces));
    const first = await takeIn(store, input);
    if (first.kind === "refused") throw new Error(first.sentence);
    const held = first.artifacts.find(({ kind }) => kind === "execution_logs");
    if (held === undefined) throw new Error("no log");
    await store.protect(held.place, { retainUntil: held.retainUntil, hold: true });
    await takeIn(store, { ...input, isRegistered: () => true });
    const later = createFileArchive({
      root: store.describe("x").slice(7, -2),
      clock: manualClock(at("2050-01-01T00:00")),
      wallClock: systemClock,
    });
    await expect(later.remove(held.place)).rejects.toMatchObject({ code: "protected" });
  });
});

describe("a hostile export", () => {
  beforeAll(async () => {
    await mkdir(folder.path, { recursive: true });
  });

  test.each([...hostileZips, ...hostileContents])("leaves nothing behind: %s", async (_, why, make) => {
    const { home, store, input } = await prepare(make());
    expect(await takeIn(store, input)).toMatchObject({ kind: "refused", why });
    expect(await filesBelow(home)).toEqual(["export.zip"]);
  });

  test("is never written beyond what its list of contents states", async () => {
    const zeros = Buffer.alloc(64 * 1024 ** 2);
    const bomb = buildZip([
      { name: "a.log", data: zeros, listed: { bytes: 1_000 }, header: { bytes: 1_000 } },
    ]);
    const { store, input } = await prepare(bomb);
    let written = 0;
    const watching: ArchiveStore = {
      ...store,
      put: (place, source, options) =>
        store.put(
          place,
          (async function* () {
            for await (const chunk of source) {
              written += chunk.length;
              yield chunk;
            }
          })(),
          options,
        ),
    };
    expect(await takeIn(watching, input)).toMatchObject({ kind: "refused", why: "wrong_size" });
    expect(written).toBeLessThanOrEqual(1_000);
  });

  test("that is nested is kept as the one file that it is, within the limits", async () => {
    const inner = buildZip([{ name: "zeros", data: Buffer.alloc(16 * 1024 ** 2) }]);
    const { root, store, input } = await prepare(
      buildZip([{ name: "logs/inner.zip", data: inner, stored: true }]),
    );
    expect(await takeIn(store, input)).toMatchObject({ kind: "whole", bytes: inner.length });
    const [object] = (await filesBelow(root)).filter((path) => path.endsWith("/inner.zip"));
    expect((await readFile(join(root, object ?? ""))).equals(inner)).toBe(true);
  });

  test("does not take with it what was registered before", async () => {
    const bytes = buildZip([
      ...pieces,
      { name: "z.txt", data: "z", listed: { crc32: 1 }, header: { crc32: 1 } },
    ]);
    const { root, store, input } = await prepare(bytes, {
      isRegistered: ({ key }) => key.endsWith("bec.pdf"),
    });
    expect(await takeIn(store, input)).toMatchObject({ kind: "refused" });
    expect(await filesBelow(root)).toEqual([expect.stringMatching(/bec\.pdf$/)]);
  });

  test("over the limits of the operator is refused", async () => {
    const { store, input } = await prepare(buildZip(pieces), { limits: { ...zipLimits, entries: 7 } });
    expect(await takeIn(store, input)).toMatchObject({ kind: "refused", why: "too_many_entries" });
  });
});

describe("a store in trouble", () => {
  const failing = (store: ArchiveStore, code: string, from: number): ArchiveStore => {
    let count = 0;
    return {
      ...store,
      put: async (...args) => {
        count += 1;
        if (count >= from) throw Object.assign(new Error(code), { name: "ArchiveError", code });
        return store.put(...args);
      },
    };
  };

  test("ends the intake, and the next one goes on from there", async () => {
    const { root, store, input } = await prepare(buildZip(pieces));
    await expect(takeIn(failing(store, "full", 4), input)).rejects.toMatchObject({ code: "full" });
    expect(await filesBelow(root)).toHaveLength(3);
    expect(await takeIn(store, input)).toMatchObject({ kind: "whole" });
  });

  test("that gives back other bytes is found out, and nothing stays", async () => {
    const { root, store, input } = await prepare(buildZip(pieces));
    const lying: ArchiveStore = {
      ...store,
      verify: async (place) =>
        place.key.endsWith(".md") ? { kind: "there", bytes: 6, sha256: sha("other") } : store.verify(place),
    };
    await expect(takeIn(lying, input)).rejects.toMatchObject({
      code: "damaged",
      sentence: expect.stringContaining("is not what was written there"),
    });
    expect(await filesBelow(root)).toEqual([]);
  });
});
