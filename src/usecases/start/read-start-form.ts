import { Temporal } from "temporal-polyfill";
import { readAmount } from "../../domain/budget/money.ts";
import type { Money } from "../../domain/closeout.ts";
import { migrationIdSchema } from "../../domain/migration.ts";
import { type Role, type RoleHolders, roleNames, roles } from "../../domain/role.ts";
import { storableText } from "../../domain/typed-text.ts";

/** The form to start a closeout, as it was filled in. */
export type StartCloseoutInput = {
  readonly migrationId: string;
  readonly name: string;
  /** `2026-03-02` */
  readonly cutoverDate: string;
  /** `02:30`, by the clocks of the time zone. */
  readonly cutoverTime: string;
  /** IANA name. */
  readonly timeZone: string;
  readonly roles: Partial<Record<Role, string>>;
  /** Empty, or an amount with its currency: `15000 USD`. */
  readonly budget: string;
};

/** A field of the form, named as in the form. */
export type StartField =
  | "migration"
  | "name"
  | "cutover_date"
  | "cutover_time"
  | "time_zone"
  | Role
  | "budget";
export type StartProblem = { readonly field: StartField; readonly message: string };

/** The form's content once it makes sense. */
export type StartForm = {
  readonly migrationId: string;
  readonly name: string;
  readonly cutover: Temporal.Instant;
  readonly timeZone: string;
  readonly roles: RoleHolders;
  readonly budgetEstimate: Money | undefined;
};

/** Longest name of a closeout: it stands in headers, notifications and dialog titles. */
export const longestName = 80;

/** Reads the form; every field that is wrong is reported at once. */
export function readStartForm(
  input: StartCloseoutInput,
  now: Temporal.Instant,
):
  | { readonly ok: true; readonly form: StartForm }
  | { readonly ok: false; readonly problems: readonly StartProblem[] } {
  const problems: StartProblem[] = [];
  const report = (field: StartField, message: string): undefined => {
    problems.push({ field, message });
    return undefined;
  };
  const migrationId = migrationIdSchema.safeParse(input.migrationId);
  if (!migrationId.success) report("migration", "Choose a migration from the list.");
  const name = readName(input.name, report);
  const cutover = readCutover(input, now, report);
  const holders = readRoles(input.roles, report);
  const budgetEstimate = readBudget(input.budget, report);
  if (problems.length > 0 || !migrationId.success || !name || !cutover || !holders)
    return { ok: false, problems };
  return {
    ok: true,
    form: {
      migrationId: migrationId.data,
      name,
      cutover,
      timeZone: input.timeZone,
      roles: holders,
      budgetEstimate,
    },
  };
}

type Report = (field: StartField, message: string) => undefined;

function readName(text: string, report: Report): string | undefined {
  const name = storableText(text).replaceAll(/\s+/gu, " ").trim();
  if (name === "") return report("name", "Give it a name, such as HR_PROD → hr_production.");
  if (name.length > longestName) {
    return report("name", `That is ${name.length} characters long; at most ${longestName} fit on the card.`);
  }
  return name;
}

/** A cutover may lie ahead a little, for some teams prepare the closeout the day before, and not years back. */
const furthestAhead = { days: 31 } as const;
const furthestBack = { years: 1 } as const;

function readCutover(
  { cutoverDate, cutoverTime, timeZone }: StartCloseoutInput,
  now: Temporal.Instant,
  report: Report,
): Temporal.Instant | undefined {
  const today = inZone(now, timeZone);
  if (today === undefined) report("time_zone", "That is not a time zone. Choose one such as Europe/Berlin.");
  const date = parse(() => Temporal.PlainDate.from(cutoverDate, { overflow: "reject" }));
  const time = parse(() => Temporal.PlainTime.from(cutoverTime, { overflow: "reject" }));
  if (date === undefined) report("cutover_date", "Choose the day of the cutover.");
  if (time === undefined) report("cutover_time", "Choose the time of the cutover, such as 02:30.");
  if (today === undefined || date === undefined || time === undefined) return undefined;
  const cutover = date.toZonedDateTime({ timeZone, plainTime: time });
  if (Temporal.ZonedDateTime.compare(cutover, today.add(furthestAhead)) > 0) {
    return report(
      "cutover_date",
      "That is more than a month ahead. Start the closeout when the cutover is near.",
    );
  }
  if (Temporal.ZonedDateTime.compare(cutover, today.subtract(furthestBack)) < 0) {
    return report("cutover_date", "That is more than a year ago. Check the year.");
  }
  return cutover.toInstant();
}

function inZone(now: Temporal.Instant, timeZone: string): Temporal.ZonedDateTime | undefined {
  return parse(() => now.toZonedDateTimeISO(timeZone));
}

function parse<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}

function readRoles(given: Partial<Record<Role, string>>, report: Report): RoleHolders | undefined {
  for (const role of roles) {
    if (!given[role]) report(role, `Choose the ${roleNames[role]}. One person may hold several roles.`);
  }
  const { technical_lead, compliance_officer, business_sponsor, it_audit, operations_lead } = given;
  if (!technical_lead || !compliance_officer || !business_sponsor || !it_audit || !operations_lead)
    return undefined;
  return { technical_lead, compliance_officer, business_sponsor, it_audit, operations_lead };
}

function readBudget(text: string, report: Report): Money | undefined {
  if (text.trim() === "") return undefined;
  const read = readAmount(text, undefined);
  if (read.ok && read.currency !== undefined) return { amount: read.amount, currency: read.currency };
  const why = read.ok ? "" : `${read.problem} `;
  return report("budget", `${why}Give the amount with its currency, such as 15000 USD, or leave it empty.`);
}
