import { isOf } from "../../domain/identity.ts";
import { withdraw } from "../../domain/signoff/signoff-end.ts";
import { isRequester } from "../../domain/signoff/signoff-requester.ts";
import { type EndByHandInput, type EndByHandOutcome, endByHand } from "./end-by-hand.ts";
import { refuseUnlessPermitted, type SignoffDeps } from "./signoff-change.ts";

export type WithdrawSignoffOutcome = EndByHandOutcome<"withdrawn", "ended">;

/** Takes a request back: whoever made it, or the owner of the closeout. */
export async function withdrawSignoff(
  deps: SignoffDeps,
  input: EndByHandInput,
): Promise<WithdrawSignoffOutcome> {
  const { member } = input;
  return await endByHand<"withdrawn", "ended">(deps, input, "withdrawn", {
    refuse: async (acting) => {
      const own =
        isOf(acting.change.closeout.installation, member) && isRequester(acting.request, member.user);
      return own ? undefined : await refuseUnlessPermitted(acting, "withdraw_signoff", member);
    },
    end: ({ request, now }, word) => withdraw(request, word, now),
  });
}
