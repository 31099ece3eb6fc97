import { cardNotice } from "../domain/progress.ts";
import type { HomeView, TodoView } from "../domain/views.ts";
import type { Member } from "../ports.ts";
import type { Deps } from "./deps.ts";
import { templateOf } from "./template-of.ts";
import { type WaitingDeps, waitingFor } from "./waiting-for.ts";

/** What waits for somebody over all channels, the most urgent first. */
export async function readTodo(
  deps: WaitingDeps,
  { member }: { readonly member: Member },
): Promise<TodoView> {
  const closeouts = await deps.closeouts.openOf(member, member.user);
  const items = await deps.closeouts.items(closeouts.map(({ id }) => id));
  const now = deps.clock.now();
  return { now, entries: await waitingFor(deps, member, { closeouts, items }, now) };
}

/** App Home: what waits for somebody, and the closeouts they take part in. */
export async function readHome(
  deps: WaitingDeps & Pick<Deps, "decommissions">,
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
  return { now, todo: await waitingFor(deps, member, { closeouts, items }, now), closeouts: cards };
}
