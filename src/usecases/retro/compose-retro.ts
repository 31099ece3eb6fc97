import { assertNever } from "../../domain/assert-never.ts";
import type { Closeout } from "../../domain/closeout.ts";
import type { RetroNotice } from "../../domain/retro/retro-view.ts";
import type { RetroSubject } from "../../ports.ts";
import type { Deps } from "../deps.ts";

/** What the retrospective's messages say, from the state at this moment; `undefined` when what they are about is not there. */
export async function composeRetro(
  deps: Pick<Deps, "actionItems" | "clock" | "retros">,
  closeout: Closeout,
  deliveryId: string,
  subject: RetroSubject,
): Promise<RetroNotice | undefined> {
  switch (subject.kind) {
    case "retro":
    case "retro_invitation": {
      const retro = await deps.retros.get(closeout.id);
      if (retro === undefined) return undefined;
      if (subject.kind === "retro_invitation") return { kind: "retro_invitation", closeout, retro };
      return { kind: "retro", closeout, retro, deliveryId, page: subject.page };
    }
    case "action_items": {
      const actions = await deps.actionItems.many(subject.actions);
      if (actions.length === 0) return undefined;
      return { kind: "action_items", about: subject.about, closeout, actions, now: deps.clock.now() };
    }
    default:
      return assertNever(subject);
  }
}
