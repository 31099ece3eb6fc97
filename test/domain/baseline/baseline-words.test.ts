import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { baselineMarkdown, escapeMarkdown } from "../../../src/domain/baseline/baseline-markdown.ts";
import {
  baselineAltText,
  baselineChartView,
  figureWords,
  findingWords,
} from "../../../src/domain/baseline/baseline-words.ts";
import { findRegressions } from "../../../src/domain/baseline/regressions.ts";
import { baselineOf, referenceComparison } from "../../support/baselines.ts";

const baseline = baselineOf(referenceComparison.comparison, referenceComparison.notes);
const label = "HR_PROD → hr_production";
const provenance = {
  migrationId: "mig_hr_prod_2026",
  migration: label,
  fetchedAt: "2026-03-02T10:00:00Z",
  sha256: "ab".repeat(32),
};

test("the picture in words has every figure", () => {
  expect(baselineAltText(baseline, label)).toBe(
    "Bar chart of source against target for HR_PROD → hr_production. " +
      "Query latency, p95: source 145 ms, target 87 ms, 40% lower (better). " +
      "Throughput: source 1,200 queries/s, target 2,400 queries/s, 100% higher (better). " +
      "Storage: source 127 GB, target 98 GB, 23% lower (better).",
  );
});

test("a figure that is not there has no bar, and says why", () => {
  const [latency] = baselineChartView(baselineOf({ query_latency: { source_p95_ms: 5 } }), label).rows;
  expect(latency).toMatchObject({
    source: { value: 5, label: "5 ms" },
    target: { value: undefined, label: "not given" },
    change: { label: "cannot be compared", tone: "plain" },
  });
});

test.each([
  ["1234567.5", "1,234,567.5 GB"],
  ["127.0", "127.0 GB"],
  ["1.5e3", "1,500 GB"],
  ["0.1234567", "0.123 GB"],
  ["1e-9", "0 GB"],
])("%s GB reads %s", (token, words) => {
  const metric = baselineOf({ storage: { source_gb: token, target_gb: 1 } }).metrics[2];
  expect(metric && figureWords("storage", metric.source)).toBe(words);
});

describe("the document", () => {
  test("holds table, notes and where it comes from", () => {
    const text = baselineMarkdown(baseline, [], provenance);
    expect(text).toContain("# Performance baseline: HR\\_PROD → hr\\_production\n");
    expect(text).toContain(
      "| Query latency, p95 (lower is better) | 145 ms | 87 ms | 40% lower (better) | 40% |\n",
    );
    expect(text).toContain("- Compression enabled on target\n");
    expect(text).toContain(`SHA-256 of Sensei's answer: ${"ab".repeat(32)}`);
    expect(text).not.toContain("## Regressions");
  });

  test("says where the vendor contradicts itself, and what became of regressions", () => {
    const worse = baselineOf({ storage: { source_gb: 100, target_gb: 112.5, reduction: "12%" } });
    const text = baselineMarkdown(worse, findRegressions(worse, 5), provenance);
    expect(text).toContain('- Storage: Sensei says "12%", but its own figures give 13% higher (worse).');
    expect(text).toContain(
      "- Storage is 12.5% worse than on the source (5% is tolerated); nobody has waived it yet.",
    );
  });

  test("no words of others become mark-up", () => {
    expect(escapeMarkdown("# <b>*x*</b> | [a](b)\n1. `c`")).toBe(
      "\\# \\<b\\>\\*x\\*\\</b\\> \\| \\[a\\](b) 1. \\`c\\`",
    );
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (note) => {
        const lines = (notes: readonly string[]) =>
          baselineMarkdown(baselineOf(referenceComparison.comparison, notes), [], provenance).split("\n")
            .length;
        fc.pre(note.trim() !== "");
        expect(lines([note])).toBe(lines(["word"]));
      }),
    );
  });
});

test("a finding tells what became of it", () => {
  const [finding] = findRegressions(baselineOf({ storage: { source_gb: 100, target_gb: 120 } }), 5);
  if (finding === undefined) throw new Error("There is a regression");
  const at = "2026-03-02T10:00:00Z";
  const by = { user: "U1", name: "Tom" };
  expect(findingWords({ ...finding, state: { kind: "waived", by, at, reason: "Paid for" } })).toBe(
    "Storage was measured 20% worse than on the source (5% is tolerated); waived by Tom: Paid for",
  );
  expect(findingWords({ ...finding, state: { kind: "resolved", at, source: "100", target: "100" } })).toBe(
    "Storage was 20% worse and is within the tolerance since a new measurement.",
  );
});
