import { describe, expect, test } from "vitest";
import { renderNotice } from "../../../blocks/slack/notice.ts";
import type { SignoffRequest } from "../../../src/domain/signoff/signoff.ts";
import { answerDelegation } from "../../../src/usecases/signoff/answer-delegation.ts";
import {
  type DelegateSignoffInput,
  delegateSignoff,
} from "../../../src/usecases/signoff/delegate-signoff.ts";
import { prepareDecision } from "../../../src/usecases/signoff/prepare-decision.ts";
import { replaceSignatory } from "../../../src/usecases/signoff/replace-signatory.ts";
import { trackSignoffs } from "../../../src/usecases/signoff/track-signoffs.ts";
import { withdrawSignoff } from "../../../src/usecases/signoff/withdraw-signoff.ts";
import { at } from "../../domain/examples.ts";
import { decide, requested, said, signoffTemplate, stored, told } from "../../support/signoffs.ts";
import { member, openWorld, shareWorld, type World } from "../../support/world.ts";

const shared = shareWorld({ template: signoffTemplate });

const offer = (user: string): DelegateSignoffInput["act"] => ({
  kind: "offer",
  user,
  reason: "I am away this week.",
});

function delegate(
  world: World,
  { id: requestId }: SignoffRequest,
  as: string,
  act: DelegateSignoffInput["act"],
) {
  return delegateSignoff(world.deps, { requestId, member: member(as), act });
}

function answer(world: World, { id: requestId, seats }: SignoffRequest, as: string, accept: boolean) {
  const seat = seats[0]?.id ?? "";
  return answerDelegation(world.deps, { requestId, member: member(as), seat, accept });
}

function replace(world: World, { id: requestId, seats }: SignoffRequest, user: string, as = "ana") {
  const seat = seats[0]?.id ?? "";
  return replaceSignatory(world.deps, {
    requestId,
    member: member(as),
    seat,
    user,
    reason: "Tom has left the company.",
  });
}

describe("a delegation", () => {
  test("holds once it is accepted: then the delegate decides, on behalf of whom they were asked for", async () => {
    const world = shared;
    const closeout = await world.start();
    const request = await requested(world, closeout);
    await world.deliver();
    expect(await delegate(world, request, "tom", offer("U_MARIA"))).toMatchObject({ kind: "offered" });
    await world.deliver();
    expect(told(world, "maria")).toEqual(["delegation"]);
    expect(await decide(world.deps, request, "maria")).toMatchObject({ why: { kind: "not_accepted" } });
    expect(await answer(world, request, "maria", true)).toMatchObject({ kind: "accepted" });
    await world.deliver();
    expect(told(world, "maria")).toEqual(["delegation", "request"]);
    expect(await decide(world.deps, request, "tom")).toMatchObject({ why: { kind: "delegated" } });
    expect(await decide(world.deps, request, "maria")).toMatchObject({
      kind: "decided",
      seat: { role: "technical_lead", decision: { by: { user: "U_MARIA" }, onBehalfOf: "U_TOM" } },
    });
    expect(await decide(world.deps, request, "tom")).toMatchObject({ why: { kind: "already_decided" } });
    expect(await said(world, closeout)).toEqual([
      "requested",
      "delegated",
      "act.refused",
      "delegation_accepted",
      "act.refused",
      "approved",
      "act.refused",
    ]);
  });

  test("that is only offered, declined or taken back leaves the decision where it was", async () => {
    const world = shared;
    const closeout = await world.start();
    const request = await requested(world, closeout);
    await delegate(world, request, "tom", offer("U_MARIA"));
    await answer(world, request, "maria", false);
    expect(await decide(world.deps, request, "maria")).toMatchObject({ why: { kind: "stranger" } });
    await delegate(world, request, "tom", offer("U_MARIA"));
    await answer(world, request, "maria", true);
    expect(await delegate(world, request, "tom", { kind: "revoke" })).toMatchObject({ kind: "revoked" });
    expect(await answer(world, request, "maria", true)).toMatchObject({ why: { kind: "not_offered" } });
    expect(await decide(world.deps, request, "tom")).toMatchObject({ kind: "decided" });
    expect(await delegate(world, request, "tom", { kind: "revoke" })).toMatchObject({
      why: { kind: "already_decided" },
    });
  });

  test.each([
    ["the requester", "U_ANA", { kind: "unfit", why: "requester" }],
    ["somebody who has a seat", "U_EVA", { kind: "unfit", why: "takes_part" }],
    ["themselves", "U_TOM", { kind: "unfit", why: "takes_part" }],
    ["a guest", "U_GUS", { kind: "unfit", why: "not_a_member" }],
  ])("is not possible to %s", async (_, to, why) => {
    const closeout = await shared.start();
    const request = await requested(shared, closeout);
    expect(await delegate(shared, request, "tom", offer(to))).toMatchObject({ kind: "refused", why });
    expect((await stored(shared, request)).seats[0]?.delegation).toBeUndefined();
  });

  test("is offered by a signatory only, and not passed on", async () => {
    const closeout = await shared.start();
    const request = await requested(shared, closeout);
    await delegate(shared, request, "tom", offer("U_MARIA"));
    await answer(shared, request, "maria", true);
    for (const as of ["maria", "li", "ana"]) {
      expect(await delegate(shared, request, as, offer("U_OLA"))).toMatchObject({ why: { kind: "no_seat" } });
    }
    expect(await delegate(shared, request, "tom", offer("U_OLA"))).toMatchObject({
      why: { kind: "accepted_before" },
    });
  });
});

test("the same user id in another workspace is a stranger, whatever they do about a request", async () => {
  const world = shared;
  const closeout = await world.start();
  const request = await requested(world, closeout);
  const { id: requestId, seats } = request;
  const elsewhere = { tenant: "T_ELSEWHERE" };
  const tom = member("tom", elsewhere);
  expect(await prepareDecision(world.deps, { requestId, member: tom })).toMatchObject({
    why: { kind: "not_a_member", profile: "foreign" },
  });
  expect(await decide(world.deps, request, "tom", "approved", { member: tom })).toMatchObject({
    why: { kind: "not_a_member" },
  });
  expect(await delegateSignoff(world.deps, { requestId, member: tom, act: offer("U_MARIA") })).toMatchObject({
    why: { kind: "no_seat" },
  });
  await delegate(world, request, "tom", offer("U_MARIA"));
  const seat = seats[0]?.id ?? "";
  const maria = member("maria", elsewhere);
  expect(await answerDelegation(world.deps, { requestId, member: maria, seat, accept: true })).toMatchObject({
    why: { kind: "not_offered" },
  });
  const withdrawal = { requestId, member: member("ana", elsewhere), reason: "I would like to." };
  expect(await withdrawSignoff(world.deps, withdrawal)).toMatchObject({ kind: "not_permitted" });
  expect((await stored(world, request)).seats[0]).toMatchObject({ delegation: { state: "offered" } });
  expect((await said(world, closeout)).filter((kind) => kind === "act.refused")).toHaveLength(5);
});

describe("a signatory", () => {
  test("is replaced by the owner for a reason; the new one is asked and decides", async () => {
    const world = shared;
    const closeout = await world.start();
    const request = await requested(world, closeout);
    await world.deliver();
    const before = told(world, "ola").length;
    expect(await replace(world, request, "U_OLA", "jonas")).toMatchObject({ kind: "not_permitted" });
    expect(await replace(world, request, "U_EVA")).toMatchObject({
      why: { kind: "unfit", why: "takes_part" },
    });
    expect(await replace(world, request, "U_GUS")).toMatchObject({ why: { why: "not_a_member" } });
    expect(await replace(world, request, "U_OLA")).toMatchObject({
      kind: "replaced",
      seat: { user: "U_OLA", role: "technical_lead" },
    });
    await world.deliver();
    expect(told(world, "ola").slice(before)).toEqual(["request"]);
    expect(await decide(world.deps, request, "tom")).toMatchObject({ why: { kind: "replaced" } });
    expect(await replace(world, request, "U_MARIA")).toMatchObject({ why: { kind: "already_replaced" } });
    for (const as of ["ola", "jonas", "eva"]) await decide(world.deps, request, as);
    expect((await stored(world, request)).state).toBe("approved");
  });

  test("who has decided is not replaced", async () => {
    const closeout = await shared.start();
    const request = await requested(shared, closeout);
    await decide(shared.deps, request, "tom");
    expect(await replace(shared, request, "U_OLA")).toMatchObject({ why: { kind: "already_decided" } });
  });

  test("hears, as the owner does, that their delegate has left, takes it back, and decides", async () => {
    const world = await openWorld({ template: signoffTemplate });
    const closeout = await world.start();
    const request = await requested(world, closeout);
    await delegate(world, request, "tom", offer("U_MARIA"));
    await answer(world, request, "maria", true);
    world.chat.people.set("U_MARIA", {
      user: "U_MARIA",
      name: "maria",
      kind: "deactivated",
      timeZone: undefined,
    });
    world.clock.set(at("2026-03-03T09:00"));
    await trackSignoffs(world.deps);
    await world.deliver();
    const heard = (name: string) => {
      const notices = world.chat.in({ kind: "direct", user: `U_${name}` }).map(({ notice }) => notice);
      const left = notices.filter((notice) => notice.kind === "signoff" && notice.about === "left");
      return left.map((notice) => renderNotice(notice).text);
    };
    const words =
      "U_MARIA, who was to decide in the place of U_TOM, technical lead, is no full member of this workspace any more and cannot decide. U_TOM can take it back and decide, or the owner can name somebody else.";
    expect(heard("ANA")).toEqual([expect.stringContaining(words)]);
    expect(heard("TOM")).toEqual([expect.stringContaining(words)]);
    await delegate(world, request, "tom", { kind: "revoke" });
    await world.deliver();
    expect(heard("ANA")).toEqual([
      expect.stringContaining("U_TOM is awaited, as technical lead, and can decide."),
    ]);
    expect(await decide(world.deps, request, "tom")).toMatchObject({ kind: "decided" });
  });

  test("who left the workspace is noticed once, within a day, and not reminded", async () => {
    const world = await openWorld({ template: signoffTemplate });
    const closeout = await world.start();
    const request = await requested(world, closeout);
    await trackSignoffs(world.deps);
    const tom = world.chat.people.get("U_TOM");
    world.chat.people.set("U_TOM", { user: "U_TOM", name: "tom", kind: "deactivated", timeZone: undefined });
    const asked = world.chat.asked.length;
    world.clock.set(at("2026-03-02T20:00"));
    await trackSignoffs(world.deps);
    expect(world.chat.asked.length).toBe(asked);
    world.clock.set(at("2026-03-03T09:00"));
    await trackSignoffs(world.deps);
    await trackSignoffs(world.deps);
    await world.deliver();
    expect(told(world, "ana")).toContain("left");
    expect((await stored(world, request)).seats[0]?.leftAt).toEqual(at("2026-03-03T09:00"));
    expect((await said(world, closeout)).filter((kind) => kind === "signatory_left")).toHaveLength(1);
    world.clock.set(at("2026-03-04T12:00"));
    await trackSignoffs(world.deps);
    await world.deliver();
    expect(told(world, "tom")).toEqual(["request"]);
    expect(told(world, "jonas")).toContain("reminder");
    if (tom !== undefined) world.chat.people.set("U_TOM", tom);
    world.clock.set(at("2026-03-05T12:30"));
    await trackSignoffs(world.deps);
    expect((await stored(world, request)).seats[0]?.leftAt).toBeUndefined();
    expect(await said(world, closeout)).toContain("signatory_returned");
  });
});
