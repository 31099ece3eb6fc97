import { personOf } from "../../domain/identity.ts";
import { override } from "../../domain/signoff/signoff-end.ts";
import {
  actOnSignoff,
  type NoSuchSignoff,
  refuseUnlessPermitted,
  type SignoffDeps,
  type SignoffNotPermitted,
  type SignoffSeen,
  type SignoffTarget,
  saveEnd,
} from "./signoff-change.ts";

export type OverrideSignoffInput = SignoffTarget & { readonly reason: string };

export type OverrideSignoffOutcome =
  | (SignoffSeen & { readonly kind: "overridden" })
  /** `not_allowed`: the procedure allows no break-glass for this purpose. */
  | (SignoffSeen & { readonly kind: "ended" | "not_allowed" })
  | (SignoffSeen & { readonly kind: "invalid"; readonly message: string })
  | SignoffNotPermitted
  | NoSuchSignoff;

/**
 * Break-glass: the owner goes on without the missing approvals, where the closeout's template allows that for the purpose
 * (`signoffs.break_glass`). Everybody at the table hears it with the reason, and so do compliance officer, IT audit and the channel.
 */
export async function overrideSignoff(
  deps: SignoffDeps,
  { requestId, member, reason }: OverrideSignoffInput,
): Promise<OverrideSignoffOutcome> {
  return await actOnSignoff<OverrideSignoffOutcome>(deps, requestId, async (acting) => {
    const { change, request, template, now } = acting;
    const { closeout } = change;
    const refusal = await refuseUnlessPermitted(acting, "override_signoff", member);
    if (refusal !== undefined) return refusal;
    const by = personOf(member);
    const outcome = override(request, { by, reason, allowed: template.signoffs.breakGlass }, now);
    if (outcome.kind !== "overridden") return { ...outcome, closeout, request };
    await saveEnd({ ...acting, request: outcome.request }, "signoff.overridden", by);
    return { kind: "overridden", closeout, request: outcome.request };
  });
}
