import type { Closeout } from "../../domain/closeout.ts";
import type { ClosingNotice } from "../../domain/closing.ts";
import type { ClosingSubject } from "../../ports.ts";
import type { Deps } from "../deps.ts";

/**
 * What is said about a closing: thanks go to those who did something by the ledger, without those who do not want to be named in the
 * report.
 */
export async function composeClosing(
  deps: Pick<Deps, "actionItems" | "closings" | "reports">,
  closeout: Closeout,
  { number }: ClosingSubject,
): Promise<ClosingNotice | undefined> {
  const closing = await deps.closings.get(closeout.id, number);
  if (closing === undefined) return undefined;
  const people = await deps.reports.people(closeout.id);
  const draft = await deps.reports.draft(closeout.id);
  const left = new Set([...draft.unnamed, ...draft.optedOut]);
  const thanks = people.map(({ user }) => user).filter((user) => !left.has(user));
  const actions = await deps.actionItems.ofCloseout(closeout.id);
  return {
    kind: "closing",
    closeout,
    closing,
    thanks,
    unnamed: people.length - thanks.length,
    openActions: actions.filter(({ done }) => done === undefined).length,
  };
}
