import type { Temporal } from "temporal-polyfill";
import type { Closeout } from "../../domain/closeout.ts";
import { type Actor, personOf, system } from "../../domain/identity.ts";
import { type Act, mayDo } from "../../domain/permissions.ts";
import type { Seat, SignoffRequest } from "../../domain/signoff/signoff.ts";
import { goesOn } from "../../domain/signoff/signoff-right.ts";
import { asOf, type Settled } from "../../domain/signoff/signoff-turns.ts";
import type { Template } from "../../domain/template/template.ts";
import type { CloseoutChange, Member } from "../../ports.ts";
import { hurryDeliveries } from "../delivery/hurry-deliveries.ts";
import type { Deps } from "../deps.ts";
import type { NotPermitted } from "../refusal.ts";
import { templateOf } from "../start/template-of.ts";
import { applyEffect } from "./signoff-effects.ts";
import { endInLedger, recordSignoff, type SignoffEntryKind, seatInLedger } from "./signoff-ledger.ts";
import { postOutcome, postToSeats } from "./signoff-messages.ts";

/** What every act on a request goes through: one change of its closeout, with its words in the ledger and its messages. */

/** Which request, and who acts. */
export type SignoffTarget = { readonly requestId: string; readonly member: Member };

/** What people see of it: the request as it is after the act. */
export type SignoffSeen = { readonly closeout: Closeout; readonly request: SignoffRequest };

/** Why an act does not even begin. */
export type NoSuchSignoff =
  | { readonly kind: "unknown" }
  /** The closeout is closed, and the request is none that goes on all the same. */
  | ({ readonly kind: "closed" } & SignoffSeen);

export type SignoffNotPermitted = SignoffSeen & NotPermitted & { readonly act: Act };

export type SignoffDeps = Pick<Deps, "clock" | "closeouts" | "signoffs" | "queue" | "log">;

/** A request in the hands of one act. */
export type Acting = {
  readonly change: CloseoutChange;
  /** As it is at this moment; one whose time is over has expired already. */
  readonly request: SignoffRequest;
  readonly template: Template;
  readonly now: Temporal.Instant;
};

/** Opens the change of a request's closeout for one act. */
export async function actOnSignoff<Outcome>(
  deps: SignoffDeps,
  requestId: string,
  act: (acting: Acting) => Promise<Outcome>,
): Promise<Outcome | NoSuchSignoff> {
  const known = await deps.signoffs.get(requestId);
  const closeout = known && (await deps.closeouts.get(known.closeoutId));
  if (closeout === undefined) return { kind: "unknown" };
  const template = await templateOf(deps, closeout);
  const { result, lanes } = await deps.closeouts.change<Outcome | NoSuchSignoff>(
    closeout.id,
    async (change) => {
      const found = await change.signoffs.get(requestId);
      if (found === undefined) return { kind: "unknown" };
      if (!goesOn(change.closeout, found)) {
        return { kind: "closed", closeout: change.closeout, request: found };
      }
      const now = deps.clock.now();
      const request = await expireIfDue({ change, request: found, template, now });
      return await act({ change, request, template, now });
    },
  );
  await hurryDeliveries(deps, lanes);
  return result;
}

/** Writes down that a request has expired, whoever comes across it first. */
export async function expireIfDue({ change, request, ...context }: Acting): Promise<SignoffRequest> {
  const present = asOf(request, context.now);
  if (present === request) return request;
  await saveEnd({ change, request: present, ...context }, "signoff.expired", system);
  return present;
}

/** Saves an end that is no decision: in the ledger, in every copy, and told to those whom it concerns. */
export async function saveEnd(acting: Acting, kind: SignoffEntryKind, actor: Actor): Promise<void> {
  const { change, request } = acting;
  await change.signoffs.save(request);
  await recordSignoff(change, request, kind, actor, endInLedger(request));
  await change.signHead("signoff");
  await refreshSignoff(change, request);
  await applyEffect(acting);
  await postOutcome(change, request);
}

/**
 * Saves a request whose seats have changed, with what followed: the end with its effect, or the next turn. What was done itself is
 * recorded by the caller before.
 */
export async function saveSettled(
  { change, template, now }: Omit<Acting, "request">,
  { request, asked }: Settled,
  actor: Actor,
): Promise<void> {
  await change.signoffs.save(request);
  await refreshSignoff(change, request);
  if (request.state !== "open") {
    await recordSignoff(change, request, "signoff.completed", actor, endInLedger(request));
    await change.signHead("signoff");
    await applyEffect({ change, request, template, now });
    await postOutcome(change, request);
    return;
  }
  await askSeats(change, request, asked);
}

/** Those whose turn has come get the request. */
async function askSeats(
  change: CloseoutChange,
  request: SignoffRequest,
  seats: readonly Seat[],
): Promise<void> {
  if (seats.length === 0) return;
  await recordSignoff(change, request, "signoff.asked", system, { seats: seats.map(seatInLedger) });
  await postToSeats(change, request, seats);
}

/** Brings every copy of a request up to date, and the card. */
export async function refreshSignoff(change: CloseoutChange, { id }: SignoffRequest): Promise<void> {
  await change.refreshAbout({ kind: "signoff", request: id });
  await change.refresh([]);
}

/** Refuses whoever may not do this, and writes that they tried into the ledger; `undefined` when they may. */
export async function refuseUnlessPermitted(
  { change, request }: Acting,
  act: Act,
  member: Member,
): Promise<SignoffNotPermitted | undefined> {
  const { closeout } = change;
  const permission = mayDo(act, closeout, member);
  if (permission.allowed) return undefined;
  await recordRefusal(change, request, act, member, "not_permitted");
  return { kind: "not_permitted", closeout, request, act, who: permission.who };
}

/** Writes that somebody tried what they may not. */
export async function recordRefusal(
  change: CloseoutChange,
  { id, number }: SignoffRequest,
  act: Act | "decide_signoff" | "delegate_signoff" | "answer_delegation",
  member: Member,
  why: string,
): Promise<void> {
  const data = { act, request: id, number, why };
  await change.record({ actor: personOf(member), kind: "act.refused", data });
}
