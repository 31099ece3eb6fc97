import { stat } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { renderNotice } from "../../../blocks/slack/notice.ts";
import type { Closeout } from "../../../src/domain/closeout.ts";
import { sha256Of } from "../../../src/domain/document.ts";
import type { SignoffRequest } from "../../../src/domain/signoff/signoff.ts";
import { disposeArtifacts } from "../../../src/usecases/archive/dispose-artifacts.ts";
import { holdArtifact } from "../../../src/usecases/archive/hold-artifact.ts";
import { startArchive } from "../../../src/usecases/archive/start-archive.ts";
import { sweepArchive } from "../../../src/usecases/archive/sweep-archive.ts";
import { readTodo } from "../../../src/usecases/checklist/read-todo.ts";
import { closeCloseout } from "../../../src/usecases/closing/close-closeout.ts";
import { answerDelegation } from "../../../src/usecases/signoff/answer-delegation.ts";
import { askAboutSignoff } from "../../../src/usecases/signoff/ask-about-signoff.ts";
import { delegateSignoff } from "../../../src/usecases/signoff/delegate-signoff.ts";
import { overrideSignoff } from "../../../src/usecases/signoff/override-signoff.ts";
import { prepareDecision } from "../../../src/usecases/signoff/prepare-decision.ts";
import { replaceSignatory } from "../../../src/usecases/signoff/replace-signatory.ts";
import { trackSignoffs } from "../../../src/usecases/signoff/track-signoffs.ts";
import { withdrawSignoff } from "../../../src/usecases/signoff/withdraw-signoff.ts";
import {
  archive,
  archiveTemplateText,
  closeoutWithExport,
  moveOn,
  pathOf,
  removeObject,
  sweepAndWork,
  tamper,
  workOff,
} from "../../support/archive-world.ts";
import { accepted, frozen } from "../../support/closings.ts";
import { decide, giveRoles, stored } from "../../support/signoffs.ts";
import { templateFrom } from "../../support/small-template.ts";
import { member, openWorld, type World } from "../../support/world.ts";

/** The archive's procedure, which can be closed, and which would let the owner break the glass if that were possible. */
const template = templateFrom(
  `${archiveTemplateText
    .replace("title: Ask the users }", "title: Ask the users, completed_by: project_acceptance }")
    .replace("title: Take the final backup }", "title: Close it, completed_by: closing }")}
signoffs: { break_glass: [disposal] }
`,
);

async function archived(roles?: Closeout["roles"]) {
  const world = await openWorld({ template });
  const closeout = await closeoutWithExport(world, undefined, roles);
  await archive(world, closeout);
  return { world, closeout };
}

/** Seven years later: #1 (the certificate) and #2 (the logs) were kept long enough; the request about them. */
async function expired(roles?: Closeout["roles"]) {
  const { world, closeout } = await archived(roles);
  moveOn(world, "P7Y1D");
  await sweepAndWork(world);
  return { world, closeout, request: await only(world, closeout) };
}

/** The same in a closeout that was closed in its time. */
async function closed() {
  const { world, closeout } = await archived();
  await world.act(closeout, "W3", { kind: "complete" });
  await accepted(world, closeout, await frozen(world, closeout));
  const outcome = await closeCloseout(world.deps, { closeoutId: closeout.id, member: member("ana") });
  if (outcome.kind !== "closed_now") throw new Error(JSON.stringify(outcome));
  moveOn(world, "P7Y1D");
  await sweepAndWork(world);
  return { world, closeout, request: await only(world, closeout) };
}

async function requests(world: World, { id }: Closeout): Promise<readonly SignoffRequest[]> {
  return (await world.store.signoffs.all(id)).filter(({ purpose }) => purpose === "disposal");
}

async function only(world: World, closeout: Closeout): Promise<SignoffRequest> {
  const [request, ...more] = await requests(world, closeout);
  if (request === undefined || more.length > 0) throw new Error(`${more.length} more requests`);
  return request;
}

async function artifact(world: World, closeout: Closeout, number: number) {
  const found = await world.deps.artifacts.find(closeout.id, number);
  if (found === undefined) throw new Error(`There is no #${number}`);
  return found;
}

async function isThere(world: World, closeout: Closeout, number: number): Promise<boolean> {
  const { disposed, ...one } = await artifact(world, closeout, number);
  const file = await stat(pathOf(world, { disposed, ...one })).catch(() => undefined);
  expect(disposed === undefined).toBe(file !== undefined);
  return file !== undefined;
}

const left = async (world: World, closeout: Closeout) =>
  (await world.deps.artifacts.of(closeout.id))
    .filter(({ disposed }) => disposed === undefined)
    .map(({ number }) => number);

const entries = async (world: World, closeout: Closeout, prefix: string) =>
  (await world.ledger(closeout)).filter(({ kind }) => kind.startsWith(prefix));

const hold = (world: World, closeout: Closeout, number: number, act: "hold" | "release" = "hold") =>
  holdArtifact(world.deps, {
    closeoutId: closeout.id,
    number,
    act,
    reason: "a lawsuit",
    member: member("jonas"),
  });

/** What the request says now, in the channel and to the compliance officer. */
async function shown(world: World, request: SignoffRequest) {
  await world.letLeasesExpire();
  await world.deliver();
  return world.chat.posts
    .filter(({ notice }) => notice.kind === "signoff" && notice.about === "request")
    .filter(({ notice }) => notice.kind === "signoff" && notice.request.id === request.id)
    .map(({ notice, conversation }) => ({ conversation, message: JSON.stringify(renderNotice(notice)) }));
}

describe("when a retention is over", () => {
  it("Closeout itself asks the compliance officer, in one request that is bound to the artifacts' bytes", async () => {
    const { world, closeout, request } = await expired();
    const artifacts = [await artifact(world, closeout, 1), await artifact(world, closeout, 2)];
    expect(request).toMatchObject({
      state: "open",
      requestedBy: { system: "closeout" },
      meaning: expect.stringContaining("not needed any more and may be deleted from the archive for good"),
      effect: {
        kind: "dispose",
        artifacts: artifacts.map(({ number, sha256 }) => ({ number, sha256 })),
      },
      seats: [{ role: "compliance_officer", user: "U_JONAS", name: "jonas" }],
    });
    const [list] = request.documents;
    const document = await world.deps.closeouts.document(closeout.id, list?.sha256 ?? "");
    expect(sha256Of(document?.bytes ?? new Uint8Array())).toBe(list?.sha256);
    const text = new TextDecoder().decode(document?.bytes);
    for (const { path, sha256 } of artifacts) expect(text).toMatch(new RegExp(`${path}[^#]*${sha256}`));
    expect(
      (await entries(world, closeout, "disposal")).map(({ kind, data }) => [kind, data["signoff"]]),
    ).toEqual([["disposal.noticed", 1]]);
    expect(await entries(world, closeout, "signoff.requested")).toMatchObject([
      { actor: { system: "closeout" }, data: { effect: { kind: "dispose" } } },
    ]);
  });

  it("the request says in the channel and directly what an approval deletes, and by whom it is asked", async () => {
    const { world, closeout, request } = await expired();
    const messages = await shown(world, request);
    expect(messages.map(({ conversation }) => conversation).toSorted()).toEqual([
      `channel:${closeout.channel}`,
      "direct:U_JONAS",
    ]);
    for (const { message } of messages) {
      expect(message).toMatch(
        /An approval deletes for good.*2 files.*#1 certificate\/certificate\.pdf.*#2 logs/,
      );
      expect(message).toMatch(/requested by Closeout/);
    }
    expect(messages.map(({ message }) => message)).toContainEqual(
      expect.stringMatching(/^{"text":"Closeout asks for your approval/),
    );
    expect(world.chat.in({ kind: "direct", user: "U_JONAS" }).map(({ notice }) => notice.kind)).toContain(
      "file",
    );
  });

  it("nothing is deleted by itself, and nobody is asked twice, also by two processes at once", async () => {
    const { world, closeout } = await archived();
    moveOn(world, "P7Y1D");
    await Promise.all([world.deps, world.another(), world.another()].map((deps) => sweepArchive(deps)));
    await sweepAndWork(world);
    await only(world, closeout);
    expect(await left(world, closeout)).toEqual([1, 2, 3, 4]);
  });

  it("a question goes to the owner, who answers for what Closeout asks", async () => {
    const { world, request } = await expired();
    await askAboutSignoff(world.deps, {
      requestId: request.id,
      member: member("jonas"),
      words: "Is it used?",
    });
    await world.deliver();
    const asked = world.chat.in({ kind: "direct", user: "U_ANA" }).map(({ notice }) => notice);
    expect(asked).toContainEqual(expect.objectContaining({ kind: "signoff", about: "question" }));
  });
});

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

describe("what is not approved is kept and asked about again", () => {
  it("ninety days after a rejection, which takes a reason", async () => {
    const { world, closeout, request } = await expired();
    expect(await decide(world.deps, request, "jonas", "rejected", { words: "" })).toMatchObject({
      kind: "refused",
      why: { kind: "invalid" },
    });
    await decide(world.deps, request, "jonas", "rejected", { words: "An audit is on." });
    expect(await entries(world, closeout, "disposal.rejected")).toMatchObject([
      { data: { number: 1, reason: "An audit is on.", signoff: 1 } },
      { data: { number: 2 } },
    ]);
    moveOn(world, "P89D");
    await sweepAndWork(world);
    expect(await requests(world, closeout)).toHaveLength(1);
    moveOn(world, "P2D");
    await sweepAndWork(world);
    expect(await requests(world, closeout)).toMatchObject([
      { state: "rejected" },
      { state: "open", effect: { artifacts: [{ number: 1 }, { number: 2 }] } },
    ]);
    expect(await left(world, closeout)).toEqual([1, 2, 3, 4]);
  });

  it("ninety days after a request has expired, which deletes nothing", async () => {
    const { world, closeout, request } = await expired();
    world.clock.set(request.decideBy);
    expect(await decide(world.deps, request, "jonas")).toMatchObject({ why: { kind: "ended" } });
    await sweepAndWork(world);
    expect((await stored(world, request)).state).toBe("expired");
    expect(await entries(world, closeout, "disposal.rejected")).toMatchObject([
      { actor: { system: "closeout" }, data: { reason: "sign-off 1 expired undecided" } },
      {},
    ]);
    moveOn(world, "P89D");
    await sweepAndWork(world);
    expect(await requests(world, closeout)).toHaveLength(1);
    moveOn(world, "P2D");
    await sweepAndWork(world);
    expect((await requests(world, closeout)).map(({ state }) => state)).toEqual(["expired", "open"]);
    expect(await left(world, closeout)).toEqual([1, 2, 3, 4]);
  });

  it("ninety days after the owner has withdrawn it", async () => {
    const { world, closeout, request } = await expired();
    const withdrawal = { requestId: request.id, member: member("ana"), reason: "Not now." };
    expect(await withdrawSignoff(world.deps, withdrawal)).toMatchObject({ kind: "withdrawn" });
    await sweepAndWork(world);
    expect(await requests(world, closeout)).toHaveLength(1);
    moveOn(world, "P91D");
    await sweepAndWork(world);
    expect((await requests(world, closeout)).map(({ state }) => state)).toEqual(["withdrawn", "open"]);
  });
});

describe("a hold", () => {
  it("takes its artifact out of the request, also when it is released before the approval", async () => {
    const { world, closeout, request } = await expired();
    expect(await hold(world, closeout, 1)).toMatchObject({ kind: "done", voided: true });
    for (const { message } of await shown(world, request))
      expect(message).toMatch(/An approval deletes for good\*: 1 file .*#1 [^#]*on hold, so it is kept/);
    await hold(world, closeout, 1, "release");
    await decide(world.deps, request, "jonas");
    await sweepAndWork(world);
    expect(await left(world, closeout)).toEqual([1, 3, 4]);
    expect(
      (await entries(world, closeout, "disposal")).map(({ kind, data }) => [kind, data["number"]]),
    ).toEqual([
      ["disposal.noticed", undefined],
      ["disposal.rejected", 1],
      ["disposal.approved", 2],
    ]);
    moveOn(world, "P91D");
    await sweepAndWork(world);
    expect((await requests(world, closeout)).at(-1)).toMatchObject({
      state: "open",
      effect: { artifacts: [{ number: 1 }] },
    });
  });

  it("on everything that is asked about ends the request", async () => {
    const { world, closeout, request } = await expired();
    await hold(world, closeout, 1);
    expect((await stored(world, request)).state).toBe("open");
    await hold(world, closeout, 2);
    expect(await stored(world, request)).toMatchObject({
      state: "withdrawn",
      ended: { reason: "Everything that it asks about is on hold." },
    });
    expect(await decide(world.deps, request, "jonas")).toMatchObject({ kind: "refused" });
    await sweepAndWork(world);
    expect(await left(world, closeout)).toEqual([1, 2, 3, 4]);
  });

  it("is looked at right before the removal, however it came there", async () => {
    const { world, closeout, request } = await expired();
    await decide(world.deps, request, "jonas");
    await world.sql(
      `insert into artifact_hold (id, artifact_id, placed_by, placed_at, reason)
       select gen_random_uuid(), id, '{"system": "closeout"}', now(), 'A court order.'
       from archived_artifact where closeout_id = $1 and number = 1`,
      closeout.id,
    );
    await workOff(world);
    expect(await isThere(world, closeout, 1)).toBe(true);
    expect(await left(world, closeout)).toEqual([1, 3, 4]);
    expect(await entries(world, closeout, "disposal.rejected")).toMatchObject([
      { data: { number: 1, because: "a hold is on" } },
    ]);
  });

  it("voids an approval that is not carried out yet", async () => {
    const { world, closeout, request } = await expired();
    await decide(world.deps, request, "jonas");
    expect(await hold(world, closeout, 1)).toMatchObject({ kind: "done", voided: true });
    await workOff(world);
    await sweepAndWork(world);
    expect(await left(world, closeout)).toEqual([1, 3, 4]);
    expect(await isThere(world, closeout, 1)).toBe(true);
  });
});

it("of a hold, an approval and its job at the same moment in three processes, nothing under hold is deleted", async () => {
  const { world, closeout, request } = await expired();
  const [officer, worker] = [world.another(), world.another()];
  await Promise.all([
    decide(officer, request, "jonas").then(() => disposeArtifacts(worker, { closeoutId: closeout.id })),
    disposeArtifacts(world.deps, { closeoutId: closeout.id }),
    hold(world, closeout, 1),
    hold(world, closeout, 2),
  ]);
  await sweepAndWork(world);
  for (const number of [1, 2]) {
    const there = await isThere(world, closeout, number);
    expect((await artifact(world, closeout, number)).hold !== undefined).toBe(there);
  }
});

describe("in a closed closeout", () => {
  it("disposal is asked about, waits among what waits, is reminded of, and is decided", async () => {
    const { world, closeout, request } = await closed();
    expect(await readTodo(world.deps, { member: member("jonas") })).toMatchObject({
      entries: [{ request: { id: request.id }, closeout: { status: "closed" } }],
    });
    moveOn(world, "P7D");
    await trackSignoffs(world.deps);
    expect(await entries(world, closeout, "signoff.reminded")).toHaveLength(1);
    expect(await decide(world.deps, request, "jonas")).toMatchObject({ kind: "decided" });
    await workOff(world);
    expect(await left(world, closeout)).toEqual([3, 4]);
    expect((await world.deps.closeouts.get(closeout.id))?.status).toBe("closed");
  });

  it("it expires as in an open one, and a hold takes it out", async () => {
    const { world, closeout, request } = await closed();
    await hold(world, closeout, 1);
    world.clock.set(request.decideBy);
    await trackSignoffs(world.deps);
    expect((await stored(world, request)).state).toBe("expired");
    expect(await left(world, closeout)).toEqual([1, 2, 3, 4]);
  });

  it("what was asked before the closing goes on", async () => {
    const { world, closeout } = await archived();
    await world.act(closeout, "W3", { kind: "complete" });
    await accepted(world, closeout, await frozen(world, closeout));
    moveOn(world, "P2Y1D");
    await sweepAndWork(world);
    const request = await only(world, closeout);
    await closeCloseout(world.deps, { closeoutId: closeout.id, member: member("ana") });
    expect((await stored(world, request)).state).toBe("open");
    await decide(world.deps, request, "jonas");
    await workOff(world);
    expect(await left(world, closeout)).toEqual([1, 3, 4]);
  });
});
