import { createHash } from "node:crypto";
import { closeSync, constants, openSync, readSync } from "node:fs";
import { parentPort } from "node:worker_threads";
import type { HashAnswer, HashQuestion } from "./hash-file.ts";

/** A thread that reads files from the disk and hashes them, one after another. */
const buffer = Buffer.allocUnsafeSlow(1024 * 1024);

function hash(path: string): { bytes: number; sha256: string } {
  const file = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW);
  try {
    const digest = createHash("sha256");
    let bytes = 0;
    for (;;) {
      const read = readSync(file, buffer, 0, buffer.length, bytes);
      if (read === 0) return { bytes, sha256: digest.digest("hex") };
      digest.update(buffer.subarray(0, read));
      bytes += read;
    }
  } finally {
    closeSync(file);
  }
}

function answer({ id, path }: HashQuestion): HashAnswer {
  try {
    return { id, ...hash(path) };
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "EIO";
    return { id, failed: { code, message: error instanceof Error ? error.message : String(error) } };
  }
}

parentPort?.on("message", (question: HashQuestion) => parentPort?.postMessage(answer(question)));
