import { describe, expect, it } from "vitest";
import type { Closeout } from "../../../src/domain/closeout.ts";
import { loadTemplate } from "../../../src/template-file.ts";
import { runOperation } from "../../../src/usecases/cleanup/run-operation.ts";
import { sweep } from "../../../src/usecases/delivery/sweep.ts";
import { cleanupIn, full } from "../../support/cleanups.ts";
import { anAnswer, senseiFault } from "../../support/fake-sensei.ts";
import { decide } from "../../support/signoffs.ts";
import { shareWorld } from "../../support/world.ts";

const world = shareWorld({ template: await loadTemplate() });
const { becomes, start, request, requested, run, callsOf, kindsOf, keep, theRelease } = cleanupIn(world);

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
