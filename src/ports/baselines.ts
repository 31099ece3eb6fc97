import type { Measurement } from "../domain/baseline/measurement.ts";

/** Reading the measurements of closeouts. */
export interface Baselines {
  newest(closeoutId: string): Promise<Measurement | undefined>;
  get(closeoutId: string, number: number): Promise<Measurement | undefined>;
}

/** The measurements of the closeout within one change of it. */
export interface BaselineChanges {
  newest(): Promise<Measurement | undefined>;
  /** Adds the next measurement, or replaces what became of one: its findings and sendings. */
  save(measurement: Measurement): Promise<void>;
}
