import { describe, expect, it } from "vitest";
import type { SignoffRequest } from "../../../src/domain/signoff/signoff.ts";
import { startArchive } from "../../../src/usecases/archive/start-archive.ts";
import { answerDelegation } from "../../../src/usecases/signoff/answer-delegation.ts";
import { delegateSignoff } from "../../../src/usecases/signoff/delegate-signoff.ts";
import { overrideSignoff } from "../../../src/usecases/signoff/override-signoff.ts";
import { prepareDecision } from "../../../src/usecases/signoff/prepare-decision.ts";
import { replaceSignatory } from "../../../src/usecases/signoff/replace-signatory.ts";
import { moveOn, pathOf, removeObject, sweepAndWork, tamper, workOff } from "../../support/archive-world.ts";
import {
  archived,
  artifact,
  closed,
  entries,
  expired,
  isThere,
  left,
  only,
  requests,
  shown,
} from "../../support/disposals.ts";
import { decide, giveRoles } from "../../support/signoffs.ts";
import { member, type World } from "../../support/world.ts";

describe("an approval", () => {
  it("disposes of exactly what was asked about; the register keeps the lines", async () => {
    const { world, closeout, request } = await expired();
    expect(await decide(world.deps, request, "jonas")).toMatchObject({ kind: "decided" });
    await workOff(world);
    expect(await left(world, closeout)).toEqual([3, 4]);
    for (const number of [1, 2]) {
      expect(await isThere(world, closeout, number)).toBe(false);
      expect(await artifact(world, closeout, number)).toMatchObject({
        disposed: { by: { user: "U_JONAS" } },
      });
    }
    expect((await entries(world, closeout, "disposal")).map(({ kind }) => kind)).toEqual([
      "disposal.noticed",
      "disposal.approved",
      "disposal.approved",
    ]);
    const { sha256 } = await artifact(world, closeout, 1);
    expect(await entries(world, closeout, "artifact.disposed")).toMatchObject([
      { actor: { system: "closeout" }, data: { number: 1, sha256, approved_by: "U_JONAS" } },
      { data: { number: 2 } },
    ]);
    for (const { message } of await shown(world, request))
      expect(message).toMatch(/#1 [^#]*: \*disposed of\*/);
    expect(await startArchive(world.deps, { closeoutId: closeout.id, member: member("ana") })).toMatchObject({
      kind: "invalid",
    });
    await sweepAndWork(world);
    expect(await requests(world, closeout)).toHaveLength(1);
  });

  it("is given once", async () => {
    const { world, closeout, request } = await expired();
    await decide(world.deps, request, "jonas", "rejected");
    expect(await decide(world.deps, request, "jonas")).toMatchObject({
      kind: "refused",
      why: { kind: "ended" },
    });
    await sweepAndWork(world);
    expect(await left(world, closeout)).toEqual([1, 2, 3, 4]);
  });

  it.each(["ana", "tom", "eva", "li", "ola", "maria", "gus", "sam"])("is not %s's to give", async (name) => {
    const { world, closeout, request } = await expired();
    expect(await decide(world.deps, request, name)).toMatchObject({ kind: "refused" });
    await sweepAndWork(world);
    expect(await left(world, closeout)).toEqual([1, 2, 3, 4]);
    expect(await entries(world, closeout, "act.refused")).toHaveLength(1);
  });

  it("may be the owner's own where they are the compliance officer too, for it is not their request", async () => {
    const { world, closeout, request } = await expired({
      technical_lead: "U_TOM",
      compliance_officer: "U_ANA",
      business_sponsor: "U_EVA",
      it_audit: "U_LI",
      operations_lead: "U_OLA",
    });
    expect(await decide(world.deps, request, "ana")).toMatchObject({ kind: "decided" });
    await workOff(world);
    expect(await left(world, closeout)).toEqual([3, 4]);
  });

  it("cannot be gone around by the owner, whatever the procedure says", async () => {
    const { world, closeout, request } = await expired();
    const outcome = await overrideSignoff(world.deps, {
      requestId: request.id,
      member: member("ana"),
      reason: "It has to go.",
    });
    expect(outcome).toMatchObject({ kind: "not_allowed" });
    await sweepAndWork(world);
    expect(await left(world, closeout)).toEqual([1, 2, 3, 4]);
  });

  it("deletes nothing whose bytes are not those that were approved, and says what was found", async () => {
    const { world, closeout, request } = await expired();
    await tamper(pathOf(world, await artifact(world, closeout, 1)));
    moveOn(world, "PT2H");
    await decide(world.deps, request, "jonas");
    await workOff(world);
    expect(await left(world, closeout)).toEqual([1, 3, 4]);
    expect(await artifact(world, closeout, 1)).toMatchObject({
      verified: { outcome: "altered" },
      disposal: { kind: "rejected" },
    });
    expect(await entries(world, closeout, "disposal.rejected")).toMatchObject([
      { data: { number: 1, because: "its bytes are not those that were approved" } },
    ]);
    await world.deliver();
    expect(world.chat.in({ kind: "direct", user: "U_JONAS" }).map(({ notice }) => notice.kind)).toContain(
      "archive_findings",
    );
  });

  it("deletes nothing that is to be kept longer by now", async () => {
    const { world, closeout, request } = await expired();
    await world.sql(
      "update archived_artifact set retain_until = '2050-01-01' where closeout_id = $1 and number = 2",
      closeout.id,
    );
    await decide(world.deps, request, "jonas");
    await workOff(world);
    expect(await left(world, closeout)).toEqual([2, 3, 4]);
    expect(await isThere(world, closeout, 2)).toBe(true);
    expect((await artifact(world, closeout, 2)).disposal).toMatchObject({ kind: "rejected" });
    moveOn(world, "P1Y");
    await sweepAndWork(world);
    expect(await requests(world, closeout)).toHaveLength(1);
  });
});

describe("who decides", () => {
  const replace = (world: World, { id: requestId, seats }: SignoffRequest, user: string) =>
    replaceSignatory(world.deps, {
      requestId,
      member: member("ana"),
      seat: seats[0]?.id ?? "",
      user,
      reason: "Jonas has left the company.",
    });

  it("is the compliance officer of that moment: the place goes with the role, and to nobody else", async () => {
    const { world, closeout, request } = await expired();
    expect(await replace(world, request, "U_MARIA")).toMatchObject({
      kind: "refused",
      why: { kind: "unfit", why: "lacks_right", user: "U_MARIA" },
    });
    await giveRoles(world, closeout, { compliance_officer: "U_MARIA" });
    for (const decision of ["approved", "rejected"] as const) {
      expect(await decide(world.deps, request, "jonas", decision)).toMatchObject({
        why: { kind: "replaced" },
      });
    }
    expect(
      await prepareDecision(world.deps, { requestId: request.id, member: member("jonas") }),
    ).toMatchObject({
      kind: "refused",
      why: { kind: "replaced" },
    });
    expect(await left(world, closeout)).toEqual([1, 2, 3, 4]);
    await decide(world.deps, request, "maria");
    await workOff(world);
    expect(await left(world, closeout)).toEqual([3, 4]);
  });

  it("may be a delegate, who speaks for the compliance officer", async () => {
    const { world, closeout, request } = await expired();
    const { id: requestId, seats } = request;
    const act = { kind: "offer", user: "U_LI", reason: "I am away." } as const;
    await delegateSignoff(world.deps, { requestId, member: member("jonas"), act });
    const seat = seats[0]?.id ?? "";
    await answerDelegation(world.deps, { requestId, member: member("li"), seat, accept: true });
    await decide(world.deps, request, "li");
    await workOff(world);
    expect(await artifact(world, closeout, 1)).toMatchObject({ disposed: { by: { user: "U_LI" } } });
  });

  it("somebody who has left is asked all the same; the owner hears of it", async () => {
    const { world, closeout } = await archived();
    await world.sql("update closeout set roles = jsonb_set(roles, '{compliance_officer}', '\"U_DON\"')");
    moveOn(world, "P7Y1D");
    await sweepAndWork(world);
    await sweepAndWork(world);
    expect(await only(world, closeout)).toMatchObject({
      seats: [{ user: "U_DON", leftAt: expect.anything() }],
    });
    await world.deliver();
    expect(world.chat.in({ kind: "direct", user: "U_ANA" }).map(({ notice }) => notice)).toContainEqual(
      expect.objectContaining({ kind: "signoff", about: "left" }),
    );
  });

  it("can be put right in a closed closeout", async () => {
    const { world, closeout, request } = await closed();
    expect(await giveRoles(world, closeout, { compliance_officer: "U_MARIA" })).toMatchObject({
      kind: "changed",
    });
    expect(await decide(world.deps, request, "maria")).toMatchObject({ kind: "decided" });
  });
});

it("an approval whose object is gone already is written down: the process died in between", async () => {
  const { world, closeout, request } = await expired();
  moveOn(world, "PT2H");
  await decide(world.deps, request, "jonas");
  await removeObject(pathOf(world, await artifact(world, closeout, 1)));
  await workOff(world);
  expect(await left(world, closeout)).toEqual([3, 4]);
  expect(await entries(world, closeout, "artifact.verify_failed")).toEqual([]);
  expect(await entries(world, closeout, "artifact.disposed")).toHaveLength(2);
});

it("an approval from before disposals were sign-offs is carried out", async () => {
  const { world, closeout, request } = await expired();
  await decide(world.deps, request, "jonas");
  await world.sql("update artifact_disposal set request = null");
  await workOff(world);
  expect(await left(world, closeout)).toEqual([3, 4]);
});
