import { afterEach, describe, expect, it } from "vitest";
import { closeoutRef, deliveryMetadata } from "../../../blocks/slack/actions.ts";
import { seatRef, signoffOption, signoffRef } from "../../../blocks/slack/signoff/signoff-refs.ts";
import type { UseCases } from "../../../src/usecases/bind.ts";
import { decidedSeat, requestOf, seatOf } from "../../blocks/slack/signoff-surfaces.ts";
import { waitFor } from "../../support/wait-for.ts";
import { messagesOf, type Rig, startRig, windowOf, wordsOf } from "./rig.ts";
import { hrProd } from "./stub-use-cases.ts";

const channel = "C0HRPROD";
const request = requestOf();
const seen = { closeout: hrProd, request } as const;
const nobody = {
  decide: [],
  delegate: [],
  revoke: [],
  answer: [],
  ask: false,
  withdraw: false,
  replace: [],
  override: false,
};
const everything = {
  decide: [seatOf()],
  delegate: [seatOf()],
  revoke: [],
  answer: [],
  ask: true,
  withdraw: true,
  replace: [seatOf()],
  override: true,
};
const defaults = {
  title: "Acceptance",
  meaning: "I accept the outcome.",
  roles: ["technical_lead"],
  quorum: { kind: "all" },
  decideBy: request.decideBy,
} as const;
const prepared = {
  kind: "ready",
  closeout: hrProd,
  defaults,
  documents: [],
  holders: [],
  findings: [],
} as const;
const isReady = async () => ({ kind: "ready", ...seen, seats: [seatOf()] }) as const;
const mayEverything = async () => ({ kind: "signoff", ...seen, may: everything, artifacts: [] }) as const;

describe("sign-off in Slack", () => {
  let rig: Rig;
  afterEach(() => rig.close());
  const start = async (useCases: Partial<UseCases> = {}) => {
    rig = await startRig({ useCases });
  };
  const called = (name: string) => rig.calls.filter((call) => call.name === name).map(({ input }) => input);
  const answer = (as = "U0ANA") =>
    waitFor(async () => (await messagesOf(rig, as)).findLast(({ ephemeral }) => ephemeral === true));
  const command = (text: string) => rig.control("POST /command", { as: "U0ANA", channel, text });
  const form = (as = "U0ANA") => waitFor(() => windowOf(rig, as));

  async function click(element: Record<string, unknown>, more: Record<string, unknown> = {}) {
    const posted = await rig.slack("chat.postMessage", {
      channel,
      text: "A request",
      blocks: [{ type: "actions", block_id: "b", elements: [element] }],
      metadata: { event_type: deliveryMetadata.eventType, event_payload: { delivery_id: "delivery-1" } },
    });
    const { action_id } = element;
    await rig.control("POST /click", { as: "U0ANA", channel, ts: posted["ts"], action_id, ...more });
  }
  const button = (action_id: string, value: string) => ({
    type: "button",
    action_id,
    text: { type: "plain_text", text: "Button" },
    value,
  });
  const ref = signoffRef.encode({ r: request.id });
  const place = seatRef.encode({ r: request.id, s: "s1" });
  const submit = async (values: Record<string, unknown>) => {
    const view = await form();
    return wordsOf(await rig.control("POST /submit", { as: "U0ANA", view_id: view.id, values }));
  };

  it.each([
    [
      "signoff.approve",
      { "signoff_approve.words": "Looks complete." },
      "decideSignoff",
      { requestId: request.id, decision: "approved", words: "Looks complete." },
    ],
    [
      "signoff.reject",
      { "signoff_reject.reason": "Not yet." },
      "decideSignoff",
      { decision: "rejected", words: "Not yet." },
    ],
    ["signoff.ask", { "signoff_ask.reason": "Why so?" }, "askAboutSignoff", { words: "Why so?" }],
  ] as const)("the button %s opens a form, which does what it says", async (id, values, useCase, input) => {
    await start({ prepareDecision: isReady, readSignoff: mayEverything });
    await click(button(id, ref));
    expect((await form()).callback_id).toBe(id);
    await submit(values);
    expect(called(useCase)).toMatchObject([input]);
    if (useCase === "decideSignoff") {
      expect(called(useCase)).toMatchObject([{ platformRequest: expect.stringMatching(/^V/) }]);
    }
  });

  it.each([
    [
      "delegate",
      { "signoff_delegate.user": "U0MARIA", "signoff_delegate.reason": "I am away." },
      "delegateSignoff",
      { act: { kind: "offer", user: "U0MARIA", reason: "I am away." } },
    ],
    [
      "replace",
      {
        "signoff_replace.seat": seatOf().id,
        "signoff_replace.user": "U0MARIA",
        "signoff_replace.reason": "Tom has left.",
      },
      "replaceSignatory",
      { seat: seatOf().id, user: "U0MARIA", reason: "Tom has left." },
    ],
    [
      "withdraw",
      { "signoff_withdraw.reason": "Too early." },
      "withdrawSignoff",
      { requestId: request.id, reason: "Too early." },
    ],
    [
      "override",
      { "signoff_override.reason": "The house burns." },
      "overrideSignoff",
      { reason: "The house burns." },
    ],
  ] as const)("the menu's %s opens a form, which does what it says", async (act, values, useCase, input) => {
    await start({ readSignoff: mayEverything });
    await click(button("signoff.more", signoffOption.encode({ r: request.id, a: act })));
    expect((await form()).callback_id).toBe(`signoff.${act}`);
    await submit(values);
    expect(called(useCase)).toMatchObject([input]);
  });

  const decided = decidedSeat({ user: "U0ANA" });
  it.each([
    [{ kind: "requester" }, "nobody decides on their own request"],
    [{ kind: "stranger" }, "you are not among those who decide on this: <@U0TOM>, <@U0JONAS>, <@U0EVA>"],
    [{ kind: "not_your_turn", seat: seatOf() }, "it is not your turn yet: <@U0TOM>"],
    [{ kind: "already_decided", seat: decided }, "you have approved this already"],
    [{ kind: "already_decided", seat: decidedSeat({}) }, "<@U0TOM> has approved this already"],
    [{ kind: "delegated", seat: seatOf() }, "decides in your place"],
    [{ kind: "not_accepted", seat: seatOf() }, "Accept first, then decide"],
    [{ kind: "replaced", seat: seatOf() }, "has put somebody else in your place"],
    [{ kind: "ended" }, "This has ended".toLowerCase()],
  ] as const)(
    "who cannot decide (%j) hears why and how it stands, and the copy is brought up to date",
    async (why, words) => {
      await start({ prepareDecision: async () => ({ kind: "refused", ...seen, why }) });
      await click(button("signoff.approve", ref));
      const { text } = await answer();
      expect(text).toContain(words);
      expect(text).toContain("Nothing was changed");
      await waitFor(() => called("refreshMessage").length > 0);
      expect(called("refreshMessage")).toEqual([{ deliveryId: "delivery-1" }]);
      expect(called("decideSignoff")).toEqual([]);
    },
  );

  it("what is wrong with a form stands on its field", async () => {
    await start({
      prepareDecision: isReady,
      decideSignoff: async () => ({
        kind: "refused",
        ...seen,
        why: { kind: "invalid", message: "Say why." },
      }),
    });
    await click(button("signoff.reject", ref));
    expect(await submit({ "signoff_reject.reason": "Nope." })).toContain("Say why.");
  });

  it("a decision that came too late says how things stand", async () => {
    await start({
      prepareDecision: isReady,
      decideSignoff: async () => ({
        kind: "refused",
        ...seen,
        why: { kind: "already_decided", seat: decided },
      }),
    });
    await click(button("signoff.approve", ref));
    await submit({});
    expect(JSON.stringify((await form()).blocks)).toContain("you have approved this already");
  });

  it("who was asked in several places says in which", async () => {
    const seats = [seatOf({ id: "s1" }), seatOf({ id: "s2", role: "it_audit" })];
    await start({ prepareDecision: async () => ({ kind: "ready", ...seen, seats }) });
    await click(button("signoff.approve", ref));
    await submit({ "signoff_approve.seat": "s2" });
    expect(called("decideSignoff")).toMatchObject([{ seat: "s2" }]);
  });

  it.each([
    ["signoff.accept", true, "accepted", "You decide in the place of <@U0TOM>"],
    ["signoff.decline", false, "declined", "Declined: <@U0TOM>"],
  ] as const)("%s answers an offer", async (id, accept, kind, words) => {
    await start({ answerDelegation: async () => ({ kind, ...seen, seat: seatOf() }) });
    await click(button(id, place));
    expect((await answer()).text).toContain(words);
    expect(called("answerDelegation")).toMatchObject([{ requestId: request.id, seat: "s1", accept }]);
  });

  it("a delegation is taken back at once", async () => {
    await start({
      readSignoff: async () => ({
        kind: "signoff",
        ...seen,
        may: { ...nobody, revoke: [seatOf()] },
        artifacts: [],
      }),
      delegateSignoff: async () => ({ kind: "revoked", ...seen, seat: seatOf() }),
    });
    await click(button("signoff.more", signoffOption.encode({ r: request.id, a: "revoke" })));
    expect((await answer()).text).toContain("yourself again");
    expect(called("delegateSignoff")).toMatchObject([{ seat: seatOf().id, act: { kind: "revoke" } }]);
  });

  it.each([
    ["delegate", "You have no place of your own".toLowerCase()],
    ["replace", "only the owner"],
    ["withdraw", "only the owner"],
    ["override", "only the owner"],
  ] as const)("who may not %s is told before a form is filled in", async (act, words) => {
    const closeout = { ...hrProd, owner: "U0OLA" };
    await start({
      readSignoff: async () => ({ kind: "signoff", closeout, request, may: nobody, artifacts: [] }),
    });
    await click(button("signoff.more", signoffOption.encode({ r: request.id, a: act })));
    expect((await answer()).text).toContain(words);
  });

  it.each(["show 2", "2", "#2"])("/closeout signoff %s shows that request privately", async (words) => {
    await start({ readSignoff: mayEverything });
    await command(`/closeout signoff ${words}`);
    const { text, blocks } = await answer();
    expect(text).toContain("Sign-off 2 of HR_PROD");
    expect(JSON.stringify(blocks)).toContain("signoff.approve");
    expect(called("readSignoff")).toContainEqual(
      expect.objectContaining({ which: { closeoutId: hrProd.id, number: 2 } }),
    );
  });

  it("/closeout signoff lists the requests and offers to make one", async () => {
    await start({
      listSignoffs: async () => ({
        kind: "signoffs",
        closeout: hrProd,
        requests: [request],
        mayRequest: true,
      }),
    });
    await command("/closeout signoff");
    const { text, blocks } = await answer();
    expect(text).toContain("1 open: 2 Acceptance of the project, 0 of 4 have approved");
    expect(JSON.stringify(blocks)).toContain("signoff.request");
  });

  it("/closeout signoff approve 2 opens the form, approve alone asks which", async () => {
    await start({ readSignoff: mayEverything, prepareDecision: isReady });
    await command("/closeout signoff approve");
    expect((await answer()).text).toContain("Say which sign-off");
    await command("/closeout signoff approve 2");
    expect((await form()).callback_id).toBe("signoff.approve");
  });

  it("an unknown number and an unknown word are answered", async () => {
    await start();
    await command("/closeout signoff withdraw 7");
    expect((await answer()).text).toContain("has no sign-off 7");
    await command("/closeout signoff wihtdraw 7");
    await waitFor(async () => (await answer()).text.includes("Did you mean `/closeout signoff withdraw`?"));
  });

  it("the form for a new request changes with its purpose, keeps what was typed, and asks with all of it", async () => {
    await start({
      prepareSignoff: async ({ purpose }) => ({
        ...prepared,
        purpose,
        defaults: { ...defaults, title: `Title of ${purpose}` },
      }),
      requestSignoff: async () => ({ kind: "requested", closeout: hrProd, request }),
    });
    await click(button("signoff.request", closeoutRef.encode({ c: hrProd.id })));
    const view = await form();
    const values = { "signoff_request.meaning": "I have looked at it." };
    await rig.control("POST /view-action", {
      as: "U0ANA",
      view_id: view.id,
      action_id: "signoff_request.purpose",
      value: "waiver",
      values,
    });
    const words = await waitFor(async () => {
      const blocks = JSON.stringify((await form()).blocks);
      return blocks.includes("Title of waiver") ? blocks : undefined;
    });
    expect(words).toContain("I have looked at it.");
    const decideBy = Math.floor(request.decideBy.epochMilliseconds / 1000) + 60;
    await submit({
      "signoff_request.people": ["U0MARIA", "U0LI"],
      "signoff_request.quorum": "some",
      "signoff_request.people_needed": "2",
      "signoff_request.order": "sequence",
      "signoff_request.decide_by": decideBy,
    });
    expect(called("requestSignoff")).toMatchObject([
      {
        closeoutId: hrProd.id,
        form: {
          purpose: "waiver",
          title: "Title of waiver",
          people: ["U0MARIA", "U0LI"],
          quorum: { kind: "some", people: 2 },
          order: "sequence",
          roles: ["technical_lead"],
        },
      },
    ]);
  });

  it("a purpose that a feature asks for leads there, and back to the form", async () => {
    await start({
      prepareSignoff: async ({ purpose }) =>
        purpose === "checkpoints_release"
          ? { kind: "elsewhere", closeout: hrProd, purpose }
          : { ...prepared, purpose, defaults: { ...defaults, title: `Title of ${purpose}` } },
    });
    await click(button("signoff.request", closeoutRef.encode({ c: hrProd.id })));
    const choose = async (value: string) =>
      rig.control("POST /view-action", {
        as: "U0ANA",
        view_id: (await form()).id,
        action_id: "signoff_request.purpose",
        value,
      });
    const says = (words: string) =>
      waitFor(async () => JSON.stringify((await form()).blocks).includes(words), { what: words });
    await says("Title of project_acceptance");
    await says("No final report is frozen yet");
    await says("`/closeout report freeze`");
    await choose("checkpoints_release");
    await says("/cleanup run checkpoints");
    await choose("other");
    await says("Title of other");
    expect(JSON.stringify((await form()).blocks)).not.toContain("No final report is frozen yet");
    await command("/closeout signoff request checkpoints");
    expect((await answer()).text).toMatch(/`\/cleanup run checkpoints`.* Nothing was requested\./);
  });

  it("a form from before, sent with such a purpose, is told where that is asked for", async () => {
    await start({
      prepareSignoff: async ({ purpose }) => ({ ...prepared, purpose }),
      requestSignoff: async () => ({ kind: "elsewhere", closeout: hrProd, purpose: "disposal" }),
    });
    await click(button("signoff.request", closeoutRef.encode({ c: hrProd.id })));
    await form();
    await submit({});
    await waitFor(async () => JSON.stringify((await form()).blocks).includes("asked for by Closeout itself"));
  });

  it("problems of a new request stand on the fields they belong to", async () => {
    const problems = [
      { field: "seats", message: "Choose somebody." },
      { field: "decideBy", message: "Choose a later moment." },
    ] as const;
    await start({
      prepareSignoff: async ({ purpose }) => ({ ...prepared, purpose }),
      requestSignoff: async () => ({ kind: "invalid", closeout: hrProd, problems }),
    });
    await command("/closeout signoff request");
    const said = await submit({});
    expect(said).toContain("Choose somebody.");
    expect(said).toContain("Choose a later moment.");
  });
});
