import type { Closeout } from "../../domain/closeout.ts";
import { checkLedger, type LedgerVerdict } from "../../domain/ledger/ledger-check.ts";
import { mayDo } from "../../domain/permissions.ts";
import type { LedgerSnapshot, Member } from "../../ports.ts";
import type { Deps } from "../deps.ts";
import type { AuditRefusal } from "./read-audit.ts";

export type VerifyLedgerOutcome =
  | {
      readonly kind: "verified";
      readonly closeout: Closeout;
      readonly verdict: LedgerVerdict;
      /** The id of the key with which this installation signs at present. */
      readonly presentKey: string;
    }
  | AuditRefusal;

/**
 * Computes a ledger's chain anew from the database, entry by entry, and checks every signature over it. What comes out is logged as
 * well: a ledger that does not hold concerns the operator.
 */
export async function verifyLedger(
  deps: Pick<Deps, "closeouts" | "ledgers" | "signer" | "log">,
  { closeoutId, member }: { readonly closeoutId: string; readonly member: Member },
): Promise<VerifyLedgerOutcome> {
  const closeout = await deps.closeouts.get(closeoutId);
  if (closeout === undefined) return { kind: "no_closeout" };
  const permission = mayDo("audit", closeout, member);
  if (!permission.allowed) return { kind: "not_permitted", closeout, who: permission.who };
  const verdict = await deps.ledgers.read(closeoutId, (ledger) => verdictOn(closeoutId, ledger));
  if (verdict === undefined) return { kind: "no_closeout" };
  if (verdict.kind === "broken") {
    const { seq, fault } = verdict;
    deps.log.error({ closeout: closeoutId, seq, fault }, "a ledger does not hold");
  }
  return { kind: "verified", closeout, verdict, presentKey: deps.signer.key.id };
}

/** Checks a whole ledger in the memory of some hundred entries. */
export async function verdictOn(
  closeout: string,
  { head, signatures, keys, batches }: LedgerSnapshot,
): Promise<LedgerVerdict> {
  const check = checkLedger({ closeout, signatures, keys });
  for await (const batch of batches()) {
    for (const stored of batch) {
      const broken = check.take(stored);
      if (broken !== undefined) return broken;
    }
  }
  return check.end(head);
}
