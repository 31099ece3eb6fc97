import { z } from "zod";
import { metricNameSchema } from "../../../src/domain/baseline/finding.ts";
import { id, json } from "../codec.ts";

/** What travels with the controls of the performance baseline; see `actions.ts`. */

export const baselineActionIds = {
  /** Value `closeoutRef`. */
  baselineMeasure: "baseline.measure",
  /** Value {@link baselineSendRef}. */
  baselineSend: "baseline.send",
  /** Value {@link findingRef}. */
  baselineWaive: "baseline.waive",
} as const;

export const baselineCallbackIds = {
  /** The form that asks why a regression is waived. */
  waive: "baseline.waive",
} as const;

const number = z.int().min(1).max(1_000_000);

/** Sends measurement `n`, which had been sent `k` times when the button was drawn. */
export const baselineSendRef = json(z.object({ c: id, n: number, k: z.int().min(0).max(1_000_000) }));
export type BaselineSendRef = z.output<typeof baselineSendRef>;

/** One finding: `n` the measurement, `m` the metric. */
export const findingRef = json(z.object({ c: id, n: number, m: metricNameSchema }));
export type FindingRef = z.output<typeof findingRef>;

/** `private_metadata` of the form: the finding, and the channel in which the person clicked. */
export const waiveModalMetadata = json(
  z.object({ c: id, n: number, m: metricNameSchema, ch: id.optional() }),
);
