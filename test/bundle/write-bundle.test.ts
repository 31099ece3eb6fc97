import { mkdtemp, readdir, rm, stat, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { clearNamedFiles } from "../../src/bundle/nameless-file.ts";
import { createBundleWriter } from "../../src/bundle/write-bundle.ts";
import { sha256Of } from "../../src/domain/document.ts";
import type { BundlePart } from "../../src/ports.ts";
import { at } from "../domain/examples.ts";

async function aFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "closeout-bundles-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

const part = (path: string): BundlePart => ({
  path,
  mediaType: "text/plain",
  what: "a part",
  content: path.repeat(50_000),
});

const moment = at("2026-03-02T09:00");

async function bytesOf(stream: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  for await (const piece of stream) pieces.push(piece);
  return Buffer.concat(pieces);
}

test("a bundle that is being written stands nowhere where a killed process could leave it, and can be read as often as one likes", async () => {
  const folder = await aFolder();
  const listed: string[] = [];
  async function* parts() {
    yield part("a.txt");
    listed.push(...(await readdir(folder)));
    yield part("b.txt");
  }
  const spooled = await createBundleWriter(folder)(moment, parts(), () => [part("list.txt")]);
  expect([...listed, ...(await readdir(folder))]).toEqual([]);
  const first = await bytesOf(spooled.open());
  expect(first.subarray(0, 2).toString()).toBe("PK");
  expect({ bytes: first.length, sha256: sha256Of(first) }).toEqual({
    bytes: spooled.bytes,
    sha256: spooled.sha256,
  });
  expect(sha256Of(await bytesOf(spooled.open()))).toBe(spooled.sha256);
  await spooled.discard();
});

test("parts that end with an error leave nothing behind, and the error is the one that was thrown", async () => {
  const folder = await aFolder();
  async function* parts() {
    yield part("a.txt");
    throw new Error("The store is away.");
  }
  await expect(createBundleWriter(folder)(moment, parts(), () => [])).rejects.toThrow("The store is away.");
  expect(await readdir(folder)).toEqual([]);
});

test("what killed processes of earlier versions left is cleared away, but nothing that somebody may still be writing", async () => {
  const folder = await aFolder();
  const name = (digit: string) => `00000000-0000-4000-8000-00000000000${digit}.zip`;
  const names = [name("1"), name("2"), "mine.zip"];
  for (const one of names) await writeFile(join(folder, one), "PK");
  const { mtimeMs } = await stat(join(folder, name("2")));
  const hoursBefore = (hours: number) => new Date(mtimeMs - hours * 3_600_000);
  await utimes(join(folder, name("1")), hoursBefore(25), hoursBefore(25));
  await utimes(join(folder, name("2")), hoursBefore(23), hoursBefore(23));
  await utimes(join(folder, "mine.zip"), hoursBefore(999), hoursBefore(999));
  await clearNamedFiles(folder);
  expect((await readdir(folder)).toSorted()).toEqual([name("2"), "mine.zip"]);
  await clearNamedFiles(join(folder, "never-made"));
});
