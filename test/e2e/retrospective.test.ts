import { Temporal } from "temporal-polyfill";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import type { SeenMessage } from "../../sandbox/control-client.ts";
import { controlsOf } from "../support/controls.ts";
import { logOf, type Product } from "../support/product.ts";
import { query } from "../support/query.ts";
import { ask, cast, crm, hrProd, privateAnswer, privateAnswers, startCloseout } from "../support/scenario.ts";
import { shareScenario } from "../support/share-scenario.ts";
import { waitFor } from "../support/wait-for.ts";

const bot = "U0CLOSEOUT";
const answerSchema = z.looseObject({
  closed: z.boolean(),
  errors: z.record(z.string(), z.string()).optional(),
  view: z.looseObject({ id: z.string(), submit: z.looseObject({ text: z.string() }).optional() }).nullish(),
});

/** One anonymous retrospective and one with names, each from its first word to reminders after the closeout; each test goes on from the last. */
describe("the retrospective", () => {
  let product: Product;
  const scenario = shareScenario({}, async (opened) => {
    product = await opened.start();
    await startCloseout(opened.control, hrProd);
    await startCloseout(opened.control, crm);
  });

  const boardIn = async (channel: string) =>
    (await scenario.control.messages(cast.owner, channel)).findLast(
      ({ ephemeral, text }) => ephemeral !== true && text.startsWith("Retrospective of"),
    );
  const board = (channel: string, sees: (words: string) => boolean) =>
    waitFor(
      async () => {
        const found = await boardIn(channel);
        return found !== undefined && sees(JSON.stringify(found.blocks)) && found;
      },
      { what: "the board" },
    );
  const directly = (user: string) => scenario.control.messages(user, bot);

  async function click(
    message: SeenMessage,
    actionId: string,
    as: string,
    where: string,
    nth = 0,
  ): Promise<void> {
    const control = controlsOf(message.blocks).filter(({ action_id }) => action_id === actionId)[nth];
    if (control === undefined) throw new Error(`There is no ${actionId}`);
    const value = control.value === undefined ? {} : { value: control.value };
    await scenario.control.post("click", {
      as,
      channel: where,
      ts: message.ts,
      action_id: actionId,
      ...value,
    });
  }

  const windowOf = (as: string, callback: string) =>
    waitFor(
      async () => {
        const view = await scenario.control.view(as);
        return view?.callback_id === callback && view;
      },
      { what: `the window ${callback}` },
    );

  async function fill(as: string, callback: string, values: Record<string, string>) {
    const view = await windowOf(as, callback);
    return await scenario.control.post("submit", { as, view_id: view.id, values }, answerSchema);
  }

  /** Contributes by the command and returns the private message that came with it. */
  async function contribute(
    as: string,
    channel: string,
    values: Record<string, string>,
  ): Promise<SeenMessage> {
    const told = (await privateAnswers(scenario.control, as, channel)).length;
    await scenario.control.command(as, channel, "/closeout retro add");
    expect(await fill(as, "retro.add", values)).toMatchObject({ closed: true });
    return await privateAnswer(scenario.control, as, channel, told);
  }

  it("is opened by the form, invites everybody, and says that there is none before", async () => {
    const { control } = scenario;
    const { channel } = hrProd;
    expect(await ask(control, cast.technical_lead, channel, "/closeout retro add")).toContain(
      "No retrospective",
    );
    expect(await ask(control, cast.technical_lead, channel, "/closeout retro colse")).toContain(
      "retro close",
    );
    await control.command(cast.technical_lead, channel, "/closeout retro");
    expect(await fill(cast.technical_lead, "retro.open", { "retro_open.naming": "anonymous" })).toMatchObject(
      {
        closed: true,
      },
    );
    await board(channel, (words) => words.includes("It is anonymous"));
    const invitation = await waitFor(async () =>
      (await directly(cast.compliance_officer)).find(({ text }) =>
        text.includes("invites you to the retrospective"),
      ),
    );
    await click(invitation, "retro.add", cast.compliance_officer, bot);
    await fill(cast.compliance_officer, "retro.add", {
      "retro_add.section": "well",
      "retro_add.text": "Validation caught the date format issue",
    });
    await board(channel, (words) => words.includes("Validation caught"));
  });

  it("lets a writer change and remove anonymous words by the private message alone", async () => {
    const { control } = scenario;
    const { channel } = hrProd;
    const mine = await contribute(cast.it_audit, channel, {
      "retro_add.section": "improve",
      "retro_add.text": "Nobody reads what audit writes",
    });
    expect(JSON.stringify(mine.blocks)).toContain("Only this message can change or remove it");
    await click(mine, "retro.edit", cast.it_audit, channel);
    await fill(cast.it_audit, "retro.edit", { "retro_edit.text": "Few people read what audit writes" });
    const shown = await board(channel, (words) => words.includes("Few people read"));
    expect(JSON.stringify(shown.blocks)).not.toContain(cast.it_audit);
    expect(await ask(control, cast.it_audit, channel, "/closeout retro mine")).toContain("is anonymous");
    await click(mine, "retro.remove", cast.it_audit, channel);
    await board(channel, (words) => !words.includes("Few people read"));
  });

  it("keeps nothing of who wrote that: in no table, in no line of the log", async () => {
    const { database } = scenario;
    await contribute(cast.it_audit, hrProd.channel, {
      "retro_add.section": "improve",
      "retro_add.text": "Zebras review nothing",
    });
    await board(hrProd.channel, (words) => words.includes("Zebras"));
    const tables = await query(database.url, "select tablename from pg_tables where schemaname = 'public'");
    for (const { tablename } of tables) {
      const rows = await query(database.url, `select to_jsonb(t)::text as row from "${String(tablename)}" t`);
      const both = rows.filter(
        ({ row }) => String(row).includes("Zebras") && String(row).includes(cast.it_audit),
      );
      expect(both).toEqual([]);
    }
    expect(product.stdout()).not.toContain("Zebras");
    expect(logOf(product).filter((line) => JSON.stringify(line).includes("form:retro"))).toEqual([]);
  });

  it("says what is wrong with an action item, and keeps what was typed", async () => {
    const { channel } = hrProd;
    await scenario.control.command(cast.business_sponsor, channel, "/closeout retro add action");
    const values = {
      "retro_add.section": "action",
      "retro_add.text": "Create a template for network planning",
    };
    const refused = await fill(cast.business_sponsor, "retro.add", values);
    expect(refused).toMatchObject({
      closed: false,
      errors: { "retro_add.owner": expect.stringContaining("who does it") },
    });
    const due = dayAhead(await now(), 10);
    await fill(cast.business_sponsor, "retro.add", {
      ...values,
      "retro_add.owner": cast.operations_lead,
      "retro_add.due": due,
    });
    await board(channel, (words) => words.includes("network planning"));
  });

  const now = async () => {
    const { now: shown } = await scenario.control.get("clock", {}, z.object({ now: z.string() }));
    return Temporal.Instant.from(shown);
  };

  it("counts votes on the board, one for each person, and takes them back", async () => {
    const { channel } = hrProd;
    const shown = await board(channel, (words) => words.includes("Validation caught"));
    await click(shown, "retro.vote", cast.owner, channel);
    await click(shown, "retro.vote", cast.business_sponsor, channel);
    await board(channel, (words) => words.includes("Vote · 2"));
    await click(shown, "retro.vote", cast.owner, channel);
    await board(channel, (words) => words.includes("Vote · 1"));
  });

  it("is closed by its facilitator: read-only, its item done, its action items tracked", async () => {
    const { control } = scenario;
    const { channel } = hrProd;
    expect(await ask(control, cast.it_audit, channel, "/closeout retro close")).toContain(
      "Only whoever opened",
    );
    const shown = await board(channel, () => true);
    await click(shown, "retro.close", cast.technical_lead, channel);
    const closed = await board(channel, (words) => words.includes("Closed by"));
    expect(controlsOf(closed.blocks).filter(({ action_id }) => action_id.startsWith("retro."))).toEqual([]);
    expect(await ask(control, cast.owner, channel, "/closeout retro add")).toContain("is closed");
    expect(await ask(control, cast.owner, channel, "/closeout show M3")).toContain("done by Closeout");
    expect(await ask(control, cast.owner, channel, "/closeout actions")).toContain(
      "1 of 1 action item still to be done",
    );
    await waitFor(async () =>
      (await directly(cast.operations_lead)).some(({ text }) => text.includes("You have 1 action item")),
    );
    expect(await ask(control, cast.operations_lead, channel, "/closeout todo")).toContain(
      "A1 Create a template",
    );
  });

  it("has its action items reminded of after the closeout is closed, until they are done", async () => {
    const { control, database } = scenario;
    const { channel } = hrProd;
    await query(database.url, "update closeout set status = 'closed' where channel = $1", [channel]);
    const [row] = await query(database.url, "select due, remind_at from action_item");
    const due = Temporal.Instant.from(z.date().parse(row?.["due"]).toISOString());
    await control.post("clock", { to: due.add({ hours: 24 * 8 }).toString() });
    const reminder = await waitFor(
      async () => (await directly(cast.operations_lead)).find(({ text }) => text.includes("waits for you")),
      { what: "the reminder" },
    );
    expect(reminder.text).toContain("A1 Create a template for network planning");
    await click(reminder, "action.due", cast.operations_lead, bot);
    const later = dayAhead(await now(), 20);
    await fill(cast.operations_lead, "action.due", { "action_due.date": later, "action_due.time": "12:00" });
    await click(reminder, "action.assign", cast.operations_lead, bot);
    await fill(cast.operations_lead, "action.assign", { "action_assign.user": cast.technical_lead });
    const given = await waitFor(async () =>
      (await directly(cast.technical_lead)).find(({ text }) => text.includes("You have 1 action item")),
    );
    await click(given, "action.done", cast.technical_lead, bot);
    await waitFor(async () =>
      (await directly(cast.technical_lead)).some(({ text }) =>
        text.includes("1 action item of HR_PROD: done"),
      ),
    );
    expect(await ask(control, cast.owner, channel, "/closeout actions")).toContain("0 of 1 action item");
    expect(await ask(control, cast.owner, channel, "/closeout actions undo A1")).toContain("has it, due");
    expect(await query(database.url, "select remind_at is null as quiet from action_item")).toEqual([
      { quiet: false },
    ]);
  });

  it("with names takes pasted notes after a preview, and shows people what they wrote", async () => {
    const { control } = scenario;
    const { channel } = crm;
    expect(await ask(control, cast.owner, channel, "/closeout retro open named")).toContain(
      "is open, with names",
    );
    await board(channel, (words) => words.includes("Your name stands beside"));
    await control.command(cast.owner, channel, "/closeout retro import");
    const text =
      "Went well\n- Recovery worked\nCould improve\n- Estimates were low\nAction items\n- Plan the network";
    const refused = await fill(cast.owner, "retro.import", { "retro_import.text": text });
    expect(refused.errors?.["retro_import.text"]).toContain("Line 6: Choose who does it");
    const values = {
      "retro_import.text": text,
      "retro_import.owner": cast.operations_lead,
      "retro_import.due": dayAhead(await now(), 5),
    };
    const preview = await fill(cast.owner, "retro.import", values);
    expect(preview).toMatchObject({ closed: false, view: { submit: { text: "Take them in" } } });
    expect(JSON.stringify(preview.view)).toContain("Preview: 3 contributions");
    expect(JSON.stringify((await boardIn(channel))?.blocks)).toContain("Nobody has said anything yet");
    expect(await fill(cast.owner, "retro.import", values)).toMatchObject({ closed: true });
    const shown = await board(channel, (words) => words.includes("Plan the network"));
    expect(JSON.stringify(shown.blocks)).toContain(`written by <@${cast.owner}>`);
    const told = (await privateAnswers(control, cast.owner, channel)).length;
    await click(shown, "retro.mine", cast.owner, channel);
    const mine = await privateAnswer(control, cast.owner, channel, told);
    expect(mine.text).toContain("You wrote 3 contributions");
    await click(mine, "retro.remove", cast.owner, channel, 1);
    await board(channel, (words) => !words.includes("Estimates were low"));
  });
});

function dayAhead(now: Temporal.Instant, days: number): string {
  return now.toZonedDateTimeISO("Europe/Berlin").add({ days }).toPlainDate().toString();
}
