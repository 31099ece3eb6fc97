import type { ModalView } from "@slack/types";
import type { Operation } from "../../../src/domain/cleanup/operation.ts";
import type { Closeout } from "../../../src/domain/closeout.ts";
import { closeoutRef } from "../actions.ts";
import { closeoutForm } from "../closeout-form.ts";
import { field, option, section } from "../elements.ts";
import type { Form } from "../forms.ts";
import { mention, plainLine } from "../mrkdwn.ts";
import { cleanupCallbackIds, operationRef, type RunRef, runRef } from "./actions-cleanup.ts";
import { consequences } from "./operation-message.ts";
import { operationName } from "./operation-words.ts";

const reasonBox = { type: "plain_text_input", multiline: true, min_length: 3, max_length: 2000 } as const;

/** Asks for the migration's name before checkpoints are asked for: it cannot be undone. */
export function checkpointsModal(closeout: Closeout, ref: RunRef): ModalView {
  return closeoutForm(closeout, cleanupCallbackIds.checkpoints, runRef.encode(ref), {
    title: "Delete checkpoints",
    submit: "Ask for release",
    before: [
      section(
        `${consequences.checkpoints} Nothing happens before ${mention(closeout.roles.compliance_officer)} has released them as not needed for audit.`,
      ),
    ],
    fields: [
      field(
        "checkpoints",
        "name",
        { type: "plain_text_input", max_length: 200, focus_on_load: true },
        { label: "Type the migration's name", hint: `It is ${plainLine(closeout.migration.source, 200)}.` },
      ),
    ],
  });
}

/** Asks why the migration is archived although its export is not. */
export function anywayModal(closeout: Closeout, ref: RunRef): ModalView {
  return closeoutForm(closeout, cleanupCallbackIds.anyway, runRef.encode(ref), {
    title: "Archive it anyway",
    submit: "Archive it",
    before: [
      section(
        `The export is not archived and verified yet. ${consequences.migration} What is not exported by then may be lost.`,
      ),
    ],
    fields: [
      field(
        "anyway",
        "reason",
        { ...reasonBox, focus_on_load: true },
        {
          label: "Why now?",
          hint: "The reason is shown in the channel and stays in the ledger; an auditor may read it.",
        },
      ),
    ],
  });
}

/** Asks the compliance officer why the checkpoints are kept. */
export function keepModal(closeout: Closeout): ModalView {
  return closeoutForm(closeout, cleanupCallbackIds.keep, closeoutRef.encode({ c: closeout.id }), {
    title: "Keep checkpoints",
    submit: "Keep them",
    before: [],
    fields: [
      field(
        "keep",
        "reason",
        { ...reasonBox, focus_on_load: true },
        {
          label: "Why are they needed for audit?",
          hint: "The reason is shown in the channel and stays in the ledger.",
        },
      ),
    ],
  });
}

/** Asks the owner what became of an operation that looking at the migration does not tell. */
export function settleModal(
  closeout: Closeout,
  operation: Pick<Operation, "id" | "kind" | "task">,
): ModalView {
  return closeoutForm(
    closeout,
    cleanupCallbackIds.settle,
    operationRef.encode({ c: closeout.id, o: operation.id }),
    {
      title: "Settle by hand",
      submit: "Settle it",
      before: [
        section(
          `*${operationName(operation)}*: look at Sensei yourself, or ask its support, before you say what happened. I stop looking then.`,
        ),
      ],
      fields: [
        field(
          "settle",
          "happened",
          {
            type: "radio_buttons",
            options: [option("It happened", "yes"), option("It did not happen", "no")],
          },
          { label: "What happened?" },
        ),
        field("settle", "reason", reasonBox, { label: "How do you know?", hint: "An auditor may read it." }),
        field(
          "settle",
          "evidence",
          { type: "plain_text_input", max_length: 3000 },
          {
            label: "Evidence",
            hint: "A link, or where you saw it.",
          },
        ),
      ],
    },
  );
}

/** Which form each of these is, for their readers. */
export type CleanupForm = Extract<Form, "checkpoints" | "anyway" | "keep" | "settle">;
