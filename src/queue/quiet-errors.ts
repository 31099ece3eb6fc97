import type { Log } from "../ports.ts";

/** Turns the storm of errors that one lost connection makes into a few log lines, and says when it is over. */
export type QuietErrors = {
  /** Logs an error, unless its like was logged within the last half minute; then it is only counted. */
  readonly report: (error: unknown) => void;
  /** To be called whenever the back end has answered. */
  readonly answered: () => void;
};

const QUIET_MS = 30_000;
const MOST_KINDS = 50;

/** `about` names the part that reports (as in "redis queue") in every line. */
export function quietErrors(log: Log, about: string): QuietErrors {
  const kinds = new Map<string, { loggedAt: number; repeated: number }>();
  let lostAt: number | undefined;

  return {
    report(error) {
      const lost = isConnectionLoss(error);
      if (lost) lostAt ??= performance.now();
      const kind = kindOf(error);
      const seen = kinds.get(kind);
      if (seen !== undefined && performance.now() - seen.loggedAt < QUIET_MS) {
        seen.repeated += 1;
        return;
      }
      if (seen === undefined && kinds.size >= MOST_KINDS) kinds.clear();
      kinds.set(kind, { loggedAt: performance.now(), repeated: 0 });
      const fields = { err: error, ...(seen === undefined ? {} : { repeated: seen.repeated }) };
      log.error(fields, lost ? `The ${about} has lost its connection; trying again` : `The ${about} failed`);
    },
    answered() {
      if (lostAt === undefined) return;
      log.info({ downMs: Math.round(performance.now() - lostAt) }, `The ${about} answers again`);
      lostAt = undefined;
      kinds.clear();
    },
  };
}

/** The same trouble with another job id or port is the same kind. */
function kindOf(error: unknown): string {
  if (isConnectionLoss(error)) return "connection";
  return error instanceof Error ? `${error.name} ${error.message.replaceAll(/[\d-]+/g, "#")}` : String(error);
}

const LOST_CODE =
  /^(ECONN(REFUSED|RESET|ABORTED)|EPIPE|ENOENT|ENOTFOUND|EAI_AGAIN|E(HOST|NET)UNREACH|ETIMEDOUT|57P0[1-3]|08...)$/;
const LOST_MESSAGE =
  /connection (is closed|terminated|ended)|terminating connection|timeout|timed out|max retries/i;

/** Whether an error of `ioredis` or `pg` says that the server is not there, as opposed to refusing one thing. */
function isConnectionLoss(error: unknown): boolean {
  if (error instanceof AggregateError) return error.errors.some(isConnectionLoss);
  if (!(error instanceof Error)) return false;
  return (
    ("code" in error && typeof error.code === "string" && LOST_CODE.test(error.code)) ||
    LOST_MESSAGE.test(error.message)
  );
}
