import type { SandboxClock } from "../clock.ts";

/** Gives out Slack timestamps (`1772415000.000100`): the sandbox's time, unique and strictly increasing. */
export class Timestamps {
  #lastMicros = 0;
  readonly #clock: SandboxClock;

  constructor(clock: SandboxClock) {
    this.#clock = clock;
  }

  /** The next timestamp, in microseconds since the epoch. */
  next(): number {
    this.#lastMicros = Math.max(this.#lastMicros + 1, this.#clock.now() * 1000);
    return this.#lastMicros;
  }
}

/** Microseconds since the epoch as Slack writes them. */
export function formatTs(micros: number): string {
  const seconds = Math.floor(micros / 1_000_000);
  return `${seconds}.${String(micros - seconds * 1_000_000).padStart(6, "0")}`;
}

/** Reads a Slack timestamp (fewer decimals allowed); `undefined` when it is not one. */
export function parseTs(ts: string): number | undefined {
  const match = /^(\d{1,11})(?:\.(\d{1,6})\d*)?$/.exec(ts);
  if (match === null) return undefined;
  return Number(match[1]) * 1_000_000 + Number((match[2] ?? "").padEnd(6, "0"));
}
