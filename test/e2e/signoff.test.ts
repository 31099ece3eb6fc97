import { describe, expect, it } from "vitest";
import type { SeenMessage } from "../../sandbox/control-client.ts";
import { controlsOf } from "../support/controls.ts";
import { openForm } from "../support/open-form.ts";
import { allDone } from "../support/outbox.ts";
import { ask, cardIn, cast, clockOf, hrProd } from "../support/scenario.ts";
import { shareScenario } from "../support/share-scenario.ts";
import { waitFor } from "../support/wait-for.ts";

const { channel } = hrProd;
const app = "U0CLOSEOUT";

describe("sign-off, from the command to the outcome", () => {
  const scenario = shareScenario();

  const done = () => allDone(scenario.database.url, () => clockOf(scenario.control));
  /** The newest message of a conversation that begins so. */
  const says = (as: string, where: string, words: RegExp): Promise<SeenMessage> =>
    waitFor(
      async () =>
        (await scenario.control.messages(as, where)).findLast(
          ({ text, ephemeral }) => ephemeral !== true && words.test(text),
        ),
      { what: `${words} in ${where}` },
    );
  const valueOf = (message: SeenMessage, actionId: string): string => {
    const found = controlsOf(message.blocks).find((control) => control.action_id === actionId);
    if (found?.value === undefined) throw new Error(`There is no ${actionId}.`);
    return found.value;
  };
  const press = (as: string, where: string, message: SeenMessage, actionId: string) =>
    scenario.control.post("click", {
      as,
      channel: where,
      ts: message.ts,
      action_id: actionId,
      value: valueOf(message, actionId),
    });
  /** Submits the form that opens, and answers what then stands in its place. */
  const submit = async (as: string, values: Record<string, unknown>): Promise<string> => {
    const view = await openForm(scenario.control, as);
    await scenario.control.post("submit", { as, view_id: view.id, values });
    const after = await scenario.control.view(as);
    if (after !== undefined) await scenario.control.post("close-view", { as, view_id: after.id });
    return JSON.stringify(after ?? {});
  };

  it("stands in the channel and with each person who is asked, with the head of the ledger", async () => {
    expect(await ask(scenario.control, cast.owner, channel, "/closeout signoff")).toContain(
      "No sign-off of HR_PROD has been requested yet",
    );
    await scenario.control.command(cast.owner, channel, "/closeout signoff request");
    expect(
      await submit(cast.owner, { "signoff_request.roles": ["technical_lead", "business_sponsor"] }),
    ).toContain("is requested");
    const inChannel = await says(cast.owner, channel, /^Sign-off 1 of HR_PROD/);
    expect(inChannel.text).toContain("0 of 2 have approved; it waits for <@U0TOM>, <@U0EVA>");
    expect(JSON.stringify(inChannel.blocks)).toMatch(/Ledger head #\d+ `[0-9a-f]{8}…[0-9a-f]{4}`/);
    for (const as of [cast.technical_lead, cast.business_sponsor]) {
      const { text } = await says(as, app, /asks for your approval/);
      expect(text).toContain("<@U0ANA> asks for your approval by ");
    }
    const { blocks } = await waitFor(() => cardIn(scenario.control, channel));
    await waitFor(async () =>
      JSON.stringify((await cardIn(scenario.control, channel))?.blocks).includes("0 of 2"),
    );
    expect(blocks).toBeDefined();
  });

  it("a question stands in the thread, and requester and asker hear of it", async () => {
    const message = await says(cast.business_sponsor, app, /asks for your approval/);
    await press(cast.business_sponsor, app, message, "signoff.ask");
    expect(await submit(cast.business_sponsor, { "signoff_ask.reason": "Is it archived?" })).toContain(
      "Asked:",
    );
    const root = await says(cast.owner, channel, /^Sign-off 1 of HR_PROD/);
    await waitFor(async () => {
      const thread = await scenario.control.get("messages", { as: cast.owner, channel, thread_ts: root.ts });
      return JSON.stringify(thread).includes("<@U0EVA> asks <@U0ANA> before deciding");
    });
    for (const as of [cast.owner, cast.business_sponsor])
      await says(as, app, /<@U0EVA> asks: “Is it archived\?”/);
  });

  it("each decision shows in every copy, whose buttons go, and the last brings the outcome", async () => {
    const first = await says(cast.technical_lead, app, /asks for your approval/);
    await press(cast.technical_lead, app, first, "signoff.approve");
    expect(await submit(cast.technical_lead, { "signoff_approve.words": "Looks complete." })).toContain(
      "Noted",
    );
    await done();
    for (const [as, where] of [
      [cast.owner, channel],
      [cast.technical_lead, app],
      [cast.business_sponsor, app],
    ] as const) {
      const all = JSON.stringify(await scenario.control.messages(as, where));
      expect(all).toContain("approved <!date");
      expect(all).toContain("“Looks complete.”");
    }
    // An old copy, clicked again.
    await scenario.control.post("click", {
      as: cast.technical_lead,
      channel,
      ts: (await says(cast.owner, channel, /^Sign-off 1 of HR_PROD/)).ts,
      action_id: "signoff.approve",
    });
    await waitFor(async () =>
      (await scenario.control.messages(cast.technical_lead, channel)).some(({ text }) =>
        text.includes("you have approved this already"),
      ),
    );
    const last = await says(cast.business_sponsor, app, /asks for your approval/);
    await press(cast.business_sponsor, app, last, "signoff.approve");
    await submit(cast.business_sponsor, {});
    await says(cast.owner, channel, /Approved by <@U0TOM>, <@U0EVA>, .*: 2 of 2 have approved/);
    await says(cast.owner, app, /Approved by <@U0TOM>, <@U0EVA>/);
    await done();
    const copies = [
      ...(await scenario.control.messages(cast.owner, channel)),
      ...(await scenario.control.messages(cast.business_sponsor, app)),
      ...(await scenario.control.messages(cast.technical_lead, app)),
    ].filter(({ ephemeral }) => ephemeral !== true);
    expect(JSON.stringify(copies)).not.toContain('"signoff.approve"');
    await waitFor(async () =>
      JSON.stringify((await cardIn(scenario.control, channel))?.blocks).includes("*Sign-off:* approved"),
    );
  });

  it("a withdrawal says why, everywhere", async () => {
    await scenario.control.command(cast.owner, channel, "/closeout signoff request");
    await submit(cast.owner, { "signoff_request.people": [cast.it_audit], "signoff_request.roles": [] });
    await says(cast.it_audit, app, /asks for your approval/);
    await scenario.control.command(cast.owner, channel, "/closeout signoff withdraw 2");
    expect(await submit(cast.owner, { "signoff_withdraw.reason": "The report is not final." })).toContain(
      "is withdrawn",
    );
    await says(cast.it_audit, app, /withdrawn by <@U0ANA>.*“The report is not final\.”/);
    await says(cast.owner, channel, /Withdrawn by <@U0ANA>.*“The report is not final\.”/);
  });
});
