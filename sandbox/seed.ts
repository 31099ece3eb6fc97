import { Temporal } from "temporal-polyfill";
import { z } from "zod";
import { fieldId } from "../blocks/slack/forms.ts";
import { roles } from "../src/domain/role.ts";
import { type ControlClient, controlClient } from "./control-client.ts";
import { startByForm } from "./start-by-form.ts";

/** What the page's example is about: a migration, the channel in which it is closed out, and the people by their roles. */
const example = {
  migration: "mig_hr_prod_2026",
  name: "HR_PROD → hr_production",
  channel: "C0HRPROD",
  owner: "U0ANA",
  timeZone: "Europe/Berlin",
  roles: {
    technical_lead: "U0TOM",
    compliance_officer: "U0JONAS",
    business_sponsor: "U0EVA",
    it_audit: "U0LI",
    operations_lead: "U0MARIA",
  },
  budget: "15000 USD",
} as const;

/** Where the example is closed out. */
export const exampleChannel = example.channel;

/** The first reminder of the 24-hour phase comes four hours before its due, so this long after the cutover. */
const hoursToFirstReminder = 20;

/** Second of the minute at which the sandbox's clock begins: late enough that the next full minute is near. */
const beginAtSecond = 35;

/**
 * Puts the bot to work as people would, through commands and forms: Ana starts the closeout of the vendor's example some 20
 * hours after its cutover, and two of her colleagues have ticked off a line each. The reminder of what is left falls due
 * with the next full minute of the sandbox's clock.
 */
export async function seedSandbox(controlUrl: string): Promise<void> {
  const control = controlClient(controlUrl);
  const now = await alignClock(control);
  const { owner, channel, migration } = example;
  await startByForm(control, { as: owner, channel, migration, values: startValues(now) });
  await control.command("U0MARIA", channel, "/closeout check I1");
  await control.command("U0TOM", channel, "/closeout check I2");
}

/** Moves the clock on to the chosen second and returns the moment. */
async function alignClock(control: ControlClient): Promise<Temporal.Instant> {
  const now = Temporal.Now.instant().toZonedDateTimeISO("UTC");
  const ahead = (beginAtSecond - now.second + 60) % 60 || 60;
  const clock = z.object({ now: z.string() });
  const moved = await control.post("clock", { advance: `PT${ahead}S` }, clock);
  return Temporal.Instant.from(moved.now);
}

/** The form's fields by their action ids. */
function startValues(now: Temporal.Instant): Readonly<Record<string, string>> {
  const cutover = now
    .round({ smallestUnit: "minute", roundingMode: "ceil" })
    .subtract({ hours: hoursToFirstReminder })
    .toZonedDateTimeISO(example.timeZone);
  return {
    [fieldId("start", "migration")]: example.migration,
    [fieldId("start", "name")]: example.name,
    [fieldId("start", "cutover_date")]: cutover.toPlainDate().toString(),
    [fieldId("start", "cutover_time")]: cutover.toPlainTime().toString({ smallestUnit: "minute" }),
    [fieldId("start", "time_zone")]: example.timeZone,
    [fieldId("start", "budget")]: example.budget,
    ...Object.fromEntries(roles.map((role) => [fieldId("start", role), example.roles[role]])),
  };
}
