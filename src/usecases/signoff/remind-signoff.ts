import type { Person } from "../../domain/identity.ts";
import type { SignoffRequest } from "../../domain/signoff/signoff.ts";
import { awaitedSeats, deciderOf } from "../../domain/signoff/signoff-quorum.ts";
import type { CloseoutChange } from "../../ports.ts";
import { refreshSignoff } from "./signoff-change.ts";
import { recordSignoff, seatInLedger } from "./signoff-ledger.ts";
import { tell } from "./signoff-messages.ts";

/** Reminds everybody who is awaited in an open request because somebody asks for that; the reminders of its own plan go on. */
export async function remindSignoff(
  change: CloseoutChange,
  request: SignoffRequest,
  by: Person,
): Promise<void> {
  for (const seat of awaitedSeats(request)) {
    const awaited = deciderOf(seat);
    await recordSignoff(change, request, "signoff.reminded", by, { ...seatInLedger(seat), awaited });
    await tell(change, [awaited], { kind: "signoff", request: request.id, about: "reminder", seat: seat.id });
  }
  await refreshSignoff(change, request);
}
