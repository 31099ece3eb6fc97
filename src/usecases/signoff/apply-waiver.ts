import type { Temporal } from "temporal-polyfill";
import type { Finding } from "../../domain/baseline/finding.ts";
import type { Measurement } from "../../domain/baseline/measurement.ts";
import { waiveFinding } from "../../domain/baseline/regressions.ts";
import type { Person } from "../../domain/identity.ts";
import type { Template } from "../../domain/template/template.ts";
import { storableText } from "../../domain/typed-text.ts";
import type { CloseoutChange } from "../../ports.ts";
import { settleBaseline } from "../baseline/settle-baseline.ts";

/** An open finding of the newest measurement. */
export type Waivable = { readonly measurement: Measurement; readonly finding: Finding };

/** Who accepts it and why; `signoff` is the number of the request that decided it. */
export type Waiver = {
  readonly by: Person;
  readonly reason: string;
  readonly now: Temporal.Instant;
  readonly signoff?: number;
};

/** Writes a waiver within a change: finding, ledger, messages. `undefined` when it has no reason or is not open. */
export async function applyWaiver(
  change: CloseoutChange,
  template: Template,
  { measurement, finding }: Waivable,
  { by, reason, now, signoff }: Waiver,
): Promise<Finding | undefined> {
  const { user, name } = by;
  const waiver = waiveFinding(finding, {
    by: { user, name },
    at: now.toString(),
    reason: storableText(reason),
  });
  if (waiver.kind !== "waived") return undefined;
  const { metric, worsePercent, state } = waiver.finding;
  await change.record({
    actor: by,
    kind: "finding.waived",
    data: {
      number: measurement.number,
      metric,
      worsePercent,
      reason: state.kind === "waived" ? state.reason : "",
      ...(signoff === undefined ? {} : { signoff }),
    },
  });
  const findings = measurement.findings.map((one) => (one.metric === metric ? waiver.finding : one));
  await settleBaseline(change, template, { ...measurement, findings }, now);
  return waiver.finding;
}
