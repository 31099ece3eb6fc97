import type { Person } from "../../domain/identity.ts";
import type { Replaced } from "../../domain/signoff/signoff-replace.ts";
import { type Acting, saveSettled } from "./signoff-change.ts";
import { recordSignoff, seatInLedger } from "./signoff-ledger.ts";

/** Keeps that somebody else sits in a place: in the ledger, in every copy, and with whoever is asked now. */
export async function saveReplaced(
  acting: Acting,
  outcome: Extract<Replaced, { kind: "replaced" }>,
  by: Person,
  /** What somebody did by which it happened. */
  because: "asked_for" | "roles_changed",
): Promise<void> {
  const { old, seat, request } = outcome;
  await recordSignoff(acting.change, request, "signoff.replaced", by, {
    ...seatInLedger(seat),
    insteadOf: seatInLedger(old),
    reason: old.replaced?.reason ?? null,
    because,
  });
  await saveSettled(acting, outcome, by);
}
