/**
 * The queue's back end gave no answer, or not in time. Work already recorded in the store is not lost: the next sweep hands
 * it over again. `retryable` is false where waiting cannot help, such as a schema made by a newer version.
 */
export class QueueUnavailable extends Error {
  override readonly name = "QueueUnavailable";
  readonly code = "queue_unavailable";
  readonly retryable: boolean;

  /** `doing` says what was tried, as in "add 3 jobs"; `cause` is what the back end or its driver said. */
  constructor(doing: string, cause: unknown) {
    super(`The queue is unavailable (could not ${doing}): ${reason(cause)}`, { cause });
    this.retryable = !(cause instanceof Error && PERMANENT.has(cause.name));
  }
}

const PERMANENT = new Set(["SchemaVersionMismatchError", "UnsupportedPostgresVersionError"]);

/** A refused connection over several addresses has an empty message of its own: then its parts speak. */
function reason(cause: unknown): string {
  if (cause instanceof AggregateError && cause.message === "") {
    return cause.errors.map(reason).join("; ");
  }
  return cause instanceof Error ? cause.message : String(cause);
}
