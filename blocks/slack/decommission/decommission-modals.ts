import type { ModalView } from "@slack/types";
import type { Closeout } from "../../../src/domain/closeout.ts";
import type { PlannedPrerequisite, PlannedStep } from "../../../src/domain/decommission/decommission-plan.ts";
import { durationInWords } from "../../../src/domain/template/template-duration.ts";
import { closeoutRef } from "../actions.ts";
import { closeoutForm, type FormLook } from "../closeout-form.ts";
import { field, option, section } from "../elements.ts";
import { plainLine } from "../mrkdwn.ts";
import { decommissionCallbackIds, partRef } from "./actions-decommission.ts";
import { name } from "./decommission-words.ts";

const words = { type: "plain_text_input", multiline: true, max_length: 2000 } as const;
const oneLine = { type: "plain_text_input", max_length: 500 } as const;

/** Asks who has looked at the source's connections, and what they saw. */
export function connectionsModal(
  closeout: Closeout,
  prerequisite: PlannedPrerequisite,
  evidenceValid: string,
  user: string,
): ModalView {
  return closeoutForm(
    closeout,
    decommissionCallbackIds.connections,
    partRef.encode({ c: closeout.id, p: prerequisite.id }),
    {
      title: "Nobody connects",
      submit: "Note it",
      before: [
        section(
          `*${name(prerequisite)}*\nIt counts for ${durationInWords(evidenceValid)}; then note it anew.`,
        ),
      ],
      fields: [
        field(
          "connections",
          "words",
          { ...words, focus_on_load: true },
          { label: "What was seen?", hint: "A note, or a link to what shows it." },
        ),
        field(
          "connections",
          "checked_by",
          { type: "users_select", initial_user: user },
          { label: "Who has looked?" },
        ),
      ],
    },
  );
}

/** Asks where the final backup lies, and who has restored it as a test. */
export function backupModal(closeout: Closeout, prerequisite: PlannedPrerequisite, user: string): ModalView {
  return closeoutForm(
    closeout,
    decommissionCallbackIds.backup,
    partRef.encode({ c: closeout.id, p: prerequisite.id }),
    {
      title: "Final backup",
      submit: "Note it",
      before: [
        section(
          `*${name(prerequisite)}*\nThe plan that is approved names it: another backup needs another approval.`,
        ),
      ],
      fields: [
        field("backup", "location", { ...oneLine, focus_on_load: true }, { label: "Where does it lie?" }),
        field(
          "backup",
          "size",
          { ...oneLine, max_length: 40 },
          { label: "How large is it?", hint: "Such as 412 GB." },
        ),
        field(
          "backup",
          "checksum",
          { ...oneLine, max_length: 220 },
          { label: "Checksum", hint: "Such as sha256:9f2c4e…" },
        ),
        field(
          "backup",
          "restored_by",
          { type: "users_select", initial_user: user },
          { label: "Who has restored it as a test?" },
        ),
        field("backup", "restored_on", { type: "datepicker" }, { label: "On which day?" }),
        field("backup", "restore_words", words, { label: "What did the restore test show?" }),
      ],
    },
  );
}

/** Asks who still uses the source. */
export function stragglerModal(closeout: Closeout, typed = ""): ModalView {
  return reasonForm(closeout, "straggler", closeoutRef.encode({ c: closeout.id }), typed, {
    title: "Source is still used",
    submit: "Report it",
    before: [
      section(
        "What had to pass begins anew: the confidence period, or the wait once the source is stopped. The evidence that nobody connects is void.",
      ),
    ],
    label: "Who or what still uses it?",
  });
}

/** Asks why the steps are to begin before their time. */
export function earlyModal(closeout: Closeout, typed = ""): ModalView {
  return reasonForm(closeout, "early", closeoutRef.encode({ c: closeout.id }), typed, {
    title: "Open early",
    submit: "Ask for sign-off",
    before: [
      section(
        "The business sponsor and the compliance officer both have to approve. It lifts the time, and neither evidence nor the wait for stragglers.",
      ),
    ],
    label: "Why before its time?",
  });
}

/** Asks why a step is taken back. */
export function undoModal(closeout: Closeout, step: PlannedStep): ModalView {
  return reasonForm(closeout, "undo_step", partRef.encode({ c: closeout.id, p: step.id }), "", {
    title: "Take a step back",
    submit: "Take it back",
    before: [
      section(
        `*${name(step)}*\nWhat came after it has to be done again, and a wait that had begun begins anew later.`,
      ),
    ],
    label: "Why?",
  });
}

/** Asks what was done for a step; for an irreversible one also the migration's name. */
export function stepModal(closeout: Closeout, step: PlannedStep, automated: boolean): ModalView {
  const { irreversible } = step;
  const warn = irreversible
    ? "\n*This cannot be undone.* Nothing happens before somebody else has confirmed it; do it only then."
    : "";
  return closeoutForm(
    closeout,
    decommissionCallbackIds.step,
    partRef.encode({ c: closeout.id, p: step.id }),
    {
      title: irreversible ? "Prepare a step" : "Do a step",
      submit: irreversible ? "Ask to confirm" : "Note it",
      before: [section(`*${name(step)}*${warn}`)],
      fields: [
        field(
          "step",
          "evidence",
          { ...words, focus_on_load: true },
          {
            label: irreversible ? "What will be done, and where?" : "What was done, and where?",
            hint: automated
              ? "A note or a link; may stay empty if the automation does it."
              : "A note, or a link to what shows it.",
            optional: automated,
          },
        ),
        ...(automated
          ? [
              field(
                "step",
                "execution",
                {
                  type: "radio_buttons",
                  options: [option("By hand", "hand"), option("By the company's automation", "automation")],
                  initial_option: option("By hand", "hand"),
                },
                { label: "How?" },
              ),
            ]
          : []),
        ...(irreversible
          ? [
              field(
                "step",
                "name",
                { type: "plain_text_input", max_length: 200 },
                {
                  label: "Type the migration's name",
                  hint: `It is ${plainLine(closeout.migration.source, 200)}.`,
                },
              ),
            ]
          : []),
      ],
    },
  );
}

type ReasonLook = Pick<FormLook, "title" | "submit" | "before"> & { readonly label: string };

function reasonForm(
  closeout: Closeout,
  which: "straggler" | "early" | "undo_step",
  metadata: string,
  typed: string,
  { label, ...look }: ReasonLook,
): ModalView {
  const callback = which === "undo_step" ? decommissionCallbackIds.undoStep : decommissionCallbackIds[which];
  const initial = typed === "" ? {} : { initial_value: typed.slice(0, 700) };
  const hint = "It is shown in the channel and stays in the ledger.";
  return closeoutForm(closeout, callback, metadata, {
    ...look,
    fields: [
      field(
        which,
        "reason",
        { ...words, max_length: which === "early" ? 700 : 2000, focus_on_load: true, ...initial },
        { label, hint },
      ),
    ],
  });
}
