import { bytesPiece, type Piece, type ZipContent } from "./zip-content.ts";

/** A file of an archive. */
export type ZipEntry = {
  /** Written as it is, also where no decent program would. */
  readonly name: string;
  readonly content: ZipContent;
  /** Says another checksum than the right one. */
  readonly wrongCrc?: boolean;
  /** Unix mode, as for a symbolic link (0o120777); an ordinary file by default. */
  readonly mode?: number | undefined;
};

/** A ZIP whose length is known before a byte of it is made, and which can be begun anywhere. */
export type ZipLayout = { readonly length: number; from(offset: number): Iterable<Buffer> };

/** The largest number that the fields of an old ZIP hold. */
const most32 = 0xffff_ffff;
const most16 = 0xffff;
/** 2026-03-01, midnight. */
const dosDate = ((2026 - 1980) << 9) | (3 << 5) | 1;

/**
 * Lays a ZIP out (APPNOTE 6.3; ZIP64 where a field is too small). Written here because no library for writing ZIPs can
 * start at an arbitrary byte, know the length of deflated files beforehand, or be wrong on purpose.
 */
export function layOutZip(entries: readonly ZipEntry[]): ZipLayout {
  const pieces: Piece[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  const add = (piece: Piece) => {
    pieces.push(piece);
    at += piece.length;
  };
  for (const entry of entries) {
    directory.push(header(entry, at));
    add(bytesPiece(header(entry)));
    for (const piece of entry.content.pieces) add(piece);
  }
  const start = at;
  for (const part of directory) add(bytesPiece(part));
  add(bytesPiece(endOf(entries.length, start, at - start)));
  return { length: at, from: (offset) => read(pieces, offset) };
}

function* read(pieces: readonly Piece[], offset: number): Generator<Buffer> {
  let skip = offset;
  for (const piece of pieces) {
    if (skip < piece.length) yield* piece.from(skip);
    skip = Math.max(0, skip - piece.length);
  }
}

/** A file's local header or, with the place of that, its line in the directory. */
function header({ name, content, wrongCrc, mode = 0o100644 }: ZipEntry, offset?: number): Buffer {
  const central = offset !== undefined;
  const bytes = Buffer.from(name);
  const packed = content.pieces.reduce((sum, { length }) => sum + length, 0);
  const large = [content.size, packed, offset ?? 0].some((value) => value >= most32);
  const extra = large ? zip64Extra([content.size, packed, ...(central ? [offset] : [])]) : Buffer.alloc(0);
  const shown = (value: number) => u32(large ? most32 : value);
  return Buffer.concat([
    u32(central ? 0x0201_4b50 : 0x0403_4b50),
    ...(central ? [u16(0x0300 | 45)] : []),
    u16(large ? 45 : 20),
    u16(0x0800),
    u16(content.deflated ? 8 : 0),
    u16(0),
    u16(dosDate),
    u32(wrongCrc === true ? ~content.crc >>> 0 : content.crc),
    shown(packed),
    shown(content.size),
    u16(bytes.length),
    u16(extra.length),
    ...(central ? [u16(0), u16(0), u16(0), u32((mode << 16) >>> 0), shown(offset)] : []),
    bytes,
    extra,
  ]);
}

function zip64Extra(values: readonly number[]): Buffer {
  return Buffer.concat([u16(1), u16(values.length * 8), ...values.map(u64)]);
}

function endOf(count: number, start: number, length: number): Buffer {
  const large = count >= most16 || start >= most32 || length >= most32;
  const counts = large ? most16 : count;
  const end = [
    u32(0x0605_4b50),
    u16(0),
    u16(0),
    u16(counts),
    u16(counts),
    u32(large ? most32 : length),
    u32(large ? most32 : start),
    u16(0),
  ];
  if (!large) return Buffer.concat(end);
  const record = [u32(0x0606_4b50), u64(44), u16(45), u16(45), u32(0), u32(0)];
  const sums = [u64(count), u64(count), u64(length), u64(start)];
  const locator = [u32(0x0706_4b50), u32(0), u64(start + length), u32(1)];
  return Buffer.concat([...record, ...sums, ...locator, ...end]);
}

function u16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16LE(value);
  return bytes;
}

function u32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}

function u64(value: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(BigInt(value));
  return bytes;
}
