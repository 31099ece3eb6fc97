import type { ModalView } from "@slack/types";
import type { Closeout } from "../../../src/domain/closeout.ts";
import {
  longestReportText,
  type ReportDraft,
  type ReportTextField,
  reportTextFields,
} from "../../../src/domain/report/report-draft.ts";
import { callbackIds } from "../actions.ts";
import { context, field, plain } from "../elements.ts";
import { line } from "../mrkdwn.ts";
import { reportModalMetadata } from "./actions-report.ts";

/** What each field asks for. The two statements are those of the procedure's own report. */
const looks: Readonly<Record<ReportTextField, { readonly label: string; readonly hint: string }>> = {
  introduction: {
    label: "Introduction",
    hint: "A few sentences below the summary. An empty line begins a paragraph.",
  },
  schedule: {
    label: "How did it go against the plan?",
    hint: "A line for each statement, such as: Migration completed on schedule",
  },
  incidents: {
    label: "Incidents during cutover",
    hint: "A line for each, such as: Zero production incidents during cutover. Empty means that nobody has said.",
  },
  lessons: {
    label: "Lessons learned",
    hint: "A line for each. The retrospective's findings come by themselves once one was held.",
  },
  thanks: {
    label: "Acknowledgments",
    hint: "Words of thanks; the people who took part are listed below them.",
  },
};

/** Asks for what of the report only people can write. */
export function reportModal(
  { closeout, draft }: { readonly closeout: Closeout; readonly draft: ReportDraft },
  channel: string | undefined,
): ModalView {
  return {
    type: "modal",
    callback_id: callbackIds.reportEdit,
    private_metadata: reportModalMetadata.encode({ c: closeout.id, r: draft.revision, ch: channel }),
    title: plain("Final report"),
    submit: plain("Keep"),
    close: plain("Cancel"),
    blocks: [
      context(`${line(closeout.name, 150)} · figures come from their sources and are not typed here`),
      ...reportTextFields.map((name) =>
        field(
          "report",
          name,
          {
            type: "plain_text_input",
            multiline: true,
            max_length: longestReportText,
            ...(draft.text[name] === "" ? {} : { initial_value: draft.text[name] }),
          },
          { ...looks[name], optional: true },
        ),
      ),
      field(
        "report",
        "unnamed",
        {
          type: "multi_users_select",
          max_selected_items: 100,
          ...(draft.unnamed.length === 0 ? {} : { initial_users: [...draft.unnamed] }),
        },
        {
          label: "Who is not to be named?",
          hint: "They are counted, not named. Who opted out is left out anyway.",
          optional: true,
        },
      ),
    ],
  };
}
