import { isOf, personOf } from "../../domain/identity.ts";
import type { Seat, SignoffDecision } from "../../domain/signoff/signoff.ts";
import { type CannotDecide, decide, type NewDecision } from "../../domain/signoff/signoff-decide.ts";
import { holdsRight } from "../../domain/signoff/signoff-right.ts";
import type { Profile } from "../../ports.ts";
import type { Deps } from "../deps.ts";
import {
  type Acting,
  actOnSignoff,
  type NoSuchSignoff,
  recordRefusal,
  type SignoffDeps,
  type SignoffSeen,
  type SignoffTarget,
  saveSettled,
} from "./signoff-change.ts";
import { hurryEffect } from "./signoff-effects.ts";
import { decisionInLedger, recordSignoff } from "./signoff-ledger.ts";

export type DecideSignoffInput = SignoffTarget & {
  readonly decision: SignoffDecision["decision"];
  /** A comment, or the reason of a rejection, as it was typed. */
  readonly words: string | undefined;
  /** In which seat, for whoever decides in several. */
  readonly seat?: string | undefined;
  /** The platform's id of the click or form: the same one again changes nothing and is answered the same. */
  readonly platformRequest: string;
};

export type DecideSignoffOutcome =
  /** `request.state` says whether that was the last word. */
  | (SignoffSeen & { readonly kind: "decided"; readonly seat: Seat })
  | (SignoffSeen & { readonly kind: "refused"; readonly why: WhyNoDecision })
  | NoSuchSignoff;

export type WhyNoDecision =
  | CannotDecide
  /** What it sets in motion takes a role that the person of the seat does not hold any more. */
  | { readonly kind: "lost_right"; readonly seat: Seat }
  /** No full member of the workspace: guests, strangers from elsewhere, bots. */
  | { readonly kind: "not_a_member"; readonly profile: Exclude<Profile["kind"], "member"> | "unknown" };

/**
 * Records one person's word. One decision in each seat, whoever clicks how often and wherever at the same moment: the closeout's row is
 * locked, and the database refuses a second one by itself. Who tried without right is in the ledger.
 */
export async function decideSignoff(
  deps: SignoffDeps & Pick<Deps, "people">,
  input: DecideSignoffInput,
): Promise<DecideSignoffOutcome> {
  const profile = await deps.people.profile(input.member, input.member.user);
  const outcome = await actOnSignoff<DecideSignoffOutcome>(deps, input.requestId, (acting) =>
    decideWithin(acting, input, profile?.kind ?? "unknown"),
  );
  if (outcome.kind === "decided") await hurryEffect(deps, outcome.request);
  return outcome;
}

async function decideWithin(
  { change, request, ...context }: Acting,
  { member, ...input }: DecideSignoffInput,
  profile: Profile["kind"] | "unknown",
): Promise<DecideSignoffOutcome> {
  const { closeout } = change;
  const by = personOf(member);
  const refuse = async (why: WhyNoDecision): Promise<DecideSignoffOutcome> => {
    if (isAttempt(why)) await recordRefusal(change, request, "decide_signoff", member, why.kind);
    return { kind: "refused", closeout, request, why };
  };
  if (!isOf(closeout.installation, member)) return await refuse({ kind: "not_a_member", profile: "foreign" });
  if (profile !== "member") return await refuse({ kind: "not_a_member", profile });
  const wanted: NewDecision = { ...input, by, seat: input.seat };
  const outcome = decide(request, wanted, context.now, closeout);
  if (outcome.kind === "repeated") return { kind: "decided", closeout, request, seat: outcome.seat };
  if (outcome.kind !== "decided") return await refuse(outcome);
  const { seat, request: decided, asked } = outcome;
  if (!holdsRight(closeout, request, seat.user)) return await refuse({ kind: "lost_right", seat });
  const { decision } = seat;
  if (decision === undefined) throw new TypeError("A seat was decided without a decision");
  await recordSignoff(
    change,
    decided,
    `signoff.${decision.decision}`,
    by,
    decisionInLedger(decided, seat, decision),
  );
  await saveSettled({ change, ...context }, { request: decided, asked }, by);
  return { kind: "decided", closeout, request: decided, seat };
}

/** What is only incomplete is asked for again and is nothing to be written down. */
export function isAttempt({ kind }: WhyNoDecision): boolean {
  return kind !== "invalid" && kind !== "which_seat";
}
