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
  deps: Pick<Deps, "actionItems" | "clock" | "closeouts">,
  { member }: { readonly member: Member },
): Promise<TodoView> {
  const closeouts = await deps.closeouts.openOf(member, member.user);
  const items = await deps.closeouts.items(closeouts.map(({ id }) => id));
  const now = deps.clock.now();
  const actions = await actionsOf(deps, member);
  return { now, entries: entriesOf(member, closeouts, items, actions, now) };
}

/** App Home: what waits for somebody, and the closeouts they take part in. */
export async function readHome(
  deps: Pick<Deps, "actionItems" | "clock" | "closeouts">,
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
  const actions = await actionsOf(deps, member);
  return { now, todo: entriesOf(member, closeouts, items, actions, now), closeouts: cards };
}

function entriesOf(
  { user }: Member,
  closeouts: readonly Closeout[],
  items: readonly Item[],
  actions: readonly TodoEntry[],
  now: Temporal.Instant,
): readonly TodoEntry[] {
  const byId = new Map(closeouts.map((closeout) => [closeout.id, closeout]));
  const ofItems = items
    .filter((item) => item.assignee === user && item.state.kind === "open" && !isSnoozed(item, now))
    .flatMap((item): TodoEntry[] => {
      const closeout = byId.get(item.closeoutId);
      return closeout === undefined ? [] : [{ closeout, item }];
    });
  return [...ofItems, ...actions].toSorted(
    (a, b) => Temporal.Instant.compare(dueOf(a), dueOf(b)) || placeOf(a) - placeOf(b),
  );
}

/** Action items wait for somebody also once their closeout is closed. */
async function actionsOf(
  deps: Pick<Deps, "actionItems" | "closeouts">,
  member: Member,
): Promise<readonly TodoEntry[]> {
  const actions = await deps.actionItems.openOf(member, member.user);
  const ids = [...new Set(actions.map(({ closeoutId }) => closeoutId))];
  const closeouts = new Map((await deps.closeouts.getMany(ids)).map((one) => [one.id, one]));
  return actions.flatMap((action) => {
    const closeout = closeouts.get(action.closeoutId);
    return closeout === undefined ? [] : [{ closeout, action }];
  });
}

function dueOf({ item, action }: TodoEntry): Temporal.Instant {
  return item === undefined ? action.due : item.due;
}

/** Of what is due together, items come in the procedure's order, and action items after them. */
function placeOf({ item, action }: TodoEntry): number {
  return item === undefined ? 1_000_000 + action.number : item.position;
}
