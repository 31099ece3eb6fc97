import { describe, expect, test } from "vitest";
import { renderNotice } from "../../../blocks/slack/notice.ts";
import type { Closeout } from "../../../src/domain/closeout.ts";
import type { SignoffRequest } from "../../../src/domain/signoff/signoff.ts";
import { loadTemplate } from "../../../src/template-file.ts";
import { measureBaseline } from "../../../src/usecases/baseline/measure-baseline.ts";
import { answerDelegation } from "../../../src/usecases/signoff/answer-delegation.ts";
import { delegateSignoff } from "../../../src/usecases/signoff/delegate-signoff.ts";
import { readSignoff } from "../../../src/usecases/signoff/read-signoff.ts";
import { replaceSignatory } from "../../../src/usecases/signoff/replace-signatory.ts";
import { trackSignoffs } from "../../../src/usecases/signoff/track-signoffs.ts";
import { actionIdsOf } from "../../blocks/slack/look.ts";
import { worseComparison } from "../../support/baselines.ts";
import { cleanupIn } from "../../support/cleanups.ts";
import { decide, giveRoles, requested, stored, told } from "../../support/signoffs.ts";
import { member, shareWorld } from "../../support/world.ts";

const world = shareWorld({ template: await loadTemplate() });
const cleanup = cleanupIn(world);

/** Tom has asked for the deletion of checkpoints; Jonas, the compliance officer, is to release them. */
async function asked(as = "tom") {
  const closeout = await cleanup.start();
  const operation = await cleanup.requested(closeout, "checkpoints", as);
  const request = await cleanup.theRelease(closeout);
  await world.deliver();
  return { closeout, operation, request };
}

const seats = async (request: Pick<SignoffRequest, "id">) =>
  (await stored(world, request)).seats.map(({ user, role, replaced }) => ({
    user,
    role,
    counts: replaced === undefined,
  }));

/** The request as it stands with somebody directly, or in the channel. */
function copy(closeout: Closeout, name?: string) {
  const conversation =
    name === undefined
      ? ({ kind: "channel", channel: closeout.channel } as const)
      : ({ kind: "direct", user: `U_${name.toUpperCase()}` } as const);
  const notices = world.chat.in(conversation).map(({ notice }) => notice);
  const found = notices.findLast(
    (notice) => notice.kind === "signoff" && notice.about === "request" && notice.closeout.id === closeout.id,
  );
  if (found === undefined) throw new Error(`${name ?? "The channel"} has no copy`);
  const { blocks } = renderNotice(found);
  return { words: JSON.stringify(blocks), buttons: actionIdsOf(blocks) };
}

const who = async ({ id: requestId }: SignoffRequest, name: string) => {
  const read = await readSignoff(world.deps, { member: member(name), which: { requestId } });
  if (read.kind !== "signoff") throw new Error(read.kind);
  return read.may;
};

describe("when the role that an approval takes moves to somebody else", () => {
  test("its place goes along: recorded, shown in every copy, and the new officer is asked and decides", async () => {
    const { closeout, operation, request } = await asked();
    expect(copy(closeout, "jonas").buttons).toContain("signoff.approve");
    const before = told(world, "maria").length;
    const outcome = await giveRoles(world, closeout, { compliance_officer: "U_MARIA" });
    expect(outcome).toMatchObject({
      kind: "changed",
      followed: [{ kind: "asked", old: { user: "U_JONAS" }, seat: { user: "U_MARIA", name: "maria" } }],
    });
    await world.deliver();
    expect(await seats(request)).toEqual([
      { user: "U_JONAS", role: "compliance_officer", counts: false },
      { user: "U_MARIA", role: "compliance_officer", counts: true },
    ]);
    expect((await world.ledger(closeout)).slice(-3)).toMatchObject([
      { kind: "roles.changed", actor: { user: "U_ANA" } },
      {
        kind: "signoff.replaced",
        actor: { user: "U_ANA" },
        data: {
          request: request.id,
          user: "U_MARIA",
          name: "maria",
          role: "compliance_officer",
          insteadOf: { user: "U_JONAS" },
          because: "roles_changed",
          reason: "The role of compliance officer was given to them.",
        },
      },
      { kind: "signoff.asked", data: { seats: [{ user: "U_MARIA" }] } },
    ]);
    expect(told(world, "maria").slice(before)).toEqual(["request", "file"]);
    expect(copy(closeout, "maria").buttons).toContain("signoff.approve");
    expect(copy(closeout, "jonas")).toMatchObject({
      buttons: [],
      words: expect.stringContaining("replaced by U_MARIA"),
    });
    expect(copy(closeout).words).toContain("replaced by U_MARIA");
    expect(await decide(world.deps, request, "jonas")).toMatchObject({ why: { kind: "replaced" } });
    await decide(world.deps, request, "maria");
    expect(await cleanup.operationOf(operation)).toMatchObject({
      state: "confirmed",
      released: { by: { user: "U_MARIA" } },
    });
  });

  test("and back again, it comes back, once for each time", async () => {
    const { closeout, request } = await asked();
    await giveRoles(world, closeout, { compliance_officer: "U_MARIA" });
    await giveRoles(world, closeout, { compliance_officer: "U_JONAS" });
    expect(await giveRoles(world, closeout, { compliance_officer: "U_JONAS" })).toMatchObject({
      kind: "unchanged",
    });
    expect((await seats(request)).map(({ user, counts }) => [user, counts])).toEqual([
      ["U_JONAS", false],
      ["U_MARIA", false],
      ["U_JONAS", true],
    ]);
    expect(await decide(world.deps, request, "jonas")).toMatchObject({ kind: "decided" });
  });

  test("a delegate who becomes the officer decides in their own name, and nobody else's delegation is left", async () => {
    const { closeout, request } = await asked();
    const { id: requestId } = request;
    const act = { kind: "offer", user: "U_MARIA", reason: "I am away." } as const;
    await delegateSignoff(world.deps, { requestId, member: member("jonas"), act });
    const seat = request.seats[0]?.id ?? "";
    await answerDelegation(world.deps, { requestId, member: member("maria"), seat, accept: true });
    await giveRoles(world, closeout, { compliance_officer: "U_MARIA" });
    expect(await decide(world.deps, request, "maria")).toMatchObject({
      kind: "decided",
      seat: { user: "U_MARIA", decision: { onBehalfOf: undefined } },
    });
  });

  test("to whoever has requested it, nobody decides: the owner hears so, every copy says it, and a third person can be put there", async () => {
    const { closeout, operation, request } = await asked("tom");
    const outcome = await giveRoles(world, closeout, { compliance_officer: "U_TOM" });
    expect(outcome).toMatchObject({
      followed: [{ kind: "stranded", old: { user: "U_JONAS" }, user: "U_TOM", why: "requester" }],
    });
    await world.deliver();
    expect(await seats(request)).toEqual([{ user: "U_JONAS", role: "compliance_officer", counts: true }]);
    expect(copy(closeout).words).toContain("may not decide on this any more");
    expect(await decide(world.deps, request, "tom")).toMatchObject({ why: { kind: "requester" } });
    expect(await decide(world.deps, request, "jonas")).toMatchObject({ why: { kind: "lost_right" } });
    await giveRoles(world, closeout, { compliance_officer: "U_EVA" });
    await decide(world.deps, request, "eva");
    expect((await cleanup.operationOf(operation))?.state).toBe("confirmed");
  });

  test("what is over stays as it is, and a request whose time is over has expired instead", async () => {
    const first = await asked();
    await decide(world.deps, first.request, "jonas");
    const second = await asked();
    world.clock.set(second.request.decideBy);
    for (const { closeout, request } of [first, second]) {
      expect(await giveRoles(world, closeout, { compliance_officer: "U_MARIA" })).toMatchObject({
        followed: [],
      });
      expect(await seats(request)).toMatchObject([{ user: "U_JONAS", counts: true }]);
    }
    expect((await stored(world, second.request)).state).toBe("expired");
  });

  test("a request that takes no role stays with the people who were asked", async () => {
    const closeout = await world.start();
    const request = await requested(world, closeout);
    expect(await giveRoles(world, closeout, { technical_lead: "U_MARIA" })).toMatchObject({ followed: [] });
    expect((await who(request, "tom")).decide).toHaveLength(1);
    expect((await who(request, "maria")).decide).toHaveLength(0);
  });

  test("of two who may waive, each place goes with its own role, and nobody sits twice", async () => {
    const closeout = await world.start();
    world.sensei.comparisons.set(closeout.migration.id, worseComparison);
    await measureBaseline(world.deps, { closeoutId: closeout.id, member: member("ana") });
    const request = await requested(world, closeout, {
      purpose: "waiver",
      roles: ["technical_lead", "business_sponsor"],
      waive: { number: 1, metric: "query_latency" },
    });
    expect(await giveRoles(world, closeout, { technical_lead: "U_EVA" })).toMatchObject({
      followed: [{ kind: "stranded", old: { user: "U_TOM" }, user: "U_EVA", why: "takes_part" }],
    });
    expect(
      await giveRoles(world, closeout, { technical_lead: "U_MARIA", business_sponsor: "U_OLA" }),
    ).toMatchObject({ followed: [{ seat: { user: "U_MARIA" } }, { seat: { user: "U_OLA" } }] });
    await decide(world.deps, request, "maria");
    await decide(world.deps, request, "ola");
    expect((await world.store.baselines.newest(closeout.id))?.findings[0]?.state.kind).toBe("waived");
  });
});

test("the owner puts an accepted delegate into the place of whoever has left", async () => {
  const closeout = await world.start();
  const request = await requested(world, closeout);
  const { id: requestId, seats: places } = request;
  const seat = places[0]?.id ?? "";
  const act = { kind: "offer", user: "U_MARIA", reason: "I am leaving." } as const;
  await delegateSignoff(world.deps, { requestId, member: member("tom"), act });
  await answerDelegation(world.deps, { requestId, member: member("maria"), seat, accept: true });
  const replaced = await replaceSignatory(world.deps, {
    requestId,
    member: member("ana"),
    seat,
    user: "U_MARIA",
    reason: "Tom has left.",
  });
  expect(replaced).toMatchObject({ kind: "replaced", seat: { user: "U_MARIA", delegation: undefined } });
  expect(await decide(world.deps, request, "maria")).toMatchObject({
    seat: { decision: { onBehalfOf: undefined } },
  });
});

test("whoever may not decide any more is not reminded, and the owner hears in time that nobody can", async () => {
  const { closeout, request } = await asked("tom");
  await giveRoles(world, closeout, { compliance_officer: "U_TOM" });
  const heard = (name: string, about: string) =>
    world.chat
      .in({ kind: "direct", user: `U_${name}` })
      .map(({ notice }) => notice)
      .filter((one) => one.kind === "signoff" && one.about === about && one.request.id === request.id);
  const last = request.decideBy.subtract({ minutes: 1 }).epochMilliseconds;
  for (let next = world.clock.now(); next.epochMilliseconds < last; next = next.add({ hours: 1 })) {
    world.clock.set(next);
    await trackSignoffs(world.deps);
  }
  await world.deliver();
  expect(heard("JONAS", "reminder")).toEqual([]);
  const [escalation, ...more] = heard("ANA", "escalation");
  expect(more).toEqual([]);
  expect(escalation && renderNotice(escalation).text).toContain(
    "U_JONAS, compliance officer, may not decide on this any more, so nobody does in their place.",
  );
});
