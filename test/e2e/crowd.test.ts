import { describe, expect, it } from "vitest";
import { fieldId } from "../../blocks/slack/forms.ts";
import { buttonValue } from "../support/controls.ts";
import { openForm } from "../support/open-form.ts";
import { allDone, discrepancies, remindersOf } from "../support/outbox.ts";
import { query } from "../support/query.ts";
import {
  cast,
  clockOf,
  crm,
  fewItems,
  hrProd,
  moveClockTo,
  privateAnswers,
  startCloseout,
} from "../support/scenario.ts";
import { shareScenario } from "../support/share-scenario.ts";
import { waitFor } from "../support/wait-for.ts";

const { channel } = hrProd;

/** Two web processes and two workers on one store, and a Slack that sends everything four times and out of order. */
describe("two web processes and two workers, to whom everything is sent four times", () => {
  const scenario = shareScenario({ product: { env: { CLOSEOUT_TEMPLATE: fewItems } } }, async (opened) => {
    await Promise.all((["web", "web", "worker", "worker"] as const).map((role) => opened.start({ role })));
    await opened.control.post("inbound", { copies: 4, reorder: true });
  });

  /** The ledger of all closeouts, without what nobody did by hand. */
  const deeds = async () => {
    const rows = await query(
      scenario.database.url,
      "select kind, data->>'item' as item from ledger_entry where kind <> 'reminders.announced' order by closeout_id, seq",
    );
    return rows.map(({ kind, item }) =>
      typeof item === "string" ? `${String(kind)} ${item}` : String(kind),
    );
  };
  const deedsAfter = async (many: number) => {
    await waitFor(async () => (await deeds()).length >= many, { what: `${many} entries` });
    return deeds();
  };
  const digest = async () => {
    const found = (await scenario.control.messages(cast.owner, channel)).findLast(({ text }) =>
      /^\d items? /.test(text),
    );
    if (found === undefined) throw new Error("There is no digest.");
    return found;
  };

  it("start one closeout for a form that arrives four times", async () => {
    await startCloseout(scenario.control, hrProd);
    await startCloseout(scenario.control, crm);
    expect(await deedsAfter(2)).toEqual(["closeout.started", "closeout.started"]);
  });

  it("remind once of each item", async () => {
    for (let day = 0; day < 3; day += 1) {
      await moveClockTo(scenario.control, "09:00");
      await allDone(scenario.database.url, () => clockOf(scenario.control));
    }
    expect(await discrepancies(scenario.database.url, scenario.control)).toEqual([]);
    expect((await remindersOf(scenario.database.url)).length).toBeGreaterThan(2 * 4 * 2);
  });

  it("do once what a command asks, and answer it once", async () => {
    const { control } = scenario;
    await control.command(cast.technical_lead, channel, "/closeout note A2 All quiet since the cutover");
    expect(await deedsAfter(3)).toContain("item.note_added A2");
    await waitFor(async () => (await privateAnswers(control, cast.technical_lead, channel)).length > 0);
    const [notes] = await query(scenario.database.url, "select count(*)::int as many from item_note");
    expect(notes).toEqual({ many: 1 });
  });

  it("do once what a click asks", async () => {
    const message = await digest();
    const value = buttonValue(message.blocks, "item.done", "A1");
    await scenario.control.post("click", {
      as: cast.technical_lead,
      channel,
      ts: message.ts,
      action_id: "item.done",
      value,
    });
    expect((await deedsAfter(4)).filter((deed) => deed.startsWith("item.completed"))).toEqual([
      "item.completed A1",
    ]);
  });

  it("do once what two people ask at the same time", async () => {
    const message = await digest();
    const value = buttonValue(message.blocks, "item.done", "A3");
    const click = (as: string) =>
      scenario.control.post("click", { as, channel, ts: message.ts, action_id: "item.done", value });
    await Promise.all([click(cast.technical_lead), click(cast.operations_lead)]);
    expect((await deedsAfter(5)).filter((deed) => deed === "item.completed A3")).toHaveLength(1);
  });

  it("do once what a form asks", async () => {
    const { control } = scenario;
    await control.command(cast.owner, channel, "/closeout skip A4");
    const view = await openForm(control, cast.owner);
    const values = { [fieldId("skip", "reason")]: "Written down elsewhere" };
    await control.post("submit", { as: cast.owner, view_id: view.id, values });
    expect((await deedsAfter(6)).filter((deed) => deed === "item.skipped A4")).toHaveLength(1);
  });

  it("have nothing doubled in the end, in the conversations or in the ledger", async () => {
    await moveClockTo(scenario.control, "09:00");
    await allDone(scenario.database.url, () => clockOf(scenario.control));
    expect(await discrepancies(scenario.database.url, scenario.control)).toEqual([]);
    expect(await deeds()).toHaveLength(6);
    const answers = await privateAnswers(scenario.control, cast.technical_lead, channel);
    expect(new Set(answers.map(({ text }) => text)).size).toBe(answers.length);
  });
});
