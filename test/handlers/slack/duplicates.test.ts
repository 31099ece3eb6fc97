import { afterEach, describe, expect, it } from "vitest";
import { itemModalMetadata, itemRef } from "../../../blocks/slack/actions.ts";
import type { UseCases } from "../../../src/usecases/bind.ts";
import { commandBody, post, type Rig, signedHeaders, startRig } from "./rig.ts";
import { hrProd } from "./stub-use-cases.ts";

/** Slack signs anew when it sends again, with the time at which it does: never in the same second, whenever one begins here. */
const skews = [0, -10, -20, -30];

describe("a request that arrives four times", () => {
  let rig: Rig;
  afterEach(() => rig.close());

  const start = async (useCases: Partial<UseCases> = {}) => {
    rig = await startRig({ useCases });
  };
  const called = (name: string) => rig.calls.filter((call) => call.name === name);

  async function sendFourTimes(body: string, contentType?: string): Promise<readonly number[]> {
    const type = contentType === undefined ? {} : { contentType };
    const statuses = await Promise.all(
      skews.map((skewS) => post(rig, body, signedHeaders({ body, skewS, ...type }))),
    );
    expect(await rig.app.drain(5_000)).toBe(0);
    return statuses;
  }

  const interaction = (payload: Record<string, unknown>) =>
    new URLSearchParams({
      payload: JSON.stringify({
        user: { id: "U0ANA", team_id: "T0NORTHWIND" },
        team: { id: "T0NORTHWIND", domain: "northwind" },
        trigger_id: "trigger-1",
        ...payload,
      }),
    }).toString();

  it("as a command has one effect, and each copy is acknowledged", async () => {
    await start();
    expect(await sendFourTimes(commandBody({ text: "check I1" }))).toEqual([200, 200, 200, 200]);
    expect(called("changeItem")).toHaveLength(1);
  });

  it("as a click has one effect", async () => {
    await start();
    const action = { action_id: "item.done", block_id: "b", type: "button", action_ts: "1.1" };
    const value = itemRef.encode({ c: hrProd.id, i: "I1" });
    const body = interaction({
      type: "block_actions",
      actions: [{ ...action, value }],
      channel: { id: "C0HRPROD", name: "hr" },
      container: { type: "message" },
    });
    expect(await sendFourTimes(body)).toEqual([200, 200, 200, 200]);
    expect(called("changeItem")).toHaveLength(1);
  });

  const note = (text: string) =>
    interaction({
      type: "view_submission",
      trigger_id: crypto.randomUUID(),
      view: {
        id: "V1",
        type: "modal",
        callback_id: "item.note",
        private_metadata: itemModalMetadata.encode({ c: hrProd.id, i: "I1", from: "message" }),
        state: { values: { b: { "note.text": { type: "plain_text_input", value: text } } } },
      },
    });

  it("as a form has one effect, and each copy gets the first answer", async () => {
    await start();
    expect(await sendFourTimes(note("all quiet"))).toEqual([200, 200, 200, 200]);
    expect(called("changeItem")).toHaveLength(1);
  });

  it("as a form that Slack lets the person submit again, because our answer was lost, has one effect", async () => {
    await start();
    for (const body of [note("all quiet"), note("all quiet")]) await post(rig, body, signedHeaders({ body }));
    expect(called("changeItem")).toHaveLength(1);
  });

  it("as a form that was corrected counts as a new one", async () => {
    await start({
      changeItem: async ({ act }) =>
        act.kind === "note" && act.text === "first"
          ? { kind: "invalid", closeout: hrProd, message: "No." }
          : { kind: "closed" },
    });
    for (const text of ["first", "first", "second"]) {
      const body = note(text);
      await post(rig, body, signedHeaders({ body }));
    }
    // What was not accepted is not remembered: the same words may be accepted a moment later.
    expect(called("changeItem")).toHaveLength(3);
    expect(rig.log).toEqual([]);
  });

  it("as an event has one effect", async () => {
    await start();
    const body = JSON.stringify({
      type: "event_callback",
      event_id: "Ev1",
      team_id: "T0NORTHWIND",
      authorizations: [{ team_id: "T0NORTHWIND", user_id: "U0CLOSEOUT", is_bot: true }],
      event: { type: "app_home_opened", user: "U0ANA", tab: "home", channel: "D1" },
    });
    expect(await sendFourTimes(body, "application/json")).toEqual([200, 200, 200, 200]);
    expect(called("readHome")).toHaveLength(1);
  });

  it("and fails is answered with one failure", async () => {
    await start({ readStatus: () => Promise.reject(new Error("down")) });
    await sendFourTimes(commandBody());
    expect(rig.log.filter(({ level }) => level === "error")).toHaveLength(1);
  });
});

describe("an event for another workspace", () => {
  it("is left alone", async () => {
    const rig = await startRig();
    const body = JSON.stringify({
      type: "event_callback",
      event_id: "Ev2",
      team_id: "T0SOUTHRIDGE",
      context_team_id: "T0SOUTHRIDGE",
      event: { type: "app_mention", user: "U0SAM", channel: "C1", ts: "1.1" },
    });
    expect(await post(rig, body, signedHeaders({ body, contentType: "application/json" }))).toBe(200);
    expect(await rig.app.drain(5_000)).toBe(0);
    expect(rig.calls).toEqual([]);
    await rig.close();
  });
});
