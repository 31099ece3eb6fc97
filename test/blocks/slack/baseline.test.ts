import { describe, expect, it } from "vitest";
import { baselineMessage } from "../../../blocks/slack/baseline/baseline.ts";
import { baselineSentAlready } from "../../../blocks/slack/baseline/baseline-answers.ts";
import { assertWithinLimits, OverSlackLimit } from "../../../blocks/slack/limits.ts";
import { baselineOf, referenceComparison } from "../../support/baselines.ts";
import { closeout, now } from "./fixtures.ts";
import { actionIdsOf, controls, readable } from "./look.ts";
import { baselineNotice, finding, measurement } from "./surfaces-baseline.ts";

const { comparison } = referenceComparison;
const tom = { user: "U0TOM", name: "Tom" };
const sending = {
  by: tom,
  at: now.toString(),
  recipients: [{ user: "U0EVA", roles: ["business_sponsor"] as const }],
  markdown: "d".repeat(64),
};

describe("the message of a measurement", () => {
  it("shows the vendor's example as a table of computed changes", () => {
    const { blocks } = baselineMessage(baselineNotice());
    const table = blocks.find(({ type }) => type === "table");
    expect(table && "rows" in table && table.rows.map((row) => row.map(readable))).toEqual([
      ["Metric", "Source", "Target", "Change", "Sensei says"],
      ["Query latency, p95", "145 ms", "87 ms", "40% lower (better)", "40%"],
      ["Throughput", "1,200 queries/s", "2,400 queries/s", "100% higher (better)", "100%"],
      ["Storage", "127 GB", "98 GB", "23% lower (better)", "23%"],
    ]);
    expect(readable(blocks)).toContain("• Compression enabled on target");
    expect(readable(blocks)).toContain("Nothing is worse than on the source by more than 5%.");
  });

  it("is understood from its text alone", () => {
    expect(baselineMessage(baselineNotice()).text).toBe(
      "Performance baseline of HR_PROD (measurement 1). " +
        "Query latency, p95: source 145 ms, target 87 ms, 40% lower (better). " +
        "Throughput: source 1,200 queries/s, target 2,400 queries/s, 100% higher (better). " +
        "Storage: source 127 GB, target 98 GB, 23% lower (better). No regression waits for a decision.",
    );
  });

  it("says where it comes from, and what completes the item", () => {
    const words = readable(baselineMessage(baselineNotice()).blocks);
    expect(words).toMatch(
      /Measurement 1 · by <@U0ANA>, <!date.*Sensei's request req_8f2.*SHA-256 .* aaaaaaaaaaaa…/,
    );
    expect(words).toContain("Not sent to the stakeholders yet. Its checklist item is done once it is sent");
  });

  it("counts the notes that it does not show", () => {
    const baseline = baselineOf(
      comparison,
      Array.from({ length: 11 }, (_, at) => `note ${at}`),
    );
    const words = readable(baselineMessage(baselineNotice({ baseline })).blocks);
    expect(words).toContain("• note 7\n• … and 3 more notes, in the document");
  });

  it("offers the next acts where they are of use, and none on an older measurement", () => {
    const regression = measurement({ findings: [finding("query_latency")] });
    const ids = (changes: Parameters<typeof baselineNotice>[0]) =>
      actionIdsOf(baselineMessage(baselineNotice({ measurement: regression, ...changes })).blocks);
    expect(ids({})).toEqual(["baseline.waive", "baseline.send", "baseline.measure"]);
    expect(ids({ newest: 2 })).toEqual([]);
    expect(ids({ audience: "direct", mayMeasure: false })).toEqual(["baseline.waive"]);
    expect(ids({ audience: "direct", mayMeasure: false, mayWaive: false })).toEqual([]);
    expect(ids({ audience: "private", mayWaive: false })).toEqual(["baseline.send", "baseline.measure"]);
  });

  it("says to whom it was sent and how often; a click asks before it goes out again", () => {
    const sent = measurement({ sendings: [sending, sending] });
    const { blocks } = baselineMessage(baselineNotice({ measurement: sent }));
    expect(readable(blocks)).toMatch(
      /Sent to <@U0EVA> \(business sponsor\) by <@U0TOM>, <!date.*It had been sent once before\./,
    );
    expect(readable(blocks)).toContain("Send again…");
    const [asked] = controls(baselineSentAlready(closeout(), sent).blocks);
    expect(asked?.values).toEqual([JSON.stringify({ c: closeout().id, n: 1, k: 2 })]);
  });
});

it("a table beyond what Slack takes is refused", () => {
  const cell = { type: "raw_text", text: "x" } as const;
  const message = (rows: (typeof cell)[][]) => ({ text: "x", blocks: [{ type: "table" as const, rows }] });
  expect(() => assertWithinLimits(message([[cell]]))).not.toThrow();
  expect(() => assertWithinLimits(message(Array.from({ length: 101 }, () => [cell])))).toThrow(
    OverSlackLimit,
  );
  expect(() => assertWithinLimits(message([Array.from({ length: 21 }, () => cell)]))).toThrow(OverSlackLimit);
  expect(() => assertWithinLimits(message([[]]))).toThrow(OverSlackLimit);
});

describe("a regression of an earlier measurement", () => {
  const waived = finding("query_latency", {
    kind: "waived",
    by: tom,
    at: now.toString(),
    reason: "Known <!channel>",
  });
  const later = (baseline: ReturnType<typeof baselineOf>, one = waived) =>
    readable(
      baselineMessage(baselineNotice({ baseline, measurement: measurement({ findings: [one] }) })).blocks,
    );

  it("that was waived is told with who and why, and is not said of a measurement that is better", () => {
    const words = later(baselineOf(comparison));
    expect(words).toContain(
      "Query latency, p95 was measured 44.83% worse than on the source (5% is tolerated).",
    );
    expect(words).toContain("That was an earlier measurement; in this one it is not. Waived by <@U0TOM>");
    expect(words).toContain(">Known &lt;!channel&gt;");
    expect(words).toContain("Nothing is worse than on the source by more than 5%.");
  });

  it("that still is one is not called earlier", () => {
    const { query_latency: _, ...others } = comparison;
    const slow = { query_latency: { source_p95_ms: 145, target_p95_ms: 200 }, ...others };
    const words = later(baselineOf(slow));
    expect(words).not.toContain("earlier");
    expect(words).not.toContain("Nothing is worse");
  });

  it("stays open where this one cannot tell", () => {
    const { query_latency: _, ...others } = comparison;
    const words = later(baselineOf(others), finding("query_latency"));
    expect(words).toContain("*Query latency, p95 cannot be compared*");
    expect(words).toContain("That was measured earlier; this time it cannot be compared.");
    expect(words).toContain("It waits for <@U0TOM> or <@U0EVA> to waive it");
  });
});
