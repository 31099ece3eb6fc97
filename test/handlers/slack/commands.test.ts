import { Temporal } from "temporal-polyfill";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { everyOffer } from "../../../src/domain/checklist/governed-item.ts";
import { waitFor } from "../../support/wait-for.ts";
import { messagesOf, type Rig, startRig, windowOf, wordsOf } from "./rig.ts";
import { hrProd, itemOf } from "./stub-use-cases.ts";

const channel = "C0HRPROD";
const morning = Temporal.Instant.from("2026-03-02T09:00:00Z");
const tom = { platform: "slack", tenant: "T0NORTHWIND", user: "U0TOM", name: "Tom" } as const;

describe("/closeout", () => {
  let rig: Rig;
  beforeAll(async () => {
    const done = itemOf("I9", { state: { kind: "done", by: tom, at: morning } });
    rig = await startRig({
      useCases: {
        readItem: async ({ itemId }) => ({
          closeout: hrProd,
          now: morning,
          item: itemId === "I9" ? done : itemOf(itemId),
          offers: everyOffer,
          hint: undefined,
          notes: [],
          mayChange: true,
          maySkip: true,
          mayChangeDue: true,
        }),
      },
    });
  });
  afterAll(() => rig.close());
  beforeEach(() => {
    rig.calls.length = 0;
  });

  const type = (text: string, where = channel) =>
    rig.control("POST /command", { as: "U0ANA", channel: where, text });

  /** Types a command and waits for the private answer to it. */
  async function answerTo(text: string, where = channel): Promise<string> {
    const before = (await messagesOf(rig, "U0ANA", where)).length;
    await type(text, where);
    const messages = await waitFor(async () => {
      const now = await messagesOf(rig, "U0ANA", where);
      return now.length > before && now;
    });
    const last = messages.at(-1);
    expect(last?.ephemeral).toBe(true);
    return wordsOf(last);
  }

  const called = (name: string) => rig.calls.filter((call) => call.name === name).map(({ input }) => input);

  it("alone shows the status, to the person who asked only", async () => {
    expect(await answerTo("/closeout")).toContain("HR_PROD");
    expect(await messagesOf(rig, "U0TOM")).toEqual([]);
  });

  it("status is the same in words", async () => {
    await answerTo("/closeout STATUS");
    expect(called("readStatus")).toEqual([{ closeoutId: hrProd.id }]);
  });

  it("without a closeout in the channel says how to start one", async () => {
    expect(await answerTo("/closeout", "C0GENERAL")).toContain("/closeout start");
  });

  it("help answers anywhere", async () => {
    expect(await answerTo("/closeout help", "C0GENERAL")).toContain("/closeout");
    expect(called("findCloseout")).toEqual([]);
  });

  it("todo answers anywhere", async () => {
    expect(await answerTo("/closeout todo", "C0GENERAL")).toContain("I1");
  });

  it("answers an unknown word with the nearest one that it knows", async () => {
    expect(await answerTo("/closeout statsu")).toContain("/closeout status");
  });

  it.each(["/closeout abracadabra", "/closeout 🎉🎉", "/closeout סטטוס", "/closeout <!channel>"])(
    "answers %s, which it does not know, privately and harmlessly",
    async (text) => {
      const answer = await answerTo(text);
      expect(answer).toContain("/closeout help");
      expect(answer).not.toContain("<!channel>");
    },
  );

  it("answers ten thousand characters", async () => {
    expect(await answerTo(`/closeout ${"ß🙂".repeat(3_333)}`)).toContain("/closeout help");
  });

  it("check completes every item named, with one answer", async () => {
    const answer = await answerTo("/closeout check I1 I2, i3");
    expect(called("changeItem")).toMatchObject(
      ["I1", "I2", "I3"].map((itemId) => ({ itemId, act: { kind: "complete" } })),
    );
    for (const id of ["I1", "I2", "I3"]) expect(answer).toContain(id);
  });

  it("check of more items than anybody types by hand changes nothing", async () => {
    expect(await answerTo("/closeout check I1-I60")).toContain("Nothing was changed");
    expect(called("changeItem")).toEqual([]);
  });

  it.each([
    ["/closeout uncheck I1", { itemId: "I1", act: { kind: "reopen" } }],
    [
      "/closeout skip I4 nothing was found",
      { itemId: "I4", act: { kind: "skip", reason: "nothing was found" } },
    ],
    ["/closeout assign I3 me", { itemId: "I3", act: { kind: "assign", user: "U0ANA" } }],
    ["/closeout assign I3 @maria", { itemId: "I3", act: { kind: "assign", user: "U0MARIA" } }],
    ["/closeout assign I3 nobody", { itemId: "I3", act: { kind: "assign", user: undefined } }],
    ["/closeout due I3 2026-03-09 14:00", { itemId: "I3", act: { kind: "due", to: "2026-03-09 14:00" } }],
    [
      "/closeout note I3 looks & feels <fine>",
      { itemId: "I3", act: { kind: "note", text: "looks & feels <fine>" } },
    ],
  ])("%s acts at once", async (text, expected) => {
    await answerTo(text);
    expect(called("changeItem")).toMatchObject([expected]);
  });

  it.each([
    ["/closeout skip I1", "item.skip"],
    ["/closeout snooze I1", "item.snooze"],
    ["/closeout assign I1", "item.assign"],
    ["/closeout assign I1 somebody", "item.assign"],
    ["/closeout due I1", "item.due"],
    ["/closeout note I1", "item.note"],
    ["/closeout check", "items.list"],
    ["/closeout skip", "items.list"],
    ["/closeout start", "closeout.start"],
    ["/closeout settings", "closeout.settings"],
  ])("%s asks for what is missing in a window", async (text, callback) => {
    await type(text);
    const view = await waitFor(() => windowOf(rig, "U0ANA"));
    expect(view.callback_id).toBe(callback);
    await rig.control("POST /close-view", { as: "U0ANA", view_id: view.id });
    expect(called("changeItem")).toEqual([]);
  });

  it.each(["skip", "snooze", "assign", "due"])(
    "%s of a settled item says so and opens no form",
    async (act) => {
      const answer = await answerTo(`/closeout ${act} I9`);
      expect(answer).toContain("was done already, by <@U0TOM>");
      expect(answer).toContain("Nothing was changed; `/closeout reopen I9` opens it again.");
      expect(await windowOf(rig, "U0ANA")).toBeFalsy();
    },
  );

  it("note of a settled item is asked for all the same", async () => {
    await type("/closeout note I9");
    const view = await waitFor(() => windowOf(rig, "U0ANA"));
    expect(view.callback_id).toBe("item.note");
    await rig.control("POST /close-view", { as: "U0ANA", view_id: view.id });
  });

  it("start asks to be invited where it could not post", async () => {
    expect(await answerTo("/closeout start", "C0RANDOM")).toContain("`/invite` <@U0CLOSEOUT>, then");
  });

  it("lets people know of a form that they may not submit before they fill it in", async () => {
    const before = (await messagesOf(rig, "U0LI")).length;
    await rig.control("POST /command", { as: "U0LI", channel, text: "/closeout skip I1" });
    const messages = await waitFor(async () => {
      const now = await messagesOf(rig, "U0LI");
      return now.length > before && now;
    });
    expect(wordsOf(messages.at(-1))).toContain("U0TOM");
  });
});
