import { z } from "zod";
import { emptyDraft, type ReportText, reportTextFields } from "../../src/domain/report/report-draft.ts";
import { type Role, roles } from "../../src/domain/role.ts";
import { type SnoozeOption, snoozeChoices } from "./actions.ts";

/**
 * The fields of every modal: their ids on the wire and how what was typed is read back. A field's `action_id` is
 * `<form>.<field>`; its `block_id` begins with that and may carry a suffix, because Slack keeps what was typed for as long as
 * the `block_id` stays. So fields are always found by `action_id`.
 */
export const formFields = {
  start: ["migration", "name", "cutover_date", "cutover_time", "time_zone", ...roles, "budget"],
  settings: [
    "digest_time",
    "quiet_from",
    "quiet_to",
    "working_days",
    "owner_after_days",
    "sponsor_after_days",
    ...roles,
  ],
  skip: ["reason"],
  snooze: ["until", "date"],
  assign: ["user"],
  due: ["date", "time"],
  note: ["item", "kind", "text"],
  waive: ["reason"],
  checkpoints: ["name"],
  anyway: ["reason"],
  keep: ["reason"],
  settle: ["happened", "reason", "evidence"],
  certificate_recipient: ["user", "reason"],
  hold: ["reason"],
  reopen: ["reason"],
  report: [...reportTextFields, "unnamed"],
  signoff_request: [
    "purpose",
    "finding",
    "title",
    "meaning",
    "documents",
    "roles",
    "people",
    "quorum",
    "people_needed",
    "order",
    "decide_by",
  ],
  signoff_approve: ["seat", "words"],
  signoff_reject: ["seat", "reason"],
  signoff_ask: ["reason"],
  signoff_delegate: ["seat", "user", "reason"],
  signoff_replace: ["seat", "user", "reason"],
  signoff_withdraw: ["reason"],
  signoff_override: ["reason"],
  retro_open: ["naming"],
  retro_add: ["section", "text", "owner", "due"],
  retro_edit: ["text", "owner", "due"],
  retro_import: ["text", "owner", "due"],
  action_assign: ["user"],
  action_due: ["date", "time"],
  budget_line: ["name", "estimated", "actual", "currency"],
  budget_import: ["text"],
  session: ["title", "date", "materials", "attendees"],
  document: ["link", "words"],
  connections: ["words", "checked_by"],
  backup: ["location", "size", "checksum", "restored_by", "restored_on", "restore_words"],
  straggler: ["reason"],
  early: ["reason"],
  step: ["evidence", "execution", "name"],
  undo_step: ["reason"],
} as const;

export type Form = keyof typeof formFields;
export type FieldOf<F extends Form> = (typeof formFields)[F][number];

/** `action_id` of a form's field. */
export function fieldId<F extends Form>(form: F, field: FieldOf<F>): string {
  return `${form}.${field}`;
}

const fieldState = z.looseObject({
  type: z.string(),
  value: z.string().nullish(),
  selected_option: z.looseObject({ value: z.string() }).nullish(),
  selected_options: z.array(z.looseObject({ value: z.string() })).nullish(),
  selected_user: z.string().nullish(),
  selected_users: z.array(z.string()).nullish(),
  selected_date: z.string().nullish(),
  selected_time: z.string().nullish(),
  selected_date_time: z.number().nullish(),
});

/** `view.state.values` as Slack sends it. */
export const stateValuesSchema = z.record(z.string(), z.record(z.string(), fieldState));
export type StateValues = z.infer<typeof stateValuesSchema>;

/**
 * What was filled in, by field; fields left empty are absent. A ticked list comes back as one word per tick, a moment as seconds since
 * 1970.
 */
export function readFields<F extends Form>(
  form: F,
  state: unknown,
): (field: FieldOf<F>) => readonly string[] {
  const values = stateValuesSchema.parse(state);
  return (field) => {
    const wanted = fieldId(form, field);
    for (const block of Object.values(values)) {
      const found = block[wanted];
      if (found === undefined) continue;
      if (found.selected_options) return found.selected_options.map((option) => option.value);
      if (found.selected_users) return found.selected_users;
      const one =
        found.value ??
        found.selected_option?.value ??
        found.selected_user ??
        found.selected_date ??
        found.selected_time ??
        found.selected_date_time?.toString();
      return one === null || one === undefined ? [] : [one];
    }
    return [];
  };
}

/** Everything that the start modal asks for, as typed; what is missing is empty and left to the use case to refuse. */
export type StartForm = {
  readonly migrationId: string;
  readonly name: string;
  readonly cutoverDate: string;
  readonly cutoverTime: string;
  readonly timeZone: string;
  readonly roles: Partial<Record<Role, string>>;
  readonly budget: string;
};

/** Reads the start modal's `view.state.values`. */
export function readStartForm(state: unknown): StartForm {
  const field = readFields("start", state);
  const text = (name: FieldOf<"start">) => field(name)[0] ?? "";
  return {
    migrationId: text("migration"),
    name: text("name"),
    cutoverDate: text("cutover_date"),
    cutoverTime: text("cutover_time"),
    timeZone: text("time_zone"),
    roles: readRoles((role) => field(role)[0]),
    budget: text("budget"),
  };
}

/** The settings as typed. Numbers that are none are `NaN`, for the use case to refuse. */
export type SettingsForm = {
  readonly digestTime: string;
  readonly quietFrom: string;
  readonly quietTo: string;
  readonly workingDays: readonly number[];
  readonly ownerAfterDays: number;
  readonly sponsorAfterDays: number;
  readonly roles: Partial<Record<Role, string>>;
};

/** Reads the settings modal's `view.state.values`. */
export function readSettingsForm(state: unknown): SettingsForm {
  const field = readFields("settings", state);
  const text = (name: FieldOf<"settings">) => field(name)[0] ?? "";
  return {
    digestTime: text("digest_time"),
    quietFrom: text("quiet_from"),
    quietTo: text("quiet_to"),
    workingDays: field("working_days").map(wholeNumber),
    ownerAfterDays: wholeNumber(text("owner_after_days")),
    sponsorAfterDays: wholeNumber(text("sponsor_after_days")),
    roles: readRoles((role) => field(role)[0]),
  };
}

/** Reads the reason for skipping. */
export function readSkipForm(state: unknown): { readonly reason: string } {
  return { reason: readFields("skip", state)("reason")[0] ?? "" };
}

/** Reads the reason for waiving a regression, for a hold or its release, or for opening a closeout again. */
export function readReasonForm(
  form: "waive" | "hold" | "reopen",
  state: unknown,
): { readonly reason: string } {
  return { reason: readFields(form, state)("reason")[0] ?? "" };
}

/** What was chosen for a snooze: one of the fixed moments, or a date (`2026-03-09`), or `date` with no date picked. */
export function readSnoozeForm(state: unknown): {
  readonly until: SnoozeOption["s"];
  readonly date: string | undefined;
} {
  const field = readFields("snooze", state);
  return { until: z.enum(snoozeChoices).catch("date").parse(field("until")[0]), date: field("date")[0] };
}

/** What was typed into one field of a form; empty when nothing was. */
export function readField<F extends Form>(form: F, name: FieldOf<F>, state: unknown): string {
  return readFields(form, state)(name)[0] ?? "";
}

/** The people picked in one field of a form. */
export function readPeople<F extends Form>(form: F, name: FieldOf<F>, state: unknown): readonly string[] {
  return readFields(form, state)(name);
}

/** Who was picked; `undefined` means nobody. */
export function readAssignForm(state: unknown): { readonly user: string | undefined } {
  return { user: readFields("assign", state)("user")[0] };
}

/** The new due in the words that the rules for moments understand: `2026-03-09 14:00`, or a date alone. */
export function readDueForm(state: unknown): { readonly to: string } {
  const field = readFields("due", state);
  return { to: [field("date")[0], field("time")[0]].filter((part) => part !== undefined).join(" ") };
}

/** A note or an evidence link; `itemId` only where the modal asked which item. */
export function readNoteForm(state: unknown): {
  readonly itemId: string | undefined;
  readonly kind: "note" | "evidence";
  readonly text: string;
} {
  const field = readFields("note", state);
  return {
    itemId: field("item")[0],
    kind: z.enum(["note", "evidence"]).catch("note").parse(field("kind")[0]),
    text: field("text")[0] ?? "",
  };
}

/** What people wrote for the final report, and whom it does not name. */
export function readReportForm(state: unknown): {
  readonly text: ReportText;
  readonly unnamed: readonly string[];
} {
  const field = readFields("report", state);
  const text = { ...emptyDraft.text };
  for (const name of reportTextFields) text[name] = field(name)[0] ?? "";
  return { text, unnamed: field("unnamed") };
}

/** Who takes a recipient's place, and why. */
export function readRecipientForm(state: unknown): { readonly user: string; readonly reason: string } {
  const field = readFields("certificate_recipient", state);
  return { user: field("user")[0] ?? "", reason: field("reason")[0] ?? "" };
}

/**
 * Problems as Slack wants them: by the `block_id` of the field's block in this very view. A problem with something that the
 * view does not ask is put on its first field, so that nobody submits a form and hears nothing.
 */
export function formErrors(
  form: Form,
  state: unknown,
  problems: readonly { readonly field: string; readonly message: string }[],
): Record<string, string> {
  const values = stateValuesSchema.parse(state);
  const blocks = Object.entries(values);
  const errors: Record<string, string> = {};
  for (const { field, message } of problems) {
    const block =
      blocks.find(([, elements]) => Object.keys(elements).includes(`${form}.${field}`)) ?? blocks[0];
    if (block === undefined) continue;
    const earlier = errors[block[0]];
    errors[block[0]] = earlier === undefined ? message : `${earlier} ${message}`;
  }
  return errors;
}

function readRoles(holder: (role: Role) => string | undefined): Partial<Record<Role, string>> {
  const holders: Partial<Record<Role, string>> = {};
  for (const role of roles) {
    const user = holder(role);
    if (user !== undefined) holders[role] = user;
  }
  return holders;
}

function wholeNumber(text: string): number {
  return /^\d{1,4}$/.test(text) ? Number(text) : Number.NaN;
}
