import { assertNever } from "../assert-never.ts";
import type { Closeout } from "../closeout.ts";
import { type Act, mayDo } from "../permissions.ts";
import type { SignoffRequest } from "./signoff.ts";

/** What a request's effect asks of those who decide on it, besides having been asked. */

/** The act that an approval performs and that takes a role; `undefined` where whoever was asked may say it. */
export function rightBehind({ effect }: Pick<SignoffRequest, "effect">): Act | undefined {
  switch (effect.kind) {
    case "release_operation":
      return "release_checkpoints";
    case "dispose":
      return "decide_disposal";
    case "waive_finding":
      return "waive_finding";
    case "none":
      return undefined;
    default:
      return assertNever(effect);
  }
}

/**
 * Whether the person of a seat holds the role, at this moment, that the request's effect takes. A delegate speaks for the person of the
 * seat, so it is that one who is looked at.
 */
export function holdsRight(
  closeout: Pick<Closeout, "installation" | "owner" | "roles">,
  request: Pick<SignoffRequest, "effect">,
  user: string,
): boolean {
  const act = rightBehind(request);
  return act === undefined || mayDo(act, closeout, { ...closeout.installation, user }).allowed;
}

/** Whether the owner may ever go on without the approvals: never where the effect takes a role, for that would go around it. */
export function mayBeOverridden(
  request: Pick<SignoffRequest, "effect" | "purpose">,
  allowed: readonly SignoffRequest["purpose"][],
): boolean {
  return rightBehind(request) === undefined && allowed.includes(request.purpose);
}

/** Whether closing leaves a request alone: what was archived is kept longer than a project lasts. */
export function outlivesClosing({ effect }: Pick<SignoffRequest, "effect">): boolean {
  return effect.kind === "dispose";
}

/** Whether something can still be done about a request. */
export function goesOn(
  { status }: Pick<Closeout, "status">,
  request: Pick<SignoffRequest, "effect">,
): boolean {
  return status === "open" || outlivesClosing(request);
}
