import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { SeenMessage } from "../../sandbox/control-client.ts";
import { allDone } from "../support/outbox.ts";
import {
  cardIn,
  cast,
  clockOf,
  fewItems,
  hrProd,
  moveClockTo,
  openScenario,
  type Scenario,
  startCloseout,
} from "../support/scenario.ts";
import { waitFor } from "../support/wait-for.ts";

const { channel } = hrProd;

describe("when the channel is lost", () => {
  let scenario: Scenario;
  beforeEach(async () => {
    scenario = await openScenario({ product: { env: { CLOSEOUT_TEMPLATE: fewItems } } });
    await scenario.start();
    await startCloseout(scenario.control, hrProd);
  });
  afterEach(() => scenario.close());

  /** The next day, and what the owner is told directly about messages that could not be delivered. */
  async function toldToOwner(): Promise<readonly SeenMessage[]> {
    const { control, database } = scenario;
    await moveClockTo(control, "09:00");
    const told = await waitFor(
      async () => {
        const direct = await control.messages(cast.owner, "U0CLOSEOUT");
        const about = direct.filter(({ text }) => text.includes("could not be delivered"));
        return about.length > 0 && about;
      },
      { what: "a word to the owner" },
    );
    await allDone(database.url, () => clockOf(control));
    return told;
  }

  it("because somebody threw the bot out: the owner is told, and the card and the reminders come back with it", async () => {
    const { control, database } = scenario;
    const card = await cardIn(control, channel);
    await control.post("kick", { channel });
    const [told] = await toldToOwner();
    expect(told?.text).toMatchInlineSnapshot(
      `"The reminders of HR_PROD could not be delivered to <#C0HRPROD>: Closeout is not in that channel."`,
    );
    expect(JSON.stringify(told?.blocks)).toContain("Invite it back there with");

    await control.post("invite", { channel });
    await moveClockTo(control, "09:00");
    await allDone(database.url, () => clockOf(control));
    const messages = await control.messages(cast.owner, channel);
    expect(messages.at(-1)?.text).toMatch(/^4 items overdue in HR_PROD/);
    // The card that everybody knows is brought up to date; a second one would be one too many.
    expect(messages.filter(({ pinned }) => pinned === true).map(({ ts }) => ts)).toEqual([card?.ts]);
    expect((await cardIn(control, channel))?.text).toMatch(/overdue|at risk/);
  });

  it("because somebody deleted it: the owner is told", async () => {
    await scenario.control.delete(`channels/${channel}`);
    const [told] = await toldToOwner();
    expect(told?.text).toMatchInlineSnapshot(
      `"The reminders of HR_PROD could not be delivered to <#C0HRPROD>: Slack shows Closeout no such channel any more; it was deleted, or it is private and Closeout was removed from it."`,
    );
  });

  it("because it was archived: the owner is told what to do", async () => {
    await scenario.control.post(`channels/${channel}`, { archived: true });
    const [told] = await toldToOwner();
    expect(told?.text).toMatchInlineSnapshot(
      `"The reminders of HR_PROD could not be delivered to <#C0HRPROD>: the channel is archived."`,
    );
    expect(JSON.stringify(told?.blocks)).toContain("Unarchive the channel");
  });
});
