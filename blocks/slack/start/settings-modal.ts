import type { InputBlock, ModalView } from "@slack/types";
import type { Closeout } from "../../../src/domain/closeout.ts";
import { roles } from "../../../src/domain/role.ts";
import { callbackIds, closeoutModalMetadata } from "../actions.ts";
import { context, field, option, plain } from "../elements.ts";
import type { FieldOf } from "../forms.ts";
import { line } from "../mrkdwn.ts";
import { roleField } from "./role-fields.ts";

const weekdays = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

/** Settings and roles of one closeout, as they are now; for its owner. */
export function settingsModal(closeout: Closeout, origin: { readonly channel?: string } = {}): ModalView {
  const { settings } = closeout;
  return {
    type: "modal",
    callback_id: callbackIds.settings,
    private_metadata: closeoutModalMetadata.encode({ c: closeout.id, ch: origin.channel }),
    title: plain("Settings"),
    submit: plain("Save"),
    close: plain("Cancel"),
    blocks: [
      context(`${line(closeout.name, 80)} · all times in ${line(closeout.timeZone, 80)}`),
      ...(closeout.status === "closed"
        ? [
            context(
              "It is closed: only who holds its roles can still be changed, for they answer for its archive.",
            ),
          ]
        : []),
      timeField("digest_time", settings.digestTime, {
        label: "Digest at",
        hint: "When the day's reminders are posted, together in one message.",
      }),
      timeField("quiet_from", settings.quiet.from, { label: "Quiet hours begin at" }),
      timeField("quiet_to", settings.quiet.to, {
        label: "Quiet hours end at",
        hint: "Nothing is posted in between, except for the first 24 hours after cutover. The same time twice means no quiet hours.",
      }),
      workingDaysField(settings.workingDays),
      daysField("owner_after_days", settings.escalation.ownerAfterDays, {
        label: "Name the owner after this many days overdue",
      }),
      daysField("sponsor_after_days", settings.escalation.sponsorAfterDays, {
        label: "Tell the business sponsor after this many days overdue",
      }),
      ...roles.map((role) => roleField("settings", role, closeout.roles[role])),
    ],
  };
}

type Look = { readonly label: string; readonly hint?: string };

function timeField(name: FieldOf<"settings">, time: string, look: Look): InputBlock {
  return field("settings", name, { type: "timepicker", initial_time: time }, look);
}

function daysField(name: FieldOf<"settings">, days: number, look: Look): InputBlock {
  return field(
    "settings",
    name,
    {
      type: "number_input",
      is_decimal_allowed: false,
      initial_value: String(days),
      min_value: "1",
      max_value: "60",
    },
    look,
  );
}

function workingDaysField(workingDays: readonly number[]): InputBlock {
  const choices = weekdays.map((name, index) => option(name, String(index + 1)));
  const chosen = choices.filter((_, index) => workingDays.includes(index + 1));
  return field(
    "settings",
    "working_days",
    { type: "checkboxes", options: choices, ...(chosen.length === 0 ? {} : { initial_options: chosen }) },
    { label: "Working days" },
  );
}
