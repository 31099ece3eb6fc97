import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buttonIn, cleanupPeople } from "../support/cleanup-people.ts";
import { decommissionPeople } from "../support/decommission-people.ts";
import { ask, cast, hrProd, openScenario, type Scenario, startCloseout } from "../support/scenario.ts";
import { waitFor } from "../support/wait-for.ts";

const { channel } = hrProd;

/** The five weeks after a cutover, as the people of the channel live through them. */
describe("the decommissioning in the channel", () => {
  let scenario: Scenario;
  const { says, click, submit, inChannel } = cleanupPeople(() => scenario);
  const { later, form, view, check, backup, takeStep, approvePlan } = decommissionPeople(() => scenario);

  beforeAll(async () => {
    scenario = await openScenario();
    await scenario.start();
    await startCloseout(scenario.control, hrProd);
  });
  afterAll(() => scenario.close());

  it("shows the timeline, what is missing, and that nothing is to be done yet", async () => {
    const seen = await view(cast.it_audit);
    const words = JSON.stringify(seen.blocks);
    expect(words).toContain("Weeks 1–2: keep source read-only");
    expect(words).toContain("●");
    expect(words).toContain("*P3* Final backup taken");
    expect(words).toContain("cannot be undone; takes two people");
    await scenario.control.command(cast.operations_lead, channel, "/closeout decommission step D1");
    await waitFor(async () =>
      (await scenario.control.messages(cast.operations_lead, channel)).findLast(({ text }) =>
        text.includes("D1 Stop source database cannot be done now"),
      ),
    );
    await click(cast.it_audit, seen, "decommission.post", buttonIn(seen, "decommission.post"));
    await says(/^Decommissioning of HR_PROD/);
  });

  it("sends whoever ticks evidence off to its form", async () => {
    expect(await ask(scenario.control, cast.owner, channel, "/closeout check P3")).toContain(
      "P3: Its evidence settles it, not a tick. Nothing was changed; `/closeout decommission evidence P3` opens the form for it.",
    );
  });

  it("takes the backup with its restore test, and the approval of exactly that plan", async () => {
    await later("P26D");
    expect(await backup()).toContain("Noted as evidence of P3");
    await approvePlan();
  });

  it("opens in week 4 with fresh evidence, and takes the first steps in their order", async () => {
    await later("P3D");
    expect(await check()).toContain("Noted as evidence of P1");
    await scenario.control.command(cast.operations_lead, channel, "/closeout decommission step D2");
    await waitFor(async () =>
      (await scenario.control.messages(cast.operations_lead, channel)).findLast(({ text }) =>
        /D2 .*cannot be done now[^]*D1 .*comes first/.test(text),
      ),
    );
    for (const id of ["D1", "D2", "D3"]) expect(await takeStep(id)).toContain(`${id} is done`);
    const stopped = await says(/D3 .*— done by <@U0MARIA>/);
    expect(JSON.stringify(stopped.blocks)).toContain("day 1 of 7");
  });

  it("counts the week, and begins it anew when somebody still uses the source", async () => {
    await later("P5D");
    await waitFor(async () => JSON.stringify((await says(/D3 .*— done by/)).blocks).includes("day 6 of 7"));
    await form(cast.it_audit, "straggler The payroll batch failed.");
    expect(await submit(cast.it_audit, { "straggler.reason": "The payroll batch failed." })).toContain(
      "begins anew",
    );
    await says(
      /reports that somebody still uses the source: “The payroll batch failed”\. The wait begins anew/,
    );
    await later("P2DT1M");
    await later("P4D");
    await says(/D4 .* is over .* unless somebody reports/);
    await later("P1D");
    await says(/D4 .* is over\. <@U0MARIA>/);
  });

  it("deletes only with the typed name and a second person, once", async () => {
    await check();
    expect(await takeStep("D5", cast.operations_lead, { "step.name": "HR" })).toContain("Type HR_PROD");
    expect(await takeStep("D5", cast.operations_lead, { "step.name": "HR_PROD" })).toContain(
      "waits for somebody else",
    );
    const asked = await says(/would do D5 Delete source infrastructure/);
    const value = buttonIn(asked, "decommission.confirm");
    await click(cast.operations_lead, asked, "decommission.confirm", value);
    await waitFor(async () =>
      (await scenario.control.messages(cast.operations_lead, channel)).findLast(({ text }) =>
        text.includes("takes two people: you have asked for it"),
      ),
    );
    await click(cast.business_sponsor, asked, "decommission.confirm", value);
    await waitFor(async () =>
      (await scenario.control.messages(cast.business_sponsor, channel)).findLast(({ text }) =>
        text.includes("can work on the decommissioning"),
      ),
    );
    await click(cast.technical_lead, asked, "decommission.confirm", value);
    await says(/D5 Delete source infrastructure — done by <@U0MARIA>, confirmed by <@U0TOM>/);
    expect(await ask(scenario.control, cast.owner, channel, "/closeout decommission undo D3")).toContain(
      "That is too late: D5 cannot be undone",
    );
  });

  it("completes the item when the last step is settled", async () => {
    expect(await takeStep("D6")).toContain("D6 is done");
    await ask(scenario.control, cast.owner, channel, "/closeout skip D7 There was no vendor.");
    expect(await ask(scenario.control, cast.owner, channel, "/closeout show M1")).toContain(
      "done by Closeout",
    );
    await waitFor(async () =>
      (await inChannel()).some(({ text }) => text.startsWith("Decommissioning of HR_PROD — finished")),
    );
  });
});
