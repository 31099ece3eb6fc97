import { system } from "../../domain/identity.ts";
import type { Seat, SignoffRequest } from "../../domain/signoff/signoff.ts";
import { deciderOf } from "../../domain/signoff/signoff-quorum.ts";
import { followUp } from "../../domain/signoff/signoff-reminders.ts";
import { type Looked, noteLook, seatsToLookAt } from "../../domain/signoff/signoff-replace.ts";
import { goesOn, holdsRight } from "../../domain/signoff/signoff-right.ts";
import type { CloseoutChange } from "../../ports.ts";
import { hurryDeliveries } from "../delivery/hurry-deliveries.ts";
import type { Deps } from "../deps.ts";
import { templateOf } from "../start/template-of.ts";
import { type Acting, expireIfDue, refreshSignoff } from "./signoff-change.ts";
import { recordSignoff, seatInLedger } from "./signoff-ledger.ts";
import { tell } from "./signoff-messages.ts";

/** Closeouts looked at in one sweep; the rest come with the next one. */
const closeoutsPerSweep = 100;

type TrackDeps = Pick<Deps, "clock" | "closeouts" | "signoffs" | "people" | "queue" | "log">;

/**
 * Looks after open requests: what nobody completed in time expires, those who are awaited are reminded and then the owner is told, and
 * who has left the workspace is noticed. What is due is found in the store, so nothing is lost with a process; each closeout is changed
 * under its lock, so that of any number of sweeps one does it.
 */
export async function trackSignoffs(deps: TrackDeps): Promise<void> {
  for (const closeoutId of await deps.signoffs.wanting(deps.clock.now(), closeoutsPerSweep)) {
    try {
      await trackOne(deps, closeoutId);
    } catch (error) {
      // The other closeouts, and the rest of the sweep, go on; this one comes again with the next.
      deps.log.error({ err: error, closeout: closeoutId }, "sign-off requests could not be looked after");
    }
  }
}

async function trackOne(deps: TrackDeps, closeoutId: string): Promise<void> {
  const closeout = await deps.closeouts.get(closeoutId);
  if (closeout === undefined) return;
  const template = await templateOf(deps, closeout);
  const looked = await lookFor(deps, closeout.installation, await deps.signoffs.all(closeoutId));
  const { lanes } = await deps.closeouts.change(closeoutId, async (change) => {
    const now = deps.clock.now();
    for (const request of await change.signoffs.all()) {
      if (request.state === "open" && goesOn(change.closeout, request))
        await track({ change, request, template, now }, looked);
    }
  });
  await hurryDeliveries(deps, lanes);
}

/** Asks the platform about those who have to be looked for, before anything is locked. Who cannot be asked about is left for later. */
async function lookFor(
  { clock, people, log }: TrackDeps,
  installation: CloseoutChange["closeout"]["installation"],
  requests: readonly SignoffRequest[],
): Promise<Looked> {
  const now = clock.now();
  const users = new Set(requests.flatMap((request) => seatsToLookAt(request, now).map(deciderOf)));
  const looked = new Map<string, boolean>();
  for (const user of users) {
    try {
      looked.set(user, (await people.profile(installation, user))?.kind === "member");
    } catch (error) {
      log.warn({ err: error, user }, "a signatory could not be looked for; the next sweep will");
    }
  }
  return looked;
}

async function track(acting: Acting, looked: Looked): Promise<void> {
  const { change, now } = acting;
  const request = await expireIfDue(acting);
  if (request.state !== "open") return;
  const noticed = noteLook(request, looked, now);
  const { request: followed, reminded: due, escalated } = followUp(noticed.request, now, change.closeout);
  // Nobody is asked for what they would be refused; the owner hears in the end that it waits.
  const reminded = due.filter(({ user }) => holdsRight(change.closeout, followed, user));
  const said = [...noticed.left, ...noticed.returned, ...reminded, ...escalated];
  if (followed !== request) await change.signoffs.save(followed);
  if (said.length === 0) return;
  await recordSeats(change, followed, "signoff.signatory_left", noticed.left);
  await recordSeats(change, followed, "signoff.signatory_returned", noticed.returned);
  await recordSeats(change, followed, "signoff.reminded", reminded);
  await recordSeats(change, followed, "signoff.escalated", escalated);
  await refreshSignoff(change, followed);
  const { owner } = change.closeout;
  // Whoever has given a seat away to somebody who has left can take it back, and so hears of it too.
  for (const seat of noticed.left) {
    const holder = deciderOf(seat) === seat.user ? [] : [seat.user];
    await tell(change, [owner, ...holder], aboutSeat(followed, "left", seat));
  }
  for (const seat of reminded) await tell(change, [deciderOf(seat)], aboutSeat(followed, "reminder", seat));
  // One word to the owner says all who are awaited.
  const [first] = escalated;
  if (first !== undefined) await tell(change, [owner], aboutSeat(followed, "escalation", first));
}

function aboutSeat({ id }: SignoffRequest, about: "reminder" | "escalation" | "left", seat: Seat) {
  return { kind: "signoff", request: id, about, seat: seat.id } as const;
}

async function recordSeats(
  change: CloseoutChange,
  request: SignoffRequest,
  kind: Parameters<typeof recordSignoff>[2],
  seats: readonly Seat[],
): Promise<void> {
  for (const seat of seats) {
    await recordSignoff(change, request, kind, system, {
      ...seatInLedger(seat),
      awaited: deciderOf(seat),
      reminders: seat.reminded,
      next: seat.remindAt?.toString() ?? null,
    });
  }
}
