import type { Temporal } from "temporal-polyfill";
import { type Role, type RoleHolders, roles } from "../role.ts";
import type { Baseline } from "./baseline.ts";
import { type Finding, type MetricName, metricNames } from "./finding.ts";
import { openFindings } from "./regressions.ts";

/** A person as a measurement remembers them: of the closeout's own installation. */
export type By = { readonly user: string; readonly name: string };

/** Somebody who was sent a measurement, with every role for which they were. */
export type Stakeholder = { readonly user: string; readonly roles: readonly Role[] };

/** One time that a measurement was sent to the stakeholders. `at` is an ISO instant in UTC; `markdown` the SHA-256 of the document. */
export type Sending = {
  readonly by: By;
  readonly at: string;
  readonly recipients: readonly Stakeholder[];
  readonly markdown: string;
};

/** One comparison of source and target as Sensei gave it at a moment, and what became of it. Hashes are SHA-256 in hex. */
export type Measurement = {
  /** Counted from 1 within its closeout. */
  readonly number: number;
  readonly measuredAt: Temporal.Instant;
  readonly measuredBy: By;
  /** Of the call to Sensei, for its support. */
  readonly requestId: string;
  readonly tolerancePercent: number;
  /** Sensei's exact answer, the chart as PNG, and the Markdown as it was when this was measured. */
  readonly documents: { readonly json: string; readonly chart: string; readonly markdown: string };
  /** Those of earlier measurements with their fate, and its own. Decided on for as long as it is the newest. */
  readonly findings: readonly Finding[];
  /** Oldest first. */
  readonly sendings: readonly Sending[];
};

/** Sent to the stakeholders, and no regression waits for anybody: what completes the item of the checklist. */
export function isDocumented({ sendings, findings }: Pick<Measurement, "sendings" | "findings">): boolean {
  return sendings.length > 0 && openFindings(findings).length === 0;
}

/** Everybody who holds a role, each once, in the order of the roles. */
export function stakeholdersOf(holders: RoleHolders): readonly Stakeholder[] {
  return [...Map.groupBy(roles, (role) => holders[role])].map(([user, held]) => ({ user, roles: held }));
}

/** What a measurement did to the findings: for the ledger. `waiverFell` when it is worse than what had been waived. */
export type FindingChange =
  | { readonly kind: "raised"; readonly finding: Finding; readonly waiverFell: boolean }
  | { readonly kind: "resolved"; readonly finding: Finding };

/** Compares the findings before a measurement with those after it. One that stays open is no news. */
export function findingChanges(
  before: readonly Finding[],
  after: readonly Finding[],
): readonly FindingChange[] {
  const known = new Map(before.map((finding): [MetricName, Finding] => [finding.metric, finding]));
  return after.flatMap((finding): readonly FindingChange[] => {
    const was = known.get(finding.metric)?.state.kind;
    if (finding.state.kind === "open" && was !== "open") {
      return [{ kind: "raised", finding, waiverFell: was === "waived" }];
    }
    return finding.state.kind === "resolved" && was === "open" ? [{ kind: "resolved", finding }] : [];
  });
}

/** Whether a comparison holds any figure at all; one without is no measurement. */
export function holdsFigures({ metrics }: Baseline): boolean {
  return metrics.some(({ source, target }) => source.kind === "known" || target.kind === "known");
}

/** The findings in the order of the table. */
export function inTableOrder(findings: readonly Finding[]): readonly Finding[] {
  return findings.toSorted((a, b) => metricNames.indexOf(a.metric) - metricNames.indexOf(b.metric));
}
