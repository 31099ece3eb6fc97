import type { Message } from "../../../blocks/slack/message.ts";
import { askedElsewhere } from "../../../blocks/slack/signoff/signoff-elsewhere.ts";
import type { SignoffFilling } from "../../../blocks/slack/signoff/signoff-filling.ts";
import { signoffRequestModal } from "../../../blocks/slack/signoff/signoff-request-modal.ts";
import type { Purpose } from "../../../src/domain/signoff/signoff.ts";
import type { PrepareSignoffOutcome } from "../../../src/usecases/signoff/prepare-signoff.ts";
import { refusalAnswer } from "../answers/refusal-answer.ts";
import type { Asked } from "../receive.ts";
import { openModal } from "./open-modal.ts";

type Ready = Extract<PrepareSignoffOutcome, { readonly kind: "ready" }>;

/** Opens the form for a new request, filled in with what is usual for the purpose. */
export async function openSignoffRequest(
  asked: Asked,
  closeoutId: string,
  purpose: Purpose = "project_acceptance",
  onTop = false,
): Promise<void> {
  const { useCases, member } = asked;
  await openModal(
    asked,
    async () => {
      const prepared = await useCases.prepareSignoff({ closeoutId, member, purpose });
      if (prepared.kind !== "ready") return { instead: requestRefusal(asked, prepared) };
      return { view: signoffRequestModal({ ...formOf(prepared, asked), revision: 0 }) };
    },
    { onTop },
  );
}

/** The form's data but for how often it was filled in. */
export function formOf(prepared: Ready, { member, commands }: Pick<Asked, "member" | "commands">) {
  const { closeout, purpose, documents, findings } = prepared;
  const requester = member.user;
  return { closeout, purpose, documents, findings, requester, commands, filling: fillingOf(prepared) };
}

/** What the form is filled in with of its own accord. */
export function fillingOf({ defaults, documents }: Ready): SignoffFilling {
  const { title, meaning, roles, decideBy } = defaults;
  const usual = documents.filter((document) => document.usual).map(({ sha256 }) => sha256);
  return { title, meaning, roles, decideBy, documents: usual };
}

/** Why there is no form, or no request. */
export function requestRefusal(
  asked: Pick<Asked, "commands">,
  outcome: Exclude<PrepareSignoffOutcome, Ready>,
): Message {
  return outcome.kind === "elsewhere"
    ? askedElsewhere(outcome.purpose, asked.commands)
    : refusalAnswer(asked, outcome, "request_signoff");
}
