import { isOf, personOf } from "../../domain/identity.ts";
import type { Seat } from "../../domain/signoff/signoff.ts";
import {
  type CannotDelegate,
  offerDelegation,
  revokeDelegation,
  type UnfitDelegate,
} from "../../domain/signoff/signoff-delegate.ts";
import type { Profile } from "../../ports.ts";
import type { Deps } from "../deps.ts";
import {
  type Acting,
  actOnSignoff,
  type NoSuchSignoff,
  recordRefusal,
  refreshSignoff,
  type SignoffDeps,
  type SignoffSeen,
  type SignoffTarget,
  saveSettled,
} from "./signoff-change.ts";
import { recordSignoff, seatInLedger } from "./signoff-ledger.ts";
import { tell } from "./signoff-messages.ts";

export type DelegateSignoffInput = SignoffTarget & {
  /** Which of their seats, for whoever holds several. */
  readonly seat?: string | undefined;
  readonly act:
    | { readonly kind: "offer"; readonly user: string; readonly reason: string }
    /** Takes an offer or a delegation back, as long as nobody has decided. */
    | { readonly kind: "revoke" };
};

export type DelegateSignoffOutcome =
  | (SignoffSeen & { readonly kind: "offered"; readonly seat: Seat })
  | (SignoffSeen & { readonly kind: "revoked"; readonly seat: Seat })
  | (SignoffSeen & { readonly kind: "refused"; readonly why: WhyNoDelegation })
  | NoSuchSignoff;

export type WhyNoDelegation =
  | CannotDelegate
  | UnfitDelegate
  /** Whoever is to decide has to be a full member of the workspace. */
  | { readonly kind: "unfit"; readonly why: "not_a_member"; readonly user: string }
  | { readonly kind: "accepted_before"; readonly seat: Seat }
  | { readonly kind: "nothing_to_revoke" }
  | { readonly kind: "invalid"; readonly message: string };

/**
 * A signatory asks somebody else to decide in their place. While that is only offered they may still decide; once it is accepted only
 * the delegate may, until it is taken back.
 */
export async function delegateSignoff(
  deps: SignoffDeps & Pick<Deps, "people">,
  input: DelegateSignoffInput,
): Promise<DelegateSignoffOutcome> {
  const { act, member } = input;
  const profile = act.kind === "offer" ? await deps.people.profile(member, act.user) : undefined;
  return await actOnSignoff<DelegateSignoffOutcome>(deps, input.requestId, (acting) => {
    if (!isOf(acting.change.closeout.installation, member))
      return refuse(acting, { kind: "no_seat" }, member);
    return act.kind === "offer" ? offer(acting, input, act, profile) : revoke(acting, input);
  });
}

async function offer(
  acting: Acting,
  { member, seat }: DelegateSignoffInput,
  { user, reason }: Extract<DelegateSignoffInput["act"], { kind: "offer" }>,
  profile: Profile | undefined,
): Promise<DelegateSignoffOutcome> {
  const { change, request, now } = acting;
  const by = personOf(member);
  const to = { user, name: profile?.name ?? user };
  const outcome = offerDelegation(request, { by, seat, to, reason }, now);
  if (outcome.kind !== "offered") return await refuse(acting, outcome, member);
  if (profile?.kind !== "member") {
    return await refuse(acting, { kind: "unfit", why: "not_a_member", user }, member);
  }
  const { request: offered, seat: given, instead } = outcome;
  await change.signoffs.save(offered);
  await recordSignoff(change, offered, "signoff.delegated", by, {
    ...seatInLedger(given),
    to: user,
    toName: to.name,
    reason: given.delegation?.reason ?? null,
    instead: instead?.to ?? null,
  });
  await refreshSignoff(change, offered);
  await tell(change, [user], { kind: "signoff", request: offered.id, about: "delegation", seat: given.id });
  return { kind: "offered", closeout: change.closeout, request: offered, seat: given };
}

async function revoke(
  acting: Acting,
  { member, seat }: DelegateSignoffInput,
): Promise<DelegateSignoffOutcome> {
  const { change, request, now } = acting;
  const by = personOf(member);
  const outcome = revokeDelegation(request, { by, seat }, now, change.closeout);
  if (outcome.kind !== "revoked") return await refuse(acting, outcome, member);
  const { delegation, seat: back, request: revoked } = outcome;
  await recordSignoff(change, revoked, "signoff.delegation_revoked", by, {
    ...seatInLedger(back),
    from: delegation.to,
    fromName: delegation.name,
    was: delegation.state,
  });
  await saveSettled(acting, outcome, by);
  return { kind: "revoked", closeout: change.closeout, request: revoked, seat: back };
}

async function refuse(
  { change, request }: Acting,
  why: WhyNoDelegation,
  member: SignoffTarget["member"],
): Promise<DelegateSignoffOutcome> {
  if (why.kind === "no_seat" || why.kind === "unfit") {
    await recordRefusal(
      change,
      request,
      "delegate_signoff",
      member,
      why.kind === "unfit" ? why.why : why.kind,
    );
  }
  return { kind: "refused", closeout: change.closeout, request, why };
}
