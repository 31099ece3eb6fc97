import { randomBytes, randomUUID } from "node:crypto";
import type { Closeout } from "../../domain/closeout.ts";
import { personOf } from "../../domain/identity.ts";
import type { Retrospective } from "../../domain/retro/retrospective.ts";
import type { Refusal } from "../refusal.ts";
import { inCloseout, type RetroDeps, type RetroTarget } from "./retro-act.ts";

export type OpenRetroOutcome =
  | { readonly kind: "opened"; readonly closeout: Closeout; readonly retro: Retrospective }
  | { readonly kind: "already"; readonly closeout: Closeout; readonly retro: Retrospective }
  | Refusal;

/**
 * Opens the retrospective, with names or without for good: puts its board into the channel and invites everybody with a role directly.
 * There is one in a closeout; opening it again changes nothing.
 */
export async function openRetro(
  deps: RetroDeps,
  { anonymous, ...target }: RetroTarget & { readonly anonymous: boolean },
): Promise<OpenRetroOutcome> {
  const ballotKey = anonymous ? randomBytes(32).toString("hex") : undefined;
  return await inCloseout<OpenRetroOutcome>(deps, target, "open_retro", async (change) => {
    const { closeout } = change;
    const there = await change.retro.get();
    if (there !== undefined) return { kind: "already", closeout, retro: there };
    const retro: Retrospective = {
      closeoutId: closeout.id,
      anonymous,
      openedBy: personOf(target.member),
      openedAt: deps.clock.now(),
      ballotKey,
      contributions: [],
      closed: undefined,
    };
    await change.retro.save(retro);
    const invited = [...new Set([closeout.owner, ...Object.values(closeout.roles)])];
    await change.post([
      {
        id: randomUUID(),
        conversation: { kind: "channel", channel: closeout.channel },
        subject: { kind: "retro", page: 0 },
      },
      ...invited.map((user) => ({
        id: randomUUID(),
        conversation: { kind: "direct", user } as const,
        subject: { kind: "retro_invitation" } as const,
      })),
    ]);
    await change.record({
      actor: personOf(target.member),
      kind: "retro.opened",
      data: { anonymous, invited },
    });
    return { kind: "opened", closeout, retro };
  });
}
