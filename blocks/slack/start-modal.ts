import type { ModalView } from "@slack/types";
import type { Temporal } from "temporal-polyfill";
import { roles } from "../../src/domain/role.ts";
import { callbackIds, startModalMetadata } from "./actions.ts";
import { isoDay, zonedTime } from "./dates.ts";
import { context, field, optionWords, plain } from "./elements.ts";
import { plainLine } from "./mrkdwn.ts";
import { type MigrationChoice, migrationOption } from "./options.ts";
import { roleField } from "./role-fields.ts";

/** What is already known when the modal opens. */
export type StartPreset = {
  readonly migration?: MigrationChoice | undefined;
  readonly name?: string | undefined;
  readonly cutover?: Temporal.Instant | undefined;
  readonly timeZone: string;
};

/** Longest name of a closeout that the modal takes. */
export const longestName = 80;

/** Asks for everything that a closeout needs to start; what is known already is filled in. */
export function startModal(channel: string, { migration, name, cutover, timeZone }: StartPreset): ModalView {
  return {
    type: "modal",
    callback_id: callbackIds.start,
    private_metadata: startModalMetadata.encode({ ch: channel }),
    title: plain("Start a closeout"),
    submit: plain("Start"),
    close: plain("Cancel"),
    blocks: [
      context(
        "Closeout posts the project card in this channel, pins it and reminds from then on. You become the owner.",
      ),
      field(
        "start",
        "migration",
        {
          type: "external_select",
          min_query_length: 0,
          placeholder: plain("Search by name or id"),
          ...(migration === undefined ? {} : { initial_option: migrationOption(migration) }),
        },
        { label: "Migration", hint: "Only migrations that are completed or certified can be closed out." },
      ),
      field(
        "start",
        "name",
        {
          type: "plain_text_input",
          max_length: longestName,
          ...(name === undefined ? {} : { initial_value: plainLine(name, longestName) }),
        },
        { label: "Name", hint: "How the card and the reminders call it, such as HR_PROD." },
      ),
      field(
        "start",
        "cutover_date",
        { type: "datepicker", ...(cutover === undefined ? {} : { initial_date: isoDay(cutover, timeZone) }) },
        { label: "Date of the cutover" },
      ),
      field(
        "start",
        "cutover_time",
        {
          type: "timepicker",
          ...(cutover === undefined ? {} : { initial_time: zonedTime(cutover, timeZone) }),
        },
        { label: "Time of the cutover", hint: "In the time zone below." },
      ),
      field(
        "start",
        "time_zone",
        {
          type: "external_select",
          min_query_length: 2,
          placeholder: plain("Type a city or a region"),
          initial_option: optionWords(timeZone, timeZone),
        },
        { label: "Time zone", hint: "Dues, quiet hours and digests follow this zone." },
      ),
      ...roles.map((role) => roleField("start", role)),
      field(
        "start",
        "budget",
        { type: "plain_text_input", max_length: 40, placeholder: plain("15000 USD") },
        { label: "Budget estimate", hint: "Amount and currency code.", optional: true },
      ),
    ],
  };
}
