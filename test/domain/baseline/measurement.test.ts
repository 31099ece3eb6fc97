import { describe, expect, test } from "vitest";
import type { Finding } from "../../../src/domain/baseline/finding.ts";
import {
  findingChanges,
  holdsFigures,
  inTableOrder,
  isDocumented,
  type Sending,
  stakeholdersOf,
} from "../../../src/domain/baseline/measurement.ts";
import { baselineOf } from "../../support/baselines.ts";

function finding(different: Partial<Finding> = {}): Finding {
  return {
    metric: "query_latency",
    source: "145",
    target: "210",
    worsePercent: "44.83",
    tolerancePercent: 5,
    state: { kind: "open" },
    ...different,
  };
}

const waived = finding({
  state: { kind: "waived", by: { user: "U1", name: "eva" }, at: "2026-03-02T10:00:00Z", reason: "known" },
});
const resolved = finding({
  state: { kind: "resolved", at: "2026-03-02T10:00:00Z", source: "145", target: "87" },
});
const sending: Sending = {
  by: { user: "U1", name: "ana" },
  at: "2026-03-02T10:00:00Z",
  recipients: [],
  markdown: "a".repeat(64),
};

describe("a measurement is documented", () => {
  test.each([
    ["sent, nothing found", { sendings: [sending], findings: [] }, true],
    ["sent, all decided", { sendings: [sending], findings: [waived, resolved] }, true],
    ["sent, one open", { sendings: [sending], findings: [waived, finding()] }, false],
    ["not sent", { sendings: [], findings: [] }, false],
  ])("%s: %s", (_, measurement, documented) => {
    expect(isDocumented(measurement)).toBe(documented);
  });
});

test("stakeholders are named once, with all their roles, in the order of the roles", () => {
  const holders = {
    technical_lead: "U_TOM",
    compliance_officer: "U_JONAS",
    business_sponsor: "U_TOM",
    it_audit: "U_LI",
    operations_lead: "U_JONAS",
  };
  expect(stakeholdersOf(holders)).toEqual([
    { user: "U_TOM", roles: ["technical_lead", "business_sponsor"] },
    { user: "U_JONAS", roles: ["compliance_officer", "operations_lead"] },
    { user: "U_LI", roles: ["it_audit"] },
  ]);
});

describe("what a measurement did to the findings", () => {
  test.each([
    ["a first one", [], [finding()], [{ kind: "raised", waiverFell: false }]],
    ["one that stays open", [finding()], [finding({ worsePercent: "50.00" })], []],
    ["one that fell under its waiver", [waived], [finding()], [{ kind: "raised", waiverFell: true }]],
    ["one that came back", [resolved], [finding()], [{ kind: "raised", waiverFell: false }]],
    ["one that is resolved", [finding()], [resolved], [{ kind: "resolved" }]],
    ["one that stays waived", [waived], [waived], []],
    ["one resolved before", [resolved], [resolved], []],
  ])("%s", (_, before, after, news) => {
    expect(findingChanges(before, after)).toMatchObject(news);
  });
});

test("a comparison without any figure is none", () => {
  expect(holdsFigures(baselineOf({}))).toBe(false);
  expect(holdsFigures(baselineOf({ storage: { source_gb: "n/a" } }))).toBe(false);
  expect(holdsFigures(baselineOf({ storage: { target_gb: 0 } }))).toBe(true);
});

test("findings stand in the order of the table", () => {
  const storage = finding({ metric: "storage" });
  expect(inTableOrder([storage, waived])).toEqual([waived, storage]);
});
