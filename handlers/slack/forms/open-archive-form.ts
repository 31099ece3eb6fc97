import { holdChanged, noSuchArtifact } from "../../../blocks/slack/archive/archive-answers.ts";
import { holdModal } from "../../../blocks/slack/archive/hold-modal.ts";
import { noCloseoutHere, notPermitted } from "../../../blocks/slack/refusals.ts";
import { mayDo } from "../../../src/domain/permissions.ts";
import type { Asked } from "../receive.ts";
import { openModal } from "./open-modal.ts";

/**
 * Opens the form that asks why a hold is placed or released. Whoever may not, or asks for what is so already, is told so now and not
 * after they have written a reason. The use case decides again.
 */
export async function openHoldForm(
  asked: Asked,
  act: "hold" | "release",
  closeoutId: string,
  number: number,
): Promise<void> {
  await openModal(asked, async () => {
    const view = await asked.useCases.readArchive({ closeoutId, member: asked.member });
    if (view === undefined) return { instead: noCloseoutHere(asked.commands) };
    const permission = mayDo("hold_artifact", view.closeout, asked.member);
    if (!permission.allowed) {
      return { instead: notPermitted(view.closeout, permission.who, "hold_artifact") };
    }
    const artifact = view.artifacts.find((one) => one.number === number);
    if (artifact === undefined) return { instead: noSuchArtifact(view.closeout, number, asked.commands) };
    if (artifact.disposed === undefined && (artifact.hold !== undefined) === (act === "hold")) {
      return { instead: holdChanged(artifact, act, { kind: "already" }) };
    }
    return { view: holdModal(act, artifact, asked.sender.channel) };
  });
}
