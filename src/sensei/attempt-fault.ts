import type { SenseiFaultCode } from "../ports.ts";

/** What one attempt ran into. Words from outside are raw here and redacted when the error is made. */
export type AttemptFault = {
  readonly code: SenseiFaultCode;
  readonly retryable: boolean;
  /** Certainly no byte of the request arrived anywhere. */
  readonly notSent?: boolean | undefined;
  readonly status?: number | undefined;
  readonly reason?: string | undefined;
  readonly vendorMessage?: string | undefined;
  readonly vendorRequestId?: string | undefined;
  readonly scope?: string | undefined;
  readonly redirectHost?: string | undefined;
  readonly retryAfterMs?: number | undefined;
};

/** Statuses of 4xx by which a server or proxy says that it lost the connection, not that it refused. */
const lostOnTheWay: readonly number[] = [408, 499];

/**
 * What a call that would have changed something may have done when it ended so. A redirect counts as unknown: some servers
 * send one after they have done what they were asked.
 */
export function effectOf({ notSent, status }: AttemptFault): "none" | "unknown" {
  if (notSent === true) {
    return "none";
  }
  const refused = status !== undefined && status >= 400 && status < 500 && !lostOnTheWay.includes(status);
  return refused ? "none" : "unknown";
}
