import { Temporal } from "temporal-polyfill";
import { afterEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { closeoutRef } from "../../../blocks/slack/actions.ts";
import {
  actionItemRef,
  contributionMetadata,
  contributionRef,
} from "../../../blocks/slack/retro/actions-retro.ts";
import { contributeModal, importModal } from "../../../blocks/slack/retro/retro-modals.ts";
import type { ActionItem } from "../../../src/domain/retro/action-item.ts";
import { readImport } from "../../../src/domain/retro/retro-import.ts";
import type { Contribution, Retrospective } from "../../../src/domain/retro/retrospective.ts";
import type { UseCases } from "../../../src/usecases/bind.ts";
import { waitFor } from "../../support/wait-for.ts";
import { messagesOf, type Rig, startRig, windowOf } from "./rig.ts";
import { hrProd } from "./stub-use-cases.ts";

const channel = "C0HRPROD";
const c = hrProd.id;
const at = Temporal.Instant.from("2026-03-02T09:00:00Z");
const contribution: Contribution = {
  section: "well",
  text: "Recovery worked",
  id: "one",
  by: { user: "U0LI", name: "li" },
  key: "k",
  ballots: ["U0ANA"],
  counted: 0,
};
const retro: Retrospective = {
  closeoutId: c,
  anonymous: false,
  openedBy: { platform: "slack", tenant: "T0NORTHWIND", user: "U0TOM", name: "tom" },
  openedAt: at,
  ballotKey: undefined,
  contributions: [contribution],
  closed: undefined,
};
const over = { ...retro, closed: { by: retro.openedBy, at } };
const action: ActionItem = {
  id: "a1",
  closeoutId: c,
  number: 1,
  title: "Plan the network",
  owner: "U0MARIA",
  due: at,
  done: undefined,
  addedAt: at,
  next: { step: 1, at },
};
const answerSchema = z.looseObject({
  closed: z.boolean(),
  errors: z.record(z.string(), z.string()).optional(),
});

describe("the retrospective's commands, clicks and forms", () => {
  let rig: Rig;
  afterEach(() => rig.close());

  const start = async (useCases: Partial<UseCases> = {}) => {
    rig = await startRig({ useCases });
  };
  const seen = (read: Retrospective = retro): Partial<UseCases> => ({
    readRetro: async () => ({ closeout: hrProd, retro: read, own: read.contributions }),
  });
  const called = (name: string) => rig.calls.filter((call) => call.name === name).map(({ input }) => input);
  const type = (text: string, as = "U0ANA") => rig.control("POST /command", { as, channel, text });
  const told = (as = "U0ANA") =>
    waitFor(async () => (await messagesOf(rig, as)).findLast(({ ephemeral }) => ephemeral)?.text);

  async function click(action_id: string, value: string, as = "U0ANA"): Promise<void> {
    const elements = [{ type: "button", text: { type: "plain_text", text: "x" }, action_id, value }];
    const { ts } = await rig.slack("chat.postMessage", {
      channel,
      text: "x",
      blocks: [{ type: "actions", elements }],
    });
    await rig.control("POST /click", { as, channel, ts, action_id, value });
  }

  async function submit(callback: string, values: Record<string, string>, as = "U0ANA") {
    const view = await waitFor(async () => {
      const open = await windowOf(rig, as);
      return open?.callback_id === callback && open;
    });
    return answerSchema.parse(await rig.control("POST /submit", { as, view_id: view.id, values }));
  }

  it.each<[string, Partial<UseCases>, string, RegExp]>([
    ["that it is closed", seen(over), "retro add", /is closed, so nothing was changed/],
    ["that there is none", {}, "retro import", /No retrospective of .* has been opened yet/],
    ["its board", seen(), "retro", /1 went well, 0 could improve, 0 action items/],
    ["what one wrote", seen(), "retro mine", /You wrote 1 contribution/],
    ["that nobody knows", seen({ ...retro, anonymous: true }), "retro mine", /is anonymous: I do not know/],
    ["what it does not know", seen(), "retro improt", /Did you mean `\/closeout retro import`/],
    [
      "who may close it",
      {
        closeRetro: async () => ({ kind: "not_facilitator", closeout: hrProd, facilitators: ["U0TOM"] }),
      },
      "retro close",
      /Only whoever opened/,
    ],
    [
      "how it ended",
      { closeRetro: async () => ({ kind: "retro_closed", closeout: hrProd, retro: over, actions: [] }) },
      "retro close",
      /is closed: 1 went well, 0 could improve\. There are no action items/,
    ],
    [
      "that it is open",
      { openRetro: async () => ({ kind: "already", closeout: hrProd, retro }) },
      "retro open anonymous",
      /open already/,
    ],
    ["that there are no action items", {}, "actions", /has no action items/],
    [
      "that there is nothing here",
      { readActions: async () => undefined },
      "actions",
      /No closeout of this channel/,
    ],
    ["which action item there is not", {}, "actions done A7", /has no action item A7/],
    ["what is missing", {}, "actions assign A1 maria", /cannot do “assign”/],
    ["what it cannot do", {}, "actions dnoe A1", /cannot do “dnoe”/],
  ])("say %s", async (_, useCases, words, answer) => {
    await start(useCases);
    await type(`/closeout ${words}`);
    expect(await told()).toMatch(answer);
  });

  it("open a form with a secret of its own, which comes back with the words and with nobody's id", async () => {
    await start({
      ...seen(),
      contributeToRetro: async () => ({ kind: "contributed", closeout: hrProd, contribution }),
    });
    for (const text of ["Recovery worked", "Validation too"]) {
      await click("retro.add", closeoutRef.encode({ c }));
      expect(
        await submit("retro.add", { "retro_add.section": "well", "retro_add.text": text }),
      ).toMatchObject({
        closed: true,
      });
    }
    const secrets = called("contributeToRetro").map(
      (input) => z.looseObject({ secret: z.string() }).parse(input).secret,
    );
    expect(new Set(secrets).size).toBe(2);
    expect(secrets.every((secret) => secret.length === 43)).toBe(true);
    expect(await told()).toContain("It is on the board");
  });

  it("say what is wrong in the form, and do not remember a form that was not accepted", async () => {
    let tries = 0;
    await start({
      ...seen(),
      contributeToRetro: async () => {
        tries += 1;
        return tries === 1
          ? { kind: "invalid", field: "owner", message: "Choose who does it." }
          : { kind: "contributed", closeout: hrProd, contribution };
      },
    });
    await click("retro.add", closeoutRef.encode({ c }));
    const values = { "retro_add.section": "action", "retro_add.text": "Plan it" };
    expect(await submit("retro.add", values)).toMatchObject({
      closed: false,
      errors: { "retro_add.owner": "Choose who does it." },
    });
    expect(await submit("retro.add", values)).toMatchObject({ closed: true });
    expect(tries).toBe(2);
  });

  it("log a form that failed without saying whose it was", async () => {
    await start({ ...seen(), contributeToRetro: () => Promise.reject(new Error("The store is away")) });
    await click("retro.add", closeoutRef.encode({ c }));
    const answer = await submit("retro.add", {
      "retro_add.section": "well",
      "retro_add.text": "Recovery worked",
    });
    expect(JSON.stringify(answer.errors)).toContain("Something went wrong");
    const line = rig.log.find(({ what }) => what === "form:retro.add");
    expect(line).toMatchObject({ level: "error", error: "The store is away" });
    expect(JSON.stringify(line)).not.toContain("U0ANA");
  });

  it("take one's own words off the board where one's message of them stood", async () => {
    await start({ changeContribution: async () => ({ kind: "removed", closeout: hrProd }) });
    await click("retro.remove", contributionRef.encode({ c, n: "one", s: "secret" }));
    expect(await told()).toContain("Removed from the board");
    expect(called("changeContribution")).toMatchObject([
      { contributionId: "one", secret: "secret", say: undefined },
    ]);
  });

  it.each([
    ["a vote", "retro.vote", "voteInRetro"],
    ["the end", "retro.close", "closeRetro"],
    ["a page of the board", "retro.page.next", "turnPage"],
  ])("answer a button for %s that does not read", async (_, actionId, useCase) => {
    await start();
    await click(actionId, "{}");
    expect(await told()).toContain("I cannot read this button");
    expect(called(useCase)).toEqual([]);
  });

  it("change an action item by its buttons and forms", async () => {
    await start({
      readActions: async () => ({ closeout: hrProd, actions: [action], now: at }),
      changeAction: async () => ({ kind: "changed", closeout: hrProd, action }),
    });
    const ref = actionItemRef.encode({ c, a: 1 });
    await click("action.done", ref);
    await waitFor(() => called("changeAction").length === 1);
    await click("action.assign", ref);
    await submit("action.assign", { "action_assign.user": "U0TOM" });
    await click("action.due", ref);
    await submit("action.due", { "action_due.date": "2026-04-01", "action_due.time": "12:00" });
    expect(called("changeAction")).toMatchObject([
      { number: 1, act: { kind: "done" } },
      { number: 1, act: { kind: "assign", user: "U0TOM" } },
      { number: 1, act: { kind: "due", to: "2026-04-01 12:00" } },
    ]);
    expect(await told()).toContain("A1 Plan the network");
  });

  it("tell whoever may not change an action item before they fill anything in", async () => {
    const closeout = { ...hrProd, roles: { ...hrProd.roles, it_audit: "U0TOM" } };
    await start({ readActions: async () => ({ closeout, actions: [action], now: at }) });
    await click("action.due", actionItemRef.encode({ c, a: 1 }), "U0LI");
    expect(await told("U0LI")).toContain("can change an action item that is not theirs");
  });
});

it("keeps the form's secret within what Slack takes as metadata", () => {
  const metadata = {
    c: crypto.randomUUID(),
    s: "s".repeat(43),
    n: crypto.randomUUID(),
    h: "h".repeat(64),
    ch: channel,
  };
  const { private_metadata } = contributeModal(hrProd, retro, metadata);
  expect(contributionMetadata.safeDecode(private_metadata ?? "").data).toEqual(metadata);
});

it.each(["2026-03-02T09:00:00Z", "2028-02-29T09:00:00Z"])(
  "show an example of notes that can be pasted as it is, at %s",
  (now) => {
    const shown = JSON.stringify(importModal(hrProd, retro, { c, s: "s".repeat(43) }).blocks);
    const example = /```(.*?)```/.exec(shown)?.[1]?.replaceAll("\\n", "\n") ?? "";
    const read = readImport(example, {
      now: Temporal.Instant.from(now),
      timeZone: "Europe/Berlin",
      people: [{ user: "U0MARIA", name: "maria" }],
      owner: undefined,
      due: undefined,
    });
    const due = Temporal.Instant.from(now)
      .toZonedDateTimeISO("Europe/Berlin")
      .toPlainDate()
      .add({ weeks: 3 });
    expect(read).toMatchObject({
      ok: true,
      sayings: [
        { section: "well" },
        { section: "improve" },
        { section: "action", owner: "U0MARIA", due: due.toString() },
      ],
    });
  },
);
