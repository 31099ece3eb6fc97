import { beforeEach, describe, expect, it } from "vitest";
import { renderNotice } from "../../../blocks/slack/notice.ts";
import type { Operation } from "../../../src/domain/cleanup/operation.ts";
import type { Closeout } from "../../../src/domain/closeout.ts";
import { runOperation } from "../../../src/usecases/cleanup/run-operation.ts";
import { decommissioners, fullTemplate, readyToDelete, readyToStop } from "../../support/decommissions.ts";
import { aMigration } from "../../support/fake-sensei.ts";
import { openWorld, type World } from "../../support/world.ts";

let world: World;
beforeEach(async () => {
  world = await openWorld({ template: fullTemplate });
  for (const step of ["D1", "D5"]) world.automation.tasks.add(step);
});
const people = () => decommissioners(world);

async function latest(closeout: Closeout, step: string): Promise<Operation> {
  const found = (await world.store.operations.latest(closeout.id)).find(({ task }) => task === step);
  if (found === undefined) throw new Error(`Nothing runs for ${step}.`);
  return found;
}

const run = async (closeout: Closeout, step: string) =>
  runOperation(world.deps, { operationId: (await latest(closeout, step)).id });

/** The next answer of the automation says no. */
function sayNo(): void {
  const sentence = "The automation reports that it failed.";
  world.automation.outcomes.push({
    kind: "rejected",
    requestId: "no",
    sentence,
    conflict: false,
    afterMs: undefined,
  });
}

/** D1 was given to the automation, which failed at it. */
async function stopFailed(): Promise<Closeout> {
  const closeout = await readyToStop(world);
  await people().take(closeout, "D1", "ola", { execution: "automation" });
  sayNo();
  await run(closeout, "D1");
  expect(await latest(closeout, "D1")).toMatchObject({ state: "failed", attempts: 1 });
  return closeout;
}

/** D5 was asked for by Ola and confirmed by Tom, and the automation failed at it. */
async function deletionFailed(): Promise<Closeout> {
  const closeout = await readyToDelete(world);
  await people().take(closeout, "D5", "ola", { execution: "automation" });
  await people().confirm(closeout, "D5", "tom");
  sayNo();
  await run(closeout, "D5");
  expect(await latest(closeout, "D5")).toMatchObject({ state: "failed", attempts: 1 });
  return closeout;
}

async function timesDone(closeout: Closeout, step: string): Promise<number> {
  const events = await world.store.decommissions.events(closeout.id);
  return events.filter((event) => event.kind === "step_done" && event.step === step).length;
}

describe("a step that can be undone", () => {
  it("is tried again under its key, by whoever may take steps", async () => {
    const closeout = await stopFailed();
    const { id, key } = await latest(closeout, "D1");
    for (const stranger of ["eva", "jonas", "li", "maria"]) {
      expect(await people().retry(closeout, "D1", stranger)).toMatchObject({ kind: "not_permitted" });
    }
    expect(await latest(closeout, "D1")).toMatchObject({ state: "failed" });
    expect(await people().retry(closeout, "D1", "tom")).toMatchObject({ kind: "started" });
    await run(closeout, "D1");
    expect(world.automation.asked.map(({ idempotencyKey }) => idempotencyKey)).toEqual([key, key]);
    expect(await latest(closeout, "D1")).toMatchObject({ id, state: "succeeded", attempts: 2 });
    expect(await timesDone(closeout, "D1")).toBe(1);
    const entries = (await world.ledger(closeout)).filter(({ kind }) => kind === "cleanup.task_requested");
    expect(entries).toMatchObject([
      { actor: { user: "U_OLA" }, data: { again: false } },
      { actor: { user: "U_TOM" }, data: { again: true } },
    ]);
  });

  it("is tried once, however often and from wherever the button is pressed", async () => {
    const closeout = await stopFailed();
    const other = world.another();
    const outcomes = await Promise.all([
      people().retry(closeout, "D1"),
      people().retry(closeout, "D1", "tom", other),
      people().retry(closeout, "D1"),
      people().retry(closeout, "D1", "ana", other),
    ]);
    expect(outcomes.map(({ kind }) => kind).toSorted()).toEqual(["running", "running", "running", "started"]);
    await run(closeout, "D1");
    expect(world.automation.asked).toHaveLength(2);
    expect(await people().retry(closeout, "D1")).toMatchObject({
      kind: "blocked",
      reasons: [{ kind: "settled" }],
    });
    expect(await timesDone(closeout, "D1")).toBe(1);
  });

  it("is not tried when a gate has closed meanwhile, before the click or after it", async () => {
    const closeout = await stopFailed();
    const at = world.sensei.migrations.findIndex(({ id }) => id === closeout.migration.id);
    const before = world.sensei.migrations[at] ?? aMigration({});
    world.sensei.migrations[at] = aMigration({ id: closeout.migration.id, status: "rolling_back" });
    expect(await people().retry(closeout, "D1")).toMatchObject({
      kind: "blocked",
      reasons: [{ kind: "stopped" }],
    });
    world.sensei.migrations[at] = before;
    expect(await people().retry(closeout, "D1")).toMatchObject({ kind: "started" });
    await people().report(closeout);
    await run(closeout, "D1");
    expect(await latest(closeout, "D1")).toMatchObject({ state: "failed", attempts: 1 });
    expect(world.automation.asked).toHaveLength(1);
    expect(await people().retry(closeout, "D1")).toMatchObject({ kind: "blocked" });
    expect(await timesDone(closeout, "D1")).toBe(0);
  });

  it("is not sent again when the automation says that it was done meanwhile", async () => {
    const closeout = await stopFailed();
    await people().retry(closeout, "D1");
    world.automation.looks.push({ kind: "seen", reading: "applied", progress: undefined });
    await run(closeout, "D1");
    expect(world.automation.asked).toHaveLength(1);
    expect(await latest(closeout, "D1")).toMatchObject({ state: "succeeded", attempts: 1 });
    expect(await timesDone(closeout, "D1")).toBe(1);
  });

  it("is not tried when people have done it meanwhile, nor when nothing has failed", async () => {
    const closeout = await stopFailed();
    await people().take(closeout, "D1");
    expect(await people().retry(closeout, "D1")).toMatchObject({
      kind: "blocked",
      reasons: [{ kind: "settled" }],
    });
    expect(await people().retry(closeout, "D2")).toMatchObject({ kind: "not_failed" });
    expect(await people().retry(closeout, "D9")).toMatchObject({ kind: "no_such_step" });
  });

  it("is left to people where the automation was taken away", async () => {
    const closeout = await stopFailed();
    world.automation.tasks.delete("D1");
    expect(await people().retry(closeout, "D1")).toMatchObject({ kind: "no_automation" });
  });
});

describe("a step that cannot be undone", () => {
  it("still takes two people: the click is the word of the second", async () => {
    const closeout = await deletionFailed();
    expect(await people().retry(closeout, "D5", "ola")).toMatchObject({ kind: "needs_two" });
    expect(await people().retry(closeout, "D5", "jonas")).toMatchObject({ kind: "not_permitted" });
    expect(await latest(closeout, "D5")).toMatchObject({ state: "failed" });
    expect(await people().retry(closeout, "D5", "ana")).toMatchObject({ kind: "started" });
    expect(await people().retry(closeout, "D5", "tom")).toMatchObject({ kind: "running" });
    await run(closeout, "D5");
    expect(world.automation.asked.map(({ idempotencyKey }) => idempotencyKey)).toEqual(
      Array.from({ length: 2 }, () => world.automation.asked[0]?.idempotencyKey),
    );
    const done = (await world.store.decommissions.events(closeout.id)).filter(
      (event) => event.kind === "step_done" && event.step === "D5",
    );
    expect(done).toMatchObject([{ by: { user: "U_OLA" }, confirmedBy: "U_ANA", execution: "automation" }]);
  });

  it("is asked for from the beginning when it was withdrawn or a report came", async () => {
    const closeout = await deletionFailed();
    expect(await people().confirm(closeout, "D5", "tom", world.deps, "withdraw")).toMatchObject({
      kind: "withdrawn",
    });
    expect(await people().retry(closeout, "D5", "tom")).toMatchObject({ kind: "ask_again" });
    await people().take(closeout, "D5", "ola");
    expect(await people().retry(closeout, "D5", "tom")).toMatchObject({ kind: "asked_by_hand" });
    expect(await timesDone(closeout, "D5")).toBe(0);
    await people().report(closeout);
    expect(await people().retry(closeout, "D5", "tom")).toMatchObject({ kind: "blocked" });
    expect(world.automation.asked).toHaveLength(1);
  });

  it("is not tried once its evidence is too old", async () => {
    const closeout = await deletionFailed();
    await people().goTo("2026-04-13T10:02");
    expect(await people().retry(closeout, "D5", "tom")).toMatchObject({
      kind: "blocked",
      reasons: [{ kind: "prerequisite" }],
    });
  });

  it("cannot be withdrawn while the automation is at it", async () => {
    const closeout = await deletionFailed();
    await people().retry(closeout, "D5", "tom");
    expect(await people().confirm(closeout, "D5", "ana", world.deps, "withdraw")).toMatchObject({
      kind: "running",
    });
  });
});

describe("the message in the channel", () => {
  it("offers it with the words that fit the step, and says who confirmed", async () => {
    const closeout = await deletionFailed();
    await world.deliver();
    const shown = world.chat
      .in({ kind: "channel", channel: closeout.channel })
      .flatMap(({ notice }) => (notice.kind === "operation" ? [JSON.stringify(renderNotice(notice))] : []));
    expect(shown).toHaveLength(1);
    expect(shown[0]).toContain("decommission.retry");
    expect(shown[0]).toContain("This cannot be undone.");
    expect(shown[0]).toContain("confirmed by U_TOM");
    expect(shown[0]).not.toContain("not needed for audit");
  });
});
