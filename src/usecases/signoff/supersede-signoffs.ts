import type { Temporal } from "temporal-polyfill";
import { system } from "../../domain/identity.ts";
import type { DocumentOrigin } from "../../domain/signoff/signoff.ts";
import { supersede } from "../../domain/signoff/signoff-end.ts";
import type { CloseoutChange } from "../../ports.ts";
import { refreshSignoff } from "./signoff-change.ts";
import { endInLedger, recordSignoff } from "./signoff-ledger.ts";
import { postOutcome } from "./signoff-messages.ts";

/**
 * To be called, in the same change, by whatever makes another document the present one of its origin: open requests about the earlier
 * bytes end, and what was signed in them is void, visibly. Those about these very bytes go on.
 */
export async function supersedeSignoffs(
  change: CloseoutChange,
  origin: DocumentOrigin,
  sha256: string,
  now: Temporal.Instant,
): Promise<void> {
  for (const open of await change.signoffs.openAbout(origin)) {
    const request = supersede(open, origin, sha256, now);
    if (request === undefined) continue;
    await change.signoffs.save(request);
    await recordSignoff(change, request, "signoff.superseded", system, {
      ...endInLedger(request),
      origin: { ...origin },
      now: sha256,
    });
    await refreshSignoff(change, request);
    await postOutcome(change, request);
  }
}
