import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { SeenMessage } from "../../sandbox/control-client.ts";
import { controlsOf } from "../support/controls.ts";
import { openForm } from "../support/open-form.ts";
import { query } from "../support/query.ts";
import {
  ask,
  cardIn,
  cast,
  fewItems,
  hrProd,
  openScenario,
  privateAnswers,
  type Scenario,
  startCloseout,
} from "../support/scenario.ts";
import { waitFor } from "../support/wait-for.ts";

const { channel } = hrProd;
const app = "U0CLOSEOUT";

/** From the first look at what is missing to the closing, and back; each test goes on where the one before has ended. */
describe("closing and opening again", () => {
  let scenario: Scenario;
  beforeAll(async () => {
    scenario = await openScenario({ product: { env: { CLOSEOUT_TEMPLATE: fewItems } } });
    await scenario.start();
    await startCloseout(scenario.control, hrProd);
  });
  afterAll(() => scenario.close());

  const says = (as: string, where: string, words: RegExp): Promise<SeenMessage> =>
    waitFor(
      async () =>
        (await scenario.control.messages(as, where)).findLast(
          ({ text, ephemeral }) => ephemeral !== true && words.test(text),
        ),
      { what: `${words} in ${where}` },
    );
  const answered = (words: RegExp): Promise<SeenMessage> =>
    waitFor(
      async () =>
        (await privateAnswers(scenario.control, cast.owner, channel)).findLast(({ text }) =>
          words.test(text),
        ),
      { what: String(words) },
    );
  const press = async (as: string, where: string, message: SeenMessage, actionId: string) => {
    const control = controlsOf(message.blocks).find(({ action_id }) => action_id === actionId);
    if (control?.value === undefined) throw new Error(`There is no ${actionId}`);
    const { value } = control;
    await scenario.control.post("click", { as, channel: where, ts: message.ts, action_id: actionId, value });
  };
  const submit = async (as: string, values: Record<string, unknown>) => {
    const view = await openForm(scenario.control, as);
    await scenario.control.post("submit", { as, view_id: view.id, values });
    const after = await scenario.control.view(as);
    if (after !== undefined) await scenario.control.post("close-view", { as, view_id: after.id });
  };
  const say = (text: string, as: string = cast.owner) =>
    ask(scenario.control, as, channel, `/closeout ${text}`);
  const cardText = async () => (await cardIn(scenario.control, channel))?.text ?? "";

  it("names what is missing, to the owner alone", async () => {
    const words = await say("close");
    expect(words).toContain("cannot be closed yet");
    expect(words).toContain("a frozen final report; the acceptance of exactly that report");
    expect(await say("close", cast.technical_lead)).toContain("can close the closeout or open it again");
  });

  it("closes once everything is settled and exactly the frozen report was accepted", async () => {
    const { control } = scenario;
    await say("check A1-A4 F1");
    await say("report freeze");
    await control.command(cast.owner, channel, "/closeout signoff request");
    await submit(cast.owner, { "signoff_request.roles": ["technical_lead"] });
    await press(
      cast.technical_lead,
      app,
      await says(cast.technical_lead, app, /asks for your approval/),
      "signoff.approve",
    );
    await submit(cast.technical_lead, { "signoff_approve.words": "Looks complete." });
    await says(cast.owner, channel, /approved/);
    await control.command(cast.owner, channel, "/closeout close");
    await press(
      cast.owner,
      channel,
      await answered(/can be closed: every item is settled/),
      "closeout.close",
    );
    const told = await says(cast.owner, channel, /is closed\. Thank you, everybody/);
    expect(JSON.stringify(told.blocks)).toMatch(/Thanks to those who worked on it: .*<@U0ANA>/);
    await waitFor(async () => (await cardText()).includes("is closed"));
    const topic = JSON.stringify(await control.get("workspace"));
    expect(topic).toMatch(/Closeout of HR_PROD: closed on \d{4}-\d\d-\d\d, read-only/);
    await says(cast.owner, app, /Here is evidence bundle 1/);
  });

  it("is read-only then, but for looking", async () => {
    expect(await say("uncheck A1")).toContain("is closed, so nothing in it can be changed any more");
    expect(await say("signoff request")).toContain("is closed");
    expect(await say("status")).toContain("is closed");
    expect(await say("audit verify")).not.toContain("nothing in it can be changed");
    expect(await say("list")).toContain("HR_PROD (closed)");
    expect(await say("close")).toContain("is closed already");
  });

  it("lets its owner still say who answers for its archive", async () => {
    await scenario.control.command(cast.owner, channel, "/closeout settings");
    const form = await openForm(scenario.control, cast.owner, "the settings");
    expect(JSON.stringify(form.blocks)).toContain("only who holds its roles can still be changed");
    await scenario.control.post("submit", {
      as: cast.owner,
      view_id: form.id,
      values: { "settings.compliance_officer": cast.operations_lead },
    });
    const roles = await waitFor(
      async () =>
        (await query(scenario.database.url, "select roles->>'compliance_officer' as who from closeout")).find(
          ({ who }) => who === cast.operations_lead,
        ),
      { what: "the new compliance officer" },
    );
    expect(roles).toEqual({ who: cast.operations_lead });
  });

  it("is opened again for a reason, which is asked for", async () => {
    await scenario.control.command(cast.owner, channel, "/closeout reopen");
    await submit(cast.owner, { "reopen.reason": "The sponsor found an error." });
    const told = await says(cast.owner, channel, /is open again/);
    expect(JSON.stringify(told.blocks)).toContain("The sponsor found an error.");
    expect(await say("list")).toContain("HR_PROD (on track)");
    await waitFor(async () => !(await cardText()).includes("is closed"));
    expect(await say("uncheck A2")).toMatch(/A2/);
  });
});
