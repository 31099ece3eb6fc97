import { isOf, personOf } from "../../domain/identity.ts";
import type { Seat } from "../../domain/signoff/signoff.ts";
import { answerDelegation as answer, type CannotAnswer } from "../../domain/signoff/signoff-delegate.ts";
import {
  actOnSignoff,
  type NoSuchSignoff,
  recordRefusal,
  type SignoffDeps,
  type SignoffSeen,
  type SignoffTarget,
  saveSettled,
} from "./signoff-change.ts";
import { recordSignoff, seatInLedger } from "./signoff-ledger.ts";
import { postToSeats } from "./signoff-messages.ts";

export type AnswerDelegationInput = SignoffTarget & { readonly seat: string; readonly accept: boolean };

export type AnswerDelegationOutcome =
  | (SignoffSeen & { readonly kind: "accepted"; readonly seat: Seat })
  | (SignoffSeen & { readonly kind: "declined"; readonly seat: Seat })
  | (SignoffSeen & { readonly kind: "refused"; readonly why: CannotAnswer })
  | NoSuchSignoff;

/** The answer of somebody who was asked to decide in another's place. Who accepts gets the request, if its turn has come. */
export async function answerDelegation(
  deps: SignoffDeps,
  { requestId, member, seat: id, accept }: AnswerDelegationInput,
): Promise<AnswerDelegationOutcome> {
  return await actOnSignoff<AnswerDelegationOutcome>(deps, requestId, async (acting) => {
    const { change, request, now } = acting;
    const { closeout } = change;
    const by = personOf(member);
    const outcome = isOf(closeout.installation, member)
      ? answer(request, { by, seat: id, accept }, now, closeout)
      : ({ kind: "not_offered" } as const);
    if (outcome.kind !== "answered") {
      if (outcome.kind === "not_offered") {
        await recordRefusal(change, request, "answer_delegation", member, outcome.kind);
      }
      return { kind: "refused", closeout, request, why: outcome };
    }
    const { seat, answer: given, request: answered } = outcome;
    await recordSignoff(change, answered, `signoff.delegation_${given}`, by, {
      ...seatInLedger(seat),
      reason: seat.delegation?.reason ?? null,
    });
    await saveSettled(acting, outcome, by);
    if (given === "accepted" && seat.askedAt !== undefined) await postToSeats(change, answered, [seat]);
    return { kind: given, closeout, request: answered, seat };
  });
}
