import { cardNotice } from "../../domain/checklist/progress.ts";
import type { ListedCloseout } from "../../domain/views.ts";
import type { Member } from "../../ports.ts";
import type { Deps } from "../deps.ts";
import { templateOf } from "../start/template-of.ts";

/**
 * The closeouts in which somebody takes part, over all channels: the open ones in which they are the owner, hold a role or are given an item,
 * oldest first, then the closed ones of which they are the owner or hold a role, newest first.
 */
export async function listCloseouts(
  deps: Pick<Deps, "clock" | "closeouts" | "closings" | "decommissions" | "signoffs">,
  { member }: { readonly member: Member },
): Promise<readonly ListedCloseout[]> {
  const open = await deps.closeouts.openOf(member, member.user);
  const items = await deps.closeouts.items(open.map(({ id }) => id));
  const itemsOf = Map.groupBy(items, ({ closeoutId }) => closeoutId);
  const now = deps.clock.now();
  const cards = await Promise.all(
    open.map(async (closeout) => {
      const requests = await deps.signoffs.all(closeout.id);
      const own = itemsOf.get(closeout.id) ?? [];
      const events = await deps.decommissions.events(closeout.id);
      const card = cardNotice(closeout, own, await templateOf(deps, closeout), requests, now, events);
      return { kind: "open", card } as const;
    }),
  );
  const closed = await deps.closings.closedOf(member, member.user);
  return [...cards, ...closed.map((closeout) => ({ kind: "closed", closeout }) as const)];
}
