import { beforeEach, describe, expect, it } from "vitest";
import { renderNotice } from "../../../blocks/slack/notice.ts";
import type { Closeout } from "../../../src/domain/closeout.ts";
import { readStatus } from "../../../src/usecases/checklist/read-status.ts";
import { runOperation } from "../../../src/usecases/cleanup/run-operation.ts";
import { postDecommission } from "../../../src/usecases/decommission/post-decommission.ts";
import { decommissioners, fullTemplate, readyToDelete, readyToStop } from "../../support/decommissions.ts";
import { aMigration } from "../../support/fake-sensei.ts";
import { decide } from "../../support/signoffs.ts";
import { member, openWorld, type World } from "../../support/world.ts";

let world: World;
beforeEach(async () => {
  world = await openWorld({ template: fullTemplate });
});
const people = () => decommissioners(world);

async function kinds(closeout: Closeout): Promise<readonly string[]> {
  return (await world.ledger(closeout))
    .map(({ kind }) => kind)
    .filter((kind) => /^decommission|^act\.refused/.test(kind));
}

async function itemState(closeout: Closeout, id: string): Promise<string | undefined> {
  return (await world.store.closeouts.items([closeout.id], [id]))[0]?.state.kind;
}

function because(outcome: {
  readonly kind: string;
  readonly reasons?: readonly { readonly kind: string }[];
}): readonly string[] {
  return outcome.kind === "blocked" ? (outcome.reasons ?? []).map(({ kind }) => kind) : [outcome.kind];
}

describe("gates", () => {
  it("stay closed when only the time has come", async () => {
    const closeout = await world.start();
    await people().goTo("2026-04-10T10:00");
    expect(because(await people().take(closeout, "D1"))).toEqual([
      "prerequisite",
      "prerequisite",
      "prerequisite",
    ]);
    expect(await itemState(closeout, "P2")).toBe("done");
    expect(await kinds(closeout)).toEqual(["decommission.refused"]);
  });

  it("stay closed when only the evidence is there", async () => {
    await people().goTo("2026-03-02T10:00");
    const closeout = await world.start();
    await people().backup(closeout);
    await people().check(closeout);
    expect(because(await people().take(closeout, "D1"))).toEqual([
      "too_early",
      "prerequisite",
      "prerequisite",
    ]);
    expect(await itemState(closeout, "P1")).toBe("done");
  });

  it("open with both, and completed items say so", async () => {
    const closeout = await readyToStop(world);
    for (const id of ["P1", "P2", "P3", "P4"]) expect(await itemState(closeout, id)).toBe("done");
    expect(await people().take(closeout, "D1")).toMatchObject({ kind: "done" });
    expect(await itemState(closeout, "D1")).toBe("done");
  });

  it("close again when the evidence has become too old, and say so once", async () => {
    const closeout = await readyToStop(world);
    await people().goTo("2026-04-06T10:00");
    await people().goTo("2026-04-06T11:00");
    expect(because(await people().take(closeout, "D1"))).toEqual(["prerequisite"]);
    expect(await itemState(closeout, "P1")).toBe("open");
    expect((await kinds(closeout)).filter((kind) => kind === "decommission.evidence_stale")).toHaveLength(1);
    await people().check(closeout);
    expect(await people().take(closeout, "D1")).toMatchObject({ kind: "done" });
  });

  it("freeze while Sensei rolls back, and while it does not answer", async () => {
    const closeout = await readyToStop(world);
    const migration = world.sensei.migrations.findIndex(({ id }) => id === closeout.migration.id);
    world.sensei.migrations[migration] = aMigration({ id: closeout.migration.id, status: "rolling_back" });
    expect(because(await people().take(closeout, "D1"))).toEqual(["stopped"]);
  });
});

describe("approval", () => {
  it("is asked for once the plan names a backup, and is void for another backup", async () => {
    await people().goTo("2026-03-20T10:00");
    const closeout = await world.start();
    expect(await people().ask(closeout, { kind: "plan" })).toMatchObject({ kind: "backup_first" });
    await people().backup(closeout);
    const asked = await people().ask(closeout, { kind: "plan" });
    if (asked.kind !== "asked") throw new Error(asked.kind);
    await decide(world.deps, asked.request, "eva");
    await people().backup(closeout, { location: "s3://vault/hr_prod/second" });
    expect((await world.store.signoffs.get(asked.request.id))?.state).toBe("superseded");
    const again = await people().ask(closeout, { kind: "plan" });
    if (again.kind !== "asked") throw new Error(again.kind);
    for (const name of ["eva", "jonas", "ola"]) await decide(world.deps, again.request, name);
    expect(await itemState(closeout, "P4")).toBe("done");
    await people().backup(closeout, { location: "s3://vault/hr_prod/third" });
    expect(await itemState(closeout, "P4")).toBe("open");
  });

  it("cannot be ticked off or skipped past", async () => {
    await people().goTo("2026-03-20T10:00");
    const closeout = await world.start();
    for (const id of ["P1", "P2", "P3", "P4", "D1", "D4", "D5"]) {
      expect(await world.act(closeout, id, { kind: "complete" })).toMatchObject({ kind: "invalid" });
      expect(await world.act(closeout, id, { kind: "skip", reason: "not needed" })).toMatchObject({
        kind: "invalid",
      });
    }
    expect(await world.act(closeout, "M1", { kind: "complete" })).toMatchObject({ kind: "invalid" });
    expect(await world.act(closeout, "D7", { kind: "skip", reason: "no vendor" })).toMatchObject({
      kind: "changed",
    });
  });
});

describe("opening early", () => {
  it("takes sponsor and compliance officer, and lifts the time alone", async () => {
    await people().goTo("2026-03-03T10:00");
    const closeout = await world.start();
    await people().check(closeout);
    const asked = await people().ask(closeout, { kind: "early", reason: "The licence ends." });
    if (asked.kind !== "asked") throw new Error(asked.kind);
    await decide(world.deps, asked.request, "eva");
    expect(because(await people().take(closeout, "D1"))).toContain("too_early");
    await decide(world.deps, asked.request, "jonas");
    // Neither backup nor approval is lifted.
    expect(because(await people().take(closeout, "D1"))).toEqual(["prerequisite", "prerequisite"]);
    expect(await kinds(closeout)).toContain("decommission.early_opened");
    const card = await readStatus(world.deps, { closeoutId: closeout.id });
    expect(card?.decommission).toMatchObject({ early: asked.request.number });
    expect(await itemState(closeout, "P2")).toBe("done");
    await people().report(closeout);
    expect(because(await people().take(closeout, "D1"))).toContain("too_early");
    expect(await itemState(closeout, "P2")).toBe("open");
  });
});

describe("somebody still uses the source", () => {
  it("begins the confidence period anew, whoever of the roles says so", async () => {
    const closeout = await readyToStop(world);
    expect(await people().report(closeout, "maria")).toMatchObject({ kind: "not_permitted" });
    expect(await people().report(closeout)).toMatchObject({ kind: "reported", gone: false });
    await people().check(closeout);
    expect(because(await people().take(closeout, "D1"))).toEqual(["too_early"]);
    expect((await people().standing(closeout)).opensAt.toString()).toBe("2026-04-27T08:00:00Z");
    expect(await itemState(closeout, "D1")).toBe("open");
    const card = await readStatus(world.deps, { closeoutId: closeout.id });
    expect(card?.decommission?.notBefore.toString()).toBe("2026-04-27T08:00:00Z");
  });

  it("restarts the week of waiting", async () => {
    const closeout = await readyToStop(world);
    for (const step of ["D1", "D2", "D3"]) await people().take(closeout, step);
    await people().goTo("2026-04-05T10:30");
    await people().report(closeout);
    await people().goTo("2026-04-06T10:30");
    await people().check(closeout);
    expect(because(await people().take(closeout, "D5"))).toEqual(["waiting"]);
    expect(await itemState(closeout, "D4")).toBe("open");
    await people().goTo("2026-04-11T11:00");
    await people().goTo("2026-04-12T10:29");
    expect(because(await people().take(closeout, "D5"))).toEqual(["waiting"]);
    await people().goTo("2026-04-12T10:30");
    expect(await itemState(closeout, "D4")).toBe("done");
    expect(await people().take(closeout, "D5")).toMatchObject({ kind: "asked" });
    const said = await kinds(closeout);
    expect(said.filter((kind) => kind === "decommission.wait_ends_soon")).toHaveLength(2);
    expect(said.filter((kind) => kind === "decommission.wait_over")).toHaveLength(1);
  });
});

describe("what cannot be undone", () => {
  it("takes the typed name and two different people with the right", async () => {
    const closeout = await readyToDelete(world);
    expect(await people().take(closeout, "D5", "ola", { typedName: "HR" })).toMatchObject({
      kind: "invalid",
      field: "name",
    });
    expect(await people().take(closeout, "D5", "eva")).toMatchObject({ kind: "not_permitted" });
    expect(await people().take(closeout, "D5")).toMatchObject({ kind: "asked" });
    expect(await itemState(closeout, "D5")).toBe("open");
    expect(await people().confirm(closeout, "D5", "ola")).toMatchObject({ kind: "needs_two" });
    expect(await people().confirm(closeout, "D5", "jonas")).toMatchObject({ kind: "not_permitted" });
    expect(await people().confirm(closeout, "D5", "tom")).toMatchObject({ kind: "done" });
    expect(await itemState(closeout, "D5")).toBe("done");
    expect(await people().undo(closeout, "D3")).toMatchObject({
      kind: "cannot",
      reason: { kind: "too_late" },
    });
    expect(await people().report(closeout)).toMatchObject({ kind: "reported", gone: true });
  });

  it("is judged again when it is confirmed", async () => {
    const closeout = await readyToDelete(world);
    await people().take(closeout, "D5");
    await people().goTo("2026-04-13T10:02");
    expect(because(await people().confirm(closeout, "D5"))).toEqual(["prerequisite"]);
    await people().check(closeout);
    await people().report(closeout);
    expect(await people().confirm(closeout, "D5")).toMatchObject({ kind: "not_asked" });
    expect(await itemState(closeout, "D5")).toBe("open");
  });

  it("is done once, although two people confirm at the same moment from two processes", async () => {
    const closeout = await readyToDelete(world);
    await people().take(closeout, "D5");
    const other = world.another();
    const outcomes = await Promise.all([
      people().confirm(closeout, "D5", "tom"),
      people().confirm(closeout, "D5", "ana", other),
      people().confirm(closeout, "D5", "tom", other),
      people().confirm(closeout, "D5", "ana"),
    ]);
    expect(outcomes.map(({ kind }) => kind).toSorted()).toEqual([
      "done",
      "not_asked",
      "not_asked",
      "not_asked",
    ]);
    const events = await world.store.decommissions.events(closeout.id);
    expect(events.filter((event) => event.kind === "step_done" && event.step === "D5")).toHaveLength(1);
    await world.ledger(closeout);
  });

  it("completes M1 when the last step is settled", async () => {
    const closeout = await readyToDelete(world);
    for (const step of ["D5", "D6", "D7"]) {
      expect(await itemState(closeout, "M1")).toBe("open");
      await people().take(closeout, step);
      if (step !== "D6") expect(await people().confirm(closeout, step)).toMatchObject({ kind: "done" });
    }
    expect(await itemState(closeout, "M1")).toBe("done");
    await people().goTo("2026-06-01T10:00");
    expect(await itemState(closeout, "P1")).toBe("done");
    expect((await people().standing(closeout)).finished).toBe(true);
  });
});

describe("taking back", () => {
  it("goes backwards, and what came after has to be done again", async () => {
    const closeout = await readyToStop(world);
    for (const step of ["D1", "D2", "D3"]) await people().take(closeout, step);
    expect(await people().undo(closeout, "D1")).toMatchObject({
      kind: "cannot",
      reason: { kind: "undo_first", step: "D3" },
    });
    expect(await people().undo(closeout, "D2")).toMatchObject({
      kind: "cannot",
      reason: { kind: "never_undone" },
    });
    expect(await people().undo(closeout, "D3")).toMatchObject({ kind: "undone", with: [] });
    expect(await people().undo(closeout, "D1")).toMatchObject({ kind: "undone", with: ["D2"] });
    for (const id of ["D1", "D2", "D3", "D4"]) expect(await itemState(closeout, id)).toBe("open");
  });
});

describe("the company's automation", () => {
  it("does a step after two people wanted it, and everything is judged again when it is asked", async () => {
    const closeout = await readyToDelete(world);
    world.automation.tasks.add("D5");
    const latest = async () =>
      (await world.store.operations.latest(closeout.id)).find(({ task }) => task === "D5");
    await people().take(closeout, "D5", "ola", { execution: "automation" });
    expect(await people().confirm(closeout, "D5")).toMatchObject({ kind: "started" });
    await people().report(closeout);
    await runOperation(world.deps, { operationId: (await latest())?.id ?? "" });
    expect(await latest()).toMatchObject({ state: "failed", attempts: 0 });
    expect(world.automation.asked).toHaveLength(0);
    await people().goTo("2026-04-13T10:02");
    await people().check(closeout);
    await people().take(closeout, "D5", "ola", { execution: "automation" });
    expect(await people().confirm(closeout, "D5")).toMatchObject({ kind: "started" });
    expect(await people().take(closeout, "D5")).toMatchObject({ kind: "running" });
    await runOperation(world.deps, { operationId: (await latest())?.id ?? "" });
    expect(world.automation.asked).toHaveLength(1);
    expect(await itemState(closeout, "D5")).toBe("done");
    const done = (await world.store.decommissions.events(closeout.id)).findLast(
      ({ kind }) => kind === "step_done",
    );
    expect(done).toMatchObject({
      step: "D5",
      execution: "automation",
      confirmedBy: "U_TOM",
      by: { user: "U_OLA" },
    });
  });
});

describe("the store", () => {
  it("refuses to change or remove what happened", async () => {
    const closeout = await readyToStop(world);
    for (const text of [
      "update decommission_event set at = now()",
      "delete from decommission_event",
      "truncate decommission_event",
    ]) {
      await expect(world.sql(text)).rejects.toThrow(/kept for good/);
    }
    expect(await world.store.decommissions.events(closeout.id)).toHaveLength(3);
  });
});

describe("the channel", () => {
  it("hears of each happening, and has the view kept current", async () => {
    const closeout = await readyToDelete(world);
    await postDecommission(world.deps, { closeoutId: closeout.id, member: member("li") });
    await people().take(closeout, "D5");
    await world.deliver();
    const shown = () =>
      world.chat
        .in({ kind: "channel", channel: closeout.channel })
        .map(({ notice }) => renderNotice(notice).text);
    expect(shown().filter((text) => text.includes("done by"))).toHaveLength(3);
    expect(shown()).toContainEqual(expect.stringMatching(/^Decommissioning of .* waits for a second person/));
    expect(shown()).toContainEqual(
      expect.stringContaining("*This cannot be undone*: somebody else has to confirm it"),
    );
    expect(shown()).toContainEqual(
      expect.stringMatching(/: U_OLA has seen that no application connects to the source any more \(/),
    );
    await people().confirm(closeout, "D5");
    await world.letLeasesExpire();
    await world.deliver();
    expect(shown()).toContainEqual(expect.stringMatching(/^Decommissioning of .* next: D6/));
    expect(shown()).toContainEqual(expect.stringMatching(/: U_OLA asked to do D5 .*; confirmed by U_TOM\.$/));
  });
});
