import type { CallOutcome, Look } from "../domain/cleanup/operation.ts";

/** One infrastructure task as the company's own automation is asked to do it. */
export type TaskRequest = {
  readonly task: { readonly id: string; readonly title: string };
  readonly closeout: { readonly id: string; readonly name: string };
  readonly migration: { readonly id: string; readonly name: string };
  readonly requestedBy: { readonly platform: string; readonly tenant: string; readonly user: string };
  /** ISO instant. */
  readonly requestedAt: string;
  /** The same for every try. */
  readonly idempotencyKey: string;
  readonly requestId: string;
};

/** The company's own automation of infrastructure tasks. Never rejects: what goes wrong is an outcome. */
export interface Automation {
  /** Whether an endpoint is configured for this task. */
  has(taskId: string): boolean;
  run(request: TaskRequest): Promise<CallOutcome>;
  /** Asks the endpoint what has become of a request. */
  look(request: Pick<TaskRequest, "task" | "idempotencyKey" | "requestId">): Promise<Look>;
}
