import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Baseline, percentWords, readBaseline } from "../../../src/domain/baseline/baseline.ts";
import { changeWords, disagreementWords, figureWords } from "../../../src/domain/baseline/baseline-words.ts";
import { metricNames } from "../../../src/domain/baseline/finding.ts";
import { fractionOf, normalizeDecimal, roundFraction } from "../../../src/domain/budget/decimal.ts";
import { baselineOf, comparisonBytes, referenceComparison } from "../../support/baselines.ts";

const latency = (source: unknown, target: unknown, improvement?: unknown) =>
  first(baselineOf({ query_latency: { source_p95_ms: source, target_p95_ms: target, improvement } }));

function first(baseline: Baseline) {
  const [metric] = baseline.metrics;
  if (metric === undefined) throw new Error("There are always three metrics");
  return metric;
}

describe("the vendor's own example", () => {
  const read = readBaseline(comparisonBytes(referenceComparison));
  const metrics = read.ok ? read.baseline.metrics : [];

  test("is recomputed and agrees", () => {
    expect(metrics.map(changeWords)).toEqual([
      "40% lower (better)",
      "100% higher (better)",
      "23% lower (better)",
    ]);
    expect(metrics.map(({ vendor }) => vendor.kind)).toEqual(["agrees", "agrees", "agrees"]);
    expect(metrics.map(({ name, source }) => figureWords(name, source))).toEqual([
      "145 ms",
      "1,200 queries/s",
      "127 GB",
    ]);
  });

  test("keeps the notes", () => {
    expect(read.ok && read.baseline.notes).toContain("Compression enabled on target");
  });
});

describe("percentages are exact", () => {
  const decimal = fc
    .tuple(fc.bigInt({ min: 1n, max: 10n ** 24n }), fc.nat(12))
    .map(([digits, places]) => ({ token: `${digits}e-${places}`, digits, places }));

  test("rounded, they are the nearest, and halves go away from zero", () => {
    fc.assert(
      fc.property(decimal, decimal, fc.nat(4), (source, target, places) => {
        const metric = first(readTokens(source.token, target.token));
        // The oracle never divides: s and t as whole numbers of the same unit.
        const s = source.digits * 10n ** BigInt(12 - source.places);
        const t = target.digits * 10n ** BigInt(12 - target.places);
        expect(metric.change.kind).toBe(s === t ? "unchanged" : t < s ? "improved" : "worsened");
        if (s === t) return;
        if (!("percent" in metric.change)) throw new Error("A change has a percentage");
        const rounded = BigInt(roundFraction(metric.change.percent, places).replace(".", ""));
        const twice = 2n * (rounded * s - 100n * 10n ** BigInt(places) * (t < s ? s - t : t - s));
        // −s < twice would be a half that went towards zero.
        expect(-s < twice && twice <= s).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  test("a tenth is a tenth", () => {
    expect(changeWords(first(readTokens("0.3", "0.1")))).toBe("67% lower (better)");
    const metric = first(readTokens("0.1", "0.3"));
    expect(metric.change).toMatchObject({ kind: "worsened" });
    expect("percent" in metric.change && roundFraction(metric.change.percent, 20)).toBe(
      `200.${"0".repeat(20)}`,
    );
  });

  test("figures beyond what a double can tell apart are told apart", () => {
    expect(first(readTokens("9007199254740993", "9007199254740992")).change.kind).toBe("improved");
  });

  test("one number has one spelling", () => {
    expect(["1.50", "15e-1", "0.015E+2", "1.5"].map(normalizeDecimal)).toEqual(Array(4).fill("15e-1"));
    expect(["0", "-0", "0.000", "0e99"].map(normalizeDecimal)).toEqual(Array(4).fill("0"));
    expect(["", "1.", ".5", "0x1", "NaN", "1 000"].map(normalizeDecimal)).toEqual(Array(6).fill(undefined));
  });

  test("no figure is so long that it stops us", () => {
    expect(fractionOf("1e999999999")).toBeUndefined();
    expect(fractionOf("9".repeat(10_000))).toBeUndefined();
  });
});

describe("the vendor's percentage", () => {
  test.each([
    ["40%", "agrees"],
    ["40 %", "agrees"],
    ["40.0%", "agrees"],
    ["+40", "agrees"],
    [40, "agrees"],
    ["41%", "disagrees"],
    ["40.1%", "disagrees"],
    ["-40%", "disagrees"],
    ["−40%", "disagrees"],
    ["about 40%", "cannot_tell"],
    [undefined, "missing"],
    [null, "missing"],
  ])("%j for 145 → 87 %s", (claim, kind) => {
    expect(latency(145, 87, claim).vendor.kind).toBe(kind);
  });

  test("may be rounded either way when it lies in the middle", () => {
    expect(latency(1000, 775, "22%").vendor.kind).toBe("agrees");
    expect(latency(1000, 775, "23%").vendor.kind).toBe("agrees");
  });

  test("is contradicted in words", () => {
    expect(disagreementWords(latency(145, 87, "60%"))).toBe(
      'Query latency, p95: Sensei says "60%", but its own figures give 40% lower (better).',
    );
    expect(disagreementWords(latency(87, 145, "40%"))).toBe(
      'Query latency, p95: Sensei says "40%", but its own figures give 67% higher (worse).',
    );
    expect(disagreementWords(latency(5, 5, "1%"))).toContain("but its own figures give no change.");
    expect(disagreementWords(latency(145, 87, "40%"))).toBeUndefined();
  });
});

describe("figures that cannot be compared", () => {
  test.each([
    ["missing", undefined, 87, "unknown: the source's figure is not given"],
    ["missing", 145, null, "unknown: the target's figure is not given"],
    ["unreadable", "fast", 87, "unknown: the source's figure is not a number"],
    ["unreadable", 145, { ms: 87 }, "unknown: the target's figure is not a number"],
    ["negative", -145, 87, "unknown: the source's figure is below zero"],
    ["zero", 0, 87, "unknown: the source's figure is zero, so not measured"],
    ["zero", 145, 0, "unknown: the target's figure is zero, so not measured"],
  ])("%s: %j → %j", (why, source, target, words) => {
    const metric = latency(source, target, "40%");
    expect(metric.change).toMatchObject({ kind: "unknown", why });
    expect(changeWords(metric)).toBe(words);
    expect(metric.vendor.kind).toBe("cannot_tell");
  });

  test("throughput that fell to zero is all of it lost; from zero nothing can be said", () => {
    const throughput = (source: number, target: number) =>
      baselineOf({ throughput: { source_qps: source, target_qps: target } }).metrics[1];
    expect(throughput(1200, 0)?.change).toMatchObject({ kind: "worsened" });
    expect(throughput(0, 1200)?.change).toMatchObject({ kind: "unknown", side: "source", why: "zero" });
  });

  test("figures may come as strings, with their thousands apart", () => {
    expect(changeWords(latency("1,450", "870.0"))).toBe("40% lower (better)");
  });

  test("whatever JSON it is, there are three metrics or a reason", () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        const read = readBaseline(new TextEncoder().encode(text));
        if (read.ok) expect(read.baseline.metrics.map(({ name }) => name)).toEqual([...metricNames]);
        else expect(read.fault).toBe("not_an_object");
      }),
    );
    expect(readBaseline(new TextEncoder().encode("<html>"))).toEqual({ ok: false, fault: "not_json" });
  });
});

test.each([
  ["100", "100%"],
  ["22.5", "23%"],
  ["22.49", "22%"],
  ["9.96", "10%"],
  ["4.25", "4.3%"],
  ["4", "4%"],
  ["0.05", "0.1%"],
  ["0.04", "less than 0.1%"],
])("%s percent reads %s", (token, words) => {
  const fraction = fractionOf(token);
  expect(fraction && percentWords(fraction)).toBe(words);
});

function readTokens(source: string, target: string): Baseline {
  const text = `{"comparison":{"query_latency":{"source_p95_ms":${source},"target_p95_ms":${target}}}}`;
  const read = readBaseline(new TextEncoder().encode(text));
  if (!read.ok) throw new Error(read.fault);
  return read.baseline;
}
