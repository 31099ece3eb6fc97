import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readEntry } from "../../src/archive/zip-content.ts";
import { openZip } from "../../src/archive/zip-directory.ts";
import { type ZipLimits, zipLimits } from "../../src/archive/zip-limits.ts";
import { ZipRefused } from "../../src/archive/zip-refusal.ts";
import { buildZip, type Piece } from "../support/zip-builder.ts";
import { hostileContents, hostileZips, zeros } from "./hostile-zips.ts";

let folder = "";
let count = 0;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "closeout-zip-"));
});
afterAll(() => rm(folder, { recursive: true }));

async function save(bytes: Buffer): Promise<string> {
  count += 1;
  const path = join(folder, `${count}.zip`);
  await writeFile(path, bytes);
  return path;
}

/** Every file with its text, or why the archive is refused; `passed` counts what came out before that. */
async function unpack(bytes: Buffer, limits: ZipLimits = zipLimits) {
  const zip = await openZip(await save(bytes), limits);
  if (zip.kind === "refused") return { ...zip, passed: 0 };
  const files: Record<string, string> = {};
  let passed = 0;
  try {
    for (const entry of zip.entries) {
      const chunks: Buffer[] = [];
      for await (const chunk of readEntry(zip.handle, entry)) {
        chunks.push(Buffer.from(chunk));
        passed += chunk.length;
      }
      files[entry.path] = Buffer.concat(chunks).toString();
    }
    return { kind: "whole" as const, files };
  } catch (error) {
    if (error instanceof ZipRefused) return { ...error.refusal, passed };
    throw error;
  } finally {
    await zip.close();
  }
}

const good: Piece = { name: "logs/good.log", data: "all is well" };

describe("an export that is whole", () => {
  test.each<[string, Piece]>([
    ["deflated", good],
    ["stored", { ...good, stored: true }],
    ["with a descriptor", { ...good, descriptor: "signed" }],
    ["with a descriptor without a signature", { ...good, descriptor: "unsigned" }],
    ["with a descriptor of eight bytes each", { ...good, descriptor: "wide" }],
    ["with sizes of eight bytes", { ...good, zip64: true }],
    ["without a mode", { ...good, mode: 0 }],
  ])("gives back its file, %s", async (_, piece) => {
    expect(await unpack(buildZip([piece]))).toEqual({
      kind: "whole",
      files: { "logs/good.log": "all is well" },
    });
  });

  test("may have folders, empty files, a comment and names in any script", async () => {
    const bytes = buildZip(
      [
        { name: "данные/", stored: true, mode: 0o040755 },
        { name: "данные/文書.txt", data: "text" },
        { name: "empty", stored: true },
        { name: "also empty" },
        { name: "10:30:00.log", data: "time" },
        { name: "...three", data: "dots" },
      ],
      { comment: "made by Sensei" },
    );
    const files = {
      "данные/文書.txt": "text",
      empty: "",
      "also empty": "",
      "10:30:00.log": "time",
      "...three": "dots",
    };
    expect(await unpack(bytes)).toEqual({ kind: "whole", files });
  });

  test("keeps an archive within it as it is, unopened", async () => {
    const inner = buildZip([{ name: "../evil.txt", data: "never looked at" }]);
    const zip = await openZip(await save(buildZip([{ name: "inner.zip", data: inner }])), zipLimits);
    if (zip.kind !== "whole") throw new Error(zip.sentence);
    expect(zip.entries).toMatchObject([{ path: "inner.zip", bytes: inner.length }]);
    await zip.close();
  });

  test.each([true, false])("gives back a file of many chunks (stored: %s)", async (stored) => {
    const data = Array.from({ length: 400_000 }, (_, index) => (index * 7919) % 65_537).join(",");
    expect(await unpack(buildZip([good, { name: "large", data, stored }]))).toEqual({
      kind: "whole",
      files: { "logs/good.log": "all is well", large: data },
    });
  });

  test("gives back whatever was put in", async () => {
    const path = fc.stringMatching(/^[a-z0-9]{1,8}(\/[a-z0-9]{1,8}){0,2}\.t$/);
    const content = fc.uint8Array({ maxLength: 2_000 });
    const form = fc.constantFrom<Partial<Piece>>(
      {},
      { stored: true },
      { descriptor: "signed" },
      { zip64: true },
    );
    await fc.assert(
      fc.asyncProperty(
        fc.dictionary(path, fc.tuple(content, form), { minKeys: 1, maxKeys: 6 }),
        async (tree) => {
          const pieces = Object.entries(tree).map(([name, [data, odd]]) => ({
            name,
            data: Buffer.from(data),
            ...odd,
          }));
          const expected = Object.fromEntries(pieces.map(({ name, data }) => [name, data.toString()]));
          expect(await unpack(buildZip(pieces))).toEqual({ kind: "whole", files: expected });
        },
      ),
      { numRuns: 50 },
    );
  });
});

describe("an export is refused", () => {
  test.each(hostileZips)("before anything is unpacked: %s", async (_, why, make) => {
    const outcome = await unpack(make());
    expect(outcome).toMatchObject({ kind: "refused", why, passed: 0 });
    expect(outcome).toHaveProperty(
      "sentence",
      expect.stringMatching(/^\p{Lu}.*\. Nothing was archived from it\.$/u),
    );
  });

  test.each(hostileContents)("while its bytes pass: %s", async (_, why, make) => {
    const outcome = await unpack(make());
    expect(outcome).toMatchObject({ kind: "refused", why });
    // The good file before it, and not more of the bad one than it states.
    expect(outcome).toHaveProperty(
      "passed",
      expect.toSatisfy((passed: number) => passed <= 1_200 + 100),
    );
  });

  test("with its name shown in one line, without what cannot be seen", async () => {
    const outcome = await unpack(buildZip([{ name: `a\u0000\n${"x".repeat(300)}` }]));
    expect(outcome).toHaveProperty("entry", `a��${"x".repeat(116)}…`);
  });

  test("whichever byte is changed, or the files are the same", async () => {
    const pieces: Piece[] = [
      good,
      { name: "b.txt", data: "beta", stored: true },
      { name: "c.txt", data: "c", descriptor: "signed" },
    ];
    const whole = buildZip(pieces);
    const files = { "logs/good.log": "all is well", "b.txt": "beta", "c.txt": "c" };
    let refused = 0;
    for (let at = 0; at < whole.length; at += 1) {
      const changed = Buffer.from(whole);
      changed[at] = (changed[at] ?? 0) ^ 0x55;
      const outcome = await unpack(changed);
      if (outcome.kind === "refused") refused += 1;
      else expect(Object.values(outcome.files)).toEqual(Object.values(files));
    }
    expect(refused).toBeGreaterThan(whole.length / 2);
  });
});

describe("limits", () => {
  const three = buildZip(["a", "b", "c"].map((name) => ({ name, data: "12345678" })));

  test.each<[string, Partial<ZipLimits>, Partial<ZipLimits>]>([
    ["entries", { entries: 3 }, { entries: 2 }],
    ["bytes of one file", { entryBytes: 8 }, { entryBytes: 7 }],
    ["bytes of all files", { totalBytes: 24 }, { totalBytes: 23 }],
    ["bytes of a path", { pathBytes: 1 }, { pathBytes: 0 }],
  ])("of %s may be reached, not exceeded", async (_, reached, exceeded) => {
    expect(await unpack(three, { ...zipLimits, ...reached })).toMatchObject({ kind: "whole" });
    expect(await unpack(three, { ...zipLimits, ...exceeded })).toMatchObject({ kind: "refused", passed: 0 });
  });

  test("let a small file shrink as much as it can", async () => {
    expect(await unpack(buildZip([{ name: "zeros", data: Buffer.alloc(4 * 1024 ** 2) }]))).toMatchObject({
      kind: "whole",
    });
    expect(await unpack(buildZip([zeros]), { ...zipLimits, ratio: 2_000 })).toMatchObject({ kind: "whole" });
  });
});
