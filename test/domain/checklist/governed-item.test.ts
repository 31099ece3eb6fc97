import { describe, expect, it } from "vitest";
import { governedProblem, offersOf, type SettlingAct } from "../../../src/domain/checklist/governed-item.ts";
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

describe("settling an item", () => {
  const problem = (id: string, act: SettlingAct) => governedProblem(template, item({ id }), act);

  it.each<[string, SettlingAct, string | undefined]>([
    ["M4", "complete", "close"],
    ["M1", "complete", "decommission"],
    ["P1", "complete", "decommission evidence P1"],
    ["P2", "complete", "decommission"],
    ["P3", "reopen", "decommission evidence P3"],
    ["P4", "complete", "decommission approval"],
    ["P1", "skip", undefined],
    ["D1", "complete", "decommission step D1"],
    ["D1", "skip", "decommission step D1"],
    ["D3", "reopen", "decommission undo D3"],
    ["D4", "complete", "decommission"],
  ])("%s cannot be settled like any other, and what to type instead fits it: %s", (id, act, type) => {
    const found = problem(id, act);
    expect(found?.message).toBeTruthy();
    expect(found?.instead?.type).toBe(type);
  });

  it("is not said to need evidence or a form where it passes by itself", () => {
    for (const id of ["P2", "D4"]) expect(problem(id, "complete")?.message).toContain("passes by itself");
  });

  it.each<[string, SettlingAct]>([
    ["I3", "complete"],
    ["D7", "skip"],
    ["M1", "skip"],
  ])("%s is settled like any other where nothing else decides: %s", (id, act) => {
    expect(problem(id, act)).toBeUndefined();
  });
});
