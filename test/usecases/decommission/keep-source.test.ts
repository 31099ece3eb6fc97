import { beforeEach, describe, expect, it } from "vitest";
import { renderNotice } from "../../../blocks/slack/notice.ts";
import type { Closeout } from "../../../src/domain/closeout.ts";
import { readClosing } from "../../../src/usecases/closing/read-closing.ts";
import { readDecommission } from "../../../src/usecases/decommission/read-decommission.ts";
import { decommissioners, fullTemplate, readyToDelete, readyToStop } from "../../support/decommissions.ts";
import { waiting } from "../../support/occurrences.ts";
import { decide } from "../../support/signoffs.ts";
import { member, openWorld, type World } from "../../support/world.ts";

const reason = "The regulator wants it for ten years.";
const withWhole = "With M1: the source is kept.";

let world: World;
beforeEach(async () => {
  world = await openWorld({ template: fullTemplate });
});
const people = () => decommissioners(world);
const skip = (closeout: Closeout) => world.act(closeout, "M1", { kind: "skip", reason });

async function parts(closeout: Closeout): Promise<Readonly<Record<string, string>>> {
  const items = await world.store.closeouts.items([closeout.id]);
  return Object.fromEntries(
    items.flatMap(({ id, state }) => (/^[PD]\d$/.test(id) ? [[id, state.kind]] : [])),
  );
}

async function view(closeout: Closeout) {
  const read = await readDecommission(world.deps, { closeoutId: closeout.id });
  if (read.kind !== "view") throw new Error(read.kind);
  return read.view;
}

describe("a source that is kept", () => {
  it("skips what is open of the decommissioning with the whole, in the same name, and nobody is reminded of it", async () => {
    const closeout = await readyToStop(world);
    await people().take(closeout, "D1");
    expect(await skip(closeout)).toMatchObject({ kind: "changed" });
    expect(await parts(closeout)).toEqual({
      ...Object.fromEntries(["P1", "P2", "P3", "P4", "D1"].map((id) => [id, "done"])),
      ...Object.fromEntries(["D2", "D3", "D4", "D5", "D6", "D7"].map((id) => [id, "skipped"])),
    });
    const [d5] = await world.store.closeouts.items([closeout.id], ["D5"]);
    expect(d5?.state).toMatchObject({ reason: withWhole, by: { user: member("ana").user } });
    for (const id of ["D2", "D5"]) expect(await waiting(world, closeout, id)).toEqual([]);
    const entries = (await world.ledger(closeout)).slice(-8);
    expect(entries.map(({ kind }) => kind)).toEqual([
      "item.skipped",
      "decommission.source_kept",
      ...Array.from({ length: 6 }, () => "item.skipped"),
    ]);
    expect(entries[1]?.data).toMatchObject({ whole: "M1", reason });
  });

  it("no step can be done, asked for or confirmed; a straggler begins nothing anew; the view says so", async () => {
    const closeout = await readyToDelete(world);
    await people().take(closeout, "D5", "ola");
    await skip(closeout);
    expect(await people().confirm(closeout, "D5", "tom")).not.toMatchObject({ kind: "done" });
    expect(await people().take(closeout, "D5", "ola")).toMatchObject({
      kind: "blocked",
      reasons: [{ kind: "kept", whole: "M1" }],
    });
    await people().report(closeout);
    const drawn = JSON.stringify(renderNotice({ kind: "decommission", view: await view(closeout) }));
    expect(drawn).toContain("*The source is kept:* M1 was skipped");
    for (const words of ["Prepare D5", "The steps may"]) expect(drawn).not.toContain(words);
  });

  it("is decided by owner or technical lead alone, and once", async () => {
    const closeout = await world.start();
    for (const name of ["eva", "jonas", "li", "ola"])
      expect(await world.act(closeout, "M1", { kind: "skip", reason }, member(name))).toMatchObject({
        kind: "not_permitted",
      });
    expect(await parts(closeout)).toMatchObject({ P1: "open", D1: "open" });
    const both = await Promise.all([skip(closeout), skip(closeout)]);
    expect(both.map(({ kind }) => kind).toSorted()).toEqual(["already", "changed"]);
    const kept = (await world.ledger(closeout)).filter(({ kind }) => kind === "decommission.source_kept");
    expect(kept).toHaveLength(1);
  });

  it("does not stand in the way of closing", async () => {
    const closeout = await world.start();
    await skip(closeout);
    const read = await readClosing(world.deps, { closeoutId: closeout.id, member: member("ana") });
    if (read.kind !== "missing") throw new Error(read.kind);
    const missing = JSON.stringify(read.missing);
    for (const id of ["P1", "P4", "D1", "D5", "D7", "M1"]) expect(missing).not.toContain(`"id":"${id}"`);
    expect(missing).toContain(`"id":"S1"`);
  });

  it("is taken up again by reopening the whole: everything is open again, and takes another approval", async () => {
    const closeout = await readyToStop(world);
    await skip(closeout);
    await world.act(closeout, "M1", { kind: "reopen" });
    expect(await parts(closeout)).toMatchObject({
      P1: "done",
      P3: "done",
      P4: "open",
      D1: "open",
      D7: "open",
    });
    expect(await people().take(closeout, "D1")).toMatchObject({
      kind: "blocked",
      reasons: [{ kind: "prerequisite", standing: { prerequisite: { id: "P4" } } }],
    });
    const asked = await people().ask(closeout, { kind: "plan" });
    if (asked.kind !== "asked") throw new Error(asked.kind);
    for (const name of ["eva", "jonas", "ola"]) await decide(world.deps, asked.request, name);
    expect(await people().take(closeout, "D1")).toMatchObject({ kind: "done" });
  });

  it("leaves skipped what somebody had skipped for a reason of its own", async () => {
    const closeout = await world.start();
    await world.act(closeout, "D7", { kind: "skip", reason: "There is no vendor." });
    await skip(closeout);
    await world.act(closeout, "M1", { kind: "reopen" });
    expect(await parts(closeout)).toMatchObject({ D6: "open", D7: "skipped" });
  });

  it("is too late once it is deleted", async () => {
    const closeout = await readyToDelete(world);
    await people().take(closeout, "D5", "ola");
    await people().confirm(closeout, "D5", "tom");
    expect(await skip(closeout)).toMatchObject({
      kind: "invalid",
      message:
        "D5 is done and cannot be undone, so the source cannot be kept. Take or skip the steps that are left.",
    });
    expect(await parts(closeout)).toMatchObject({ D5: "done", D6: "open" });
  });

  it("waits until the company's automation has ended", async () => {
    world.automation.tasks.add("D1");
    const closeout = await readyToStop(world);
    await people().take(closeout, "D1", "ola", { execution: "automation" });
    expect(await skip(closeout)).toMatchObject({ kind: "invalid", message: /working on D1/ });
  });
});
