import type { Temporal } from "temporal-polyfill";
import { assertNever } from "../../domain/assert-never.ts";
import type { Completion } from "../../domain/checklist/completed-by.ts";
import { isProjectAccepted } from "../../domain/closing.ts";
import type { SignoffEffect, SignoffRequest } from "../../domain/signoff/signoff.ts";
import type { Template } from "../../domain/template/template.ts";
import type { CloseoutChange } from "../../ports.ts";
import { disposeJob } from "../archive/dispose-artifacts.ts";
import { settleDisposal } from "../archive/settle-disposal.ts";
import { completeByEvidence } from "../checklist/complete-by-evidence.ts";
import { hurryOperations } from "../cleanup/operation-ledger.ts";
import { settleRelease } from "../cleanup/settle-release.ts";
import { followDecommissionSignoff } from "../decommission/follow-decommission-signoff.ts";
import { hurryJobs } from "../delivery/hurry-jobs.ts";
import type { Deps } from "../deps.ts";
import { applyWaiver } from "./apply-waiver.ts";

/** A request that has just ended, within the change that ends it. */
type JustEnded = {
  readonly change: CloseoutChange;
  readonly request: SignoffRequest;
  readonly template: Template;
  readonly now: Temporal.Instant;
};

/**
 * Does what the end of a request sets in motion, in the same transaction. An approval does what it was asked for; what an override and
 * the other ends mean, each effect says for itself. The decommissioning
 * hears of every end of what it asked for.
 */
export async function applyEffect(ended: JustEnded): Promise<void> {
  const { change, request, template, now } = ended;
  if (request.state === "approved") {
    const evidence = await evidenceOf(ended);
    const because = `sign-off ${request.number} (${request.title}) was approved`;
    if (evidence !== undefined) await completeByEvidence(change, template, evidence, because, now);
  }
  await apply(ended);
  await followDecommissionSignoff(change, template, request, now);
}

async function apply(ended: JustEnded): Promise<void> {
  const { effect } = ended.request;
  switch (effect.kind) {
    case "none":
      return;
    case "waive_finding":
      return await waive(ended, effect);
    case "release_operation":
      return await settleRelease(ended, effect.operation);
    case "dispose":
      return await settleDisposal(ended);
    default:
      return assertNever(effect);
  }
}

/** Once the change is committed: tells the queue of what an approval has set in motion. */
export async function hurryEffect(
  deps: Pick<Deps, "queue" | "log">,
  { state, effect, closeoutId }: SignoffRequest,
): Promise<void> {
  if (state !== "approved") return;
  if (effect.kind === "release_operation") await hurryOperations(deps, [effect.operation]);
  if (effect.kind === "dispose") {
    await hurryJobs(deps, [{ name: disposeJob, payload: { closeoutId }, key: closeoutId }]);
  }
}

/** What everybody's agreement is the evidence of. */
async function evidenceOf({ change, request, template }: JustEnded): Promise<Completion | undefined> {
  const { purpose } = request;
  if (purpose === "decommission_source") return purpose;
  if (purpose !== "project_acceptance") return undefined;
  const report = await change.reports.newest();
  return isProjectAccepted(request, report, template) ? purpose : undefined;
}

/** Accepts the regression as it was when the request was made. One that was measured anew or decided meanwhile is left alone. */
async function waive(
  { change, request, template, now }: JustEnded,
  { number, metric }: Extract<SignoffEffect, { kind: "waive_finding" }>,
): Promise<void> {
  if (request.state !== "approved" && request.state !== "overridden") return;
  const by = request.ended?.by;
  const measurement = await change.baselines.newest();
  const finding = measurement?.findings.find((one) => one.metric === metric);
  if (by === undefined || measurement?.number !== number || finding?.state.kind !== "open") return;
  const reason = `Sign-off ${request.number}: ${request.title}`;
  await applyWaiver(change, template, { measurement, finding }, { by, reason, now, signoff: request.number });
}
