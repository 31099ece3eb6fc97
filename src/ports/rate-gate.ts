/**
 * How long Sensei wants to be left alone, known to all processes of an installation. Spans instead of moments, so that no
 * process's clock matters. May fail or be slow: whoever asks goes on with what they know by themselves.
 */
export interface RateGate {
  /** Milliseconds still to wait; 0 when a call may go. */
  waitMs(): Promise<number>;
  /** Notes a wait that an answer asked for. Never shortens one. */
  closeFor(ms: number): Promise<void>;
}
