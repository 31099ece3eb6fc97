import { describe, expect, it } from "vitest";
import { factsHash } from "../../../src/domain/cleanup/cleanup-facts.ts";
import { loadTemplate } from "../../../src/template-file.ts";
import { readCleanup } from "../../../src/usecases/cleanup/read-cleanup.ts";
import { requestOperation } from "../../../src/usecases/cleanup/request-operation.ts";
import { settleOperation } from "../../../src/usecases/cleanup/settle-operation.ts";
import { answerDelegation } from "../../../src/usecases/signoff/answer-delegation.ts";
import { delegateSignoff } from "../../../src/usecases/signoff/delegate-signoff.ts";
import { replaceSignatory } from "../../../src/usecases/signoff/replace-signatory.ts";
import { withdrawSignoff } from "../../../src/usecases/signoff/withdraw-signoff.ts";
import { cleanupIn, full } from "../../support/cleanups.ts";
import { anAnswer, senseiFault } from "../../support/fake-sensei.ts";
import { decide } from "../../support/signoffs.ts";
import { member, shareWorld } from "../../support/world.ts";

const world = shareWorld({ template: await loadTemplate() });
const {
  becomes,
  start,
  factsOf,
  request,
  requested,
  run,
  callsOf,
  kindsOf,
  keep,
  releases,
  theRelease,
  operationOf,
  later,
  giveRoles,
} = cleanupIn(world);

describe("who may", () => {
  const people = ["ana", "tom", "jonas", "eva", "li", "ola", "maria"] as const;

  it.each([
    ["storage", ["ana", "tom"]],
    ["checkpoints", ["ana", "tom"]],
    ["migration", ["ana", "tom"]],
  ] as const)("ask for %s", async (kind, allowed) => {
    for (const name of people) {
      const closeout = await start();
      const outcome = await request(
        closeout,
        kind,
        name,
        kind === "migration" ? { override: "No time left." } : {},
      );
      if (allowed.some((one) => one === name)) {
        expect({ name, kind: outcome.kind }).toEqual({ name, kind: "requested" });
      } else {
        expect(outcome).toMatchObject({ kind: "not_permitted", who: [{ user: "U_ANA" }, { user: "U_TOM" }] });
        expect(await kindsOf(closeout)).toEqual(["operation.refused"]);
      }
      expect(callsOf(closeout)).toEqual([]);
    }
  });

  it("release or keep checkpoints: the compliance officer alone", async () => {
    const closeout = await start();
    const operation = await requested(closeout, "checkpoints");
    const release = await theRelease(closeout);
    for (const name of people.filter((one) => one !== "jonas")) {
      expect(await decide(world.deps, release, name)).toMatchObject({
        kind: "refused",
        why: { kind: name === "tom" ? "requester" : "stranger" },
      });
      expect(await keep(closeout, name, "For audit.")).toMatchObject({
        kind: "not_permitted",
        who: [{ as: "compliance_officer", user: "U_JONAS" }],
      });
    }
    expect((await operationOf(operation))?.state).toBe("planned");
    expect((await decide(world.deps, release, "jonas")).kind).toBe("decided");
    expect(await operationOf(operation)).toMatchObject({
      state: "confirmed",
      released: { by: { user: "U_JONAS" } },
    });
  });

  it("settle an uncertain operation: the owner alone, with reason and evidence", async () => {
    const closeout = await start();
    becomes(closeout, { resources: { checkpoints: undefined, temporaryStorage: undefined } });
    const operation = await requested(closeout, "storage");
    world.sensei.outcomes.push(senseiFault("timeout", "unknown"));
    expect((await run(operation)).state).toBe("uncertain");
    const settle = (as: string, reason: string, evidence: string) =>
      settleOperation(world.deps, {
        closeoutId: closeout.id,
        operationId: operation.id,
        member: member(as),
        happened: true,
        reason,
        evidence,
      });
    expect((await settle("tom", "I saw it.", "Console")).kind).toBe("not_permitted");
    expect((await settle("ana", "", "Console")).kind).toBe("invalid");
    expect((await settle("ana", "I saw it.", "")).kind).toBe("invalid");
    expect((await settle("ana", "I saw it.", "Console")).kind).toBe("settled");
    expect((await settle("ana", "I saw it.", "Console")).kind).toBe("decided");
  });
});

describe("checkpoints take two people", () => {
  it("whoever is compliance officer does not ask for what they would release", async () => {
    const closeout = await start();
    await giveRoles(closeout, { compliance_officer: "U_TOM" });
    expect((await request(closeout, "checkpoints", "tom")).kind).toBe("needs_two");
    // Asked for by the owner, who then becomes compliance officer as well: still not.
    await requested(closeout, "checkpoints", "ana");
    await giveRoles(closeout, { compliance_officer: "U_ANA" });
    expect(await decide(world.deps, await theRelease(closeout), "ana")).toMatchObject({
      kind: "refused",
      why: { kind: "requester" },
    });
    expect((await request(closeout, "checkpoints", "ana")).kind).toBe("needs_two");
    expect(callsOf(closeout)).toEqual([]);
  });

  it("keeping them is an end, needs a reason, and a later request is a new operation", async () => {
    const closeout = await start();
    const first = await requested(closeout, "checkpoints");
    const release = await theRelease(closeout);
    expect(await decide(world.deps, release, "jonas", "rejected", { words: " " })).toMatchObject({
      kind: "refused",
      why: { kind: "invalid" },
    });
    await decide(world.deps, release, "jonas", "rejected", { words: "Tax audit 2026." });
    expect(await operationOf(first)).toMatchObject({
      state: "refused",
      receipt: { how: "refused", by: "U_JONAS", reason: "Tax audit 2026." },
    });
    expect(await decide(world.deps, release, "jonas")).toMatchObject({
      kind: "refused",
      why: { kind: "ended" },
    });
    const second = await requested(closeout, "checkpoints", "ana");
    expect(second.key).not.toBe(first.key);
    expect(await releases(closeout)).toHaveLength(2);
  });

  it("they are kept without having been asked for; where a sign-off asks, the word belongs there", async () => {
    const closeout = await start();
    expect((await keep(closeout, "jonas", " ")).kind).toBe("invalid");
    expect((await keep(closeout, "jonas", "Tax audit 2026.")).kind).toBe("kept");
    expect((await keep(closeout, "jonas", "Tax audit 2026.")).kind).toBe("decided");
    later();
    const asked = await requested(closeout, "checkpoints");
    const release = await theRelease(closeout);
    expect(await keep(closeout, "jonas", "Tax audit 2026.")).toMatchObject({
      kind: "asked",
      request: { id: release.id },
    });
    expect((await operationOf(asked))?.state).toBe("planned");
  });

  it("the sign-off is about the plan's exact bytes, and its words stay with the operation", async () => {
    const closeout = await start();
    const operation = await requested(closeout, "checkpoints");
    const release = await theRelease(closeout);
    expect(release).toMatchObject({
      purpose: "checkpoints_release",
      seats: [{ role: "compliance_officer", user: "U_JONAS" }],
      documents: [{ origin: { kind: "plan", of: operation.id } }],
      requestedBy: { user: "U_TOM" },
    });
    const kept = await world.store.closeouts.document(closeout.id, release.documents[0]?.sha256 ?? "");
    expect(JSON.parse(new TextDecoder().decode(kept?.bytes))).toMatchObject({
      operation: operation.id,
      facts: { checkpoints: { count: 12 } },
    });
    await decide(world.deps, release, "jonas", "approved", { words: "Not in scope." });
    expect(await operationOf(operation)).toMatchObject({ released: { words: "Not in scope." } });
    const entry = (await world.ledger(closeout)).find(({ kind }) => kind === "operation.released");
    expect(entry).toMatchObject({
      actor: { user: "U_JONAS" },
      data: { words: "Not in scope.", signoff: release.number },
    });
    expect(world.queue.jobs.filter(({ key }) => key === operation.id)).toHaveLength(1);
  });

  it.each(["ana", "tom"])(
    "a withdrawal by %s leaves nothing done, and it can be asked for again",
    async (as) => {
      const closeout = await start();
      const operation = await requested(closeout, "checkpoints");
      const release = await theRelease(closeout);
      await withdrawSignoff(world.deps, { requestId: release.id, member: member(as), reason: "Too early." });
      expect(await operationOf(operation)).toMatchObject({ state: "failed", receipt: { knownBy: "none" } });
      const again = await requested(closeout, "checkpoints");
      expect(again.key).toBe(operation.key);
      await decide(world.deps, await theRelease(closeout), "jonas");
      expect((await operationOf(operation))?.state).toBe("confirmed");
    },
  );

  it("a delegate of the compliance officer releases, unless that is somebody else by then", async () => {
    for (const stays of [true, false]) {
      const closeout = await start();
      const operation = await requested(closeout, "checkpoints");
      const { id: requestId, seats } = await theRelease(closeout);
      const act = { kind: "offer", user: "U_LI", reason: "I am away." } as const;
      await delegateSignoff(world.deps, { requestId, member: member("jonas"), act });
      await answerDelegation(world.deps, {
        requestId,
        member: member("li"),
        seat: seats[0]?.id ?? "",
        accept: true,
      });
      await decide(world.deps, { id: requestId }, "li");
      expect(await operationOf(operation)).toMatchObject({
        state: "confirmed",
        released: { by: { user: "U_LI" }, onBehalfOf: "U_JONAS" },
      });
      if (stays) world.sensei.outcomes.push(senseiFault("forbidden"));
      else await giveRoles(closeout, { compliance_officer: "U_EVA" });
      const { receipt } = await run(operation);
      const lostRight = /no longer the compliance officer/.test(receipt?.sentence ?? "");
      expect({ stays, lostRight }).toEqual({ stays, lostRight: !stays });
    }
  });

  it("nobody but the compliance officer is put in their place, so that no release is approved that does not run", async () => {
    const closeout = await start();
    const operation = await requested(closeout, "checkpoints");
    const { id: requestId, seats } = await theRelease(closeout);
    const replace = (user: string) =>
      replaceSignatory(world.deps, {
        requestId,
        member: member("ana"),
        seat: seats[0]?.id ?? "",
        user,
        reason: "Jonas has left.",
      });
    expect(await replace("U_EVA")).toMatchObject({
      kind: "refused",
      why: { kind: "unfit", why: "lacks_right" },
    });
    await giveRoles(closeout, { compliance_officer: "U_EVA" });
    expect(await decide(world.deps, { id: requestId }, "jonas")).toMatchObject({
      why: { kind: "replaced" },
    });
    expect((await operationOf(operation))?.state).toBe("planned");
    await decide(world.deps, { id: requestId }, "eva");
    expect(await operationOf(operation)).toMatchObject({
      state: "confirmed",
      released: { by: { user: "U_EVA" } },
    });
  });

  it("asking again reminds the compliance officer of that moment", async () => {
    const closeout = await start();
    await requested(closeout, "checkpoints");
    later();
    expect(await request(closeout, "checkpoints", "ana")).toMatchObject({ kind: "already", reminded: true });
    await world.deliver();
    const first = await theRelease(closeout);
    const heard = world.chat.in({ kind: "direct", user: "U_JONAS" }).flatMap(({ notice }) => {
      return notice.kind === "signoff" && notice.closeout.id === closeout.id ? [notice.about] : [];
    });
    expect(heard).toEqual(["request", "reminder"]);
    later();
    await giveRoles(closeout, { compliance_officer: "U_EVA" });
    expect(await request(closeout, "checkpoints", "ana")).toMatchObject({ kind: "already", reminded: true });
    expect(await theRelease(closeout)).toMatchObject({ id: first.id, state: "open" });
    expect(await decide(world.deps, first, "jonas")).toMatchObject({
      kind: "refused",
      why: { kind: "replaced" },
    });
    expect(await decide(world.deps, first, "eva")).toMatchObject({ kind: "decided" });
  });

  it("asking again for what its requester cannot decide asks anew, on behalf of whoever asks now", async () => {
    const closeout = await start();
    await requested(closeout, "checkpoints", "tom");
    const first = await theRelease(closeout);
    await giveRoles(closeout, { compliance_officer: "U_TOM" });
    later();
    expect(await request(closeout, "checkpoints", "ana")).toMatchObject({ kind: "requested" });
    expect((await world.store.signoffs.get(first.id))?.state).toBe("superseded");
    expect(await decide(world.deps, await theRelease(closeout), "tom")).toMatchObject({ kind: "decided" });
  });

  it("another number of checkpoints supersedes the sign-off, once somebody has seen it and asks", async () => {
    const closeout = await start();
    const operation = await requested(closeout, "checkpoints");
    const first = await theRelease(closeout);
    const old = factsHash("checkpoints", factsOf(closeout));
    becomes(closeout, { resources: { ...full, checkpoints: { present: true, count: 13 } } });
    const input = {
      closeoutId: closeout.id,
      member: member("tom"),
      kind: "checkpoints",
      factsHash: old,
    } as const;
    expect((await requestOperation(world.deps, input)).kind).toBe("facts_changed");
    expect((await world.store.signoffs.get(first.id))?.state).toBe("open");
    const again = await requested(closeout, "checkpoints");
    expect(again).toMatchObject({ id: operation.id, facts: { checkpoints: { count: 13 } } });
    expect((await world.store.signoffs.get(first.id))?.state).toBe("superseded");
    expect((await theRelease(closeout)).state).toBe("open");
  });

  it("one that waits since before releases were sign-offs gets its sign-off when it is asked for again", async () => {
    const closeout = await start();
    const operation = await requested(closeout, "checkpoints");
    await world.sql(
      `update signoff_request set effect = '{"kind": "none"}' where closeout_id = $1`,
      closeout.id,
    );
    later();
    expect(await request(closeout, "checkpoints")).toMatchObject({
      kind: "requested",
      operation: { id: operation.id, state: "planned" },
    });
    expect((await theRelease(closeout)).state).toBe("open");
  });

  it("a sign-off that nobody decided in time has expired, and so has the operation", async () => {
    const closeout = await start();
    const operation = await requested(closeout, "checkpoints");
    const first = await theRelease(closeout);
    await world.sql(
      "update signoff_request set decide_by = requested_at + interval '1 second' where id = $1",
      first.id,
    );
    later();
    expect(await request(closeout, "checkpoints")).toMatchObject({ kind: "requested" });
    expect((await world.store.signoffs.get(first.id))?.state).toBe("expired");
    expect((await operationOf(operation))?.state).toBe("planned");
    expect((await theRelease(closeout)).state).toBe("open");
  });
});

describe("the order", () => {
  it("no archive before the export is verified, unless overridden with a reason that is kept", async () => {
    const closeout = await start();
    expect(await request(closeout, "migration")).toMatchObject({
      kind: "blocked",
      blockers: [{ kind: "export_not_archived" }],
    });
    expect((await request(closeout, "migration", "tom", { override: "x" })).kind).toBe("invalid");
    const operation = await requested(closeout, "migration", "tom", { override: "The licence ends today." });
    world.sensei.outcomes.push(anAnswer({ kind: "accepted", status: 202 }));
    expect((await run(operation)).state).toBe("running");
    becomes(closeout, { status: "archived", vendorStatus: "archived" });
    expect((await run(operation)).state).toBe("succeeded");
    const entries = (await world.ledger(closeout)).filter(({ kind }) => kind.startsWith("operation."));
    expect(entries.map(({ kind }) => kind)).toEqual([
      "operation.requested",
      "operation.started",
      "operation.succeeded",
    ]);
    expect(entries[0]?.data).toMatchObject({ override: "The licence ends today." });
  });
});

it("the plan says why Sensei cannot be read, with what was known before", async () => {
  const closeout = await start();
  await readCleanup(world.deps, { closeoutId: closeout.id });
  world.sensei.fault = senseiFault("unreachable");
  const view = await readCleanup(world.deps, { closeoutId: closeout.id });
  world.sensei.fault = undefined;
  expect(view?.unavailable).toBe("Sensei says unreachable. Try again.");
  expect(view?.known?.facts.storage).toEqual({ present: true, gigabytes: 14 });
});
