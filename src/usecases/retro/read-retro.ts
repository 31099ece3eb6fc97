import type { RetroView } from "../../domain/retro/retro-view.ts";
import type { Deps } from "../deps.ts";
import type { RetroTarget } from "./retro-act.ts";

/** The retrospective of a closeout, with what is the reader's own where names stand; `undefined` when there is no such closeout. */
export async function readRetro(
  deps: Pick<Deps, "closeouts" | "retros">,
  { closeoutId, member }: RetroTarget,
): Promise<RetroView | undefined> {
  const closeout = await deps.closeouts.get(closeoutId);
  if (closeout === undefined) return undefined;
  const retro = await deps.retros.get(closeoutId);
  const own = retro?.contributions.filter(({ by }) => by?.user === member.user) ?? [];
  return { closeout, retro, own };
}
