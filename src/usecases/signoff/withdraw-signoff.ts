import { personOf } from "../../domain/identity.ts";
import { withdraw } from "../../domain/signoff/signoff-end.ts";
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

export type WithdrawSignoffInput = SignoffTarget & { readonly reason: string };

export type WithdrawSignoffOutcome =
  | (SignoffSeen & { readonly kind: "withdrawn" })
  | (SignoffSeen & { readonly kind: "ended" })
  | (SignoffSeen & { readonly kind: "invalid"; readonly message: string })
  | SignoffNotPermitted
  | NoSuchSignoff;

/** Takes a request back: whoever made it, or the owner of the closeout. */
export async function withdrawSignoff(
  deps: SignoffDeps,
  { requestId, member, reason }: WithdrawSignoffInput,
): Promise<WithdrawSignoffOutcome> {
  return await actOnSignoff<WithdrawSignoffOutcome>(deps, requestId, async (acting) => {
    const { change, request, now } = acting;
    const { closeout } = change;
    const by = personOf(member);
    const own = "user" in request.requestedBy && isSamePerson(by, request.requestedBy);
    const refusal = own ? undefined : await refuseUnlessPermitted(acting, "withdraw_signoff", member);
    if (refusal !== undefined) return refusal;
    const outcome = withdraw(request, { by, reason }, now);
    if (outcome.kind !== "withdrawn") return { ...outcome, closeout, request };
    await saveEnd({ ...acting, request: outcome.request }, "signoff.withdrawn", by);
    return { kind: "withdrawn", closeout, request: outcome.request };
  });
}

type Known = { readonly platform: string; readonly tenant: string; readonly user: string };

function isSamePerson(one: Known, other: Known): boolean {
  return one.platform === other.platform && one.tenant === other.tenant && one.user === other.user;
}
