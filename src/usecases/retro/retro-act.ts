import type { Closeout } from "../../domain/closeout.ts";
import { type Act, mayDo } from "../../domain/permissions.ts";
import type { Retrospective } from "../../domain/retro/retrospective.ts";
import type { CloseoutChange, Member } from "../../ports.ts";
import { hurryDeliveries } from "../delivery/hurry-deliveries.ts";
import type { Deps } from "../deps.ts";
import type { Refusal } from "../refusal.ts";

/** Why nothing can be done with the board. */
export type NoOpenRetro =
  /** There is none yet. */
  | { readonly kind: "none"; readonly closeout: Closeout }
  /** It was closed: it is read-only. */
  | { readonly kind: "over"; readonly closeout: Closeout; readonly retro: Retrospective };

export type RetroDeps = Pick<Deps, "clock" | "closeouts" | "queue" | "log">;

export type RetroTarget = { readonly closeoutId: string; readonly member: Member };

/**
 * Hands the change of an open closeout to `work` if this person may do this in it. A refusal is not kept: who wanted to say something
 * is nobody's business.
 */
export async function inCloseout<Outcome>(
  deps: RetroDeps,
  { closeoutId, member }: RetroTarget,
  act: Act,
  work: (change: CloseoutChange) => Promise<Outcome>,
): Promise<Outcome | Refusal> {
  if ((await deps.closeouts.get(closeoutId)) === undefined) return { kind: "no_closeout" };
  const { result, lanes } = await deps.closeouts.change<Outcome | Refusal>(closeoutId, async (change) => {
    const { closeout } = change;
    if (closeout.status === "closed") return { kind: "closed", closeout };
    const permission = mayDo(act, closeout, member);
    if (!permission.allowed) return { kind: "not_permitted", closeout, who: permission.who };
    return await work(change);
  });
  await hurryDeliveries(deps, lanes);
  return result;
}

/** The same for what needs a retrospective that is open. */
export function inOpenRetro<Outcome>(
  deps: RetroDeps,
  target: RetroTarget,
  act: Act,
  work: (change: CloseoutChange, retro: Retrospective) => Promise<Outcome>,
): Promise<Outcome | Refusal | NoOpenRetro> {
  return inCloseout<Outcome | NoOpenRetro>(deps, target, act, async (change) => {
    const { closeout } = change;
    const retro = await change.retro.get();
    if (retro === undefined) return { kind: "none", closeout };
    if (retro.closed !== undefined) return { kind: "over", closeout, retro };
    return await work(change, retro);
  });
}

/** Brings the board up to date. */
export async function refreshBoard(change: CloseoutChange): Promise<void> {
  await change.refreshAbout({ kind: "retro" });
}
