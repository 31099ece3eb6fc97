import { randomUUID } from "node:crypto";
import type { Temporal } from "temporal-polyfill";
import { latestOf } from "../../domain/cleanup/cleanup.ts";
import { type CleanupFacts, factsHash } from "../../domain/cleanup/cleanup-facts.ts";
import { stopSentences } from "../../domain/cleanup/cleanup-sentences.ts";
import { newOperation, type Operation } from "../../domain/cleanup/operation.ts";
import { decommissionPlan } from "../../domain/decommission/decommission-plan.ts";
import { blockerSentence } from "../../domain/decommission/decommission-sentences.ts";
import { stepAllowed } from "../../domain/decommission/decommission-steps.ts";
import type { Person } from "../../domain/identity.ts";
import { mayDo } from "../../domain/permissions.ts";
import type { Template } from "../../domain/template/template.ts";
import type { CloseoutChange } from "../../ports.ts";
import { postOperation, recordOperation, refreshOperation } from "../cleanup/operation-ledger.ts";
import type { Acting } from "./decommission-act.ts";
import { factsOfChange } from "./decommission-facts.ts";
import { keepHappening, settleDecommission } from "./settle-decommission.ts";

/** Steps of the decommissioning that the company's own automation does, through the same operations as the cleanup's tasks. */

/** Asks for a step to be done by the automation; returns the operation's id, to be hurried. A failed one is tried again under its key. */
export async function beginStepRun(
  { change, migration, now }: Acting,
  step: string,
  by: Person,
  confirmedBy: Person | undefined,
): Promise<string> {
  if (migration === undefined) throw new TypeError("The migration was not read");
  const latest = latestOf(await change.operations.latest(), "task", step);
  const failed = latest?.state === "failed" ? latest : undefined;
  const fresh = newOperation({
    id: randomUUID(),
    closeoutId: change.closeout.id,
    kind: "task",
    task: step,
    by,
    at: now,
    override: undefined,
  });
  const operation: Operation = {
    ...(failed ?? fresh),
    facts: migration,
    state: "confirmed",
    requestedBy: by,
    requestedAt: now,
    released:
      confirmedBy === undefined
        ? undefined
        : { by: confirmedBy, at: now, words: undefined, onBehalfOf: undefined },
    doubt: "none",
    receipt: undefined,
    endedAt: undefined,
    said: undefined,
    ledgerSeq: undefined,
  };
  if (failed === undefined) await change.operations.add(operation);
  else await change.operations.save(operation);
  await recordOperation(change, operation, "requested", by, {
    factsHash: factsHash("task", migration),
    confirmedBy: confirmedBy?.user ?? null,
    again: failed !== undefined,
  });
  if (failed === undefined) await postOperation(change, operation);
  await refreshOperation(change, operation);
  return operation.id;
}

/** Whether an operation is a step of the decommissioning. */
export function isStepRun(template: Template, { task }: Pick<Operation, "task">): boolean {
  return task !== undefined && decommissionPlan(template)?.steps.some(({ id }) => id === task) === true;
}

/** Why the automation must not be asked for a step at this very moment, in a sentence; `undefined` when nothing speaks against it. */
export async function whyNoStepRun(
  change: CloseoutChange,
  template: Template,
  operation: Operation,
  migration: CleanupFacts | undefined,
  now: Temporal.Instant,
): Promise<string | undefined> {
  const { closeout } = change;
  const plan = decommissionPlan(template);
  const step = plan?.steps.find(({ id }) => id === operation.task);
  if (plan === undefined || step === undefined) return "That is no step of the decommissioning.";
  if (closeout.status === "closed") return stopSentences.closed;
  const { requestedBy, released } = operation;
  if (!mayDo("decommission", closeout, requestedBy).allowed)
    return "Whoever wanted it has no right to it any more.";
  if (step.irreversible) {
    if (released === undefined || !mayDo("decommission", closeout, released.by).allowed) {
      return "Whoever confirmed it has no right to it any more.";
    }
    if (released.by.user === requestedBy.user) return stopSentences.same_person;
  }
  const allowed = stepAllowed(await factsOfChange(change, plan, migration, now), step.id, now);
  if (allowed.kind === "open") return undefined;
  const shown = (moment: Temporal.Instant) =>
    moment
      .toZonedDateTimeISO(closeout.timeZone)
      .toPlainDateTime()
      .toString({ smallestUnit: "minute" })
      .replace("T", " ");
  return allowed.reasons.map((reason) => blockerSentence(reason, shown)).join(" ");
}

/** The automation has done a step: it counts as done by whoever wanted it, with the automation's log as evidence. */
export async function settleStepRun(
  change: CloseoutChange,
  template: Template,
  { task, state, receipt, requestedBy, released }: Operation,
  now: Temporal.Instant,
): Promise<void> {
  if (state === "succeeded" && task !== undefined) {
    const evidence =
      receipt?.logUrl ?? receipt?.evidence ?? receipt?.message ?? "The company's automation did it.";
    const confirmedBy = released?.by.user;
    const happening = {
      kind: "step_done" as const,
      step: task,
      evidence,
      ...(confirmedBy === undefined ? {} : { confirmedBy }),
      execution: "automation" as const,
    };
    await keepHappening(change, { by: requestedBy, at: now, happening, news: true });
  }
  await settleDecommission(change, template, now);
}
