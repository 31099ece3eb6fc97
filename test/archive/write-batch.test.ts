import { expect, test } from "vitest";
import { createWriteBatch } from "../../src/archive/write-batch.ts";

const half = 512 * 1024;
const piece = (fill: number, bytes = half) => Buffer.alloc(bytes, fill);

/** Writes of a disk that takes its time: each is finished by hand. */
function slowDisk() {
  const writes: { bytes: Buffer; finish(): void; fail(error: Error): void }[] = [];
  const write = (chunks: readonly Uint8Array[]) => {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    writes.push({ bytes: Buffer.concat(chunks), finish: resolve, fail: reject });
    return promise;
  };
  return { writes, write };
}

test("chunks are written together, in their order, and the rest at the end", async () => {
  const written: Buffer[] = [];
  const batch = createWriteBatch(async (chunks) => void written.push(Buffer.concat(chunks)));
  for (const fill of [1, 2, 3]) await batch.add(piece(fill));
  expect(written.map(({ length }) => length)).toEqual([2 * half]);
  await batch.end();
  expect(Buffer.concat(written).equals(Buffer.concat([piece(1), piece(2), piece(3)]))).toBe(true);
});

test("while one batch is written the next is gathered, but never a third", async () => {
  const { writes, write } = slowDisk();
  const batch = createWriteBatch(write);
  for (const fill of [1, 2, 3]) await batch.add(piece(fill));
  let taken = false;
  const waiting = batch.add(piece(4)).then(() => {
    taken = true;
  });
  await new Promise(setImmediate);
  expect({ writes: writes.length, taken }).toEqual({ writes: 1, taken: false });
  writes[0]?.finish();
  await waiting;
  expect(writes).toHaveLength(2);
  let ended = false;
  const ending = batch.end().then(() => {
    ended = true;
  });
  await new Promise(setImmediate);
  expect(ended).toBe(false);
  writes[1]?.finish();
  await ending;
});

test("a write that failed is told with the next batch and at the end", async () => {
  const { writes, write } = slowDisk();
  const batch = createWriteBatch(write);
  for (const fill of [1, 2]) await batch.add(piece(fill));
  writes[0]?.fail(new Error("no space"));
  await batch.add(piece(3));
  await expect(batch.add(piece(4))).rejects.toThrow("no space");
  await expect(batch.end()).rejects.toThrow("no space");
});

test("nothing is written where nothing came", async () => {
  const { writes, write } = slowDisk();
  await createWriteBatch(write).end();
  expect(writes).toHaveLength(0);
});
