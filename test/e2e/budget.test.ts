import { request } from "undici";
import { describe, expect, it } from "vitest";
import type { SeenMessage } from "../../sandbox/control-client.ts";
import { controlsOf } from "../support/controls.ts";
import { openForm } from "../support/open-form.ts";
import { ask, cast, hrProd, privateAnswer, privateAnswers, startCloseout } from "../support/scenario.ts";
import { shareScenario } from "../support/share-scenario.ts";
import { waitFor } from "../support/wait-for.ts";

const { channel } = hrProd;
const bot = "U0CLOSEOUT";

/** One budget from the estimate at the start until it is reconciled; each test goes on where the one before has ended. */
describe("the budget", () => {
  const scenario = shareScenario({}, async (opened) => {
    await opened.start();
    await startCloseout(opened.control, hrProd, { "start.budget": "15000 USD" });
  });

  const budget = (words: string, as: string = cast.owner) =>
    ask(scenario.control, as, channel, `/closeout budget ${words}`);
  const shared = async () =>
    (await scenario.control.messages(cast.it_audit, channel)).filter(
      ({ text, ephemeral }) => ephemeral !== true && text.startsWith("Budget of"),
    );

  async function click(message: SeenMessage, actionId: string, as: string): Promise<void> {
    const control = controlsOf(message.blocks).find(({ action_id }) => action_id === actionId);
    if (control === undefined) throw new Error(`There is no ${actionId}`);
    const value = control.value ?? control.options?.[0]?.value ?? "";
    await scenario.control.post("click", { as, channel, ts: message.ts, action_id: actionId, value });
  }

  it("begins with the estimate of the start", async () => {
    expect(await budget("", cast.it_audit)).toContain("estimated 15,000 USD, actual unknown.");
  });

  it("takes lines by words, and shows them as a table in the channel that stays current", async () => {
    expect(await budget("set compute 12000")).toContain(
      "“compute” of HR_PROD is now estimated 12,000 USD, actual not given.",
    );
    expect(await budget("share")).toContain("is in the channel");
    await waitFor(async () => (await shared()).length === 1, { what: "the shared budget" });
    expect(await budget("set compute actual 11400", cast.technical_lead)).toContain(
      "It was estimated 12,000 USD, actual not given",
    );
    const [now] = await waitFor(async () => {
      const all = await shared();
      return JSON.stringify(all[0]?.blocks).includes("11,400") && all;
    });
    expect(JSON.stringify(now?.blocks)).toContain('"type":"table"');
    expect(JSON.stringify(now?.blocks)).toContain("-600, -5% (under budget)");
  });

  it("takes a line by form", async () => {
    const { control } = scenario;
    await budget("");
    await click(await privateAnswer(control, cast.owner, channel), "budget.edit", cast.owner);
    const form = await openForm(control, cast.owner);
    const told = (await privateAnswers(control, cast.owner, channel)).length;
    await control.post("submit", {
      as: cast.owner,
      view_id: form.id,
      values: { "budget_line.name": "Compute" },
    });
    expect((await privateAnswer(control, cast.owner, channel, told)).text).toContain("It was “compute”, ");
  });

  it("takes a pasted text after a preview", async () => {
    const { control } = scenario;
    await control.command(cast.technical_lead, channel, "/closeout budget import");
    const form = await openForm(control, cast.technical_lead);
    const told = (await privateAnswers(control, cast.technical_lead, channel)).length;
    const values = { "budget_import.text": "line,estimated,actual\nPeople,3000,2830\n=Vendor,0,0" };
    await control.post("submit", { as: cast.technical_lead, view_id: form.id, values });
    const preview = await privateAnswer(control, cast.technical_lead, channel, told);
    expect(preview.text).toContain("2 lines added, 0 changed, 0 the same, 1 not named and left alone");
    await click(preview, "budget.take", cast.technical_lead);
    expect((await privateAnswer(control, cast.technical_lead, channel, told + 1)).text).toContain(
      "Taken into the budget",
    );
    expect(await budget("")).toContain(
      "estimated 15,000 USD, actual 14,230 USD, variance -770 USD (-5%, under budget).",
    );
  });

  it("comes as a file without formulas", async () => {
    expect(await budget("export", cast.it_audit)).toContain("comes to you as a CSV file");
    const file = await waitFor(async () => {
      const all = await scenario.control.messages(cast.it_audit, bot);
      return all.flatMap(({ files = [] }) => files)[0];
    });
    expect(file.name).toBe("budget-mig_hr_prod_2026.csv");
    const { body } = await request(file.url);
    expect(await body.text()).toBe(
      "line,estimated,actual,currency\r\nCompute,12000,11400,USD\r\nPeople,3000,2830,USD\r\n'=Vendor,0,0,USD\r\n",
    );
  });

  it("is refused to those who may not, and reconciled by those who may: its item is done", async () => {
    expect(await budget("set compute 1", cast.business_sponsor)).toContain(
      "only the owner (<@U0ANA>) or the technical lead",
    );
    expect(await budget("reconcile")).toContain("is reconciled: estimated");
    expect(await ask(scenario.control, cast.owner, channel, "/closeout show C2")).toMatch(/done/);
  });
});
