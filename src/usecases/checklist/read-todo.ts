import type { HomeView, TodoView } from "../../domain/views.ts";
import type { Member } from "../../ports.ts";
import { listCloseouts } from "../closing/list-closeouts.ts";
import { type WaitingDeps, waitingFor } from "../delivery/waiting-for.ts";
import type { Deps } from "../deps.ts";

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
  deps: WaitingDeps & Pick<Deps, "closings" | "decommissions">,
  { member }: { readonly member: Member },
): Promise<HomeView> {
  const { now, entries } = await readTodo(deps, { member });
  return { now, todo: entries, closeouts: await listCloseouts(deps, { member }) };
}
