import { describe, expect, test } from "vitest";
import { askAboutSignoff } from "../../../src/usecases/signoff/ask-about-signoff.ts";
import { listSignoffs } from "../../../src/usecases/signoff/list-signoffs.ts";
import { prepareSignoff } from "../../../src/usecases/signoff/prepare-signoff.ts";
import { readSignoff } from "../../../src/usecases/signoff/read-signoff.ts";
import { requestSignoff } from "../../../src/usecases/signoff/request-signoff.ts";
import { withdrawSignoff } from "../../../src/usecases/signoff/withdraw-signoff.ts";
import { at } from "../../domain/examples.ts";
import { issue, look } from "../../support/certified.ts";
import {
  aForm,
  decide,
  requested,
  said,
  signoffTemplate,
  spoken,
  stored,
  told,
} from "../../support/signoffs.ts";
import { member, shareWorld } from "../../support/world.ts";

const world = shareWorld({ template: signoffTemplate });

describe("what a feature asks for", () => {
  test.each(["early_gate", "checkpoints_release", "disposal"] as const)(
    "is not asked for by hand: %s leads to where it is",
    async (purpose) => {
      const closeout = await world.start();
      const here = { closeoutId: closeout.id, member: member("ana") };
      const elsewhere = { kind: "elsewhere", purpose };
      expect(await prepareSignoff(world.deps, { ...here, purpose })).toMatchObject(elsewhere);
      expect(await requestSignoff(world.deps, { ...here, form: aForm({ purpose }) })).toMatchObject(
        elsewhere,
      );
      expect(await world.store.signoffs.all(closeout.id)).toEqual([]);
    },
  );

  test("and a waiver of nothing is not asked for at all", async () => {
    const closeout = await world.start();
    const form = aForm({ purpose: "waiver" });
    expect(
      await requestSignoff(world.deps, { closeoutId: closeout.id, member: member("ana"), form }),
    ).toMatchObject({ kind: "invalid", problems: [{ field: "title" }] });
  });
});

describe("a request", () => {
  test("stands in the channel and with everybody who is asked, with the documents below", async () => {
    const closeout = await world.start();
    issue(world, closeout);
    await look(world, closeout);
    const offer = await prepareSignoff(world.deps, {
      closeoutId: closeout.id,
      member: member("ana"),
      purpose: "project_acceptance",
    });
    if (offer.kind !== "ready") throw new Error(offer.kind);
    const certificate = await world.store.certificates.latest(closeout.id);
    expect(offer).toMatchObject({
      defaults: {
        roles: ["technical_lead", "compliance_officer", "business_sponsor", "it_audit"],
        quorum: { kind: "all" },
        decideBy: at("2026-03-09T17:00"),
      },
      documents: [{ sha256: certificate?.pdfSha256, origin: { kind: "certificate" }, usual: true }],
    });
    const request = await requested(world, closeout, {
      documents: offer.documents.map(({ sha256 }) => sha256),
    });
    await world.deliver();
    const channel = { kind: "channel", channel: closeout.channel } as const;
    expect(spoken(world, channel)).toEqual(["request", "file"]);
    expect(world.chat.in(channel).find(({ notice }) => notice.kind === "signoff")?.deliveryId).toBe(
      request.id,
    );
    for (const name of ["tom", "jonas", "eva"]) {
      expect(told(world, name).slice(-2)).toEqual(["request", "file"]);
    }
    expect(told(world, "li")).toEqual([]);
    const [entry] = (await world.ledger(closeout)).filter(({ kind }) => kind === "signoff.requested");
    expect(entry).toMatchObject({
      actor: { user: "U_ANA", name: "ana" },
      data: {
        request: request.id,
        number: 1,
        meaning: "I accept the outcome of the migration.",
        documents: [{ sha256: certificate?.pdfSha256 }],
        quorum: { kind: "all" },
      },
    });
  });

  test("is refused with everything that is wrong, and nothing is written", async () => {
    const closeout = await world.start();
    const form = aForm({
      title: "x",
      roles: ["technical_lead"],
      people: ["U_ANA"],
      quorum: { kind: "some", people: 5 },
      decideBy: at("2026-03-01T17:00"),
    });
    const outcome = await requestSignoff(world.deps, {
      closeoutId: closeout.id,
      member: member("ana"),
      form,
    });
    expect(outcome).toMatchObject({
      kind: "invalid",
      problems: [{ field: "title" }, { field: "seats" }, { field: "quorum" }, { field: "decideBy" }],
    });
    expect(await said(world, closeout)).toEqual([]);
  });

  test.each([
    ["a guest", { people: ["U_GUS"] }, "seats"],
    ["somebody whom nobody knows", { people: ["U_NOBODY"] }, "seats"],
    ["a document that is not the latest", { documents: ["0".repeat(64)] }, "documents"],
    ["no moment", { decideBy: undefined }, "decideBy"],
    [
      "a regression that is not there",
      { roles: ["business_sponsor"], waive: { number: 1, metric: "storage" } },
      "title",
    ],
  ] as const)("cannot name %s", async (_, different, field) => {
    const closeout = await world.start();
    const outcome = await requestSignoff(world.deps, {
      closeoutId: closeout.id,
      member: member("ana"),
      form: aForm(different),
    });
    expect(outcome).toMatchObject({ kind: "invalid", problems: [{ field }] });
  });

  test("is for owner, technical lead, compliance officer and operations lead to make", async () => {
    const closeout = await world.start();
    const ask = (as: string) =>
      requestSignoff(world.deps, {
        closeoutId: closeout.id,
        member: member(as),
        form: aForm({ roles: ["it_audit"] }),
      });
    for (const as of ["ana", "tom", "jonas", "ola"]) expect((await ask(as)).kind).toBe("requested");
    for (const as of ["eva", "li", "maria"]) expect((await ask(as)).kind).toBe("not_permitted");
  });

  test("leaves the requester's own roles out of what it offers", async () => {
    const closeout = await world.start();
    const offer = await prepareSignoff(world.deps, {
      closeoutId: closeout.id,
      member: member("tom"),
      purpose: "project_acceptance",
    });
    expect(offer).toMatchObject({
      defaults: { roles: ["compliance_officer", "business_sponsor", "it_audit"] },
      holders: [{ role: "technical_lead", isRequester: true }, {}, {}, {}, {}],
    });
  });
});

describe("decisions", () => {
  test("bring every copy up to date, complete the request once, and complete the item", async () => {
    const closeout = await world.start();
    const request = await requested(world, closeout);
    await world.deliver();
    const first = await decide(world.deps, request, "tom", "approved", { words: " Looks complete. " });
    expect(first).toMatchObject({ kind: "decided", request: { state: "open" } });
    await world.deliver();
    const channel = { kind: "channel", channel: closeout.channel } as const;
    const shown = () => world.chat.in(channel).find(({ deliveryId }) => deliveryId === request.id);
    expect(shown()).toMatchObject({
      updates: 1,
      notice: { request: { seats: [{ decision: { words: "Looks complete." } }, {}, {}] } },
    });
    await decide(world.deps, request, "jonas");
    const last = await decide(world.deps, request, "eva");
    expect(last).toMatchObject({ kind: "decided", request: { state: "approved" } });
    await world.deliver();
    expect(spoken(world, channel)).toEqual(["request", "outcome"]);
    expect(told(world, "ana").at(-1)).toBe("outcome");
    expect(shown()?.notice).toMatchObject({ request: { state: "approved" } });
    expect(await said(world, closeout)).toEqual([
      "requested",
      "approved",
      "approved",
      "approved",
      "completed",
    ]);
    const [item] = await world.store.closeouts.items([closeout.id], ["W2"]);
    expect(item?.state.kind).toBe("done");
  });

  test("are recorded with person, role, words, meaning, documents, moment, zone and click", async () => {
    const closeout = await world.start();
    issue(world, closeout);
    await look(world, closeout);
    const sha256 = (await world.store.certificates.latest(closeout.id))?.pdfSha256 ?? "";
    const request = await requested(world, closeout, { documents: [sha256] });
    await decide(world.deps, request, "jonas", "rejected", {
      words: "The exceptions are missing.",
      platformRequest: "trigger-1",
    });
    const entry = (await world.ledger(closeout)).find(({ kind }) => kind === "signoff.rejected");
    const [, seat] = request.seats;
    expect(entry).toEqual({
      kind: "signoff.rejected",
      actor: { platform: "slack", tenant: "T1", user: "U_JONAS", name: "jonas" },
      data: {
        request: request.id,
        number: 1,
        seat: seat?.id,
        role: "compliance_officer",
        user: "U_JONAS",
        name: "jonas",
        turn: 1,
        decision: "rejected",
        decidedBy: { platform: "slack", tenant: "T1", user: "U_JONAS", name: "jonas" },
        onBehalfOf: null,
        words: "The exceptions are missing.",
        purpose: "project_acceptance",
        title: "Acceptance of the project",
        meaning: "I accept the outcome of the migration.",
        documents: [{ name: expect.stringMatching(/\.pdf$/), sha256, origin: { kind: "certificate" } }],
        decidedAt: "2026-03-02T07:00:00Z",
        timeZone: "Europe/Berlin",
        decidedAtLocal: "2026-03-02T08:00:00+01:00[Europe/Berlin]",
        platformRequest: "trigger-1",
      },
    });
    expect((await stored(world, request)).state).toBe("rejected");
  });

  test.each([
    ["a stranger", "maria", "stranger"],
    ["the requester", "ana", "requester"],
    ["a guest", "gus", "not_a_member"],
    ["somebody of another workspace", "sam", "not_a_member"],
  ])("of %s change nothing, and that they tried is in the ledger", async (_, as, why) => {
    const closeout = await world.start();
    const request = await requested(world, closeout);
    expect(await decide(world.deps, request, as)).toMatchObject({ kind: "refused", why: { kind: why } });
    expect(await stored(world, request)).toMatchObject({
      state: "open",
      seats: [{ decision: undefined }, {}, {}],
    });
    expect((await world.ledger(closeout)).at(-1)).toMatchObject({
      kind: "act.refused",
      data: { act: "decide_signoff", request: request.id, why },
    });
  });

  test("by the same user id of another workspace are a stranger's", async () => {
    const closeout = await world.start();
    const request = await requested(world, closeout);
    const outcome = await decide(world.deps, request, "tom", "approved", {
      member: member("tom", { tenant: "T2" }),
    });
    expect(outcome).toMatchObject({ kind: "refused", why: { kind: "not_a_member", profile: "foreign" } });
  });

  test("are one for each person and role; the same click again is answered the same", async () => {
    const closeout = await world.start();
    const request = await requested(world, closeout);
    const click = { platformRequest: "click-1" };
    await decide(world.deps, request, "tom", "approved", click);
    expect(await decide(world.deps, request, "tom", "approved", click)).toMatchObject({ kind: "decided" });
    expect(await decide(world.deps, request, "tom", "rejected")).toMatchObject({
      kind: "refused",
      why: { kind: "already_decided", seat: { decision: { decision: "approved" } } },
    });
    expect(await said(world, closeout)).toEqual(["requested", "approved", "act.refused"]);
  });

  test("cannot reject without a reason", async () => {
    const closeout = await world.start();
    const request = await requested(world, closeout);
    const outcome = await decide(world.deps, request, "tom", "rejected", { words: "  " });
    expect(outcome).toMatchObject({ kind: "refused", why: { kind: "invalid" } });
    expect(await said(world, closeout)).toEqual(["requested"]);
  });

  test("of somebody with two seats say in which", async () => {
    const closeout = await world.start();
    const request = await requested(world, closeout, { roles: ["technical_lead"], people: ["U_TOM"] });
    const asked = await decide(world.deps, request, "tom");
    expect(asked).toMatchObject({ kind: "refused", why: { kind: "which_seat", seats: [{}, {}] } });
    for (const { id } of request.seats) await decide(world.deps, request, "tom", "approved", { seat: id });
    expect((await stored(world, request)).state).toBe("approved");
  });

  test("come in turns in a sequence: the next is asked when the one before has decided", async () => {
    const closeout = await world.start();
    const request = await requested(world, closeout, {
      order: "sequence",
      roles: ["it_audit"],
      people: ["U_MARIA"],
    });
    await world.deliver();
    const before = told(world, "maria").length;
    expect(await decide(world.deps, request, "maria")).toMatchObject({ why: { kind: "not_your_turn" } });
    await decide(world.deps, request, "li");
    await world.deliver();
    expect(told(world, "maria").slice(before)).toEqual(["request"]);
    expect(await decide(world.deps, request, "maria")).toMatchObject({ request: { state: "approved" } });
  });

  test("after the end are refused with how it ended", async () => {
    const closeout = await world.start();
    const request = await requested(world, closeout);
    await decide(world.deps, request, "tom", "rejected");
    expect(await decide(world.deps, request, "eva")).toMatchObject({
      kind: "refused",
      request: { state: "rejected", ended: { by: { user: "U_TOM" }, reason: "It does not hold." } },
      why: { kind: "ended" },
    });
  });
});

describe("besides deciding", () => {
  test("a question leaves the request open and tells requester and asker", async () => {
    const closeout = await world.start();
    const request = await requested(world, closeout);
    await world.deliver();
    const ask = (as: string, words = "Which exceptions?") =>
      askAboutSignoff(world.deps, { requestId: request.id, member: member(as), words });
    expect(await ask("maria")).toMatchObject({ kind: "not_permitted" });
    expect(await ask("tom", " ")).toMatchObject({ kind: "invalid" });
    expect(await ask("tom")).toMatchObject({ kind: "asked", request: { state: "open" } });
    await world.deliver();
    expect(told(world, "tom").at(-1)).toBe("question");
    expect(told(world, "ana").at(-1)).toBe("question");
    expect(spoken(world, { kind: "channel", channel: closeout.channel })).toEqual(["request", "question"]);
    expect((await stored(world, request)).questions).toMatchObject([
      { words: "Which exceptions?", by: { user: "U_TOM" } },
    ]);
  });

  test("it is withdrawn by whoever made it or the owner, for a reason", async () => {
    const closeout = await world.start();
    const request = await requested(world, closeout, { roles: ["it_audit"] }, "tom");
    const withdraw = (as: string, reason = "The report is not ready.") =>
      withdrawSignoff(world.deps, { requestId: request.id, member: member(as), reason });
    expect(await withdraw("li")).toMatchObject({ kind: "not_permitted" });
    expect(await withdraw("tom", "")).toMatchObject({ kind: "invalid" });
    expect(await withdraw("tom")).toMatchObject({ kind: "withdrawn", request: { state: "withdrawn" } });
    expect(await withdraw("ana")).toMatchObject({ kind: "ended" });
    const other = await requested(world, closeout, { roles: ["it_audit"] }, "tom");
    const byOwner = await withdrawSignoff(world.deps, {
      requestId: other.id,
      member: member("ana"),
      reason: "Not now.",
    });
    expect(byOwner).toMatchObject({ kind: "withdrawn" });
  });

  test("it is read with what each person may do about it now", async () => {
    const closeout = await world.start();
    const request = await requested(world, closeout);
    const read = (as: string) =>
      readSignoff(world.deps, { member: member(as), which: { closeoutId: closeout.id, number: 1 } });
    expect(await read("tom")).toMatchObject({
      kind: "signoff",
      may: {
        decide: [{ user: "U_TOM" }],
        delegate: [{ user: "U_TOM" }],
        ask: true,
        withdraw: false,
        replace: [],
      },
    });
    expect(await read("ana")).toMatchObject({
      may: { decide: [], ask: true, withdraw: true, replace: [{}, {}, {}], override: false },
    });
    expect(await read("maria")).toMatchObject({ kind: "not_permitted" });
    expect(await listSignoffs(world.deps, { closeoutId: closeout.id, member: member("li") })).toMatchObject({
      kind: "signoffs",
      requests: [{ id: request.id }],
      mayRequest: false,
    });
  });

  test("the head of the ledger after its last change is what its messages print", async () => {
    const closeout = await world.start();
    const request = await requested(world, closeout);
    await decide(world.deps, request, "tom");
    const [last] = await world.store.closeouts.ledger(closeout.id, 1);
    expect((await stored(world, request)).head).toEqual({ seq: last?.entry.seq, hash: last?.hash });
    await requested(world, closeout);
    expect((await stored(world, request)).head?.hash).toBe(last?.hash);
  });
});
