import { Temporal } from "temporal-polyfill";
import type { Closeout } from "../domain/closeout.ts";
import { type Item, isSnoozed } from "../domain/item.ts";
import { cardNotice } from "../domain/progress.ts";
import type { HomeView, TodoEntry, TodoView } from "../domain/views.ts";
import type { Member } from "../ports.ts";
import type { Deps } from "./deps.ts";
import { templateOf } from "./template-of.ts";

/** What waits for somebody over all channels: open items given to them, the most urgent first. */
export async function readTodo(
  deps: Pick<Deps, "clock" | "closeouts">,
  { member }: { readonly member: Member },
): Promise<TodoView> {
  const closeouts = await deps.closeouts.openOf(member, member.user);
  const items = await deps.closeouts.items(closeouts.map(({ id }) => id));
  const now = deps.clock.now();
  return { now, entries: entriesOf(member, closeouts, items, now) };
}

/** App Home: what waits for somebody, and the closeouts they take part in. */
export async function readHome(
  deps: Pick<Deps, "clock" | "closeouts">,
  { member }: { readonly member: Member },
): Promise<HomeView> {
  const closeouts = await deps.closeouts.openOf(member, member.user);
  const items = await deps.closeouts.items(closeouts.map(({ id }) => id));
  const now = deps.clock.now();
  const cards = await Promise.all(
    closeouts.map(async (closeout) => {
      const own = items.filter(({ closeoutId }) => closeoutId === closeout.id);
      return cardNotice(closeout, own, await templateOf(deps, closeout), now);
    }),
  );
  return { now, todo: entriesOf(member, closeouts, items, now), closeouts: cards };
}

function entriesOf(
  { user }: Member,
  closeouts: readonly Closeout[],
  items: readonly Item[],
  now: Temporal.Instant,
): readonly TodoEntry[] {
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
