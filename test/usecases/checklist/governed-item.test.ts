import { expect, test } from "vitest";
import type { Item } from "../../../src/domain/checklist/item.ts";
import type { ItemAct } from "../../../src/usecases/checklist/change-item.ts";
import { governedProblem } from "../../../src/usecases/checklist/governed-item.ts";
import { item } from "../../blocks/slack/fixtures.ts";
import { fullTemplate } from "../../support/decommissions.ts";

const complete: ItemAct = { kind: "complete" };
const reopen: ItemAct = { kind: "reopen" };
const skip: ItemAct = { kind: "skip", reason: "Not needed" };
const problem = (id: string, act: ItemAct, state: Item["state"] = { kind: "open" }) =>
  governedProblem(fullTemplate.template, item({ id, state }), act);

test.each<[string, ItemAct, string | undefined]>([
  ["M4", complete, "close"],
  ["P1", complete, "decommission evidence P1"],
  ["P2", complete, "decommission"],
  ["P3", reopen, "decommission evidence P3"],
  ["P4", complete, "decommission approval"],
  ["P1", skip, undefined],
  ["D1", complete, "decommission step D1"],
  ["D1", skip, "decommission step D1"],
  ["D3", reopen, "decommission undo D3"],
  ["D4", complete, "decommission"],
])("%s cannot be settled like any other item, and what to type instead fits it", (id, act, type) => {
  const found = problem(id, act);
  expect(found?.message).not.toBe("");
  expect(found).toBeDefined();
  expect(found?.instead?.type).toBe(type);
});

test("what passes by itself is not said to need evidence or a form", () => {
  for (const id of ["P2", "D4"]) expect(problem(id, complete)?.message).toContain("passes by itself");
});

test.each<[string, ItemAct]>([
  ["I3", complete],
  ["D7", skip],
  ["P1", { kind: "snooze", until: { kind: "1h" } }],
])("%s is changed like any other item where nothing else decides", (id, act) => {
  expect(problem(id, act)).toBeUndefined();
});
