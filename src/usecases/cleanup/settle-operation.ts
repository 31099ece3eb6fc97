import { readNote } from "../../domain/checklist/item-rules.ts";
import type { Operation, Receipt } from "../../domain/cleanup/operation.ts";
import { fail, succeed } from "../../domain/cleanup/operation-steps.ts";
import type { Closeout } from "../../domain/closeout.ts";
import { personOf } from "../../domain/identity.ts";
import { mayDo } from "../../domain/permissions.ts";
import { storableText } from "../../domain/typed-text.ts";
import type { Member } from "../../ports.ts";
import { hurryDeliveries } from "../delivery/hurry-deliveries.ts";
import type { Deps } from "../deps.ts";
import { templateOf } from "../start/template-of.ts";
import { completeCleanup, recordOperation, refreshOperation } from "./operation-ledger.ts";
import { type NotPermitted, reasonLength } from "./request-operation.ts";
import { settleTask } from "./settle-task.ts";

export type SettleOperationInput = {
  readonly closeoutId: string;
  readonly operationId: string;
  readonly member: Member;
  readonly happened: boolean;
  readonly reason: string;
  /** A link, or words. */
  readonly evidence: string;
};

export type SettleOperationOutcome =
  | { readonly kind: "settled"; readonly closeout: Closeout; readonly operation: Operation }
  | NotPermitted
  | { readonly kind: "decided"; readonly closeout: Closeout; readonly operation: Operation | undefined }
  | {
      readonly kind: "invalid";
      readonly closeout: Closeout;
      readonly field: "reason" | "evidence";
      readonly message: string;
    }
  | { readonly kind: "closed" }
  | { readonly kind: "no_closeout" };

/** The owner says what became of an uncertain operation when looking at the migration cannot tell. */
export async function settleOperation(
  deps: Pick<Deps, "clock" | "closeouts" | "queue" | "log">,
  input: SettleOperationInput,
): Promise<SettleOperationOutcome> {
  const known = await deps.closeouts.get(input.closeoutId);
  if (known === undefined) return { kind: "no_closeout" };
  const template = await templateOf(deps, known);
  const { result, lanes } = await deps.closeouts.change(
    input.closeoutId,
    async (change): Promise<SettleOperationOutcome> => {
      const { closeout } = change;
      const { member } = input;
      if (closeout.status === "closed") return { kind: "closed" };
      const operation = await change.operations.get(input.operationId);
      const permission = mayDo("settle_operation", closeout, member);
      if (!permission.allowed) {
        const data = { operation: input.operationId, decision: "settle", why: "not permitted" };
        await change.record({ actor: personOf(member), kind: "operation.refused", data });
        return { kind: "not_permitted", closeout, act: "settle_operation", who: permission.who };
      }
      if (operation?.state !== "uncertain") return { kind: "decided", closeout, operation };
      const problem = problemOf(input);
      if (problem !== undefined) return { kind: "invalid", closeout, ...problem };
      const now = deps.clock.now();
      const end = input.happened ? succeed : fail;
      const settled = end(operation, now, receiptOf(operation, input)).operation;
      await change.operations.save(settled);
      await recordOperation(change, settled, input.happened ? "succeeded" : "failed", personOf(member));
      await refreshOperation(change, settled);
      await settleTask(change, template, settled, now);
      await completeCleanup(change, template, now);
      return { kind: "settled", closeout, operation: settled };
    },
  );
  await hurryDeliveries(deps, lanes);
  return result;
}

function problemOf({ reason, evidence }: SettleOperationInput) {
  const { length } = reason.trim();
  if (length < reasonLength.min || length > reasonLength.max) {
    const message = `Say why, in ${reasonLength.min} to ${reasonLength.max} characters; an auditor will read it.`;
    return { field: "reason", message } as const;
  }
  const read = readNote(storableText(evidence), "either");
  return read.kind === "accepted"
    ? undefined
    : ({ field: "evidence", message: "Attach a link, or write where you saw it." } as const);
}

function receiptOf(operation: Operation, input: SettleOperationInput): Receipt {
  return {
    how: input.happened ? "settled" : "not_happened",
    knownBy: "person",
    by: input.member.user,
    reason: storableText(input.reason).trim(),
    evidence: storableText(input.evidence).trim(),
    requestId: operation.requestIds.at(-1),
  };
}
