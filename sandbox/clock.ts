import { Temporal } from "temporal-polyfill";

/** What the sandbox's clock says, as the control API shows it. */
export type ClockReading = { readonly now: string; readonly offset_ms: number };

type MoveListener = (reading: ClockReading) => void;

/**
 * The sandbox's time: real time plus an offset that only grows. Message timestamps follow it; signatures and the three
 * seconds of a trigger do not, because the product checks those against its own wall clock.
 */
export class SandboxClock {
  #offsetMs = 0;
  readonly #listeners = new Set<MoveListener>();

  /** Milliseconds since the epoch. */
  now(): number {
    return Date.now() + this.#offsetMs;
  }

  /** How far ahead of real time the clock is, in milliseconds. */
  get offsetMs(): number {
    return this.#offsetMs;
  }

  /** What the clock says now. */
  read(): ClockReading {
    return { now: new Date(this.now()).toISOString(), offset_ms: this.#offsetMs };
  }

  /**
   * Moves the clock forward by an ISO 8601 duration such as `P1D` or `PT30M` (calendar units are counted in UTC).
   * @throws RangeError when the duration is malformed or negative.
   */
  advance(duration: string): ClockReading {
    return this.moveToMs(this.after(duration));
  }

  /** The moment that lies an ISO 8601 duration ahead, in milliseconds since the epoch. */
  after(duration: string): number {
    const start = Temporal.Instant.fromEpochMilliseconds(this.now()).toZonedDateTimeISO("UTC");
    return start.add(Temporal.Duration.from(duration)).epochMilliseconds;
  }

  /**
   * Moves the clock forward to an instant such as `2026-03-03T08:00:00Z`.
   * @throws RangeError when it is malformed or in the past of this clock.
   */
  moveTo(instant: string): ClockReading {
    return this.moveToMs(Temporal.Instant.from(instant).epochMilliseconds);
  }

  /** Calls `listener` after every move; the answer unsubscribes. */
  onMove(listener: MoveListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Moves the clock forward to a moment in milliseconds since the epoch; a `RangeError` when it has passed. */
  moveToMs(epochMs: number): ClockReading {
    const ahead = epochMs - this.now();
    if (ahead < 0) throw new RangeError("The clock only moves forward.");
    this.#offsetMs += ahead;
    const reading = this.read();
    for (const listener of this.#listeners) listener(reading);
    return reading;
  }
}
