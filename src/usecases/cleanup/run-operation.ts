import { randomUUID } from "node:crypto";
import { assertNever } from "../../domain/assert-never.ts";
import { isLive, type Look, type Operation, type Stepped } from "../../domain/cleanup/operation.ts";
import {
  afterCall,
  afterLook,
  fail,
  noteCall,
  succeed,
  takeBack,
  wasInterrupted,
} from "../../domain/cleanup/operation-steps.ts";
import type { Closeout } from "../../domain/closeout.ts";
import { system } from "../../domain/identity.ts";
import type { CloseoutChange, OperationClaim } from "../../ports.ts";
import { isStepRun, whyNoStepRun } from "../decommission/step-automation.ts";
import { whyNotNow } from "../decommission/why-not-now.ts";
import { hurryDeliveries } from "../delivery/hurry-deliveries.ts";
import type { Deps } from "../deps.ts";
import { templateOf } from "../start/template-of.ts";
import { type CallDeps, callOperation, lookAt, type Sight } from "./call-operation.ts";
import { completeCleanup, recordOperation, refreshOperation } from "./operation-ledger.ts";
import { settleTask } from "./settle-task.ts";

type RunDeps = CallDeps & Pick<Deps, "queue" | "log" | "operationPolicy" | "operations" | "closeouts">;

/**
 * Takes one operation a step further, if it is due and nobody else works on it: makes its call, or looks what has become of the
 * one that is out. A call is noted before it is made. Whoever finds one noted and not settled looks at the migration first, so
 * that nothing is done twice and nothing is reported that was not seen.
 */
export async function runOperation(
  deps: RunDeps,
  { operationId }: { readonly operationId: string },
): Promise<void> {
  const claim = await deps.operations.claim(operationId);
  if (claim === undefined) return;
  const closeout = await deps.closeouts.get(claim.operation.closeoutId);
  if (closeout === undefined) return;
  const sight = await lookAt(deps, closeout, claim.operation);
  const { operation } = claim;
  if (operation.doubt === "none") return await begin(deps, closeout, claim, operation, sight);
  if (wasInterrupted(operation) && sight.look.kind === "seen" && sight.look.reading === "not_applied") {
    return await begin(deps, closeout, claim, takeBack(operation), sight, operation);
  }
  const stepped = afterLook(operation, sight.look, deps.operationPolicy, deps.clock.now());
  await write(deps, claim, operation, stepped);
}

/** Nothing is out: decides anew whether it may be done, and does it. */
async function begin(
  deps: RunDeps,
  closeout: Closeout,
  claim: OperationClaim,
  operation: Operation,
  sight: Sight,
  interrupted?: Operation,
): Promise<void> {
  const { look } = sight;
  const now = deps.clock.now();
  const again = operation.attempts > 0;
  if (look.kind === "unreadable") return await write(deps, claim, operation, wait(deps, operation, look));
  if (look.kind === "seen" && look.reading === "applied") {
    const how = again ? "done" : "already";
    const requestId = operation.requestIds.at(-1);
    const receipt = {
      how,
      knownBy: "reading",
      requestId,
      message: look.message,
      logUrl: look.logUrl,
    } as const;
    return await write(deps, claim, operation, succeed(operation, now, receipt));
  }
  const requestId = randomUUID();
  const noted = await note(deps, claim, { operation, interrupted }, sight, requestId);
  if (noted === undefined) return;
  const outcome = await callOperation(deps, closeout, noted, requestId);
  const after =
    outcome.kind === "done" && operation.kind === "task"
      ? trusted
      : (await lookAt(deps, closeout, noted)).look;
  const stepped = afterCall(noted, outcome, after, deps.operationPolicy, deps.clock.now());
  await write(deps, { ...claim, operation: noted }, noted, stepped);
}

/** An automation's own word that it is done needs no second question. */
const trusted: Look = { kind: "seen", reading: "applied", progress: undefined };

/** Sensei cannot be read, so nothing is begun; beyond our patience the operation fails, and surely did nothing. */
function wait(
  { operationPolicy, clock }: RunDeps,
  operation: Operation,
  { sentence }: Extract<Look, { kind: "unreadable" }>,
): Stepped {
  const now = clock.now();
  const waited = now.since(operation.requestedAt).total("milliseconds");
  if (waited >= operationPolicy.patienceMs && operation.attempts === 0) {
    return fail(operation, now, { how: "failed", knownBy: "none", sentence });
  }
  const nextMs = operationPolicy.checkMs;
  const nextCheck = now.add({ milliseconds: nextMs });
  return { operation: { ...operation, said: sentence, nextCheck }, nextMs };
}

/** Decides under the closeout's lock and notes the call; `undefined` when it is not to be made. */
async function note(
  deps: RunDeps,
  claim: OperationClaim,
  { operation, interrupted }: { readonly operation: Operation; readonly interrupted: Operation | undefined },
  { facts, look }: Sight,
  requestId: string,
): Promise<Operation | undefined> {
  const now = deps.clock.now();
  const { result, lanes } = await deps.closeouts.change(operation.closeoutId, async (change) => {
    const template = await templateOf(deps, change.closeout);
    const sentence = isStepRun(template, operation)
      ? await whyNoStepRun(change, template, operation, facts, now)
      : whyNotNow(change.closeout, operation, facts);
    if (sentence !== undefined) {
      // An interrupted call may still be at work there: that nothing was changed is not known before it was looked for.
      const stepped =
        interrupted === undefined
          ? fail(operation, now, { how: "failed", knownBy: "none", sentence })
          : afterLook({ ...interrupted, doubt: "lost", said: sentence }, look, deps.operationPolicy, now);
      await settle(deps, change, claim, interrupted ?? operation, stepped);
      return undefined;
    }
    const noted = noteCall(operation, requestId, now);
    if (!(await change.operations.step(claim, noted))) return undefined;
    await recordOperation(change, noted, "started", system, { requestId, attempt: noted.attempts });
    await refreshOperation(change, noted);
    return noted;
  });
  await hurryDeliveries(deps, lanes);
  return result;
}

async function write(
  deps: RunDeps,
  claim: OperationClaim,
  before: Operation,
  stepped: Stepped,
): Promise<void> {
  const { lanes } = await deps.closeouts.change(before.closeoutId, (change) =>
    settle(deps, change, claim, before, stepped),
  );
  await hurryDeliveries(deps, lanes);
}

/** Writes a step, its ledger entry where its state is another one, and what follows from an end. */
async function settle(
  deps: RunDeps,
  change: CloseoutChange,
  claim: OperationClaim,
  before: Operation,
  { operation, nextMs }: Stepped,
): Promise<void> {
  if (!(await change.operations.step(claim, operation, nextMs ?? 0))) return;
  await refreshOperation(change, operation);
  const event = eventOf(before, operation);
  if (event === undefined) return;
  await recordOperation(
    change,
    operation,
    event,
    system,
    operation.said === undefined ? {} : { said: operation.said },
  );
  if (isLive(operation)) return;
  const template = await templateOf(deps, change.closeout);
  if (operation.kind === "task") await settleTask(change, template, operation, deps.clock.now());
  await completeCleanup(change, template, deps.clock.now());
}

function eventOf(before: Operation, { state }: Operation): "succeeded" | "failed" | "uncertain" | undefined {
  switch (state) {
    case "succeeded":
    case "failed":
      return state;
    case "uncertain":
      return before.state === "uncertain" ? undefined : state;
    case "planned":
    case "confirmed":
    case "running":
    case "refused":
      return undefined;
    default:
      return assertNever(state);
  }
}
