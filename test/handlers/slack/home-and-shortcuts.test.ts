import { afterEach, describe, expect, it } from "vitest";
import type { UseCases } from "../../../src/usecases/bind.ts";
import { waitFor } from "../../support/wait-for.ts";
import { messagesOf, post, type Rig, signedHeaders, startRig, windowOf, wordsOf } from "./rig.ts";
import { hrProd } from "./stub-use-cases.ts";

const channel = "C0HRPROD";
let rig: Rig;
afterEach(() => rig.close());

const start = async (useCases: Partial<UseCases> = {}) => {
  rig = await startRig({ useCases });
};
const called = (name: string) => rig.calls.filter((call) => call.name === name).map(({ input }) => input);

describe("App Home", () => {
  it("shows what waits for the person who opens it", async () => {
    await start();
    expect(wordsOf(await rig.control("POST /home", { as: "U0ANA" }))).toContain("I1");
  });

  it("says there why somebody may not act, and writes them no message each time they look", async () => {
    await start({ admitMember: async () => ({ kind: "refused", why: "guest" }) });
    expect(wordsOf(await rig.control("POST /home", { as: "U0GUS" }))).toContain("you are a guest here");
    expect(await rig.app.drain(5_000)).toBe(0);
    expect(await messagesOf(rig, "U0GUS", "U0CLOSEOUT")).toEqual([]);
    expect(called("readHome")).toEqual([]);
  });

  it("does the act of a button and is published again", async () => {
    await start();
    const { view } = Object(await rig.control("POST /home", { as: "U0ANA" }));
    const block = view.blocks.find((one: unknown) => wordsOf(one).includes("item.done"));
    await rig.control("POST /view-action", {
      as: "U0ANA",
      view_id: view.id,
      action_id: "item.done",
      block_id: block.block_id,
    });
    await waitFor(() => called("readHome").length === 2);
    expect(called("changeItem")).toMatchObject([{ itemId: "I1", act: { kind: "complete" } }]);
    expect(await windowOf(rig, "U0ANA")).toBeNull();
  });

  it("shows a refusal in a window, for there is no channel to say it in", async () => {
    await start({ changeItem: async () => ({ kind: "not_permitted", closeout: hrProd, who: ["owner"] }) });
    const { view } = Object(await rig.control("POST /home", { as: "U0LI" }));
    const block = view.blocks.find((one: unknown) => wordsOf(one).includes("item.done"));
    await rig.control("POST /view-action", {
      as: "U0LI",
      view_id: view.id,
      action_id: "item.done",
      block_id: block.block_id,
    });
    expect(wordsOf(await waitFor(() => windowOf(rig, "U0LI")))).toContain("U0ANA");
  });
});

describe("a mention", () => {
  it("is answered privately with how to talk to us", async () => {
    await start();
    await rig.control("POST /say", { as: "U0TOM", channel, text: "<@U0CLOSEOUT> hello" });
    const answer = await waitFor(async () =>
      (await messagesOf(rig, "U0TOM")).find(({ ephemeral }) => ephemeral),
    );
    expect(wordsOf(answer)).toContain("/closeout help");
  });
});

describe("the message shortcut", () => {
  const shortcut = (ts: unknown, where = channel) =>
    rig.control("POST /shortcut", { as: "U0TOM", channel: where, ts, callback_id: "message.add_to_item" });

  it("attaches a link to a message in a thread to an item", async () => {
    await start();
    const parent = await rig.control("POST /say", { as: "U0TOM", channel, text: "question" });
    const { ts } = await rig.control("POST /say", {
      as: "U0TOM",
      channel,
      text: "proof",
      thread_ts: parent["ts"],
    });
    await shortcut(ts);
    const view = await waitFor(() => windowOf(rig, "U0TOM"));
    const { closed } = await rig.control("POST /submit", {
      as: "U0TOM",
      view_id: view.id,
      values: { "note.item": "I2" },
    });
    expect(closed).toBe(true);
    const [change] = called("changeItem");
    expect(change).toMatchObject({ itemId: "I2", act: { kind: "evidence" } });
    expect(wordsOf(change)).toContain(String(ts).replace(".", ""));
  });

  it("says how to start where there is no closeout", async () => {
    await start();
    const { ts } = await rig.control("POST /say", { as: "U0TOM", channel: "C0GENERAL", text: "hello" });
    await shortcut(ts, "C0GENERAL");
    const answer = await waitFor(async () =>
      (await messagesOf(rig, "U0TOM", "C0GENERAL")).find(({ ephemeral }) => ephemeral),
    );
    expect(wordsOf(answer)).toContain("/closeout start");
  });
});

describe("an invitation of the bot to a channel", () => {
  const joined = (user: string) =>
    JSON.stringify({
      type: "event_callback",
      event_id: crypto.randomUUID(),
      team_id: "T0NORTHWIND",
      authorizations: [{ team_id: "T0NORTHWIND", user_id: "U0CLOSEOUT", is_bot: true }],
      event: {
        type: "member_joined_channel",
        user,
        channel: "C0RANDOM",
        channel_type: "C",
        team: "T0NORTHWIND",
      },
    });

  it("lets a card be posted that could not be before", async () => {
    await start();
    for (const body of [joined("U0CLOSEOUT"), joined("U0TOM")]) {
      await post(rig, body, signedHeaders({ body, contentType: "application/json" }));
    }
    expect(await rig.app.drain(5_000)).toBe(0);
    expect(called("reviveCard")).toEqual([{ installation: hrProd.installation, channel: "C0RANDOM" }]);
  });
});
