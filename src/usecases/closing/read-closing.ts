import type { Temporal } from "temporal-polyfill";
import type { Closeout } from "../../domain/closeout.ts";
import { type ClosingBasis, type Missing, readinessToClose } from "../../domain/closing.ts";
import { type Capacity, mayDo } from "../../domain/permissions.ts";
import type { Template } from "../../domain/template/template.ts";
import type { CloseoutChange, Member } from "../../ports.ts";
import type { Deps } from "../deps.ts";
import { templateOf } from "../start/template-of.ts";

/** Which closeout, and who asks. */
export type ClosingInput = { readonly closeoutId: string; readonly member: Member };

/** Why nobody closes or opens anything here. */
export type ClosingRefusal =
  | { readonly kind: "not_permitted"; readonly closeout: Closeout; readonly who: readonly Capacity[] }
  | { readonly kind: "no_closeout" };

/** What is missing at this moment. */
export type NotReadyToClose = {
  readonly kind: "missing";
  readonly closeout: Closeout;
  readonly missing: readonly Missing[];
  readonly now: Temporal.Instant;
};

export type ReadClosingOutcome =
  | { readonly kind: "ready"; readonly closeout: Closeout; readonly basis: ClosingBasis }
  | NotReadyToClose
  | { readonly kind: "closed"; readonly closeout: Closeout }
  | ClosingRefusal;

/** Whether a closeout could be closed now, for its owner. Closing looks again. */
export async function readClosing(
  deps: Pick<Deps, "clock" | "closeouts" | "operations" | "reports" | "signoffs">,
  { closeoutId, member }: ClosingInput,
): Promise<ReadClosingOutcome> {
  const closeout = await deps.closeouts.get(closeoutId);
  if (closeout === undefined) return { kind: "no_closeout" };
  const refusal = refuseToClose(closeout, member);
  if (refusal !== undefined) return refusal;
  if (closeout.status === "closed") return { kind: "closed", closeout };
  const template = await templateOf(deps, closeout);
  const [items, operations, report, signoffs] = await Promise.all([
    deps.closeouts.items([closeoutId]),
    deps.operations.latest(closeoutId),
    deps.reports.newest(closeoutId),
    deps.signoffs.all(closeoutId),
  ]);
  const readiness = readinessToClose({ items, operations, report, signoffs }, template);
  return readiness.kind === "ready"
    ? { kind: "ready", closeout, basis: readiness.basis }
    : { ...readiness, closeout, now: deps.clock.now() };
}

/** The same within a change. */
export async function readinessIn(change: CloseoutChange, template: Template) {
  const items = await change.items();
  const operations = await change.operations.latest();
  const report = await change.reports.newest();
  const signoffs = await change.signoffs.all();
  return readinessToClose({ items, operations, report, signoffs }, template);
}

/** Closing and opening again are the owner's. */
export function refuseToClose(closeout: Closeout, member: Member): ClosingRefusal | undefined {
  const permission = mayDo("close", closeout, member);
  if (permission.allowed) return undefined;
  return { kind: "not_permitted", closeout, who: permission.who.map(({ as }) => as) };
}
