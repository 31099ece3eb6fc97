import type { Temporal } from "temporal-polyfill";
import { assertNever } from "../domain/assert-never.ts";
import type { Completion } from "../domain/completed-by.ts";
import type { SignoffEffect, SignoffRequest } from "../domain/signoff.ts";
import type { Template } from "../domain/template.ts";
import type { CloseoutChange } from "../ports.ts";
import { applyWaiver } from "./apply-waiver.ts";
import { completeByEvidence } from "./complete-by-evidence.ts";

/** A request that has just ended, within the change that ends it. */
type JustEnded = {
  readonly change: CloseoutChange;
  readonly request: SignoffRequest;
  readonly template: Template;
  readonly now: Temporal.Instant;
};

/**
 * Does what an approval sets in motion, in the same transaction as the decision that completed it; an override sets the same in motion.
 * Other ends set nothing in motion.
 */
export async function applyEffect(ended: JustEnded): Promise<void> {
  const { change, request, template, now } = ended;
  if (request.state === "approved") {
    const evidence = evidenceOf(request);
    const because = `Sign-off ${request.number} (${request.title}) was approved.`;
    if (evidence !== undefined) await completeByEvidence(change, template, evidence, because, now);
  }
  if (request.state === "approved" || request.state === "overridden") await apply(ended);
}

/** The items that are done once everybody has agreed. */
function evidenceOf({ purpose }: SignoffRequest): Completion | undefined {
  return purpose === "project_acceptance" || purpose === "decommission_source" ? purpose : undefined;
}

async function apply(ended: JustEnded): Promise<void> {
  const { effect } = ended.request;
  switch (effect.kind) {
    case "none":
      return;
    case "waive_finding":
      return await waive(ended, effect);
    case "release_operation":
    case "dispose_artifacts":
      throw new TypeError(`An approval does not set ${effect.kind} in motion`);
    default:
      return assertNever(effect);
  }
}

/** Accepts the regression as it was when the request was made. One that was measured anew or decided meanwhile is left alone. */
async function waive(
  { change, request, template, now }: JustEnded,
  { number, metric }: Extract<SignoffEffect, { kind: "waive_finding" }>,
): Promise<void> {
  const by = request.ended?.by;
  const measurement = await change.baselines.newest();
  const finding = measurement?.findings.find((one) => one.metric === metric);
  if (by === undefined || measurement?.number !== number || finding?.state.kind !== "open") return;
  const reason = `Sign-off ${request.number}: ${request.title}`;
  await applyWaiver(change, template, { measurement, finding }, { by, reason, now, signoff: request.number });
}
