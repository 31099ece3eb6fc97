import { describe, expect, test } from "vitest";
import {
  awaitedPeople,
  cardNotice,
  decommissionOutlook,
  healthOf,
  overdueItems,
  phaseProgress,
  progressBar,
} from "../../../src/domain/checklist/progress.ts";
import { restoreTemplate } from "../../../src/domain/template/template.ts";
import { loadTemplate } from "../../../src/template-file.ts";
import { at, closeout, item, local, maria } from "../examples.ts";

const template = restoreTemplate((await loadTemplate()).source);
const now = at("2026-03-09T10:00");
const done = { kind: "done", by: maria, at: now } as const;
const skipped = { kind: "skipped", by: maria, at: now, reason: "not needed" } as const;

describe("progress of a phase", () => {
  const items = [
    item({ id: "S1", position: 0, due: at("2026-03-10T02:30") }),
    item({ id: "S2", position: 1, state: skipped }),
    item({ id: "S3", position: 2, due: at("2026-03-09T02:30") }),
    item({ id: "S4", position: 3, state: done }),
    item({ id: "X1", list: "infrastructure" }),
  ];
  test("counts what is done or skipped and names the open item that falls due first", () => {
    const phase = phaseProgress(template, items).find(({ list }) => list === "short_term");
    expect(phase).toMatchObject({ title: "First week", settled: 2, total: 4, next: { id: "S3" } });
  });
  test("shows the three phases in order, and no list below an item", () => {
    expect(phaseProgress(template, items).map(({ list }) => list)).toEqual([
      "immediate",
      "short_term",
      "medium_term",
    ]);
  });
  test("of items due together the first of the list is next", () => {
    const together = [item({ id: "S2", position: 1 }), item({ id: "S1", position: 0 })];
    expect(phaseProgress(template, together)[1]?.next?.id).toBe("S1");
  });
  test("names nothing next when all is settled", () => {
    expect(phaseProgress(template, [item({ state: done })])[1]).toMatchObject({
      settled: 1,
      total: 1,
      next: undefined,
    });
  });
});

describe("health", () => {
  const dueAgo = (hours: number) => item({ due: now.subtract({ hours }) });
  test("is on track while nothing is overdue", () => {
    expect(healthOf(closeout, [item({ due: now.add({ seconds: 1 }) })], now)).toBe("on_track");
    expect(healthOf(closeout, [item({ due: at("2026-01-01T00:00"), state: done })], now)).toBe("on_track");
    expect(healthOf(closeout, [], now)).toBe("on_track");
  });
  test("is at risk from the due on, and blocked when the sponsor has to be told", () => {
    expect(healthOf(closeout, [dueAgo(0)], now)).toBe("at_risk");
    expect(healthOf(closeout, [dueAgo(71)], now)).toBe("at_risk");
    expect(healthOf(closeout, [dueAgo(72)], now)).toBe("blocked");
  });
  test("is closed once the closeout is", () => {
    expect(healthOf({ ...closeout, status: "closed" }, [dueAgo(100)], now)).toBe("closed");
  });
});

test("overdue items come with the longest overdue first", () => {
  const items = [
    item({ id: "S1", due: now.subtract({ hours: 1 }) }),
    item({ id: "S2", due: now.subtract({ hours: 9 }) }),
    item({ id: "S3", due: now.subtract({ hours: 99 }), state: skipped }),
    item({ id: "S4", due: now.add({ hours: 1 }) }),
  ];
  expect(overdueItems(items, now).map(({ id }) => id)).toEqual(["S2", "S1"]);
});

test("people are awaited for what is overdue or due within a day, the most urgent first", () => {
  const items = [
    item({ id: "S1", assignee: "U1", due: now.add({ hours: 24 }) }),
    item({ id: "S2", assignee: "U2", due: now.subtract({ hours: 1 }) }),
    item({ id: "S3", assignee: "U1", due: now.add({ hours: 2 }) }),
    item({ id: "S4", assignee: "U3", due: now.add({ hours: 25 }) }),
    item({ id: "M1", assignee: undefined, due: now }),
    item({ id: "M2", assignee: "U4", due: now, state: done }),
  ];
  expect(awaitedPeople(items, now).map(({ user, items: own }) => [user, own.map(({ id }) => id)])).toEqual([
    ["U2", ["S2"]],
    ["U1", ["S3", "S1"]],
  ]);
});

describe("decommissioning", () => {
  const prerequisite = item({ id: "P1", list: "decommission_prerequisites" });
  const step = item({ id: "D1", list: "decommission_steps" });
  test("is not before four weeks after the cutover, and waits for open prerequisites", () => {
    const outlook = decommissionOutlook(closeout, [prerequisite, step], template);
    expect(outlook && local(outlook.notBefore)).toBe("Mon 2026-03-30 02:30");
    expect(outlook?.waitingFor.map(({ id }) => id)).toEqual(["P1"]);
  });
  test("has nothing to wait for once the prerequisites are settled, and no outlook once the steps are", () => {
    const settled = { ...prerequisite, state: done };
    expect(decommissionOutlook(closeout, [settled, step], template)?.waitingFor).toEqual([]);
    expect(decommissionOutlook(closeout, [settled, { ...step, state: skipped }], template)).toBeUndefined();
  });
});

test("the card holds it all", () => {
  const items = [item({ due: now.subtract({ hours: 1 }), assignee: "U1" })];
  expect(cardNotice(closeout, items, template, [], now)).toMatchObject({
    kind: "card",
    closeout,
    health: "at_risk",
    overdue: [{ id: "S1" }],
    awaited: [{ user: "U1" }],
    decommission: undefined,
  });
});

test("a progress bar has ten cells, is full only at the end and empty only at the beginning", () => {
  expect(progressBar(0, 4)).toBe("░░░░░░░░░░");
  expect(progressBar(3, 4)).toBe("████████░░");
  expect(progressBar(4, 4)).toBe("██████████");
  expect(progressBar(1, 40)).toBe("█░░░░░░░░░");
  expect(progressBar(39, 40)).toBe("█████████░");
  expect(progressBar(0, 0)).toBe("░░░░░░░░░░");
});
