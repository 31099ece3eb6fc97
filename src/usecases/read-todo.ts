import { Temporal } from "temporal-polyfill";
import type { Closeout } from "../domain/closeout.ts";
import { installationOf } from "../domain/identity.ts";
import { type Item, isSnoozed } from "../domain/item.ts";
import { cardNotice } from "../domain/progress.ts";
import { decidableSeats, offersTo } from "../domain/signoff-decide.ts";
import type { HomeView, ItemEntry, SignoffEntry, TodoView } from "../domain/views.ts";
import type { Member } from "../ports.ts";
import type { Deps } from "./deps.ts";
import { templateOf } from "./template-of.ts";

/** What waits for somebody over all channels: requests on which they decide, then open items given to them, the most urgent first. */
export async function readTodo(
  deps: Pick<Deps, "clock" | "closeouts" | "signoffs">,
  { member }: { readonly member: Member },
): Promise<TodoView> {
  const closeouts = await deps.closeouts.openOf(member, member.user);
  const items = await deps.closeouts.items(closeouts.map(({ id }) => id));
  const now = deps.clock.now();
  return { now, entries: [...(await approvalsOf(deps, member)), ...itemsOf(member, closeouts, items, now)] };
}

/** App Home: what waits for somebody, and the closeouts they take part in. */
export async function readHome(
  deps: Pick<Deps, "clock" | "closeouts" | "decommissions" | "signoffs">,
  { member }: { readonly member: Member },
): Promise<HomeView> {
  const closeouts = await deps.closeouts.openOf(member, member.user);
  const items = await deps.closeouts.items(closeouts.map(({ id }) => id));
  const now = deps.clock.now();
  const cards = await Promise.all(
    closeouts.map(async (closeout) => {
      const own = items.filter(({ closeoutId }) => closeoutId === closeout.id);
      const requests = await deps.signoffs.all(closeout.id);
      const events = await deps.decommissions.events(closeout.id);
      return cardNotice(closeout, own, await templateOf(deps, closeout), requests, now, events);
    }),
  );
  const approvals = await approvalsOf(deps, member);
  return { now, todo: [...approvals, ...itemsOf(member, closeouts, items, now)], closeouts: cards };
}

/** Requests that wait for somebody, also of closeouts in which they have no role; those that end first come first. */
async function approvalsOf(
  { closeouts, signoffs }: Pick<Deps, "closeouts" | "signoffs">,
  member: Member,
): Promise<readonly SignoffEntry[]> {
  const requests = await signoffs.awaiting(installationOf(member), member.user);
  if (requests.length === 0) return [];
  const found = await closeouts.getMany([...new Set(requests.map(({ closeoutId }) => closeoutId))]);
  const byId = new Map(found.map((closeout) => [closeout.id, closeout]));
  return requests
    .flatMap((request) => {
      const closeout = byId.get(request.closeoutId);
      const decides = decidableSeats(request, member.user).length > 0;
      const offer = decides ? undefined : offersTo(request, member.user)[0];
      return closeout === undefined ? [] : [{ closeout, request, offer }];
    })
    .toSorted((a, b) => Temporal.Instant.compare(a.request.decideBy, b.request.decideBy));
}

function itemsOf(
  { user }: Member,
  closeouts: readonly Closeout[],
  items: readonly Item[],
  now: Temporal.Instant,
): readonly ItemEntry[] {
  const byId = new Map(closeouts.map((closeout) => [closeout.id, closeout]));
  return items
    .filter((item) => item.assignee === user && item.state.kind === "open" && !isSnoozed(item, now))
    .flatMap((item) => {
      const closeout = byId.get(item.closeoutId);
      return closeout === undefined ? [] : [{ closeout, item }];
    })
    .toSorted(
      (a, b) => Temporal.Instant.compare(a.item.due, b.item.due) || a.item.position - b.item.position,
    );
}
