import { errorCode, errorMessage } from "./error-code.ts";

/**
 * The database gave no answer, or not in time. A statement that was under way may or may not have happened; a transaction
 * whose `commit` was not answered likewise. `retryable` is false where waiting cannot help, such as a wrong password.
 */
export class StoreUnavailable extends Error {
  override readonly name = "StoreUnavailable";
  readonly code = "store_unavailable";
  readonly retryable: boolean;

  constructor(cause: unknown) {
    super(`The database is unavailable: ${sentence(cause)}`, { cause });
    this.retryable = !isRefusal(cause);
  }
}

/** Errors by which the server or the network say that there is no service now. */
export function meansUnavailable(error: unknown): boolean {
  const code = errorCode(error);
  if (code !== undefined) return UNREACHABLE.test(code) || OUT_OF_SERVICE.test(code) || REFUSED.test(code);
  return LOST.test(errorMessage(error));
}

/**
 * Whether the same work, begun anew, may succeed: the database was away, or another transaction was in the way. Work that
 * is repeated for this reason must be idempotent or have been rolled back.
 */
export function isTransient(error: unknown): boolean {
  if (error instanceof StoreUnavailable) return error.retryable;
  const code = errorCode(error);
  if (code !== undefined && IN_THE_WAY.test(code)) return true;
  return meansUnavailable(error) && !isRefusal(error);
}

/** The server is certainly not listening yet or any more, so nothing can have been done: safe to try again at once. */
export function isRestarting(error: unknown): boolean {
  return /^(?:ECONNREFUSED|ENOENT|57P0[123]|53300)$/.test(errorCode(error) ?? "") || isResetOnConnect(error);
}

/** Socket and name errors of Node. */
const UNREACHABLE =
  /^(?:ECONNREFUSED|ECONNRESET|ECONNABORTED|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|ENOENT)$/;
/** Connection exceptions, shutdown and restart, no disk, no memory, no connection left, a standby that takes no writes. */
const OUT_OF_SERVICE = /^(?:08...|57P0[1235]|53[1234]00|25006|25P03|58030)$/;
/** Wrong password, role or database: nothing that waiting heals. */
const REFUSED = /^(?:28...|3D000)$/;
/** Serialization failure, deadlock, lock not available, statement timeout. */
const IN_THE_WAY = /^(?:40001|40P01|55P03|57014)$/;
/** What `pg` says without any code. */
const LOST =
  /^(?:Connection terminated|timeout exceeded when trying to connect|Query read timeout|Client has encountered a connection error|Client was closed)/;

function isRefusal(error: unknown): boolean {
  return REFUSED.test(errorCode(error) ?? "");
}

/** Until the first answer, a cut connection means that the server went down while we came in. */
function isResetOnConnect(error: unknown): boolean {
  return (
    errorCode(error) === "ECONNRESET" || errorMessage(error).startsWith("Connection terminated unexpectedly")
  );
}

function sentence(cause: unknown): string {
  switch (errorCode(cause) ?? "") {
    case "53100":
      return "its disk is full. What was stored before is untouched; free some space on it.";
    case "53300":
      return "it has no connection left for us. Raise its max_connections or run fewer processes.";
    case "57P03":
      return "it is starting or stopping.";
    case "28P01":
    case "28000":
      return `it refuses the user or the password in DATABASE_URL (${errorMessage(cause)}).`;
    case "3D000":
      return `the database named in DATABASE_URL does not exist (${errorMessage(cause)}).`;
    default:
      return errorMessage(cause);
  }
}
