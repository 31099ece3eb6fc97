import { errorCode, errorMessage } from "../error-code.ts";

/** Why the embedded server could not serve; each has one sentence for the operator. */
export type EmbeddedPostgresFault =
  | "unsupported_platform"
  | "in_use"
  | "disk_full"
  | "not_writable"
  | "cannot_run"
  | "wrong_version"
  | "damaged"
  | "no_start";

const INSTEAD = "Or set DATABASE_URL to a PostgreSQL server of your own.";

/**
 * The embedded server cannot be used. The message is a finished text for the operator: what is wrong, what was left
 * alone, what to do next.
 */
export class EmbeddedPostgresError extends Error {
  override readonly name = "EmbeddedPostgresError";
  readonly code: EmbeddedPostgresFault;
  readonly retryable: boolean;

  constructor(code: EmbeddedPostgresFault, sentence: string, cause?: unknown) {
    super(`${sentence} ${INSTEAD}`, cause === undefined ? undefined : { cause });
    this.code = code;
    this.retryable = code === "disk_full" || code === "in_use";
  }
}

/** The disk under `directory` has no room left. */
export function diskFull(directory: string, cause?: unknown): EmbeddedPostgresError {
  return new EmbeddedPostgresError(
    "disk_full",
    `There is no space left on the disk that holds ${directory}. What was stored before is untouched. ` +
      "Free some space (about 100 MB are needed) and start again, or choose another place with CLOSEOUT_STATE_DIR.",
    cause,
  );
}

/** Turns a failed file operation under `directory` into its sentence; anything unexpected is passed on as it is. */
export function fileFault(error: unknown, directory: string): unknown {
  switch (errorCode(error) ?? "") {
    case "ENOSPC":
    case "EDQUOT":
      return diskFull(directory, error);
    case "EACCES":
    case "EPERM":
    case "EROFS":
    case "ENOTDIR":
      return new EmbeddedPostgresError(
        "not_writable",
        `Closeout cannot write to ${directory} (${errorMessage(error)}). ` +
          "Make it writable for the user that runs Closeout, or choose another place with CLOSEOUT_STATE_DIR.",
        error,
      );
    default:
      return error;
  }
}

/** What PostgreSQL or the C library print when a disk or a quota is exhausted. */
export function speaksOfFullDisk(output: string): boolean {
  return /No space left on device|Disk quota exceeded|could not (?:extend|write).*wrote only/i.test(output);
}
