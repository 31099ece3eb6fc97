import type { Temporal } from "temporal-polyfill";
import type { Closeout } from "../../domain/closeout.ts";
import {
  emptyHandover,
  type Handover,
  isHandedOver,
  nextReminder,
  teamOf,
} from "../../domain/handover/handover.ts";
import { type Act, mayDo } from "../../domain/permissions.ts";
import type { Template } from "../../domain/template/template.ts";
import type { CloseoutChange, Member, NewEntry } from "../../ports.ts";
import { completeByEvidence } from "../checklist/complete-by-evidence.ts";
import { hurryDeliveries } from "../delivery/hurry-deliveries.ts";
import type { Deps } from "../deps.ts";
import type { Refusal } from "../refusal.ts";
import { templateOf } from "../start/template-of.ts";
import { isAtHome } from "./read-handover.ts";

/** What changing a handover needs. */
export type HandoverDeps = Pick<Deps, "clock" | "closeouts" | "queue" | "log">;

/** Whose handover, and who asks. */
export type HandoverInput = { readonly closeoutId: string; readonly member: Member };

/** A handover in the hands of one change of its closeout. */
export type HandoverWork = {
  readonly change: CloseoutChange;
  readonly closeout: Closeout;
  readonly template: Template;
  readonly handover: Handover;
  readonly now: Temporal.Instant;
  /** Saves it with its ledger entry, and completes the knowledge transfer if everybody has confirmed by now. */
  readonly save: (handover: Handover, kind: NewEntry["kind"], data: NewEntry["data"]) => Promise<void>;
};

/** Opens the handover for somebody who may do this, or for an attendee (`attendee`), under the closeout's lock. */
export async function withHandover<Outcome>(
  deps: HandoverDeps,
  { closeoutId, member }: HandoverInput,
  act: Act | "attendee",
  work: (handover: HandoverWork) => Promise<Outcome>,
): Promise<Outcome | Refusal> {
  const known = await deps.closeouts.get(closeoutId);
  if (known === undefined) return { kind: "no_closeout" };
  const template = await templateOf(deps, known);
  const { result, lanes } = await deps.closeouts.change<Outcome | Refusal>(closeoutId, async (change) => {
    const { closeout } = change;
    if (closeout.status === "closed") return { kind: "closed", closeout };
    // Who attends is decided by the work; a stranger with the same user id attends nothing.
    const asked = mayDo(act === "attendee" ? "see_handover" : act, closeout, member);
    const allowed = act === "attendee" ? isAtHome(closeout, member) : asked.allowed;
    if (!allowed) return { kind: "not_permitted", closeout, who: asked.allowed ? [] : asked.who };
    const { platform, tenant, user, name } = member;
    const now = deps.clock.now();
    return await work({
      change,
      closeout,
      template,
      handover: (await change.handover.get()) ?? emptyHandover,
      now,
      save: async (handover, kind, data) => {
        await change.handover.save(handover, nextReminder(handover));
        await change.record({ actor: { platform, tenant, user, name }, kind, data });
        if (!isHandedOver(teamOf(handover, closeout, template))) return;
        await completeByEvidence(change, template, "handover", "everybody who has to has confirmed", now);
      },
    });
  });
  await hurryDeliveries(deps, lanes);
  return result;
}
