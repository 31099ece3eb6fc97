import type { ModalView } from "@slack/types";
import {
  cannotUndo,
  noSuchPart,
  partIsComputed,
  stepBlocked,
} from "../../../blocks/slack/decommission/decommission-answers.ts";
import {
  backupModal,
  connectionsModal,
  earlyModal,
  stepModal,
  stragglerModal,
  undoModal,
} from "../../../blocks/slack/decommission/decommission-modals.ts";
import type { Message } from "../../../blocks/slack/message.ts";
import { notPermitted } from "../../../blocks/slack/refusals.ts";
import { cannotDo, cannotDoSo } from "../../../blocks/slack/start/misuse.ts";
import { assertNever } from "../../../src/domain/assert-never.ts";
import type { DecommissionView } from "../../../src/domain/decommission/decommission-view.ts";
import { mayDo } from "../../../src/domain/permissions.ts";
import { approvalAnswer, decommissionRefusal } from "../answers/decommission-outcomes.ts";
import type { Asked } from "../receive.ts";
import { type Opening, openModal } from "./open-modal.ts";

/** Which form of the decommissioning is wanted. */
export type WantedForm =
  | { readonly kind: "evidence" | "step" | "undo"; readonly part: string }
  | { readonly kind: "straggler" | "early"; readonly words: string };

/** Opens a form, or says why there is none; whoever may not is told so now rather than after filling it in. */
export async function openDecommissionForm(
  asked: Asked,
  closeoutId: string,
  wanted: WantedForm,
): Promise<void> {
  await openModal(asked, async () => {
    const read = await asked.useCases.readDecommission({ closeoutId });
    if (read.kind !== "view") return { instead: decommissionRefusal(asked, read) };
    const { closeout } = read.view;
    const act = wanted.kind === "straggler" ? "report_straggler" : "decommission";
    const permission = mayDo(act, closeout, asked.member);
    if (!permission.allowed) return { instead: notPermitted(closeout, permission.who, act) };
    return draw(asked, read.view, wanted);
  });
}

function draw(asked: Asked, view: DecommissionView, wanted: WantedForm): Opening {
  const { closeout, standing } = view;
  switch (wanted.kind) {
    case "straggler":
      return { view: stragglerModal(closeout, wanted.words) };
    case "early":
      return { view: earlyModal(closeout, wanted.words) };
    case "evidence":
      return evidenceForm(asked, view, wanted.part);
    case "step": {
      const found = standing.steps.find(({ step }) => step.id === wanted.part);
      if (found === undefined) return instead(noSuchPart(wanted.part, asked.commands));
      const { step, allowed } = found;
      if (allowed.kind === "blocked") return instead(stepBlocked(closeout, step, allowed.reasons));
      return opened(stepModal(closeout, step, view.automated.includes(step.id)));
    }
    case "undo": {
      const found = standing.steps.find(({ step }) => step.id === wanted.part);
      if (found === undefined) return instead(noSuchPart(wanted.part, asked.commands));
      const { step, undo } = found;
      return undo.kind === "blocked"
        ? instead(cannotUndo(step, undo.reason))
        : opened(undoModal(closeout, step));
    }
    default:
      return assertNever(wanted);
  }
}

function evidenceForm(asked: Asked, { closeout, standing }: DecommissionView, id: string): Opening {
  const found = standing.prerequisites.find(({ prerequisite }) => prerequisite.id === id)?.prerequisite;
  if (found === undefined) return instead(noSuchPart(id, asked.commands));
  switch (found.evidence) {
    case "connections":
      return opened(connectionsModal(closeout, found, standing.evidenceValid, asked.member.user));
    case "backup":
      return opened(backupModal(closeout, found, asked.member.user));
    case "rollback_window":
      return instead(partIsComputed(found));
    case "approval":
      return instead(
        cannotDoSo(
          "The approval is a sign-off, and is asked for rather than typed in.",
          { type: "decommission approval", does: "asks for it" },
          asked.commands,
        ),
      );
    case undefined:
      return instead(cannotDo(`${id} counts when it is marked as done in the list of items.`));
    default:
      return assertNever(found.evidence);
  }
}

function opened(view: ModalView): Opening {
  return { view };
}

function instead(message: Message): Opening {
  return { instead: message };
}

/** Asks for approval of the plan. */
export async function askForApproval(asked: Asked, closeoutId: string): Promise<void> {
  const outcome = await asked.useCases.askApproval({
    closeoutId,
    member: asked.member,
    wanted: { kind: "plan" },
  });
  await asked.reply(approvalAnswer(asked, outcome));
}
