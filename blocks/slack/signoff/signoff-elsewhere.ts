import type { ModalView } from "@slack/types";
import { assertNever } from "../../../src/domain/assert-never.ts";
import type { Closeout } from "../../../src/domain/closeout.ts";
import type { FeaturePurpose } from "../../../src/domain/signoff/signoff-by-hand.ts";
import { purposeDefaults } from "../../../src/domain/signoff/signoff-purposes.ts";
import { callbackIds } from "../actions.ts";
import { context, plain, section } from "../elements.ts";
import type { Commands, Message } from "../message.ts";
import { line } from "../mrkdwn.ts";
import { purposeAlone } from "./signoff-purpose-field.ts";
import { newSignoffMetadata } from "./signoff-refs.ts";

/** What is said where somebody wants to request by hand what a feature asks for: where that is. */
export function askedElsewhere(purpose: FeaturePurpose, commands: Commands): Message {
  const text = `${whereWords(purpose, commands)} Nothing was requested.`;
  return { text, blocks: [section(text)] };
}

/** The form for a new request once such a purpose was chosen in it: there is nothing to fill in and nothing to submit. */
export function elsewhereModal(
  { id, name }: Closeout,
  purpose: FeaturePurpose,
  revision: number,
  commands: Commands,
): ModalView {
  return {
    type: "modal",
    callback_id: callbackIds.signoffRequest,
    private_metadata: newSignoffMetadata.encode({ c: id, p: purpose, n: revision }),
    title: plain("Request a sign-off"),
    close: plain("Close"),
    blocks: [context(line(name, 80)), purposeAlone(purpose), section(whereWords(purpose, commands))],
  };
}

function whereWords(purpose: FeaturePurpose, { closeout, cleanup }: Commands): string {
  const what = `*${capital(purposeDefaults[purpose].name)}*`;
  switch (purpose) {
    case "checkpoints_release":
      return `${what} is asked for together with the plan of the deletion, so that an approval lets exactly that run: \`${cleanup} run checkpoints\`.`;
    case "decommission_source":
      return `${what} is asked for together with its plan, so that an approval counts for exactly that: \`${closeout} decommission approval\`.`;
    case "early_gate":
      return `${what} is asked for where the gate is, so that an approval opens it: \`${closeout} decommission early\`.`;
    case "disposal":
      return `${what} is asked for by Closeout itself, once the retention of something is over; nobody has to request it.`;
    default:
      return assertNever(purpose);
  }
}

function capital(words: string): string {
  return words.replace(/^[a-z]/, (first) => first.toUpperCase());
}
