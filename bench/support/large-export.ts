import { randomFillSync } from "node:crypto";
import { open } from "node:fs/promises";
import { crc32 } from "node:zlib";

const names = [
  "certificate/bec.pdf",
  "plan/approved.pdf",
  "validation/results.bin",
  "logs/run.log.gz",
  "mapping/map.xlsx",
];

/**
 * Writes a ZIP of about so many bytes to disk, as a vendor's export of files that are packed already: `count` files of the same
 * size, of bytes that look random. Returns its exact length.
 */
export async function writeLargeExport(path: string, bytes: number, count: number): Promise<number> {
  const size = Math.floor(bytes / count);
  const file = await open(path, "w");
  try {
    const data = randomFillSync(Buffer.alloc(size));
    const list: Buffer[] = [];
    let at = 0;
    for (let index = 0; index < count; index += 1) {
      data.writeUInt32LE(index, 0);
      const name = Buffer.from((names[index % names.length] ?? "").replace("/", `/${index}-`));
      const facts = describe(crc32(data), size, name.length);
      await file.write(Buffer.concat([header(0x04034b50, facts, 30), name]));
      await file.write(data);
      list.push(listed(facts, at), name);
      at += 30 + name.length + size;
    }
    const directory = Buffer.concat(list);
    await file.write(Buffer.concat([directory, end(count, directory.length, at)]));
    return at + directory.length + 22;
  } finally {
    await file.close();
  }
}

/** From the version needed to the extra field's length: the same in a file's header and in the list of contents. */
function describe(checksum: number, size: number, nameBytes: number): Buffer {
  const facts = Buffer.alloc(26);
  facts.writeUInt16LE(20, 0);
  facts.writeUInt16LE(0x800, 2);
  facts.writeUInt32LE(checksum, 10);
  facts.writeUInt32LE(size, 14);
  facts.writeUInt32LE(size, 18);
  facts.writeUInt16LE(nameBytes, 22);
  return facts;
}

function header(signature: number, facts: Buffer, bytes: number): Buffer {
  const made = Buffer.alloc(bytes);
  made.writeUInt32LE(signature, 0);
  facts.copy(made, 4);
  return made;
}

function listed(facts: Buffer, offset: number): Buffer {
  const entry = Buffer.alloc(46);
  entry.writeUInt32LE(0x02014b50, 0);
  entry.writeUInt16LE((3 << 8) | 20, 4);
  facts.copy(entry, 6);
  entry.writeUInt32LE((0o100644 << 16) >>> 0, 38);
  entry.writeUInt32LE(offset, 42);
  return entry;
}

function end(count: number, bytes: number, start: number): Buffer {
  const record = Buffer.alloc(22);
  record.writeUInt32LE(0x06054b50, 0);
  record.writeUInt16LE(count, 8);
  record.writeUInt16LE(count, 10);
  record.writeUInt32LE(bytes, 12);
  record.writeUInt32LE(start, 16);
  return record;
}
