import { describe, expect, it } from "vitest";
import {
  type CleanupFacts,
  cleanupFacts,
  factsHash,
  type OperationKind,
} from "../../src/domain/cleanup-facts.ts";
import type { Closeout } from "../../src/domain/closeout.ts";
import type { Migration, MigrationResources } from "../../src/domain/migration.ts";
import type { Operation } from "../../src/domain/operation.ts";
import type { SignoffRequest } from "../../src/domain/signoff.ts";
import { loadTemplate } from "../../src/template-file.ts";
import { answerDelegation } from "../../src/usecases/answer-delegation.ts";
import { changeSettings } from "../../src/usecases/change-settings.ts";
import { delegateSignoff } from "../../src/usecases/delegate-signoff.ts";
import { keepCheckpoints } from "../../src/usecases/keep-checkpoints.ts";
import { readCleanup } from "../../src/usecases/read-cleanup.ts";
import { replaceSignatory } from "../../src/usecases/replace-signatory.ts";
import { requestOperation } from "../../src/usecases/request-operation.ts";
import { runOperation } from "../../src/usecases/run-operation.ts";
import { settleOperation } from "../../src/usecases/settle-operation.ts";
import { sweep } from "../../src/usecases/sweep.ts";
import { withdrawSignoff } from "../../src/usecases/withdraw-signoff.ts";
import { anAnswer, senseiFault } from "../support/fake-sensei.ts";
import { decide } from "../support/signoffs.ts";
import { member, shareWorld } from "../support/world.ts";

const world = shareWorld({ template: await loadTemplate() });

const full: MigrationResources = {
  checkpoints: { present: true, count: 12 },
  temporaryStorage: { present: true, gigabytes: 14 },
};

function migrationOf(closeout: Closeout): Migration {
  const found = world.sensei.migrations.find(({ id }) => id === closeout.migration.id);
  if (found === undefined) throw new Error("There is no such migration.");
  return found;
}

/** The migration as Sensei shows it from now on. */
function becomes(closeout: Closeout, different: Partial<Migration>): void {
  const { migrations } = world.sensei;
  migrations[migrations.indexOf(migrationOf(closeout))] = { ...migrationOf(closeout), ...different };
}

async function start(): Promise<Closeout> {
  const closeout = await world.start();
  becomes(closeout, { resources: full });
  return closeout;
}

function factsOf(closeout: Closeout, complete = false): CleanupFacts {
  const missing = complete ? [] : world.deps.template.template.artifacts.map(({ name }) => name);
  return cleanupFacts(migrationOf(closeout), { complete, missing });
}

function request(
  closeout: Closeout,
  kind: OperationKind,
  as = "tom",
  more: { override?: string; task?: string } = {},
) {
  const hash = factsHash(kind, factsOf(closeout));
  return requestOperation(world.deps, {
    closeoutId: closeout.id,
    member: member(as),
    kind,
    factsHash: hash,
    ...more,
  });
}

async function requested(closeout: Closeout, kind: OperationKind, as = "tom", more = {}): Promise<Operation> {
  const outcome = await request(closeout, kind, as, more);
  if (outcome.kind !== "requested") throw new Error(JSON.stringify(outcome));
  return outcome.operation;
}

async function run({ id }: Pick<Operation, "id">): Promise<Operation> {
  await world.sql("update operation set next_attempt = now(), lease_until = '-infinity' where id = $1", id);
  await runOperation(world.deps, { operationId: id });
  const operation = await world.store.operations.get(id);
  if (operation === undefined) throw new Error("It is gone.");
  return operation;
}

const callsOf = (closeout: Closeout) =>
  world.sensei.operations.filter(({ migrationId }) => migrationId === closeout.migration.id);
const kindsOf = async (closeout: Closeout) =>
  (await world.ledger(closeout)).map(({ kind }) => kind).filter((kind) => /^(operation|cleanup)/.test(kind));
const keep = (closeout: Closeout, as: string, reason: string) =>
  keepCheckpoints(world.deps, { closeoutId: closeout.id, member: member(as), reason });
/** The sign-offs that asked for an operation's release, oldest first. */
const releases = async (closeout: Closeout): Promise<readonly SignoffRequest[]> =>
  (await world.store.signoffs.all(closeout.id)).filter(({ effect }) => effect.kind === "release_operation");
async function theRelease(closeout: Closeout): Promise<SignoffRequest> {
  const latest = (await releases(closeout)).at(-1);
  if (latest === undefined) throw new Error("Nobody asked for sign-off.");
  return latest;
}
const operationOf = async ({ id }: Pick<Operation, "id">) => await world.store.operations.get(id);
const later = () => world.clock.set(world.clock.now().add({ minutes: 1 }));
/** The owner gives roles to others. */
const giveRoles = ({ id: closeoutId, settings, ...closeout }: Closeout, roles: Partial<Closeout["roles"]>) =>
  changeSettings(world.deps, {
    closeoutId,
    member: member("ana"),
    input: {
      digestTime: settings.digestTime,
      quietFrom: settings.quiet.from,
      quietTo: settings.quiet.to,
      workingDays: [...settings.workingDays],
      ...settings.escalation,
      roles: { ...closeout.roles, ...roles },
    },
  });

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
      if (!stays) await giveRoles(closeout, { compliance_officer: "U_EVA" });
      world.sensei.outcomes.push(senseiFault("forbidden"));
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
      why: { kind: "lost_right" },
    });
    expect((await operationOf(operation))?.state).toBe("planned");
    expect(await replace("U_EVA")).toMatchObject({ kind: "replaced" });
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
    expect(await request(closeout, "checkpoints", "ana")).toMatchObject({ kind: "requested" });
    expect((await world.store.signoffs.get(first.id))?.state).toBe("superseded");
    expect(await decide(world.deps, first, "jonas")).toMatchObject({
      kind: "refused",
      why: { kind: "ended" },
    });
    expect(await decide(world.deps, await theRelease(closeout), "eva")).toMatchObject({ kind: "decided" });
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

describe("an operation", () => {
  it("asked for by two people at the same moment begins once", async () => {
    const closeout = await start();
    const outcomes = await Promise.all(["ana", "tom"].map((as) => request(closeout, "storage", as)));
    expect(outcomes.map(({ kind }) => kind).toSorted()).toEqual(["already", "requested"]);
  });

  it("worked on by two workers at the same moment is called once", async () => {
    const closeout = await start();
    const { id: operationId } = await requested(closeout, "storage");
    await Promise.all([
      runOperation(world.deps, { operationId }),
      runOperation(world.another(), { operationId }),
    ]);
    expect(callsOf(closeout)).toHaveLength(1);
  });

  it("is found by the sweep when the queue has forgotten it, and not while somebody works on it", async () => {
    const closeout = await start();
    const { id } = await requested(closeout, "storage");
    const told = () => world.queue.jobs.filter(({ key }) => key === id).length;
    const before = told();
    await sweep(world.deps);
    expect(told()).toBe(before + 1);
    await world.store.operations.claim(id);
    await sweep(world.deps);
    expect(told()).toBe(before + 1);
  });

  it.each([
    [
      "a rollback",
      (closeout: Closeout) => becomes(closeout, { status: "rolling_back", vendorStatus: "rolling_back" }),
      /being rolled back/,
    ],
    [
      "other figures",
      (closeout: Closeout) =>
        becomes(closeout, { resources: { ...full, temporaryStorage: { present: true, gigabytes: 99 } } }),
      /has changed since/,
    ],
    [
      "a status that nobody knows",
      (closeout: Closeout) => becomes(closeout, { status: "unknown", vendorStatus: "thawing" }),
      /“thawing”/,
    ],
  ] as const)("is stopped at execution by %s", async (_, change, sentence) => {
    const closeout = await start();
    const operation = await requested(closeout, "storage");
    change(closeout);
    const ended = await run(operation);
    expect(ended).toMatchObject({
      state: "failed",
      attempts: 0,
      receipt: { how: "failed", knownBy: "none" },
    });
    expect(ended.receipt?.sentence).toMatch(sentence);
    expect(callsOf(closeout)).toEqual([]);
  });

  it("is stopped at execution when its requester or releaser has lost the role", async () => {
    const closeout = await start();
    const storage = await requested(closeout, "storage");
    const checkpoints = await requested(closeout, "checkpoints", "ana");
    await decide(world.deps, await theRelease(closeout), "jonas");
    await world.sql(
      'update closeout set roles = roles || \'{"technical_lead": "U_OLA", "compliance_officer": "U_EVA"}\' where id = $1',
      closeout.id,
    );
    expect((await run(storage)).receipt?.sentence).toMatch(/no longer the owner or the technical lead/);
    expect((await run(checkpoints)).receipt?.sentence).toMatch(/no longer the compliance officer/);
    expect(callsOf(closeout)).toEqual([]);
  });

  it("that Sensei is too busy for is tried again by itself under its key, and says so", async () => {
    const closeout = await start();
    const operation = await requested(closeout, "storage");
    world.sensei.outcomes.push(senseiFault("rate_limited"), anAnswer());
    expect(await run(operation)).toMatchObject({ state: "confirmed", attempts: 1 });
    expect(await run(operation)).toMatchObject({ state: "running", doubt: "accepted" });
    becomes(closeout, { resources: { ...full, temporaryStorage: { present: false, gigabytes: 0 } } });
    expect((await run(operation)).state).toBe("succeeded");
    expect(new Set(callsOf(closeout).map(({ idempotencyKey }) => idempotencyKey)).size).toBe(1);
  });

  it("whose worker died after noting the call looks before it calls again", async () => {
    const closeout = await start();
    const operation = await requested(closeout, "storage");
    await world.sql(
      "update operation set state = 'running', doubt = 'sent', attempts = 1, sent_at = now() where id = $1",
      operation.id,
    );
    becomes(closeout, { resources: { ...full, temporaryStorage: { present: false, gigabytes: 0 } } });
    expect(await run(operation)).toMatchObject({
      state: "succeeded",
      receipt: { how: "done", knownBy: "reading" },
    });
    expect(callsOf(closeout)).toEqual([]);
  });

  it("that a slow worker has lost is not written by it any more", async () => {
    const closeout = await start();
    const { id } = await requested(closeout, "storage");
    const claim = await world.store.operations.claim(id);
    await world.sql("update operation set lease_until = '-infinity' where id = $1", id);
    await world.store.operations.claim(id);
    if (claim === undefined) throw new Error("It was not claimed.");
    const { result } = await world.store.closeouts.change(closeout.id, (change) =>
      change.operations.step(claim, { ...claim.operation, state: "running" }, 0),
    );
    expect(result).toBe(false);
    expect((await world.store.operations.get(id))?.state).toBe("confirmed");
  });

  it("that has been done is not begun again by an old button, even where Sensei is silent about what is left", async () => {
    const closeout = await start();
    becomes(closeout, { resources: { checkpoints: undefined, temporaryStorage: undefined } });
    expect((await run(await requested(closeout, "storage"))).state).toBe("succeeded");
    expect(await request(closeout, "storage", "ana")).toMatchObject({ kind: "already", reminded: false });
    becomes(closeout, { resources: full });
    expect((await request(closeout, "storage", "ana")).kind).toBe("requested");
  });

  it("on what is gone already does nothing and says so", async () => {
    const closeout = await start();
    becomes(closeout, { resources: { ...full, temporaryStorage: { present: false, gigabytes: 0 } } });
    expect((await run(await requested(closeout, "storage"))).receipt).toMatchObject({
      how: "already",
      knownBy: "reading",
    });
    expect(callsOf(closeout)).toEqual([]);
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

describe("infrastructure tasks", () => {
  it("without an automation they are checklist items", async () => {
    const closeout = await start();
    expect(await request(closeout, "task", "tom", { task: "X1" })).toMatchObject({
      kind: "invalid",
      message: "No automation is set up for X1. Do it by hand, attach a note or link, and mark it as done.",
    });
    expect((await request(closeout, "task", "tom", { task: "I1" })).kind).toBe("invalid");
  });

  it("with one they are done by it, with the log as evidence, and complete the cleanup with the rest", async () => {
    const closeout = await start();
    world.automation.tasks.add("X1");
    const task = await requested(closeout, "task", "ana", { task: "X1" });
    world.automation.outcomes.push({
      kind: "accepted",
      requestId: "r",
      status: 202,
      message: undefined,
    });
    world.automation.looks.push({ kind: "seen", reading: "unknown", progress: undefined });
    expect((await run(task)).state).toBe("running");
    world.automation.looks.push({
      kind: "seen",
      reading: "applied",
      progress: undefined,
      logUrl: "https://ci.example/7",
    });
    expect((await run(task)).receipt).toMatchObject({ how: "done", logUrl: "https://ci.example/7" });
    const [item] = await world.store.closeouts.items([closeout.id], ["X1"]);
    expect(item?.state.kind).toBe("done");
    expect(await world.store.closeouts.notes(closeout.id, "X1")).toMatchObject([
      { kind: "evidence", text: "https://ci.example/7" },
    ]);

    for (const id of ["X2", "X3", "X4"]) await world.act(closeout, id, { kind: "complete" });
    becomes(closeout, { resources: { ...full, temporaryStorage: { present: false, gigabytes: 0 } } });
    await run(await requested(closeout, "storage"));
    const open = await world.store.closeouts.items([closeout.id], ["S3"]);
    expect(open[0]?.state.kind).toBe("open");
    await keep(closeout, "jonas", "Tax audit 2026.");
    const [cleanup] = await world.store.closeouts.items([closeout.id], ["S3"]);
    expect(cleanup?.state).toMatchObject({ kind: "done", by: { system: "closeout" } });
    expect((await kindsOf(closeout)).filter((kind) => kind.startsWith("cleanup."))).toEqual([
      "cleanup.task_requested",
      "cleanup.task_started",
      "cleanup.task_succeeded",
    ]);
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
