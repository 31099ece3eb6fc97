import { fileURLToPath } from "node:url";
import { Temporal } from "temporal-polyfill";
import { z } from "zod";
import { fieldId } from "../../blocks/slack/forms.ts";
import { type ControlClient, controlClient, type SeenMessage } from "../../sandbox/control-client.ts";
import { type SenseiSimulator, startSensei } from "../../sandbox/sensei/start-sensei.ts";
import { startByForm } from "../../sandbox/start-by-form.ts";
import { startWorkspace, type Workspace, type WorkspaceOptions } from "../../sandbox/workspace-server.ts";
import { roles } from "../../src/domain/role.ts";
import { type TestDatabase, testDatabase } from "./postgres.ts";
import { type Product, type ProductOptions, startProduct } from "./product.ts";
import { waitFor } from "./wait-for.ts";

const manifest = fileURLToPath(new URL("../../manifest.yml", import.meta.url));

/** A procedure of four items that are reminded of every day. */
export const fewItems = fileURLToPath(new URL("./few-items.yml", import.meta.url));

/** The people of the sandbox's workspace by the roles that they have in these tests. */
export const cast = {
  owner: "U0ANA",
  technical_lead: "U0TOM",
  compliance_officer: "U0JONAS",
  business_sponsor: "U0EVA",
  it_audit: "U0LI",
  operations_lead: "U0MARIA",
  guest: "U0GUS",
  stranger: "U0SAM",
} as const;

export const hrProd = { channel: "C0HRPROD", migration: "mig_hr_prod_2026", name: "HR_PROD" } as const;
export const crm = { channel: "C0CRM", migration: "mig_crm_2026", name: "CRM" } as const;

/** Slack, Sensei and a database for one test, and the products that work on them. */
export type Scenario = {
  readonly workspace: Workspace;
  readonly control: ControlClient;
  readonly sensei: {
    readonly url: string;
    readonly apiKey: string;
    readonly certificateKey: SenseiSimulator["certificateKey"];
    readonly control: ControlClient;
  };
  readonly database: TestDatabase;
  /** Starts one more product on this store and lets Slack know where it listens. */
  start(options?: Partial<ProductOptions>): Promise<Product>;
  /** The options with which it is started. */
  options(options?: Partial<ProductOptions>): ProductOptions;
  /** Tells Slack that this one no longer listens. */
  forget(product: Product): void;
  /** Ends every product, then the rest. */
  close(): Promise<void>;
};

export type ScenarioOptions = {
  readonly workspace?: WorkspaceOptions;
  /** Another database than one on the run's own server; closed with the scenario. */
  readonly database?: TestDatabase;
  /** What all products of the scenario have in common. */
  readonly product?: Partial<ProductOptions>;
};

/** Opens one. Posts are not paced unless told, neither by Slack nor by the product. */
export async function openScenario(given: ScenarioOptions = {}): Promise<Scenario> {
  const { workspace: setup, product } = given;
  const workspace = await startWorkspace({ manifest, pacing: false, ...setup });
  workspace.clock.moveTo(quietMorning());
  const simulator = await startSensei();
  const database = given.database ?? (await testDatabase());
  const control = controlClient(workspace.controlUrl);
  const products: Product[] = [];
  const ports = new Set<number>();
  const announce = () =>
    workspace.setRequestUrls([...ports].map((port) => `http://127.0.0.1:${port}/slack/events`));
  const options = (own: Partial<ProductOptions> = {}): ProductOptions => ({
    workspace,
    sensei: simulator,
    databaseUrl: database.url,
    ...product,
    ...own,
    env: { CLOSEOUT_POST_INTERVAL_MS: "0", ...product?.env, ...own.env },
  });
  return {
    workspace,
    control,
    sensei: { ...simulator, control: controlClient(simulator.controlUrl) },
    database,
    options,
    async start(own) {
      const started = await startProduct(options(own));
      products.push(started);
      if (started.port !== undefined) ports.add(started.port);
      announce();
      return started;
    },
    forget(gone) {
      if (gone.port !== undefined) ports.delete(gone.port);
      announce();
    },
    async close() {
      await Promise.all(products.map((one) => one.kill()));
      await workspace.close();
      await simulator.close();
      await database.close();
    },
  };
}

/**
 * The next Tuesday at 10:00 in Berlin, just after a digest on a working day, so that what a test sees does not depend on
 * the hour and the day at which it runs.
 */
function quietMorning(): string {
  const now = Temporal.Now.zonedDateTimeISO("Europe/Berlin");
  const daysAhead = ((tuesday - now.dayOfWeek + 6) % 7) + 1;
  return now.add({ days: daysAhead }).withPlainTime("10:00").toInstant().toString();
}

const tuesday = 2;

/** Moments and words of a start form, by its fields; what is left out is filled in well. */
export type StartValues = Readonly<Record<string, string>>;

/** The start form as somebody would fill it in who knows what to write: the cutover was an hour ago. */
export function startValues(
  { migration, name }: { readonly migration: string; readonly name: string },
  now: Temporal.Instant,
  own: StartValues = {},
): StartValues {
  const cutover = now.subtract({ hours: 1 }).toZonedDateTimeISO("Europe/Berlin");
  return {
    [fieldId("start", "migration")]: migration,
    [fieldId("start", "name")]: name,
    [fieldId("start", "cutover_date")]: cutover.toPlainDate().toString(),
    [fieldId("start", "cutover_time")]: cutover.toPlainTime().toString({ smallestUnit: "minute" }),
    [fieldId("start", "time_zone")]: "Europe/Berlin",
    ...Object.fromEntries(roles.map((role) => [fieldId("start", role), cast[role]])),
    ...own,
  };
}

/** Starts a closeout as its owner would: types the command, fills the form in and waits for the card. */
export async function startCloseout(
  control: ControlClient,
  where: { readonly channel: string; readonly migration: string; readonly name: string },
  own: StartValues = {},
): Promise<SeenMessage> {
  const values = startValues(where, await clockOf(control), own);
  return await startByForm(control, { as: cast.owner, ...where, values });
}

/** The card of a channel as everybody sees it. */
export async function cardIn(control: ControlClient, channel: string): Promise<SeenMessage | undefined> {
  return (await control.messages(cast.owner, channel)).find(({ pinned }) => pinned === true);
}

const clock = z.object({ now: z.string() });

/** What the sandbox's clock says. */
export async function clockOf(control: ControlClient): Promise<Temporal.Instant> {
  return Temporal.Instant.from((await control.get("clock", {}, clock)).now);
}

/** Moves the sandbox's clock to the next such time of day in Berlin, later than now. */
export async function moveClockTo(control: ControlClient, timeOfDay: string): Promise<Temporal.Instant> {
  const now = (await clockOf(control)).toZonedDateTimeISO("Europe/Berlin");
  const today = now.withPlainTime(timeOfDay);
  const to = Temporal.ZonedDateTime.compare(today, now) > 0 ? today : today.add({ days: 1 });
  await control.post("clock", { to: to.toInstant().toString() });
  return to.toInstant();
}

/** The newest private answer that somebody was given in a channel, once there are more than `after` of them. */
export async function privateAnswer(
  control: ControlClient,
  as: string,
  channel: string,
  after = 0,
): Promise<SeenMessage> {
  const seen = await waitFor(
    async () => {
      const all = await privateAnswers(control, as, channel);
      return all.length > after ? all : undefined;
    },
    { what: `a private answer to ${as}` },
  );
  const newest = seen.at(-1);
  if (newest === undefined) throw new Error("There is no private answer.");
  return newest;
}

/** Everything that somebody was told privately in a channel, oldest first. */
export async function privateAnswers(
  control: ControlClient,
  as: string,
  channel: string,
): Promise<readonly SeenMessage[]> {
  return (await control.messages(as, channel)).filter(({ ephemeral }) => ephemeral === true);
}

/** Types a command and returns the words of its private answer. */
export async function ask(
  control: ControlClient,
  as: string,
  channel: string,
  text: string,
): Promise<string> {
  const before = (await privateAnswers(control, as, channel)).length;
  await control.command(as, channel, text);
  return (await privateAnswer(control, as, channel, before)).text;
}
