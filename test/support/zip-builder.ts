import { crc32, deflateRawSync } from "node:zlib";

/** One entry to be written; whatever is given besides name and data makes the archive lie or differ from the usual. */
export type Piece = {
  readonly name: string | Buffer;
  readonly data?: Buffer | string;
  /** Deflated unless told. */
  readonly stored?: boolean;
  /** The packed bytes as they are, instead of packing `data`. */
  readonly packed?: Buffer;
  /** The number in the method field. */
  readonly method?: number;
  /** Besides the one for UTF-8. */
  readonly flags?: number;
  /** Unix mode, such as 0o120777 for a symbolic link. */
  readonly mode?: number;
  /** What the list of contents says, in place of the truth. */
  readonly listed?: Partial<Record<"crc32" | "bytes" | "packedBytes" | "offset" | "method", number>>;
  /** What the entry's own header says, in place of the truth. */
  readonly header?: { readonly name?: string; readonly crc32?: number; readonly bytes?: number };
  /** Checksum and sizes behind the bytes, with or without a signature, or with something else there. */
  readonly descriptor?: "signed" | "unsigned" | "wide" | Buffer;
  /** Sizes in the extra field for archives beyond 4 GB. */
  readonly zip64?: boolean;
  readonly extra?: Buffer;
};

export type ZipShape = {
  readonly comment?: string;
  readonly before?: Buffer;
  /** Between the last entry and the list of contents. */
  readonly between?: Buffer;
  readonly after?: Buffer;
  /** The number of entries that the end record states. */
  readonly count?: number;
};

/** A ZIP, byte by byte: well-formed unless the pieces or the shape say otherwise. */
export function buildZip(pieces: Iterable<Piece>, shape: ZipShape = {}): Buffer {
  const { comment = "", before = Buffer.alloc(0), between = Buffer.alloc(0) } = shape;
  const body: Buffer[] = [before];
  const list: Buffer[] = [];
  let at = before.length;
  for (const piece of pieces) {
    const made = make(piece, at);
    body.push(...made.body);
    list.push(...made.listed);
    at += made.length;
  }
  const directory = Buffer.concat(list);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  const count = shape.count ?? list.length;
  const start = at + between.length;
  const text = Buffer.from(comment);
  if (count > 0xfffe) {
    const end64 = zip64End(count, directory.length, start);
    end.fill(0xff, 8, 20);
    end.writeUInt16LE(text.length, 20);
    return Buffer.concat([...body, between, directory, end64, end, text, shape.after ?? Buffer.alloc(0)]);
  }
  end.writeUInt16LE(count, 8);
  end.writeUInt16LE(count, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(start, 16);
  end.writeUInt16LE(text.length, 20);
  return Buffer.concat([...body, between, directory, end, text, shape.after ?? Buffer.alloc(0)]);
}

function zip64End(count: number, directoryBytes: number, start: number): Buffer {
  const record = Buffer.alloc(76);
  record.writeUInt32LE(0x06064b50, 0);
  record.writeBigUInt64LE(44n, 4);
  record.writeBigUInt64LE(BigInt(count), 24);
  record.writeBigUInt64LE(BigInt(count), 32);
  record.writeBigUInt64LE(BigInt(directoryBytes), 40);
  record.writeBigUInt64LE(BigInt(start), 48);
  record.writeUInt32LE(0x07064b50, 56);
  record.writeBigUInt64LE(BigInt(start + directoryBytes), 64);
  record.writeUInt32LE(1, 72);
  return record;
}

const wide = 0xffffffff;

function make(piece: Piece, offset: number) {
  const data = Buffer.from(piece.data ?? "");
  const packed = piece.packed ?? (piece.stored === true ? data : deflateRawSync(data));
  const method = piece.method ?? (piece.stored === true ? 0 : 8);
  const flags = 0x800 | (piece.flags ?? 0) | (piece.descriptor === undefined ? 0 : 0x8);
  const truth = { crc32: crc32(data), bytes: data.length, packedBytes: packed.length, offset, method };
  const name = Buffer.from(piece.name);
  const headerName = piece.header?.name === undefined ? name : Buffer.from(piece.header.name);
  const later = piece.descriptor !== undefined;

  const own = { ...truth, ...piece.header };
  const header = Buffer.alloc(30);
  header.writeUInt32LE(0x04034b50, 0);
  header.writeUInt16LE(20, 4);
  header.writeUInt16LE(flags, 6);
  header.writeUInt16LE(method, 8);
  header.writeUInt32LE(later ? 0 : own.crc32, 14);
  header.writeUInt32LE(later ? 0 : piece.zip64 === true ? wide : own.packedBytes, 18);
  header.writeUInt32LE(later ? 0 : piece.zip64 === true ? wide : own.bytes, 22);
  const sizes = piece.zip64 === true ? sizesExtra(own.bytes, own.packedBytes) : Buffer.alloc(0);
  header.writeUInt16LE(headerName.length, 26);
  header.writeUInt16LE(sizes.length, 28);
  const descriptor = descriptorOf(piece.descriptor, truth);

  const said = { ...truth, ...piece.listed };
  const extra =
    piece.zip64 === true ? sizesExtra(said.bytes, said.packedBytes) : (piece.extra ?? Buffer.alloc(0));
  const entry = Buffer.alloc(46);
  entry.writeUInt32LE(0x02014b50, 0);
  entry.writeUInt16LE((3 << 8) | 20, 4);
  entry.writeUInt16LE(20, 6);
  entry.writeUInt16LE(flags, 8);
  entry.writeUInt16LE(said.method, 10);
  entry.writeUInt32LE(said.crc32, 16);
  entry.writeUInt32LE(piece.zip64 === true ? wide : said.packedBytes, 20);
  entry.writeUInt32LE(piece.zip64 === true ? wide : said.bytes, 24);
  entry.writeUInt16LE(name.length, 28);
  entry.writeUInt16LE(extra.length, 30);
  entry.writeUInt32LE(((piece.mode ?? 0o100644) << 16) >>> 0, 38);
  entry.writeUInt32LE(said.offset, 42);
  const body = [header, headerName, sizes, packed, descriptor];
  return {
    body,
    length: body.reduce((sum, part) => sum + part.length, 0),
    listed: [Buffer.concat([entry, name, extra])],
  };
}

function sizesExtra(bytes: number, packedBytes: number): Buffer {
  const extra = Buffer.alloc(20);
  extra.writeUInt16LE(1, 0);
  extra.writeUInt16LE(16, 2);
  extra.writeBigUInt64LE(BigInt(bytes), 4);
  extra.writeBigUInt64LE(BigInt(packedBytes), 12);
  return extra;
}

function descriptorOf(
  form: Piece["descriptor"],
  truth: { crc32: number; bytes: number; packedBytes: number },
): Buffer {
  if (form === undefined) return Buffer.alloc(0);
  if (Buffer.isBuffer(form)) return form;
  const width = form === "wide" ? 8 : 4;
  const bytes = Buffer.alloc(8 + 2 * width);
  bytes.writeUInt32LE(0x08074b50, 0);
  bytes.writeUInt32LE(truth.crc32, 4);
  for (const [index, size] of [truth.packedBytes, truth.bytes].entries()) {
    if (width === 8) bytes.writeBigUInt64LE(BigInt(size), 8 + index * 8);
    else bytes.writeUInt32LE(size, 8 + index * 4);
  }
  return form === "unsigned" ? bytes.subarray(4) : bytes;
}
