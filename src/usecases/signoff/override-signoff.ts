import { override } from "../../domain/signoff/signoff-end.ts";
import { type EndByHandInput, type EndByHandOutcome, endByHand } from "./end-by-hand.ts";
import { refuseUnlessPermitted, type SignoffDeps } from "./signoff-change.ts";

/** `not_allowed`: the procedure allows no break-glass for this purpose. */
export type OverrideSignoffOutcome = EndByHandOutcome<"overridden", "ended" | "not_allowed">;

/**
 * Break-glass: the owner goes on without the missing approvals, where the closeout's template allows that for the purpose
 * (`signoffs.break_glass`). Everybody at the table hears it with the reason, and so do compliance officer, IT audit and the channel.
 */
export async function overrideSignoff(
  deps: SignoffDeps,
  input: EndByHandInput,
): Promise<OverrideSignoffOutcome> {
  return await endByHand<"overridden", "ended" | "not_allowed">(deps, input, "overridden", {
    refuse: (acting) => refuseUnlessPermitted(acting, "override_signoff", input.member),
    end: ({ request, template, now }, word) =>
      override(request, { ...word, allowed: template.signoffs.breakGlass }, now),
  });
}
