import { appendFileSync, renameSync, statSync } from "node:fs";

/** The database's own log: a file that cannot grow without end, and its last words in memory. */
export type ServerLog = {
  readonly file: string;
  write(chunk: Buffer): void;
  /** What was said since the last call of `forget`, at most a few kilobytes. */
  recent(): string;
  forget(): void;
};

const FILE_LIMIT = 4 * 1024 * 1024;
const MEMORY_LIMIT = 8 * 1024;

/** Opens the log at `file`; when it reaches 4 MB it becomes `file.1`, replacing the one before. */
export function openServerLog(file: string): ServerLog {
  let words = "";
  return {
    file,
    write(chunk) {
      words = (words + chunk.toString("utf8")).slice(-MEMORY_LIMIT);
      append(file, chunk);
    },
    recent: () => words,
    forget() {
      words = "";
    },
  };
}

/** A log that cannot be written (the disk may be full) must not take anything else down. */
function append(file: string, chunk: Buffer): void {
  try {
    appendFileSync(file, chunk, { mode: 0o600 });
    if (statSync(file).size > FILE_LIMIT) renameSync(file, `${file}.1`);
  } catch {
    // The last words stay in memory.
  }
}
