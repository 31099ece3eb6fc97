import type { SlackFailure } from "./failure.ts";

/** A question to Slack (not a post) that got no usable answer. */
export class SlackUnavailable extends Error {
  readonly code = "slack_unavailable";
  readonly retryable: boolean;
  /** Slack's own code where it gave one, else what went wrong on the way. */
  readonly reason: string;

  constructor(method: string, failure: SlackFailure, cause: unknown) {
    const reason = failure.kind === "refused" ? failure.code : failure.why;
    super(`Slack did not do ${method}: ${reason}`, { cause });
    this.name = "SlackUnavailable";
    this.reason = reason;
    this.retryable = failure.kind !== "refused";
  }
}
