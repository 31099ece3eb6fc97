import type { Temporal } from "temporal-polyfill";
import { isDocumented, type Measurement } from "../../domain/baseline/measurement.ts";
import type { Template } from "../../domain/template/template.ts";
import type { CloseoutChange } from "../../ports.ts";
import { completeByEvidence } from "../checklist/complete-by-evidence.ts";

/**
 * Keeps what became of a measurement, brings every message about it up to date, and completes the checklist's item once it was
 * sent to the stakeholders and no regression waits.
 */
export async function settleBaseline(
  change: CloseoutChange,
  template: Template,
  measurement: Measurement,
  now: Temporal.Instant,
): Promise<void> {
  await change.baselines.save(measurement);
  await change.refreshAbout({ kind: "baseline", number: measurement.number });
  if (!isDocumented(measurement)) return;
  const because = `performance baseline ${measurement.number} was sent to the stakeholders, and no regression waits for a decision`;
  await completeByEvidence(change, template, "baseline", because, now);
}
