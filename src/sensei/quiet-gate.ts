/** Remembers until when Sensei wants to be left alone, for all calls of one client together. */
export type QuietGate = {
  /** How long a call has to wait from now on; 0 when it may go. */
  waitMs(): number;
  /** Notes a wait that an answer asked for. Never shortens one. */
  closeFor(ms: number): void;
};

/** `now` is monotonic, in milliseconds. */
export function createQuietGate(now: () => number): QuietGate {
  let closedUntil = Number.NEGATIVE_INFINITY;
  return {
    waitMs: () => Math.max(0, closedUntil - now()),
    closeFor(ms) {
      closedUntil = Math.max(closedUntil, now() + ms);
    },
  };
}
