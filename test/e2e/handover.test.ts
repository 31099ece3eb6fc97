import { describe, expect, it } from "vitest";
import type { SeenMessage } from "../../sandbox/control-client.ts";
import { controlsOf } from "../support/controls.ts";
import { openForm } from "../support/open-form.ts";
import { ask, cast, clockOf, hrProd } from "../support/scenario.ts";
import { shareScenario } from "../support/share-scenario.ts";
import { waitFor } from "../support/wait-for.ts";

const { channel } = hrProd;
const bot = "U0CLOSEOUT";
const link = "https://wiki.example.com/architecture";

/** One handover; each test goes on where the one before has ended. */
describe("the handover", () => {
  const scenario = shareScenario();

  const type = (words: string, as: string = cast.owner) =>
    ask(scenario.control, as, channel, `/closeout ${words}`);
  const direct = async (as: string) =>
    (await scenario.control.messages(as, bot)).filter(({ text }) => text.includes("knowledge transfer"));

  async function click(message: SeenMessage, as: string, where: string, actionId: string): Promise<void> {
    const control = controlsOf(message.blocks).find(({ action_id }) => action_id === actionId);
    if (control?.value === undefined) throw new Error(`There is no ${actionId}`);
    const { value } = control;
    await scenario.control.post("click", { as, channel: where, ts: message.ts, action_id: actionId, value });
  }

  it("notes what has changed in a document, which somebody else reviews; the item is done", async () => {
    expect(await type(`handover document U1 ${link} new diagram`, cast.technical_lead)).toContain(
      "U1 of HR_PROD is noted",
    );
    expect(await type("handover review U1", cast.technical_lead)).toContain(
      "You have changed U1 of HR_PROD yourself",
    );
    const { control } = scenario;
    const details = await waitFor(async () => {
      await type("show U1", cast.operations_lead);
      const all = await control.messages(cast.operations_lead, channel);
      return all.findLast(({ blocks }) =>
        JSON.stringify(blocks).includes("waits for a review by somebody else"),
      );
    });
    await click(details, cast.operations_lead, channel, "document.review");
    await waitFor(async () => (await type("show U1")).includes("done"), { what: "the done item" });
    expect(await type("handover")).toContain("1 of 5 documents reviewed");
  });

  it("asks who attends a session directly, and is done with the operations lead's “I can run this”", async () => {
    const { control } = scenario;
    await control.command(cast.owner, channel, "/closeout handover add");
    const form = await openForm(control, cast.owner);
    const on = (await clockOf(control)).toZonedDateTimeISO("Europe/Berlin").toPlainDate().toString();
    await control.post("submit", {
      as: cast.owner,
      view_id: form.id,
      values: {
        "session.title": "Backups and failover",
        "session.date": on,
        "session.materials": link,
        "session.attendees": [cast.operations_lead, cast.technical_lead],
      },
    });
    const invitation = await waitFor(async () => (await direct(cast.operations_lead))[0], {
      what: "the invitation",
    });
    expect(invitation.text).toContain("Afterwards say whether you can run this.");
    await click(invitation, cast.operations_lead, bot, "handover.confirm");
    const settled = await waitFor(async () => {
      const [now] = await direct(cast.operations_lead);
      return JSON.stringify(now?.blocks).includes("You have confirmed") && now;
    });
    expect(controlsOf(settled.blocks)).toEqual([]);
    await waitFor(async () => (await type("show C4")).includes("done"), { what: "the done item" });
    const shown = (await control.messages(cast.it_audit, channel)).find(({ text }) =>
      text.includes("session 1"),
    );
    expect(shown?.text).toContain("1 of 2 can run this.");
  });

  it("reminds whoever has not confirmed", async () => {
    await scenario.control.post("clock", { advance: "P2D" });
    const reminder = await waitFor(
      async () => (await direct(cast.technical_lead)).find(({ text }) => text.startsWith("Please confirm")),
      { what: "the reminder" },
    );
    await click(reminder, cast.technical_lead, bot, "handover.confirm");
    await waitFor(
      async () => {
        const all = await scenario.control.messages(cast.it_audit, channel);
        return all.some(({ text }) => text.includes("2 of 2 can run this."));
      },
      { what: "the session in the channel" },
    );
    expect(await type("handover", cast.it_audit)).toContain("1 of 1 in the team can run it");
  });
});
