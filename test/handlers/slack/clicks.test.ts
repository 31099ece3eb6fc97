import { afterEach, describe, expect, it } from "vitest";
import {
  closeoutRef,
  deliveryMetadata,
  itemRef,
  moreOption,
  snoozeOption,
} from "../../../blocks/slack/actions.ts";
import { everyOffer } from "../../../src/domain/checklist/governed-item.ts";
import type { UseCases } from "../../../src/usecases/bind.ts";
import { waitFor } from "../../support/wait-for.ts";
import { messagesOf, type Rig, startRig, windowOf, wordsOf } from "./rig.ts";
import { hrProd, itemOf } from "./stub-use-cases.ts";

const channel = "C0HRPROD";
const item = { c: hrProd.id, i: "I1" };

describe("a click", () => {
  let rig: Rig;
  afterEach(() => rig.close());

  const start = async (useCases: Partial<UseCases> = {}) => {
    rig = await startRig({ useCases });
  };
  const called = (name: string) => rig.calls.filter((call) => call.name === name).map(({ input }) => input);

  /** Posts a message as the bot, with one control, as a delivery would. */
  async function postedControl(element: Record<string, unknown>): Promise<string> {
    const answer = await rig.slack("chat.postMessage", {
      channel,
      text: "Due today",
      blocks: [{ type: "actions", block_id: "b", elements: [element] }],
      metadata: { event_type: deliveryMetadata.eventType, event_payload: { delivery_id: "delivery-1" } },
    });
    return String(answer["ts"]);
  }

  async function click(element: Record<string, unknown>, value?: string, as = "U0ANA") {
    const ts = await postedControl(element);
    const action_id = element["action_id"];
    await rig.control("POST /click", {
      as,
      channel,
      ts,
      action_id,
      ...(value === undefined ? {} : { value }),
    });
  }

  const button = (action_id: string, value: string) => ({
    type: "button",
    action_id,
    text: { type: "plain_text", text: "Button" },
    value,
  });
  const select = (type: "overflow" | "static_select", action_id: string, values: readonly string[]) => ({
    type,
    action_id,
    ...(type === "static_select" ? { placeholder: { type: "plain_text", text: "Choose" } } : {}),
    options: values.map((value, index) => ({ text: { type: "plain_text", text: `Choice ${index}` }, value })),
  });

  const privateAnswer = (as = "U0ANA") =>
    waitFor(async () => (await messagesOf(rig, as)).find(({ ephemeral }) => ephemeral === true));

  it.each([
    ["item.done", { kind: "complete" }],
    ["item.undo", { kind: "reopen" }],
    ["item.take", { kind: "assign", user: "U0ANA" }],
  ])("on %s acts, and needs no further answer because the message updates itself", async (action, act) => {
    await start();
    await click(button(action, itemRef.encode(item)));
    expect(await rig.app.drain(5_000)).toBe(0);
    expect(called("changeItem")).toMatchObject([{ closeoutId: hrProd.id, itemId: "I1", act }]);
    expect((await messagesOf(rig, "U0ANA")).filter(({ ephemeral }) => ephemeral)).toEqual([]);
  });

  it("on Done where evidence was to be says so to whoever pressed it", async () => {
    await start({
      changeItem: async () => ({
        kind: "changed",
        closeout: hrProd,
        item: itemOf("I1"),
        insteadOf: "certificate",
      }),
    });
    await click(button("item.done", itemRef.encode(item)));
    expect((await privateAnswer())?.text).toContain("is done by hand");
  });

  it.each(["1h", "tomorrow", "next-working-day"] as const)("on snooze %s snoozes", async (choice) => {
    await start();
    const values = [snoozeOption.encode({ ...item, s: choice }), snoozeOption.encode({ ...item, s: "date" })];
    await click(select("static_select", "item.snooze", values), values[0]);
    await waitFor(() => called("changeItem").length > 0);
    expect(called("changeItem")).toMatchObject([{ act: { kind: "snooze", until: { kind: choice } } }]);
  });

  it("on snooze until a date asks for the date", async () => {
    await start();
    const value = snoozeOption.encode({ ...item, s: "date" });
    await click(select("static_select", "item.snooze", [value]), value);
    expect((await waitFor(() => windowOf(rig, "U0ANA"))).callback_id).toBe("item.snooze");
  });

  it.each([
    ["skip", "item.skip"],
    ["assign", "item.assign"],
    ["note", "item.note"],
    ["due", "item.due"],
    ["show", "item.details"],
  ] as const)("on ⋯ %s opens its window", async (act, callback) => {
    await start();
    const values = [moreOption.encode({ ...item, a: act }), moreOption.encode({ ...item, a: "take" })];
    await click(select("overflow", "item.more", values), values[0]);
    expect((await waitFor(() => windowOf(rig, "U0ANA"))).callback_id).toBe(callback);
  });

  it("on something done already says so and brings the outdated message up to date", async () => {
    const by = { ...hrProd.installation, user: "U0MARIA", name: "maria" };
    const done = itemOf("I1", { state: { kind: "done", by, at: hrProd.startedAt } });
    await start({ changeItem: async () => ({ kind: "already", closeout: hrProd, item: done }) });
    await click(button("item.done", itemRef.encode(item)));
    expect(wordsOf(await privateAnswer())).toContain("U0MARIA");
    await waitFor(() => called("refreshMessage").length > 0);
    expect(called("refreshMessage")).toEqual([{ deliveryId: "delivery-1" }]);
  });

  it("by somebody without a role is answered with who could do it", async () => {
    await start({
      changeItem: async () => ({ kind: "not_permitted", closeout: hrProd, who: ["owner", "technical_lead"] }),
    });
    await click(button("item.done", itemRef.encode(item)), undefined, "U0LI");
    const words = wordsOf(await privateAnswer("U0LI"));
    expect(words).toContain("U0ANA");
    expect(words).toContain("U0TOM");
  });

  it.each([
    ["an id that nobody listens to", button("item.vanished", "{}")],
    ["a value that is not JSON", button("item.done", "I1")],
    ["a value of another shape", button("item.done", JSON.stringify({ c: 1, i: ["I1"] }))],
    ["a value with an endless id", button("item.done", JSON.stringify({ c: "x".repeat(1500), i: "I1" }))],
  ])("with %s is answered and changes nothing", async (_name, element) => {
    await start();
    await click(element);
    expect(wordsOf(await privateAnswer())).toContain("nothing was changed");
    expect(called("changeItem")).toEqual([]);
  });

  it("on the card's buttons shows items, what is mine, and help", async () => {
    await start();
    await click(button("card.items", closeoutRef.encode({ c: hrProd.id })));
    expect((await waitFor(() => windowOf(rig, "U0ANA"))).callback_id).toBe("items.list");
    await click(button("card.todo", closeoutRef.encode({ c: hrProd.id })));
    const todo = await waitFor(async () => windowCalled("todo.list"));
    expect(wordsOf(todo)).toContain("I1");
    await click(button("card.help", closeoutRef.encode({ c: hrProd.id })));
    const help = await waitFor(async () => windowCalled("help"));
    await rig.control("POST /view-action", {
      as: "U0ANA",
      view_id: help.id,
      action_id: "help.topic",
      value: "people",
    });
    await waitFor(async () => wordsOf(await windowOf(rig, "U0ANA")).includes("Who may do what*"));
    expect((await windowOf(rig, "U0ANA"))?.id).toBe(help.id);
  });

  it("on Done in the window of what is mine draws that window again", async () => {
    let done = false;
    await start({
      changeItem: async ({ itemId }) => {
        done = true;
        return { kind: "changed", closeout: hrProd, item: itemOf(itemId) };
      },
      readTodo: async () => ({
        now: hrProd.startedAt,
        entries: done ? [] : [{ closeout: hrProd, item: itemOf("I1"), offers: everyOffer }],
      }),
    });
    await click(button("card.todo", closeoutRef.encode({ c: hrProd.id })));
    const todo = await waitFor(async () => windowCalled("todo.list"));
    await rig.control("POST /view-action", { as: "U0ANA", view_id: todo.id, action_id: "item.done" });
    await waitFor(async () => wordsOf(await windowOf(rig, "U0ANA")).includes("Nothing waits for you"));
  });

  const windowCalled = async (callback: string) => {
    const window = await windowOf(rig, "U0ANA");
    return window?.callback_id === callback && window;
  };

  it("that fails is answered with a reference which the log has too, and no detail", async () => {
    await start({ changeItem: () => Promise.reject(new Error("secret detail of the database")) });
    await click(button("item.done", itemRef.encode(item)));
    const words = wordsOf(await privateAnswer());
    const failure = rig.log.find(({ level }) => level === "error");
    expect(words).toContain(String(failure?.["reference"]));
    expect(words).not.toContain("secret");
    expect(failure).toMatchObject({
      what: "click:item.done",
      user: "U0ANA",
      error: "secret detail of the database",
    });
  });

  it.each([
    ["guest", "guest"],
    ["foreign", "another one"],
    ["deactivated", "deactivated"],
    ["unknown", "who you are"],
  ] as const)("by somebody who is %s is refused", async (why, words) => {
    await start({ admitMember: async () => ({ kind: "refused", why }) });
    await click(button("item.done", itemRef.encode(item)), undefined, "U0TOM");
    expect(wordsOf(await privateAnswer("U0TOM"))).toContain(words);
    expect(called("changeItem")).toEqual([]);
  });

  it("passes on from which workspace a person comes", async () => {
    await start();
    await click(button("item.done", itemRef.encode(item)), undefined, "U0SAM");
    await waitFor(() => called("admitMember").length > 0);
    expect(called("admitMember")).toMatchObject([{ user: "U0SAM", userTenant: "T0SOUTHRIDGE" }]);
  });

  it("sent four times and in any order has one effect and one answer", async () => {
    await start({
      changeItem: async () => ({ kind: "invalid", closeout: hrProd, message: "That has passed." }),
    });
    await rig.control("POST /inbound", { copies: 4, reorder: true });
    await click(button("item.done", itemRef.encode(item)));
    await privateAnswer();
    expect(await rig.app.drain(5_000)).toBe(0);
    expect(called("changeItem")).toHaveLength(1);
    expect((await messagesOf(rig, "U0ANA")).filter(({ ephemeral }) => ephemeral)).toHaveLength(1);
  });

  it("is answered in the channel when its response address does not work", async () => {
    await start({ changeItem: async () => ({ kind: "closed" }) });
    await rig.control("POST /faults", { method: "response_url", kind: "500_before", times: 1 });
    await click(button("item.done", itemRef.encode(item)));
    expect(wordsOf(await privateAnswer())).toContain("closed");
  });
});
