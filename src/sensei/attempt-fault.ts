import type { SenseiFaultCode } from "../ports.ts";

/** What one attempt ran into. Words from outside are raw here and redacted when the error is made. */
export type AttemptFault = {
  readonly code: SenseiFaultCode;
  readonly retryable: boolean;
  readonly status?: number | undefined;
  readonly reason?: string | undefined;
  readonly vendorMessage?: string | undefined;
  readonly vendorRequestId?: string | undefined;
  readonly scope?: string | undefined;
  readonly redirectHost?: string | undefined;
  readonly retryAfterMs?: number | undefined;
};
