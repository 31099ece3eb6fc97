import {
  bundleInTheWay,
  closedAlready,
  closedNow,
  notReadyToClose,
  openAlready,
  placeTaken,
  readyToClose,
  reopened,
  reopenModal,
} from "../../../blocks/slack/closing/closing.ts";
import type { Message } from "../../../blocks/slack/message.ts";
import { noCloseoutHere, notPermitted } from "../../../blocks/slack/refusals.ts";
import { assertNever } from "../../../src/domain/assert-never.ts";
import { mayDo } from "../../../src/domain/permissions.ts";
import type { CloseCloseoutOutcome } from "../../../src/usecases/closing/close-closeout.ts";
import type { ReadClosingOutcome } from "../../../src/usecases/closing/read-closing.ts";
import type { ReopenCloseoutOutcome } from "../../../src/usecases/closing/reopen-closeout.ts";
import { openModal } from "../forms/open-modal.ts";
import type { Handling } from "../handling.ts";
import type { Asked } from "../receive.ts";
import { refusalAnswer } from "./refusal-answer.ts";

type Answering = Pick<Handling, "commands">;

/** What a person hears who asks for a closing, and once it is done. */
export function closeAnswer(
  { commands }: Answering,
  outcome: ReadClosingOutcome | CloseCloseoutOutcome,
): Message {
  switch (outcome.kind) {
    case "ready":
      return readyToClose(outcome.closeout, outcome.basis);
    case "missing":
      return notReadyToClose(outcome, outcome.missing, commands);
    case "closed_now":
      return closedNow(outcome.closeout);
    case "bundle_being_made":
      return bundleInTheWay(outcome.closeout);
    case "closed":
      return closedAlready(outcome.closeout, commands);
    case "not_permitted":
    case "no_closeout":
      return refusalAnswer({ commands }, outcome, "close");
    default:
      return assertNever(outcome);
  }
}

/** What a person hears who opens one again; what is wrong with the reason is said where it was typed. */
export function reopenAnswer(
  { commands }: Answering,
  outcome: Exclude<ReopenCloseoutOutcome, { readonly kind: "invalid" }>,
): Message {
  switch (outcome.kind) {
    case "reopened":
      return reopened(outcome.closeout);
    case "open":
      return openAlready(outcome.closeout);
    case "taken":
      return placeTaken(outcome.closeout);
    case "not_permitted":
    case "no_closeout":
      return refusalAnswer({ commands }, outcome, "close");
    default:
      return assertNever(outcome);
  }
}

/** Opens the form that asks why; whoever may not, or need not, is told so now. The use case decides again. */
export async function openReopenForm(asked: Asked, closeoutId: string): Promise<void> {
  await openModal(asked, async () => {
    const status = await asked.useCases.readStatus({ closeoutId });
    if (status === undefined) return { instead: noCloseoutHere(asked.commands) };
    const { closeout } = status;
    const permission = mayDo("close", closeout, asked.member);
    if (!permission.allowed) return { instead: notPermitted(closeout, permission.who, "close") };
    if (closeout.status === "open") return { instead: openAlready(closeout) };
    return { view: reopenModal(closeout, asked.sender.channel) };
  });
}
