import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Finding } from "../../../src/domain/baseline/finding.ts";
import {
  findRegressions,
  measureAgain,
  openFindings,
  waiveFinding,
} from "../../../src/domain/baseline/regressions.ts";
import { baselineOf, referenceComparison } from "../../support/baselines.ts";

const by = { user: "U1", name: "Tom" };
const at = "2026-03-02T10:00:00Z";
const latency = (source: unknown, target: unknown) =>
  baselineOf({ query_latency: { source_p95_ms: source, target_p95_ms: target } });

function onlyFinding(findings: readonly Finding[]): Finding {
  const [finding, ...more] = findings;
  if (finding === undefined || more.length > 0) throw new Error(`${findings.length} findings`);
  return finding;
}

function waived(finding: Finding): Finding {
  const outcome = waiveFinding(finding, { by, at, reason: "Bought with compression" });
  if (outcome.kind !== "waived") throw new Error(outcome.kind);
  return outcome.finding;
}

describe("a regression", () => {
  test("is worse by more than the tolerance, and says by how much", () => {
    expect(findRegressions(latency(100, 112.5), 5)).toEqual([
      {
        metric: "query_latency",
        source: "100",
        target: "112.5",
        worsePercent: "12.50",
        tolerancePercent: 5,
        state: { kind: "open" },
      },
    ]);
  });

  test("begins beyond the tolerance, not at it", () => {
    expect(findRegressions(latency(100, 105), 5)).toEqual([]);
    expect(findRegressions(latency(100, 105.0000001), 5)).toHaveLength(1);
    expect(findRegressions(latency(0.1, 0.3), 200)).toEqual([]);
    expect(findRegressions(latency(1000, 1001), 0)).toHaveLength(1);
  });

  test("is found in every metric, in its own direction", () => {
    const worse = baselineOf({
      query_latency: { source_p95_ms: 87, target_p95_ms: 145 },
      throughput: { source_qps: 2400, target_qps: 1200 },
      storage: { source_gb: 98, target_gb: 127 },
    });
    expect(findRegressions(worse, 5).map(({ metric }) => metric)).toEqual([
      "query_latency",
      "throughput",
      "storage",
    ]);
    expect(findRegressions(baselineOf(referenceComparison.comparison), 0)).toEqual([]);
  });

  test("agrees with whole-number arithmetic", () => {
    const figure = fc.bigInt({ min: 1n, max: 10n ** 9n });
    fc.assert(
      fc.property(figure, figure, fc.nat(300), (source, target, tolerance) => {
        const found = findRegressions(latency(Number(source), Number(target)), tolerance).length === 1;
        expect(found).toBe((target - source) * 100n > source * BigInt(tolerance));
      }),
    );
  });
});

describe("waiving", () => {
  const finding = onlyFinding(findRegressions(latency(100, 120), 5));

  test("keeps who, when and why", () => {
    const reason = "  Bought with compression ";
    expect(waiveFinding(finding, { by, at, reason })).toMatchObject({
      kind: "waived",
      finding: { state: { kind: "waived", by, at, reason: "Bought with compression" } },
    });
  });

  test("needs a reason, and happens once", () => {
    expect(waiveFinding(finding, { by, at, reason: "  " })).toEqual({ kind: "reason_needed" });
    expect(waiveFinding(waived(finding), { by, at, reason: "again" }).kind).toBe("not_open");
  });
});

describe("a new measurement", () => {
  const open = findRegressions(latency(100, 120), 5);

  test("within the tolerance resolves an open finding", () => {
    const after = measureAgain(open, latency(100, 101), 5, at);
    expect(onlyFinding(after).state).toEqual({ kind: "resolved", at, source: "100", target: "101" });
    expect(openFindings(after)).toEqual([]);
  });

  test("that is as bad or worse leaves it open, with the new figures", () => {
    expect(onlyFinding(measureAgain(open, latency(100, 130), 5, at))).toMatchObject({
      worsePercent: "30.00",
      state: { kind: "open" },
    });
  });

  test("without the figure resolves nothing", () => {
    expect(measureAgain(open, latency(100, undefined), 5, at)).toEqual(open);
    expect(measureAgain(open, latency(100, 0), 5, at)).toEqual(open);
  });

  test("no worse than what was waived keeps the waiver; a worse one opens it again", () => {
    const before = [waived(onlyFinding(open))];
    expect(measureAgain(before, latency(100, 120), 5, at)).toEqual(before);
    expect(measureAgain(before, latency(100, 110), 5, at)).toEqual(before);
    expect(onlyFinding(measureAgain(before, latency(100, 121), 5, at)).state.kind).toBe("open");
  });

  test("finds what was fine before, also what had been resolved", () => {
    expect(measureAgain([], latency(100, 120), 5, at)).toEqual(open);
    const resolved = measureAgain(open, latency(100, 100), 5, at);
    expect(openFindings(measureAgain(resolved, latency(100, 120), 5, at))).toEqual(open);
  });
});
