import type { Closeout } from "../../domain/closeout.ts";
import {
  ballotOf,
  type Contribution,
  withBallot,
  withContribution,
} from "../../domain/retro/retrospective.ts";
import type { Refusal } from "../refusal.ts";
import {
  inOpenRetro,
  type NoOpenRetro,
  type RetroDeps,
  type RetroTarget,
  refreshBoard,
} from "./retro-act.ts";

export type VoteOutcome =
  /** `stands`: the vote is there now; otherwise it was taken back. */
  | {
      readonly kind: "voted";
      readonly closeout: Closeout;
      readonly contribution: Contribution;
      readonly stands: boolean;
    }
  | { readonly kind: "gone"; readonly closeout: Closeout }
  | Refusal
  | NoOpenRetro;

/** Votes for a contribution, or takes the vote back: one vote for each person and contribution. The ledger learns the sums at the end. */
export async function voteInRetro(
  deps: RetroDeps,
  { contributionId, ...target }: RetroTarget & { readonly contributionId: string },
): Promise<VoteOutcome> {
  return await inOpenRetro<VoteOutcome>(deps, target, "contribute", async (change, retro) => {
    const { closeout } = change;
    const found = retro.contributions.find(({ id }) => id === contributionId);
    if (found === undefined) return { kind: "gone", closeout };
    const ballot = ballotOf(retro, found.id, target.member.user);
    const contribution = withBallot(found, ballot);
    await change.retro.save(withContribution(retro, found.id, contribution));
    await refreshBoard(change);
    return { kind: "voted", closeout, contribution, stands: contribution.ballots.includes(ballot) };
  });
}
