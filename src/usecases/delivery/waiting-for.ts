import { Temporal } from "temporal-polyfill";
import { offersOf } from "../../domain/checklist/governed-item.ts";
import { type Item, isSnoozed } from "../../domain/checklist/item.ts";
import type { Closeout } from "../../domain/closeout.ts";
import { installationOf } from "../../domain/identity.ts";
import { decidableSeats, offersTo } from "../../domain/signoff/signoff-decide.ts";
import type { ActionEntry, ItemEntry, SignoffEntry, TaskEntry, TodoEntry } from "../../domain/views.ts";
import type { Member } from "../../ports.ts";
import type { Deps } from "../deps.ts";
import { templateOf } from "../start/template-of.ts";

/** What reading it needs. */
export type WaitingDeps = Pick<Deps, "actionItems" | "clock" | "closeouts" | "signoffs">;

/** What waits for somebody, most urgent first: requests on which they decide, then what is theirs to do, by due. */
export async function waitingFor(
  deps: WaitingDeps,
  member: Member,
  open: { readonly closeouts: readonly Closeout[]; readonly items: readonly Item[] },
  now: Temporal.Instant,
): Promise<readonly TodoEntry[]> {
  const tasks: readonly TaskEntry[] = [
    ...(await itemsOf(deps, member, open, now)),
    ...(await actionsOf(deps, member)),
  ];
  const byDue = tasks.toSorted(
    (a, b) => Temporal.Instant.compare(dueOf(a), dueOf(b)) || placeOf(a) - placeOf(b),
  );
  return [...(await approvalsOf(deps, member)), ...byDue];
}

/** Requests that wait for somebody, also of closeouts in which they have no role; those that end first come first. */
async function approvalsOf(deps: WaitingDeps, member: Member): Promise<readonly SignoffEntry[]> {
  const requests = await deps.signoffs.awaiting(installationOf(member), member.user);
  const found = await closeoutsOf(deps, requests);
  return requests
    .flatMap((request) => {
      const closeout = found.get(request.closeoutId);
      const decides = decidableSeats(request, member.user).length > 0;
      const offer = decides ? undefined : offersTo(request, member.user)[0];
      return closeout === undefined ? [] : [{ closeout, request, offer }];
    })
    .toSorted((a, b) => Temporal.Instant.compare(a.request.decideBy, b.request.decideBy));
}

async function itemsOf(
  deps: WaitingDeps,
  { user }: Member,
  { closeouts, items }: { readonly closeouts: readonly Closeout[]; readonly items: readonly Item[] },
  now: Temporal.Instant,
): Promise<readonly ItemEntry[]> {
  const waits = (item: Item) => item.assignee === user && item.state.kind === "open" && !isSnoozed(item, now);
  const own = Map.groupBy(items.filter(waits), ({ closeoutId }) => closeoutId);
  const entries: ItemEntry[] = [];
  for (const closeout of closeouts) {
    const found = own.get(closeout.id);
    if (found === undefined) continue;
    const template = await templateOf(deps, closeout);
    entries.push(...found.map((item) => ({ closeout, item, offers: offersOf(template, item) })));
  }
  return entries;
}

/** Action items wait for somebody also once their closeout is closed. */
async function actionsOf(deps: WaitingDeps, member: Member): Promise<readonly ActionEntry[]> {
  const actions = await deps.actionItems.openOf(member, member.user);
  const found = await closeoutsOf(deps, actions);
  return actions.flatMap((action) => {
    const closeout = found.get(action.closeoutId);
    return closeout === undefined ? [] : [{ closeout, action }];
  });
}

async function closeoutsOf(
  { closeouts }: WaitingDeps,
  things: readonly { readonly closeoutId: string }[],
): Promise<ReadonlyMap<string, Closeout>> {
  if (things.length === 0) return new Map();
  const found = await closeouts.getMany([...new Set(things.map(({ closeoutId }) => closeoutId))]);
  return new Map(found.map((closeout) => [closeout.id, closeout]));
}

function dueOf(entry: TaskEntry): Temporal.Instant {
  return "action" in entry ? entry.action.due : entry.item.due;
}

/** Of what is due together, items come in the procedure's order, and action items after them. */
function placeOf(entry: TaskEntry): number {
  return "action" in entry ? 1_000_000 + entry.action.number : entry.item.position;
}
