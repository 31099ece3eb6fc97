import { describe, expect, test } from "vitest";
import { loadTemplate } from "../../../src/template-file.ts";
import { isQuiet } from "../../../src/usecases/checklist/is-quiet.ts";
import { readItem, readItems } from "../../../src/usecases/checklist/read-items.ts";
import { readStatus } from "../../../src/usecases/checklist/read-status.ts";
import { readHome, readTodo } from "../../../src/usecases/checklist/read-todo.ts";
import { findCloseout } from "../../../src/usecases/find-closeout.ts";
import { at } from "../../domain/examples.ts";
import { installation, member, openWorld } from "../../support/world.ts";

const nobody = "00000000-0000-4000-8000-000000000000";

describe("the closeout of a channel", () => {
  test("is found by its channel, within the workspace, while it is open", async () => {
    const world = await openWorld();
    const closeout = await world.start({ channel: "C1" });
    expect(await findCloseout(world.deps, { installation, channel: "C1" })).toEqual(closeout);
    expect(await findCloseout(world.deps, { installation, channel: "C2" })).toBeUndefined();
    const elsewhere = { platform: "slack", tenant: "T2" } as const;
    expect(await findCloseout(world.deps, { installation: elsewhere, channel: "C1" })).toBeUndefined();
    await world.sql("update closeout set status = 'closed'");
    const found = await findCloseout(world.deps, { installation, channel: "C1" });
    expect(found).toEqual({ ...closeout, status: "closed" });
  });
});

describe("the status", () => {
  test("shows how things are now", async () => {
    const world = await openWorld();
    const closeout = await world.start();
    await world.act(closeout, "W1", { kind: "complete" });
    world.clock.set(at("2026-03-13T12:00"));
    expect(await readStatus(world.deps, { closeoutId: closeout.id })).toMatchObject({
      kind: "card",
      health: "blocked",
      phases: [{ list: "week", settled: 1, total: 3, next: { id: "W2" } }],
      overdue: [{ id: "W2" }, { id: "W3" }],
      awaited: [{ user: "U_OLA", items: [{ id: "W3" }] }],
      decommission: { waitingFor: [{ id: "Q1" }] },
    });
  });

  test("of no closeout is undefined", async () => {
    const world = await openWorld();
    expect(await readStatus(world.deps, { closeoutId: nobody })).toBeUndefined();
  });
});

describe("the items", () => {
  test("come list by list in the template's order", async () => {
    const world = await openWorld({ template: await loadTemplate() });
    const closeout = await world.start();
    const view = await readItems(world.deps, { closeoutId: closeout.id });
    expect(view?.lists.map(({ id, parent, items }) => [id, parent, items.length])).toEqual([
      ["immediate", undefined, 4],
      ["short_term", undefined, 4],
      ["medium_term", undefined, 4],
      ["infrastructure", "S3", 4],
      ["decommission_prerequisites", "M1", 4],
      ["decommission_steps", "M1", 7],
      ["documentation", "M2", 5],
      ["closure", "M4", 5],
    ]);
    expect(view?.lists[0]?.items.map(({ id }) => id)).toEqual(["I1", "I2", "I3", "I4"]);
    expect(await readItems(world.deps, { closeoutId: nobody })).toBeUndefined();
  });

  test("follow the template that the closeout started from, not the one in force now", async () => {
    const world = await openWorld();
    const closeout = await world.start();
    const later = { ...world.deps, template: await loadTemplate() };
    const view = await readItems(later, { closeoutId: closeout.id });
    expect(view?.lists.map(({ id }) => id)).toEqual(["week", "silent"]);
  });

  test("one comes with its advice, its notes, and what the reader may do", async () => {
    const world = await openWorld();
    const closeout = await world.start();
    await world.act(closeout, "W1", { kind: "note", text: "Seen." });
    const read = (name: string, itemId = "W1") =>
      readItem(world.deps, { closeoutId: closeout.id, itemId, member: member(name) });
    expect(await read("ana")).toMatchObject({
      item: { id: "W1" },
      hint: "Look twice.",
      notes: [{ text: "Seen." }],
      mayChange: true,
      maySkip: true,
      mayChangeDue: true,
    });
    expect(await read("tom")).toMatchObject({ mayChange: true, maySkip: true, mayChangeDue: false });
    expect(await read("eva")).toMatchObject({ mayChange: true, maySkip: false, mayChangeDue: false });
    expect(await read("maria")).toMatchObject({ mayChange: false, maySkip: false, mayChangeDue: false });
    expect(await read("ana", "W2")).toMatchObject({ hint: undefined, notes: [] });
    expect(await read("ana", "W9")).toEqual({ kind: "no_such_item" });
    await world.sql("update closeout set status = 'closed'");
    expect(await read("ana")).toMatchObject({ mayChange: false, maySkip: false, mayChangeDue: false });
  });

  test("of no closeout are none", async () => {
    const world = await openWorld();
    const input = { closeoutId: nobody, itemId: "W1", member: member("ana") };
    expect(await readItem(world.deps, input)).toEqual({ kind: "no_such_item" });
  });
});

describe("what waits for somebody", () => {
  test("is theirs over all channels, open and not snoozed, the most urgent first", async () => {
    const world = await openWorld();
    const one = await world.start({ channel: "C1", input: { name: "One" } });
    const two = await world.start({ channel: "C2", input: { name: "Two", cutoverDate: "2026-02-27" } });
    await world.act(one, "W2", { kind: "assign", user: "U_ANA" });
    await world.act(two, "W2", { kind: "assign", user: "U_ANA" });
    const todo = async () =>
      (await readTodo(world.deps, { member: member("ana") })).entries.map(
        (entry) => `${entry.closeout.name} ${"item" in entry ? entry.item.id : "sign-off"}`,
      );
    expect(await todo()).toEqual(["Two W1", "Two W2", "One W1", "One W2"]);
    await world.act(two, "W1", { kind: "complete" });
    await world.act(one, "W1", { kind: "snooze", until: { kind: "1h" } });
    expect(await todo()).toEqual(["Two W2", "One W2"]);
    world.clock.set(at("2026-03-02T09:00"));
    expect(await todo()).toEqual(["Two W2", "One W1", "One W2"]);
  });

  test("is nothing for somebody without items, and for the same id elsewhere", async () => {
    const world = await openWorld();
    await world.start();
    expect((await readTodo(world.deps, { member: member("maria") })).entries).toEqual([]);
    const elsewhere = member("ana", { tenant: "T2" });
    expect((await readTodo(world.deps, { member: elsewhere })).entries).toEqual([]);
    expect(await readHome(world.deps, { member: elsewhere })).toMatchObject({ todo: [], closeouts: [] });
  });

  test("stands in App Home above the closeouts they take part in", async () => {
    const world = await openWorld();
    const one = await world.start({ channel: "C1", input: { name: "One" } });
    world.clock.set(at("2026-03-02T08:01"));
    await world.start({ channel: "C2", input: { name: "Two" } });
    await world.act(one, "W1", { kind: "complete" });
    const home = await readHome(world.deps, { member: member("ola") });
    expect(home.todo.map((entry) => "item" in entry && entry.item.id)).toEqual(["W3", "W3"]);
    expect(
      home.closeouts.map(
        (listed) => listed.kind === "open" && [listed.card.closeout.name, listed.card.phases[0]?.settled],
      ),
    ).toEqual([
      ["One", 1],
      ["Two", 0],
    ]);
  });
});

describe("quiet", () => {
  test("is it when everything due is announced, sent and up to date", async () => {
    const world = await openWorld();
    expect(await isQuiet(world.deps)).toBe(true);
    const closeout = await world.start();
    expect(await isQuiet(world.deps)).toBe(false);
    await world.deliver();
    expect(await isQuiet(world.deps)).toBe(true);
    await world.act(closeout, "W1", { kind: "complete" });
    expect(await isQuiet(world.deps)).toBe(false);
    await world.deliver();
    world.clock.set(at("2026-03-06T09:00"));
    expect(await isQuiet(world.deps)).toBe(false);
    await world.sweepAt("2026-03-06T09:00");
    await world.deliver();
    expect(await isQuiet(world.deps)).toBe(true);
  });
});
