import type { FileHandle } from "node:fs/promises";
import { ZipRefused } from "./zip-refusal.ts";

const entrySignature = 0x02014b50;
const endSignature = 0x06054b50;
const end64Signature = 0x06064b50;
const locatorBytes = 20;
const endBytes = 22;

/**
 * Checks that the list of contents ends where the archive's end record begins, and that this is the end of the file: no
 * entries beyond the stated number, no second list, nothing appended.
 */
export async function checkEnd(
  handle: FileHandle,
  size: number,
  directoryEnd: number,
  commentBytes: number,
): Promise<void> {
  const head = Buffer.alloc(12);
  await handle.read(head, 0, head.length, directoryEnd);
  const signature = head.readUInt32LE(0);
  if (signature === entrySignature) throw new ZipRefused("contradiction");
  const tail = endBytes + commentBytes;
  const end64 = signature === end64Signature ? 12 + Number(head.readBigUInt64LE(4)) + locatorBytes : 0;
  if (signature !== endSignature && end64 === 0) throw new ZipRefused("stray_bytes");
  if (directoryEnd + end64 + tail !== size) throw new ZipRefused("stray_bytes");
}
