import { baselineMessage } from "../../../blocks/slack/baseline/baseline.ts";
import {
  baselineOutdated,
  baselineSent,
  baselineSentAlready,
  findingNotOpen,
  findingWaived,
  measuredMeanwhile,
  measuring,
  noBaseline,
  notMeasured,
  unknownBaselineWord,
} from "../../../blocks/slack/baseline/baseline-answers.ts";
import { waiveModal } from "../../../blocks/slack/baseline/baseline-findings.ts";
import { renderNotice } from "../../../blocks/slack/notice.ts";
import type { Finding, MetricName } from "../../../src/domain/baseline/finding.ts";
import { type Measurement, stakeholdersOf } from "../../../src/domain/baseline/measurement.ts";
import type { Closeout } from "../../../src/domain/closeout.ts";
import type { BaselineNotice } from "../../../src/domain/notice.ts";
import { baselineOf, referenceComparison } from "../../support/baselines.ts";
import { closeout, now } from "./fixtures.ts";
import type { Surface } from "./surfaces.ts";

const commands = { closeout: "/closeout", cleanup: "/cleanup", archival: "/archival" };
const by = (name: string) => ({ user: "U0EVA", name });

/** A measurement of the vendor's example, with whatever is to be different. */
export function baselineNotice(changes: Partial<BaselineNotice> = {}): BaselineNotice {
  return {
    kind: "baseline",
    audience: "channel",
    closeout: closeout(),
    measurement: measurement(),
    baseline: baselineOf(referenceComparison.comparison, referenceComparison.notes),
    newest: 1,
    sentAs: [],
    mayWaive: true,
    mayMeasure: true,
    ...changes,
  };
}

export function measurement(changes: Partial<Measurement> = {}): Measurement {
  return {
    number: 1,
    measuredAt: now,
    measuredBy: { user: "U0ANA", name: "Ana Ruiz" },
    requestId: "req_8f2",
    tolerancePercent: 5,
    documents: { json: "a".repeat(64), chart: "b".repeat(64), markdown: "c".repeat(64) },
    findings: [],
    sendings: [],
    ...changes,
  };
}

export function finding(metric: MetricName, state: Finding["state"] = { kind: "open" }): Finding {
  return { metric, source: "145", target: "210", worsePercent: "44.83", tolerancePercent: 5, state };
}

/** Everything about the baseline, with somebody's words wherever words of others are shown. */
export function baselineSurfaces(words: string, many: number, project: Closeout): Record<string, Surface> {
  // Half characters never get this far: the comparison is refused as a whole.
  const vendors = words.toWellFormed();
  const claim = { improvement: vendors, reduction: vendors };
  const baseline = baselineOf(
    {
      query_latency: { source_p95_ms: vendors, target_p95_ms: "9".repeat(390), ...claim },
      throughput: { source_qps: 1e300, target_qps: -3, ...claim },
      storage: { source_gb: 127, target_gb: 98, ...claim },
    },
    Array.from({ length: many }, () => vendors),
  );
  const waived = { kind: "waived", by: by(words), at: now.toString(), reason: words } as const;
  const resolved = { kind: "resolved", at: now.toString(), source: words, target: words } as const;
  const findings = [finding("query_latency"), finding("throughput", waived), finding("storage", resolved)];
  const sending = {
    by: by(words),
    at: now.toString(),
    recipients: stakeholdersOf(project.roles),
    markdown: "d".repeat(64),
  };
  const full = measurement({ requestId: words, measuredBy: by(words), findings });
  const sent = { ...full, sendings: [sending, sending] };
  const notice = baselineNotice({ closeout: project, baseline, measurement: full });
  return {
    baseline: renderNotice(notice),
    baselineSent: renderNotice({ ...notice, measurement: sent }),
    baselineOld: renderNotice({ ...notice, newest: 2 }),
    baselineCopy: renderNotice({ ...notice, audience: "direct", sentAs: ["technical_lead", "it_audit"] }),
    baselinePrivate: baselineMessage({ ...notice, audience: "private", mayWaive: false }),
    baselineNothingFound: renderNotice({ ...notice, measurement: { ...full, findings: [] } }),
    measuring: measuring(project),
    notMeasured: notMeasured(project, words),
    measuredMeanwhile: measuredMeanwhile(project, full),
    noBaseline: noBaseline(project, commands),
    sentNow: baselineSent(project, sent),
    sentAlready: baselineSentAlready(project, sent),
    outdated: baselineOutdated(project, full, commands),
    waivedNow: findingWaived(project, finding("storage", waived)),
    waivedAlready: findingNotOpen(project, finding("storage", waived)),
    resolvedAlready: findingNotOpen(project, finding("storage", resolved)),
    noFinding: findingNotOpen(project, undefined),
    unknownBaselineWord: unknownBaselineWord(words, "measure", commands),
    waive: waiveModal(project, 1, finding("query_latency"), "C0HRPROD"),
  };
}
