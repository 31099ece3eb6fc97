import type { InputBlock, KnownBlock, ModalView } from "@slack/types";
import type { Temporal } from "temporal-polyfill";
import { roles } from "../../../src/domain/role.ts";
import { callbackIds, startModalMetadata } from "../actions.ts";
import { isoDay, zonedTime } from "../dates.ts";
import { context, field, optionWords, plain, section } from "../elements.ts";
import { plainLine } from "../mrkdwn.ts";
import { type MigrationChoice, migrationOption } from "../options.ts";
import { roleField } from "./role-fields.ts";

/** What is already known when the modal opens. */
export type StartPreset = {
  readonly migration?: MigrationChoice | undefined;
  readonly name?: string | undefined;
  readonly cutover?: Temporal.Instant | undefined;
  readonly timeZone: string;
};

/** Name, date and time as they stand in the form's fields; empty where nothing does. */
export type StartFilling = { readonly name: string; readonly date: string; readonly time: string };

/** How a form that is open already changes because a migration was chosen in it. */
export type StartChange = {
  /** What the form shows from now on, typed words included. */
  readonly filling: StartFilling;
  /** What Sensei knows of the migration that was chosen; what differs from it later was typed. */
  readonly filled: StartFilling;
  /** Counts the changes, so that Slack shows the new words rather than those that stood there. */
  readonly revision: number;
  /** Why the chosen migration cannot be closed out, as a finished sentence. */
  readonly obstacle?: string | undefined;
};

/** Longest name of a closeout that the modal takes. */
export const longestName = 80;

/** What the form is filled in with of its own accord. */
export function fillingOf({ name, cutover, timeZone }: StartPreset): StartFilling {
  return {
    name: name === undefined ? "" : plainLine(name, longestName),
    date: cutover === undefined ? "" : isoDay(cutover, timeZone),
    time: cutover === undefined ? "" : zonedTime(cutover, timeZone),
  };
}

/**
 * What the form shows after another migration was chosen: what a person typed stays, what is empty or came from the earlier choice
 * gives way. Date and time are one answer and stay or go together.
 */
export function refill(typed: StartFilling, earlier: StartFilling, next: StartFilling): StartFilling {
  const untouched = (part: keyof StartFilling) => typed[part] === "" || typed[part] === earlier[part];
  const moment = untouched("date") && untouched("time") ? next : typed;
  return { name: untouched("name") ? next.name : typed.name, date: moment.date, time: moment.time };
}

/** Asks for everything that a closeout needs to start; what is known already is filled in. */
export function startModal(channel: string, preset: StartPreset, change?: StartChange): ModalView {
  const own = fillingOf(preset);
  const { filling, filled, revision, obstacle } = change ?? { filling: own, filled: own, revision: 0 };
  return {
    type: "modal",
    callback_id: callbackIds.start,
    private_metadata: startModalMetadata.encode({
      ch: channel,
      n: revision,
      f: { n: filled.name, d: filled.date, t: filled.time },
    }),
    title: plain("Start a closeout"),
    submit: plain("Start"),
    close: plain("Cancel"),
    blocks: [
      context(
        "Closeout posts the project card in this channel, pins it and reminds from then on. You become the owner.",
      ),
      migrationField(preset.migration),
      ...obstacleBlocks(obstacle),
      ...filledFields(filling, filled, revision === 0 ? undefined : String(revision)),
      field(
        "start",
        "time_zone",
        {
          type: "external_select",
          min_query_length: 2,
          placeholder: plain("Type a city or a region"),
          initial_option: optionWords(preset.timeZone, preset.timeZone),
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

function migrationField(migration: MigrationChoice | undefined): InputBlock {
  return field(
    "start",
    "migration",
    {
      type: "external_select",
      min_query_length: 0,
      placeholder: plain("Search by name or id"),
      ...(migration === undefined ? {} : { initial_option: migrationOption(migration) }),
    },
    {
      label: "Migration",
      hint: "Completed and certified migrations can be closed out. Choosing one fills in its name and cutover.",
      dispatch: true,
    },
  );
}

function obstacleBlocks(obstacle: string | undefined): KnownBlock[] {
  return obstacle === undefined ? [] : [section(`*Not this one:* ${obstacle}`)];
}

/** The fields that a choice of migration fills in. */
function filledFields(filling: StartFilling, filled: StartFilling, revision: string | undefined) {
  const fromSensei = filled.date !== "" && filling.date === filled.date && filling.time === filled.time;
  return [
    field(
      "start",
      "name",
      {
        type: "plain_text_input",
        max_length: longestName,
        ...(filling.name === "" ? {} : { initial_value: filling.name }),
      },
      { label: "Name", hint: "How the card and the reminders call it, such as HR_PROD.", revision },
    ),
    field(
      "start",
      "cutover_date",
      { type: "datepicker", ...(filling.date === "" ? {} : { initial_date: filling.date }) },
      {
        label: "Date of the cutover",
        revision,
        ...(fromSensei
          ? { hint: "When Sensei finished the migration; correct it if the cutover was at another time." }
          : {}),
      },
    ),
    field(
      "start",
      "cutover_time",
      { type: "timepicker", ...(filling.time === "" ? {} : { initial_time: filling.time }) },
      { label: "Time of the cutover", hint: "In the time zone below.", revision },
    ),
  ];
}
