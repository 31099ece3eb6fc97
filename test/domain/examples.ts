import { Temporal } from "temporal-polyfill";
import type { Item } from "../../src/domain/checklist/item.ts";
import type { Closeout } from "../../src/domain/closeout.ts";
import type { Person } from "../../src/domain/identity.ts";
import type { Settings } from "../../src/domain/settings.ts";
import type { ReminderPolicy } from "../../src/domain/template/template.ts";

/** The default hours, in Berlin: digest at nine, quiet from six to eight, Monday to Friday. */
export const settings: Settings = {
  digestTime: "09:00",
  quiet: { from: "18:00", to: "08:00" },
  workingDays: [1, 2, 3, 4, 5],
  escalation: { ownerAfterDays: 1, sponsorAfterDays: 3 },
};
export const berlin = "Europe/Berlin";

/** The default policies of the three phases. */
export const dayPolicy: ReminderPolicy = {
  before: [{ kind: "span", duration: "PT4H" }],
  atDue: true,
  overdue: "daily",
  ignoresQuietHours: true,
};
export const weekPolicy: ReminderPolicy = {
  ...dayPolicy,
  before: [{ kind: "working_days", count: 1 }],
  ignoresQuietHours: false,
};
export const monthPolicy: ReminderPolicy = { ...weekPolicy, before: [{ kind: "working_days", count: 3 }] };

/** A local time in Berlin (or another zone) as an instant. March 2026: the 2nd is a Monday, the 29th changes the clocks. */
export function at(shown: string, timeZone = berlin): Temporal.Instant {
  return Temporal.ZonedDateTime.from(`${shown}[${timeZone}]`).toInstant();
}

/** `Mon 2026-03-02 09:00` in Berlin (or another zone). */
export function local(moment: Temporal.Instant, timeZone = berlin): string {
  const zoned = moment.toZonedDateTimeISO(timeZone);
  const weekday = zoned.toLocaleString("en-US", { weekday: "short" });
  return `${weekday} ${zoned.toPlainDateTime().toString({ smallestUnit: "minute" }).replace("T", " ")}`;
}

export const maria: Person = { platform: "slack", tenant: "T1", user: "U_MARIA", name: "maria" };
export const tom: Person = { platform: "slack", tenant: "T1", user: "U_TOM", name: "tom" };

export const closeout: Closeout = {
  id: "c1",
  installation: { platform: "slack", tenant: "T1" },
  channel: "C1",
  name: "HR_PROD",
  migration: {
    id: "mig_1",
    name: "HR_PROD",
    source: "HR_PROD",
    target: "hr_production",
    engines: "Oracle 19c → PostgreSQL 16",
    status: "completed",
  },
  cutover: at("2026-03-02T02:30"),
  timeZone: berlin,
  owner: "U_ANA",
  roles: {
    technical_lead: "U_TOM",
    compliance_officer: "U_JONAS",
    business_sponsor: "U_EVA",
    it_audit: "U_LI",
    operations_lead: "U_OLA",
  },
  budgetEstimate: undefined,
  settings,
  template: { name: "Post-migration procedure", sha256: "0".repeat(64) },
  status: "open",
  startedAt: at("2026-03-02T08:00"),
};

/** An open item of the first week, due on the following Monday at 02:30, with whatever is to be different. */
export function item(different: Partial<Item> = {}): Item {
  return {
    closeoutId: "c1",
    id: "S1",
    list: "short_term",
    position: 0,
    title: "Complete performance baseline comparison",
    due: at("2026-03-09T02:30"),
    state: { kind: "open" },
    assignee: undefined,
    snoozedUntil: undefined,
    ...different,
  };
}
