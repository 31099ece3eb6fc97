import { describe, expect, it } from "vitest";
import { fieldId } from "../../blocks/slack/forms.ts";
import { buttonValue, snoozeChoice } from "../support/controls.ts";
import { openForm } from "../support/open-form.ts";
import { allDone, discrepancies } from "../support/outbox.ts";
import { cardIn, cast, clockOf, hrProd, startCloseout, startValues } from "../support/scenario.ts";
import { shareScenario } from "../support/share-scenario.ts";
import { waitFor } from "../support/wait-for.ts";

const { channel } = hrProd;

/** One closeout from its form to the sponsor; each test goes on where the one before has ended. */
describe("a closeout in the channel", () => {
  const scenario = shareScenario({}, async (opened) => {
    await opened.start();
  });

  /** What everybody sees. */
  const inChannel = async () =>
    (await scenario.control.messages(cast.owner, channel)).filter(({ ephemeral }) => ephemeral !== true);
  const advance = async (duration: string) => {
    await scenario.control.post("clock", { advance: duration });
    await allDone(scenario.database.url, () => clockOf(scenario.control));
  };
  const newestWith = async (words: RegExp) => {
    const message = (await inChannel()).findLast(({ text }) => words.test(text));
    if (message === undefined) throw new Error(`Nothing in the channel says ${words}`);
    return message;
  };

  /** Submits the form with some fields filled in badly and returns what its fields say. */
  async function refused(
    own: Readonly<Record<string, string>>,
    meanwhile: () => Promise<unknown> = async () => undefined,
  ): Promise<readonly string[]> {
    const { control } = scenario;
    await control.command(cast.owner, channel, `/closeout start ${hrProd.migration}`);
    const view = await openForm(control, cast.owner);
    await meanwhile();
    const values = startValues(hrProd, await clockOf(control), own);
    const answer = await control.post("submit", { as: cast.owner, view_id: view.id, values });
    await control.post("close-view", { as: cast.owner, view_id: view.id });
    expect(answer["closed"]).toBe(false);
    return Object.entries(answer["errors"] ?? {}).map(([block, words]) => `${block.split("#")[0]}: ${words}`);
  }

  it("gets an error on each field that is filled in badly", async () => {
    const errors = await refused({
      [fieldId("start", "cutover_date")]: "2019-01-01",
      [fieldId("start", "budget")]: "a lot",
    });
    expect(errors.join("\n")).toMatch(/cutover_date.*: That is more than a year ago\. Check the year\./);
    expect(errors.join("\n")).toMatch(/budget.*: .*Give the amount with its currency, such as 15000 USD/);
    expect(errors).toHaveLength(2);
  });

  it("is not started for a migration that runs again meanwhile, nor with a guest in a role", async () => {
    const statusIs = (status: string) =>
      scenario.sensei.control.post(`migrations/${hrProd.migration}`, { status });
    const running = await refused({}, () => statusIs("running"));
    await statusIs("certified");
    expect(running.join("\n")).toMatch(/migration.*: It is running; a closeout starts once/);
    const guest = await refused({ [fieldId("start", "it_audit")]: cast.guest });
    expect(guest.join("\n")).toMatch(/it_audit.*: The IT audit must be a full member of this workspace/i);
  });

  it("starts with a pinned card", async () => {
    const card = await startCloseout(scenario.control, hrProd);
    expect(card.text).toContain("HR_PROD");
    expect(JSON.stringify(card.blocks)).toContain("0 of 4");
  });

  it("reminds a day later, in one message with buttons", async () => {
    await advance("P1D");
    const digest = await newestWith(/^4 items due/);
    expect(digest.text).toContain("I1 Confirm target is serving production traffic (<@U0MARIA>)");
  });

  it("is completed by a button: the line and the card change in place", async () => {
    const { control } = scenario;
    const digest = await newestWith(/^4 items due/);
    const card = await cardIn(control, channel);
    const before = (await inChannel()).length;
    const value = buttonValue(digest.blocks, "item.done", "I1");
    await control.post("click", {
      as: cast.operations_lead,
      channel,
      ts: digest.ts,
      action_id: "item.done",
      value,
    });
    const line = await waitFor(async () => {
      const now = (await inChannel()).find(({ ts }) => ts === digest.ts);
      return JSON.stringify(now?.blocks).includes("✓ *I1*") && now;
    });
    expect(JSON.stringify(line.blocks)).toContain("done by <@U0MARIA>");
    const cardNow = await waitFor(async () => {
      const now = await cardIn(control, channel);
      return JSON.stringify(now?.blocks).includes("1 of 4") && now;
    });
    expect(cardNow.ts).toBe(card?.ts);
    expect(await inChannel()).toHaveLength(before);
  });

  it("is snoozed by its menu, and comes back when the snooze is over", async () => {
    const { control } = scenario;
    const digest = await newestWith(/^3 items due/);
    const choice = snoozeChoice(digest.blocks, "I2", "1h");
    await control.post("click", {
      as: cast.operations_lead,
      channel,
      ts: digest.ts,
      action_id: "item.snooze",
      ...choice,
    });
    await waitFor(async () => JSON.stringify(await newestWith(/I2/)).includes("snoozed until"), {
      what: "the line to say that it is snoozed",
    });
    await advance("PT61M");
    const back = await waitFor(async () => (await inChannel()).at(-1), { what: "a message" });
    expect(JSON.stringify(back.blocks)).toContain("its snooze is over");
    expect(back.text).toContain("I2 Verify monitoring shows healthy metrics");
    expect(back.text).not.toContain("I3 ");
  });

  it("escalates what stays overdue: the owner is named, then the sponsor is told once, directly", async () => {
    const { control } = scenario;
    for (let day = 0; day < 7; day += 1) await advance("P1D");
    const overdue = (await inChannel()).filter(({ blocks }) =>
      JSON.stringify(blocks).includes(`owner <@${cast.owner}> informed`),
    );
    expect(overdue.length).toBeGreaterThan(0);
    const direct = await control.messages(cast.business_sponsor, "U0CLOSEOUT");
    const told = direct.filter(({ blocks }) =>
      JSON.stringify(blocks).includes("you are told as business sponsor"),
    );
    expect(told).toHaveLength(1);
    expect(told[0]?.text).toContain("I3 Distribute Behavioral Equivalence Certificate");
    expect(told[0]?.text).not.toContain("I1 ");
  });

  it("has shown each reminder once in the end", async () => {
    expect(await discrepancies(scenario.database.url, scenario.control)).toEqual([]);
  });
});
