import { randomUUID } from "node:crypto";
import { Temporal } from "temporal-polyfill";
import { assertNever } from "../../domain/assert-never.ts";
import type { Closeout } from "../../domain/closeout.ts";
import { personOf } from "../../domain/identity.ts";
import type { EntryKind, LedgerEntry } from "../../domain/ledger/ledger.ts";
import { dueTimeOfDay, parseMoment } from "../../domain/moment-input.ts";
import { mayDo, type Permission } from "../../domain/permissions.ts";
import { type ActionItem, actionName, reminderAfter } from "../../domain/retro/action-item.ts";
import type { CloseoutChange, Member } from "../../ports.ts";
import { hurryDeliveries } from "../delivery/hurry-deliveries.ts";
import type { Deps } from "../deps.ts";
import type { NotPermitted } from "../refusal.ts";
import { strangerOf } from "./contribute-to-retro.ts";

/** What somebody does to an action item; `to` is a moment as people type it. */
export type ActionAct =
  | { readonly kind: "done" }
  | { readonly kind: "reopen" }
  | { readonly kind: "assign"; readonly user: string }
  | { readonly kind: "due"; readonly to: string };

/** `already` means that it was so before. */
export type ChangeActionOutcome =
  | { readonly kind: "changed" | "already"; readonly closeout: Closeout; readonly action: ActionItem }
  | { readonly kind: "invalid"; readonly closeout: Closeout; readonly message: string }
  | { readonly kind: "no_such_action"; readonly closeout: Closeout; readonly number: number }
  | NotPermitted
  | { readonly kind: "no_closeout" };

export type ChangeActionInput = {
  readonly closeoutId: string;
  readonly number: number;
  readonly member: Member;
  readonly act: ActionAct;
};

/**
 * Says that an action item is done, reopens it, gives it to somebody else or moves its due, also once its closeout is closed. Whoever has
 * it may, and everybody with a role.
 */
export async function changeAction(
  deps: Pick<Deps, "clock" | "closeouts" | "people" | "queue" | "log">,
  { closeoutId, number, member, act }: ChangeActionInput,
): Promise<ChangeActionOutcome> {
  const known = await deps.closeouts.get(closeoutId);
  if (known === undefined) return { kind: "no_closeout" };
  const stranger = act.kind === "assign" ? await strangerOf(deps, known, act.user) : undefined;
  const { result, lanes } = await deps.closeouts.change<ChangeActionOutcome>(closeoutId, async (change) => {
    const { closeout } = change;
    const action = await change.actionItems.byNumber(number);
    if (action === undefined) return { kind: "no_such_action", closeout, number };
    const permission = mayTrack(closeout, action, member);
    if (!permission.allowed) return { kind: "not_permitted", closeout, who: permission.who };
    if (stranger !== undefined) return { kind: "invalid", closeout, message: stranger.message };
    const outcome = applied(closeout, action, act, member, deps.clock.now());
    if (outcome.kind === "invalid") return { kind: "invalid", closeout, message: outcome.message };
    if (outcome.kind === "already") return { kind: "already", closeout, action };
    await change.actionItems.save(outcome.action);
    await change.record({
      actor: personOf(member),
      kind: outcome.entry,
      data: { action: actionName(action), ...outcome.data },
    });
    await tellNewOwner(change, outcome.action, action, member);
    await change.refreshAbout({ kind: "action_items", actions: [action.id] });
    return { kind: "changed", closeout, action: outcome.action };
  });
  await hurryDeliveries(deps, lanes);
  return result;
}

/** Whether somebody may act on an action item: everybody with a role, and whoever has it. */
export function mayTrack(closeout: Closeout, { owner }: ActionItem, member: Member): Permission {
  const permission = mayDo("track_action", closeout, member);
  const { platform, tenant } = closeout.installation;
  const theirs = member.user === owner && member.platform === platform && member.tenant === tenant;
  return theirs ? { allowed: true } : permission;
}

type Applied =
  | {
      readonly kind: "changed";
      readonly action: ActionItem;
      readonly entry: EntryKind;
      readonly data: LedgerEntry["data"];
    }
  | { readonly kind: "already" }
  | { readonly kind: "invalid"; readonly message: string };

function applied(
  closeout: Closeout,
  action: ActionItem,
  act: ActionAct,
  member: Member,
  now: Temporal.Instant,
): Applied {
  switch (act.kind) {
    case "done": {
      if (action.done !== undefined) return { kind: "already" };
      const done = { by: personOf(member), at: now };
      return changed({ ...action, done, next: undefined }, "action.done", {});
    }
    case "reopen": {
      if (action.done === undefined) return { kind: "already" };
      const next = reminderAfter(action.due, now, closeout);
      return changed({ ...action, done: undefined, next }, "action.reopened", {});
    }
    case "assign":
      if (action.owner === act.user) return { kind: "already" };
      return changed({ ...action, owner: act.user }, "action.reassigned", {
        from: action.owner,
        to: act.user,
      });
    case "due": {
      const context = { now, timeZone: closeout.timeZone, dateOnlyAt: dueTimeOfDay };
      const read = parseMoment(act.to, context);
      if (!read.ok) return { kind: "invalid", message: read.problem };
      const due = read.moment;
      if (Temporal.Instant.compare(due, action.due) === 0) return { kind: "already" };
      const next = action.done === undefined ? reminderAfter(due, now, closeout) : undefined;
      const data = { from: action.due.toString(), to: due.toString() };
      return changed({ ...action, due, next }, "action.due_changed", data);
    }
    default:
      return assertNever(act);
  }
}

function changed(action: ActionItem, entry: EntryKind, data: LedgerEntry["data"]): Applied {
  return { kind: "changed", action, entry, data };
}

/** Whoever takes one themselves knows it. */
async function tellNewOwner(
  change: CloseoutChange,
  { id, owner, done }: ActionItem,
  before: ActionItem,
  { user }: Member,
): Promise<void> {
  if (owner === before.owner || owner === user || done !== undefined) return;
  await change.post([
    {
      id: randomUUID(),
      conversation: { kind: "direct", user: owner },
      subject: { kind: "action_items", about: "given", actions: [id] },
    },
  ]);
}
