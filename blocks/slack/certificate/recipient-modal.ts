import type { ModalView } from "@slack/types";
import { callbackIds } from "../actions.ts";
import { context, field, plain } from "../elements.ts";
import { recipientRef } from "./certificate-refs.ts";

/** How long the reason may be; the rule itself is the use case's. */
const reasonLength = { min: 5, max: 500 } as const;

/** Asks who gets the certificate in a recipient's place, and why. */
export function recipientModal(recipientId: string): ModalView {
  return {
    type: "modal",
    callback_id: callbackIds.certificateRecipient,
    private_metadata: recipientRef.encode({ r: recipientId }),
    title: plain("Another recipient"),
    submit: plain("Send it to them"),
    close: plain("Cancel"),
    blocks: [
      context(
        "They get the certificate for the same reason, at once and directly. The role in the closeout stays as it is.",
      ),
      field(
        "certificate_recipient",
        "user",
        { type: "users_select", placeholder: plain("Choose a person") },
        { label: "Who gets it instead?" },
      ),
      field(
        "certificate_recipient",
        "reason",
        {
          type: "plain_text_input",
          multiline: true,
          min_length: reasonLength.min,
          max_length: reasonLength.max,
        },
        { label: "Why?", hint: "The reason stays in the ledger; an auditor may read it." },
      ),
    ],
  };
}
