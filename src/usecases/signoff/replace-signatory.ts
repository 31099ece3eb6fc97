import { randomUUID } from "node:crypto";
import { personOf } from "../../domain/identity.ts";
import type { Seat } from "../../domain/signoff/signoff.ts";
import { type Replaced, replaceSignatory as replace } from "../../domain/signoff/signoff-replace.ts";
import { holdsRight } from "../../domain/signoff/signoff-right.ts";
import type { Deps } from "../deps.ts";
import { saveReplaced } from "./save-replaced.ts";
import {
  actOnSignoff,
  type NoSuchSignoff,
  refuseUnlessPermitted,
  type SignoffDeps,
  type SignoffNotPermitted,
  type SignoffSeen,
  type SignoffTarget,
} from "./signoff-change.ts";

export type ReplaceSignatoryInput = SignoffTarget & {
  /** The seat whose person is replaced. */
  readonly seat: string;
  readonly user: string;
  readonly reason: string;
};

export type ReplaceSignatoryOutcome =
  | (SignoffSeen & { readonly kind: "replaced"; readonly old: Seat; readonly seat: Seat })
  | (SignoffSeen & {
      readonly kind: "refused";
      readonly why:
        | Exclude<Replaced, { kind: "replaced" }>
        | { readonly kind: "unfit"; readonly why: "not_a_member" | "lacks_right"; readonly user: string };
    })
  | SignoffNotPermitted
  | NoSuchSignoff;

/**
 * The owner puts somebody else in the place of a signatory who has left or does not decide. Where the approval sets something in motion
 * that takes a role, it has to be whoever holds that role by now.
 */
export async function replaceSignatory(
  deps: SignoffDeps & Pick<Deps, "people">,
  { requestId, member, seat: id, user, reason }: ReplaceSignatoryInput,
): Promise<ReplaceSignatoryOutcome> {
  const profile = await deps.people.profile(member, user);
  const newSeat = randomUUID();
  return await actOnSignoff<ReplaceSignatoryOutcome>(deps, requestId, async (acting) => {
    const { change, request, now } = acting;
    const { closeout } = change;
    const refusal = await refuseUnlessPermitted(acting, "replace_signatory", member);
    if (refusal !== undefined) return refusal;
    const by = personOf(member);
    const name = profile?.name ?? user;
    const outcome = replace(request, { by, seat: id, newSeat, user, name, reason }, now, closeout);
    if (outcome.kind !== "replaced") return { kind: "refused", closeout, request, why: outcome };
    if (profile?.kind !== "member") {
      return { kind: "refused", closeout, request, why: { kind: "unfit", why: "not_a_member", user } };
    }
    if (!holdsRight(closeout, request, user)) {
      return { kind: "refused", closeout, request, why: { kind: "unfit", why: "lacks_right", user } };
    }
    const { old, seat, request: replaced } = outcome;
    await saveReplaced(acting, outcome, by, "asked_for");
    return { kind: "replaced", closeout, request: replaced, old, seat };
  });
}
