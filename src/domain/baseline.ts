import type { Fraction } from "./decimal.ts";
import type { MetricName, NotComparable } from "./finding.ts";

/** One figure as the vendor wrote it, and what it says exactly; or why it cannot be compared. */
export type Figure =
  | { readonly kind: "known"; readonly written: string; readonly exact: Fraction }
  | { readonly kind: "unknown"; readonly why: NotComparable; readonly written: string | undefined };

/** How the target does against the source. `percent` is exact and positive in the direction of `kind`. */
export type Change =
  | { readonly kind: "improved" | "worsened"; readonly percent: Fraction }
  | { readonly kind: "unchanged" }
  | { readonly kind: "unknown"; readonly side: "source" | "target"; readonly why: NotComparable };

/** One compared figure. `vendor` is the vendor's own percentage, in its words, and whether it follows from its figures. */
export type Metric = {
  readonly name: MetricName;
  readonly source: Figure;
  readonly target: Figure;
  readonly change: Change;
  readonly vendor:
    | { readonly kind: "agrees" | "disagrees" | "cannot_tell"; readonly written: string }
    | { readonly kind: "missing" };
};

/** The vendor's comparison of source and target, recomputed. Always all three metrics, in the order of `metricNames`. */
export type Baseline = { readonly metrics: readonly Metric[]; readonly notes: readonly string[] };
