/** What a caller says about one call that changes something at Sensei. */
export type OperationOptions = {
  /** The same for every try of the same action, also after a restart, so that Sensei does it at most once. */
  readonly idempotencyKey: string;
  /** For following the call in both logs; a fresh one by default. */
  readonly requestId?: string;
  readonly signal?: AbortSignal;
};

/**
 * Sensei took the call. `done`: it says so (any 2xx); `accepted`: it has begun (202), so read the migration until it shows.
 */
export type OperationAnswer = {
  readonly kind: "done" | "accepted";
  readonly status: number;
  readonly requestId: string;
  /** The vendor's JSON as evidence; `undefined` when there was none. */
  readonly body: unknown;
  /** The vendor's `message` on one line; plain text, so escape it on output. */
  readonly message: string | undefined;
};
