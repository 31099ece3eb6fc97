import { describe, expect, it } from "vitest";
import { governedProblem, offersOf } from "../../../src/domain/checklist/governed-item.ts";
import type { Item } from "../../../src/domain/checklist/item.ts";
import { fullTemplate } from "../../support/decommissions.ts";
import { smallTemplateText, templateFrom } from "../../support/small-template.ts";
import { at, item, tom } from "../examples.ts";

const { template } = fullTemplate;
const skipped: Item["state"] = {
  kind: "skipped",
  by: tom,
  at: at("2026-04-03T10:00"),
  reason: "There is no vendor.",
};

describe("what is offered for an item", () => {
  it.each([
    ["I1", { settle: "done", skip: true, undo: true }],
    ["C3", { settle: "done", skip: true, undo: true }],
    ["P1", { settle: "evidence", skip: false, undo: false }],
    ["P2", { settle: "decommission", skip: false, undo: false }],
    ["P3", { settle: "evidence", skip: false, undo: false }],
    ["P4", { settle: "decommission", skip: false, undo: false }],
    ["D1", { settle: "step", skip: false, undo: false }],
    ["D4", { settle: "decommission", skip: false, undo: false }],
    ["D5", { settle: "irreversible_step", skip: false, undo: false }],
    ["D7", { settle: "irreversible_step", skip: true, undo: false }],
    ["M1", { settle: "decommission", skip: true, undo: true }],
    ["M4", { settle: "none", skip: true, undo: true }],
  ])("%s leads to what settles it", (id, offers) => {
    expect(offersOf(template, item({ id }))).toEqual(offers);
  });

  it("an optional step that was skipped can be reopened", () => {
    expect(offersOf(template, item({ id: "D7", state: skipped })).undo).toBe(true);
  });

  it("is a tick where the procedure says nothing else", () => {
    const own = templateFrom(smallTemplateText).template;
    for (const { items } of own.lists) {
      for (const { id } of items) expect(offersOf(own, item({ id })).settle).toBe("done");
    }
  });
});

it("the decommissioning as a whole is completed by its last step, not by a tick", () => {
  expect(governedProblem(template, item({ id: "M1" }), "complete")).toContain("last step");
  expect(governedProblem(template, item({ id: "M1" }), "skip")).toBeUndefined();
});
