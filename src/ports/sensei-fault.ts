/** What can be wrong with a call to Sensei. */
export type SenseiFaultCode =
  | "invalid_id"
  | "migration_not_found"
  /** The migration may be there; what was asked about it (a plan, a comparison, an export, a validation) is not. */
  | "nothing_there"
  | "not_found"
  | "unauthorized"
  | "forbidden"
  | "invalid_state"
  | "validation_error"
  | "rate_limited"
  | "unavailable"
  | "timeout"
  | "unreachable"
  | "damaged_answer"
  | "unexpected_answer"
  | "redirected"
  | "cancelled"
  /** An export broke off and cannot be continued where it stopped: begin it anew. */
  | "restart_needed";

/** Why a call to Sensei failed. Holds no secret; the vendor's own words are in it as plain text, so escape it on output. */
export interface SenseiFault extends Error {
  readonly name: "SenseiError";
  readonly code: SenseiFaultCode;
  /** Whether the same call may well succeed later without anybody changing anything. */
  readonly retryable: boolean;
  /**
   * What the failed call did at Sensei: `none`, for certain (it was a reading call, was never sent, or was refused), or
   * `unknown`: it was sent and may have been carried out, so read the migration before telling or trying anything.
   * `invalid_state` may also mean that an earlier call has done it already: read then, too.
   */
  readonly effect: "none" | "unknown";
  /** HTTP status of the last answer, if there was one. */
  readonly status: number | undefined;
  /** For the vendor's support and our logs: theirs if they sent one, else the one we sent. */
  readonly requestId: string;
  /** One to three sentences for the person who waits: what happened, what did not, and what to do. */
  readonly sentence: string;
  /** How long Sensei asks to be left alone, in milliseconds, if it said so. */
  readonly retryAfterMs?: number | undefined;
}

/** Whether something caught is a failed call to Sensei, so that its sentence may be shown. */
export function isSenseiFault(caught: unknown): caught is SenseiFault {
  return caught instanceof Error && caught.name === "SenseiError";
}
