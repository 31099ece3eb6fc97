import { z } from "zod";
import {
  compareFractions,
  type Fraction,
  fractionOf,
  percentOf,
  roundFraction,
  subtractFractions,
} from "../budget/decimal.ts";
import { type JsonFault, NumberToken, readNumberTokens } from "../certificate/exact-json.ts";
import { lenient, text } from "../lenient.ts";
import { type MetricName, metricNames, type NotComparable } from "./finding.ts";

/** One figure as the vendor wrote it, and what it says exactly; or why it cannot be compared. */
export type Figure =
  | { readonly kind: "known"; readonly written: string; readonly exact: Fraction }
  | { readonly kind: "unknown"; readonly why: NotComparable; readonly written: string | undefined };

/** How the target does against the source. `percent` is exact, of the source's figure, and greater than zero. */
export type Change =
  | { readonly kind: "improved" | "worsened"; readonly percent: Fraction }
  | { readonly kind: "unchanged" }
  | { readonly kind: "unknown"; readonly side: "source" | "target"; readonly why: NotComparable };

/** The vendor's own percentage, in its words, and whether it follows from its own figures. */
export type VendorClaim =
  | { readonly kind: "agrees" | "disagrees" | "cannot_tell"; readonly written: string }
  | { readonly kind: "missing" };

/** One compared figure. */
export type Metric = {
  readonly name: MetricName;
  readonly source: Figure;
  readonly target: Figure;
  readonly change: Change;
  readonly vendor: VendorClaim;
};

/** The vendor's comparison of source and target, recomputed. Always all three metrics, in the order of `metricNames`. */
export type Baseline = { readonly metrics: readonly Metric[]; readonly notes: readonly string[] };

/** Outcome of reading a comparison: of JSON that is an object something can always be said. */
export type ReadBaseline =
  | { readonly ok: true; readonly baseline: Baseline }
  | { readonly ok: false; readonly fault: JsonFault | "not_an_object" };

/** Where the vendor puts each figure, and which way is better. */
const layout = {
  query_latency: {
    source: "source_p95_ms",
    target: "target_p95_ms",
    claim: "improvement",
    lowerIsBetter: true,
  },
  throughput: { source: "source_qps", target: "target_qps", claim: "improvement", lowerIsBetter: false },
  storage: { source: "source_gb", target: "target_gb", claim: "reduction", lowerIsBetter: true },
} as const satisfies Readonly<Record<MetricName, object>>;

const members = z.record(z.string(), z.unknown());

const wireSchema = z.object({
  comparison: lenient(members),
  notes: lenient(z.union([z.array(z.unknown()), text.transform((note) => [note])])),
});

/**
 * Reads the vendor's comparison from the bytes of its answer. Every percentage is computed anew, exactly, from the figures as
 * they are written. A figure that is missing or makes no sense leaves its metric unknown, and nothing else.
 */
export function readBaseline(bytes: Uint8Array): ReadBaseline {
  const read = readNumberTokens(bytes);
  if (!read.ok) return { ok: false, fault: read.fault };
  const wire = wireSchema.safeParse(read.value).data;
  if (wire === undefined) return { ok: false, fault: "not_an_object" };
  const comparison = wire.comparison ?? {};
  return {
    ok: true,
    baseline: {
      metrics: metricNames.map((name) => readMetric(name, members.safeParse(comparison[name]).data ?? {})),
      notes: (wire.notes ?? []).flatMap((note) => text.safeParse(note).data ?? []),
    },
  };
}

function readMetric(name: MetricName, figures: Readonly<Record<string, unknown>>): Metric {
  const places = layout[name];
  const source = readFigure(figures[places.source]);
  const target = readFigure(figures[places.target]);
  const change = compare(name, source, target);
  return { name, source, target, change, vendor: judgeClaim(figures[places.claim], change) };
}

/** A number, or one in a string (`"1,200"`). */
function readFigure(value: unknown): Figure {
  if (value === undefined || value === null) return { kind: "unknown", why: "missing", written: undefined };
  const written =
    value instanceof NumberToken ? value.token : typeof value === "string" ? value.trim() : undefined;
  if (written === undefined || written === "")
    return { kind: "unknown", why: "unreadable", written: undefined };
  const plain = /^-?\d{1,3}(?:,\d{3})+(?:\.\d+)?$/.test(written) ? written.replaceAll(",", "") : written;
  const exact = fractionOf(plain);
  return exact === undefined
    ? { kind: "unknown", why: "unreadable", written }
    : { kind: "known", written: plain, exact };
}

/** Zero latency and zero storage were not measured; from zero throughput no percentage can be taken, to zero it can. */
function compare(name: MetricName, source: Figure, target: Figure): Change {
  if (source.kind === "unknown") return { kind: "unknown", side: "source", why: source.why };
  if (target.kind === "unknown") return { kind: "unknown", side: "target", why: target.why };
  const sides = [
    { side: "source" as const, value: source.exact.numerator, zeroCounts: false },
    { side: "target" as const, value: target.exact.numerator, zeroCounts: name === "throughput" },
  ];
  for (const { side, value, zeroCounts } of sides) {
    if (value < 0n) return { kind: "unknown", side, why: "negative" };
    if (value === 0n && !zeroCounts) return { kind: "unknown", side, why: "zero" };
  }
  const order = compareFractions(target.exact, source.exact);
  if (order === 0) return { kind: "unchanged" };
  const [less, more] = order < 0 ? [target.exact, source.exact] : [source.exact, target.exact];
  return {
    kind: order < 0 === layout[name].lowerIsBetter ? "improved" : "worsened",
    percent: percentOf(subtractFractions(more, less), source.exact),
  };
}

/** A claim agrees if it is what the exact percentage rounds to, at the places that the claim has; ties go either way. */
function judgeClaim(value: unknown, change: Change): VendorClaim {
  if (value === undefined || value === null) return { kind: "missing" };
  const written = value instanceof NumberToken ? value.token : typeof value === "string" ? value.trim() : "";
  const [, sign = "", figure, places = ""] = /^([-−+]?)\s*(\d+(?:\.(\d+))?)\s*%?$/.exec(written) ?? [];
  const claimed = figure === undefined ? undefined : fractionOf(figure);
  if (claimed === undefined || change.kind === "unknown") {
    return { kind: "cannot_tell", written: written === "" ? "unreadable" : written };
  }
  const signed = sign === "-" || sign === "−" ? { ...claimed, numerator: -claimed.numerator } : claimed;
  const off = subtractFractions(signed, improvementOf(change));
  const distance = off.numerator < 0n ? { ...off, numerator: -off.numerator } : off;
  const half: Fraction = { numerator: 1n, denominator: 2n * 10n ** BigInt(places.length) };
  return { kind: compareFractions(distance, half) <= 0 ? "agrees" : "disagrees", written };
}

/** The change as the vendor counts it: positive is better. */
function improvementOf(change: Exclude<Change, { kind: "unknown" }>): Fraction {
  if (change.kind === "unchanged") return { numerator: 0n, denominator: 1n };
  const { numerator, denominator } = change.percent;
  return { numerator: change.kind === "improved" ? numerator : -numerator, denominator };
}

/**
 * A percentage for reading: whole, halves away from zero; with one decimal below ten percent if it is not whole; and never
 * `0%` for something: `less than 0.1%`.
 */
export function percentWords(percent: Fraction): string {
  const whole = percent.numerator % percent.denominator === 0n;
  const small = compareFractions(percent, { numerator: 10n, denominator: 1n }) < 0;
  const rounded = roundFraction(percent, whole || !small ? 0 : 1);
  return rounded === "0.0" ? "less than 0.1%" : `${rounded.replace(/\.0$/, "")}%`;
}
