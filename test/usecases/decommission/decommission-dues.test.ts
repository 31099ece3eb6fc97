import { beforeEach, describe, expect, it } from "vitest";
import type { Closeout } from "../../../src/domain/closeout.ts";
import { sweep } from "../../../src/usecases/delivery/sweep.ts";
import { at, local } from "../../domain/examples.ts";
import { decommissioners, fullTemplate, readyToStop } from "../../support/decommissions.ts";
import { openWorld, type World } from "../../support/world.ts";

let world: World;
beforeEach(async () => {
  world = await openWorld({ template: fullTemplate });
});
const people = () => decommissioners(world);

const governed = ["P1", "P2", "P3", "P4", "D1", "D2", "D3", "D4", "D5", "D6", "D7", "M1"];

/** The dues of what is open, such as `D4 Mon 2026-04-06 02:30`. */
async function dues(closeout: Closeout, ids = governed): Promise<readonly string[]> {
  const items = await world.store.closeouts.items([closeout.id], ids);
  return ids.flatMap((id) => {
    const item = items.find((one) => one.id === id);
    return item?.state.kind === "open" ? [`${id} ${local(item.due)}`] : [];
  });
}

/** What was announced of an item since a moment, such as `due Mon 2026-04-06 02:30`. */
async function announced(itemId: string, since: string): Promise<readonly string[]> {
  const rows = await world.db
    .selectFrom("occurrence")
    .selectAll()
    .where("status", "=", "announced")
    .where("item_id", "=", itemId)
    .orderBy("moment")
    .execute();
  return rows
    .filter(({ moment }) => moment.epochMilliseconds >= at(since).epochMilliseconds)
    .map(({ kind, moment }) => `${kind} ${local(moment)}`);
}

async function stopped(closeout: Closeout): Promise<void> {
  for (const step of ["D1", "D2", "D3"]) {
    expect(await people().take(closeout, step)).toMatchObject({ kind: "done" });
  }
}

describe("what a report puts off", () => {
  it("follows the confidence period that begins anew, with the procedure's distances", async () => {
    const closeout = await readyToStop(world);
    await people().report(closeout);
    expect(await dues(closeout)).toEqual([
      "P1 Mon 2026-04-27 10:00",
      "D1 Mon 2026-04-27 10:00",
      "D2 Mon 2026-04-27 10:00",
      "D3 Mon 2026-04-27 10:00",
      "D4 Mon 2026-05-04 10:00",
      "D5 Tue 2026-05-05 10:00",
      "D6 Wed 2026-05-06 10:00",
      "D7 Mon 2026-05-11 10:00",
      "M1 Mon 2026-05-11 10:00",
    ]);
    const moved = (await world.ledger(closeout)).filter(({ kind }) => kind === "item.due_changed");
    expect(moved).toHaveLength(9);
    expect(moved.find(({ data }) => data["item"] === "D7")).toMatchObject({
      actor: { system: "closeout" },
      data: {
        from: "2026-04-13T00:30:00Z",
        to: "2026-05-11T08:00:00Z",
        because: "the decommissioning comes to it only then",
      },
    });
  });

  it("follows the week of waiting that begins anew", async () => {
    const closeout = await readyToStop(world);
    await stopped(closeout);
    await people().goTo("2026-04-05T10:30");
    await people().report(closeout);
    expect(await dues(closeout)).toEqual([
      "P1 Sun 2026-04-12 10:30",
      "D4 Sun 2026-04-12 10:30",
      "D5 Mon 2026-04-13 10:30",
      "D6 Tue 2026-04-14 10:30",
      "D7 Sun 2026-04-19 10:30",
      "M1 Sun 2026-04-19 10:30",
    ]);
  });

  it("is reminded of when it can be done, and is not called overdue before", async () => {
    const closeout = await readyToStop(world);
    await stopped(closeout);
    await world.sweepAt("2026-04-05T10:30");
    await people().report(closeout);
    for (const day of ["06", "07", "08", "09", "10"]) await world.sweepAt(`2026-04-${day}T09:00`);
    expect(await announced("D4", "2026-04-05T10:30")).toEqual(["before Fri 2026-04-10 09:00"]);
    expect(await announced("D5", "2026-04-05T10:30")).toEqual(["before Fri 2026-04-10 09:00"]);
    expect(await announced("M1", "2026-04-05T10:30")).toEqual([]);
    await people().check(closeout);
    await world.sweepAt("2026-04-13T10:30");
    expect(await announced("D5", "2026-04-11T10:30")).toEqual(["due Mon 2026-04-13 10:30"]);
    await world.deliver();
    const digests = world.chat.posts.flatMap(({ notice }) => (notice.kind === "digest" ? [notice] : []));
    const lines = digests.flatMap(({ sections }) => sections.flatMap(({ lines: some }) => some));
    expect(lines.find(({ item }) => item.id === "D5")?.offers).toEqual({
      settle: "irreversible_step",
      skip: false,
      undo: false,
    });
    await world.sweepAt("2026-04-14T09:00");
    expect(await announced("D5", "2026-04-14T00:00")).toEqual(["overdue Tue 2026-04-14 09:00"]);
  });

  it("moves what was never there too, but neither the window for rollback nor what has more time", async () => {
    await people().goTo("2026-03-05T10:00");
    const closeout = await world.start();
    await world.act(closeout, "D6", { kind: "due", to: "2026-06-01" });
    await people().report(closeout);
    expect(await dues(closeout, ["P1", "P2", "P3", "D1", "D6", "D7"])).toEqual([
      "P1 Thu 2026-04-02 11:00",
      "P2 Mon 2026-03-16 02:30",
      "P3 Thu 2026-04-02 11:00",
      "D1 Thu 2026-04-02 11:00",
      "D6 Mon 2026-06-01 17:00",
      "D7 Thu 2026-04-16 11:00",
    ]);
  });
});

describe("what nobody has reported", () => {
  it("keeps its dues, however late people are, until the wait begins", async () => {
    const closeout = await readyToStop(world);
    const before = await dues(closeout);
    await people().goTo("2026-04-08T10:00");
    await people().check(closeout);
    expect(await dues(closeout)).toEqual(before);
    await stopped(closeout);
    expect(await dues(closeout)).toEqual([
      "D4 Wed 2026-04-15 10:00",
      "D5 Thu 2026-04-16 10:00",
      "D6 Fri 2026-04-17 10:00",
      "D7 Wed 2026-04-22 10:00",
      "M1 Thu 2026-04-02 02:30",
    ]);
  });

  it("is not reminded of at the very moment at which its time settles it", async () => {
    const closeout = await readyToStop(world);
    await stopped(closeout);
    world.clock.set(at("2026-04-06T10:00"));
    await sweep(world.deps);
    expect(await dues(closeout, ["D4"])).toEqual([]);
    expect(await announced("D4", "2026-04-06T00:00")).toEqual([]);
  });
});

describe("what is needed again", () => {
  it("is due when its evidence has become too old, if the time has come", async () => {
    const closeout = await readyToStop(world);
    await people().goTo("2026-04-08T12:00");
    expect(await dues(closeout, ["P1"])).toEqual(["P1 Mon 2026-04-06 10:00"]);
  });

  it("is due when the wait is over, if its evidence becomes too old before", async () => {
    const closeout = await readyToStop(world);
    await people().goTo("2026-04-05T10:00");
    await stopped(closeout);
    await people().goTo("2026-04-07T12:00");
    expect(await dues(closeout, ["P1"])).toEqual(["P1 Sun 2026-04-12 10:00"]);
  });

  it("is due when it was taken back, and what follows as late as it has to be", async () => {
    const closeout = await readyToStop(world);
    await stopped(closeout);
    await people().goTo("2026-04-03T10:00");
    expect(await people().undo(closeout, "D3")).toMatchObject({ kind: "undone" });
    expect(await dues(closeout)).toEqual([
      "D3 Fri 2026-04-03 10:00",
      "D4 Fri 2026-04-10 10:00",
      "D5 Sat 2026-04-11 10:00",
      "D6 Sun 2026-04-12 10:00",
      "D7 Fri 2026-04-17 10:00",
      "M1 Thu 2026-04-02 02:30",
    ]);
  });
});

describe("a due given by hand", () => {
  it("cannot lie before the moment at which the item can be done, and stays where it lies after it", async () => {
    const closeout = await readyToStop(world);
    await people().report(closeout);
    expect(await world.act(closeout, "D5", { kind: "due", to: "2026-05-04 09:59" })).toMatchObject({
      kind: "invalid",
      message:
        "The decommissioning comes to it on 4 May 2026, 10:00 (Europe/Berlin) at the earliest, so it cannot be due before. Nothing was changed.",
    });
    expect(await dues(closeout, ["D5"])).toEqual(["D5 Tue 2026-05-05 10:00"]);
    for (const [typed, due] of [
      ["2026-05-04 10:00", "D5 Mon 2026-05-04 10:00"],
      ["2026-05-20 10:00", "D5 Wed 2026-05-20 10:00"],
    ] as const) {
      expect(await world.act(closeout, "D5", { kind: "due", to: typed })).toMatchObject({ kind: "changed" });
      await people().check(closeout);
      expect(await dues(closeout, ["D5"])).toEqual([due]);
    }
  });
});
