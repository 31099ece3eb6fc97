import type { Temporal } from "temporal-polyfill";
import type { SignoffRequest } from "../../domain/signoff/signoff.ts";
import { type NewSignoff, newRequest, type SignoffProblem } from "../../domain/signoff/signoff-rules.ts";
import type { CloseoutChange } from "../../ports.ts";
import { refreshSignoff } from "./signoff-change.ts";
import { recordSignoff, requestInLedger } from "./signoff-ledger.ts";
import { postToChannel, postToSeats } from "./signoff-messages.ts";

/** What a feature asks approval for. Ids are the caller's, so that a change that is tried again asks once; the number is ours. */
export type BeginSignoff = Omit<NewSignoff, "closeoutId" | "number">;

export type BeginSignoffOutcome =
  | { readonly kind: "begun"; readonly request: SignoffRequest }
  | { readonly kind: "invalid"; readonly problems: readonly SignoffProblem[] };

/**
 * Asks for approval within a change: the one mechanism of all of them. Names must be those of full members, and the documents' bytes
 * kept before. The request stands in the channel and with everybody whose turn it is.
 */
export async function beginSignoff(
  change: CloseoutChange,
  wanted: BeginSignoff,
  now: Temporal.Instant,
): Promise<BeginSignoffOutcome> {
  const { closeout } = change;
  const number = await change.signoffs.nextNumber();
  const outcome = newRequest({ ...wanted, closeoutId: closeout.id, number }, now, closeout);
  if (outcome.kind === "invalid") return outcome;
  const { request, asked } = outcome;
  await change.signoffs.save(request);
  await recordSignoff(change, request, "signoff.requested", request.requestedBy, requestInLedger(request));
  await refreshSignoff(change, request);
  await postToChannel(change, request);
  await postToSeats(change, request, asked);
  return { kind: "begun", request };
}
