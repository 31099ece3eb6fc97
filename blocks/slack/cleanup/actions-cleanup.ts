import { z } from "zod";
import { operationKinds } from "../../../src/domain/cleanup/cleanup-facts.ts";
import { json } from "../codec.ts";

/** The part of `actions.ts` that belongs to the cleanup: ids and values of its buttons and forms. */

/** `action_id` of every control of the cleanup. */
export const cleanupActionIds = {
  /** Value {@link runRef}. Checkpoints open the form that asks for the migration's name. */
  cleanupRun: "cleanup.run",
  /** Opens the form that asks why the order is overridden; value {@link runRef}. */
  cleanupAnyway: "cleanup.anyway",
  /** Opens the form in which the compliance officer keeps the checkpoints; value `{c}`. */
  cleanupKeep: "cleanup.keep",
  /** Puts the plan into the channel; value `{c}`. */
  cleanupPost: "cleanup.post",
  /** Reads Sensei again; value `{c}`. */
  cleanupLook: "cleanup.look",
  /** These three carry {@link operationRef}. The first is on messages from before releases were sign-offs. */
  operationRelease: "operation.release",
  operationRemind: "operation.remind",
  operationSettle: "operation.settle",
} as const;
export type CleanupActionId = (typeof cleanupActionIds)[keyof typeof cleanupActionIds];

/** `callback_id` of every form of the cleanup. */
export const cleanupCallbackIds = {
  checkpoints: "cleanup.checkpoints",
  anyway: "cleanup.anyway",
  keep: "cleanup.keep",
  /** Of a form from before releases were sign-offs. */
  release: "operation.release",
  settle: "operation.settle",
} as const;

const id = z.string().min(1).max(64);

/** Value of a button that asks for an operation: `k` its kind, `t` the task, `h` the hash of the facts that were shown. */
export const runRef = json(z.object({ c: id, k: z.enum(operationKinds), t: id.optional(), h: id }));
export type RunRef = z.output<typeof runRef>;

/** Value of a button about one operation: `o` its id. Also the `private_metadata` of its forms. */
export const operationRef = json(z.object({ c: id, o: id }));
export type OperationRef = z.output<typeof operationRef>;
