import { constants, crc32, deflateRawSync } from "node:zlib";

/** So many bytes, any part of which can be had without making the rest. */
export type Piece = {
  readonly length: number;
  /** The bytes from `from` (below `length`) on, as chunks of a bearable size. */
  from(from: number): Iterable<Buffer>;
};

/** What a file in a ZIP holds: its bytes as they stand in the archive, and what its header says about them. */
export type ZipContent = {
  readonly deflated: boolean;
  readonly size: number;
  readonly crc: number;
  readonly pieces: readonly Piece[];
};

const longestChunk = 256 * 1024;

/** Bytes that are in memory. */
export function bytesPiece(bytes: Buffer): Piece {
  return repeatedPiece(bytes, 1);
}

function repeatedPiece(block: Buffer, times: number): Piece {
  const length = block.length * times;
  return {
    length,
    *from(from) {
      for (let at = from; at < length; ) {
        const start = at % block.length;
        const chunk = block.subarray(start, start + longestChunk);
        yield chunk;
        at += chunk.length;
      }
    },
  };
}

/** A small file. */
export function textContent(text: string | Buffer): ZipContent {
  const bytes = Buffer.from(text);
  const pieces = [bytesPiece(deflateRawSync(bytes))];
  return { deflated: true, size: bytes.length, crc: crc32(bytes), pieces };
}

const logBlock = makeLogBlock();
let flushedBlock: Buffer | undefined;

/**
 * A log of about this size that is never in memory: one block of lines again and again, and a last line of its own. Deflated,
 * each block ends in a full flush, so that copies of the compressed block are what compressing the copies would give.
 */
export function logContent(bytes: number, lastLine: string, deflated: boolean): ZipContent {
  const times = Math.floor(bytes / logBlock.length);
  const end = Buffer.concat([logBlock.subarray(0, bytes % logBlock.length), Buffer.from(`\n${lastLine}\n`)]);
  const size = times * logBlock.length + end.length;
  const crc = crc32(end, crcOfBlocks(times));
  if (!deflated) {
    return { deflated, size, crc, pieces: [repeatedPiece(logBlock, times), bytesPiece(end)] };
  }
  flushedBlock ??= deflateRawSync(logBlock, { finishFlush: constants.Z_FULL_FLUSH });
  const pieces = [repeatedPiece(flushedBlock, times), bytesPiece(deflateRawSync(end))];
  return { deflated, size, crc, pieces };
}

const crcs: number[] = [0];

function crcOfBlocks(times: number): number {
  for (let made = crcs.length; made <= times; made += 1) {
    crcs.push(crc32(logBlock, crcs[made - 1] ?? 0));
  }
  return crcs[times] ?? 0;
}

/** One MB of lines such as an execution writes. */
function makeLogBlock(): Buffer {
  let text = "";
  for (let line = 0; text.length < 1024 * 1024; line += 1) {
    const mixed = Math.imul(line + 1, 2_654_435_761) >>> 0;
    const table = `t_${String(mixed % 247).padStart(3, "0")}`;
    text += `2026-02-28T22:${String(line % 60).padStart(2, "0")}:07Z INFO batch=${mixed.toString(16).padStart(8, "0")} table=${table} rows=${mixed % 50_000} ms=${mixed % 977} checksum=ok\n`;
  }
  return Buffer.from(text);
}
