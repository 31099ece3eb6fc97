import { describe, expect, it } from "vitest";
import type {
  DecommissionEvent,
  DecommissionFacts,
  Happening,
} from "../../../src/domain/decommission/decommission.ts";
import { parseDecommissionCommand } from "../../../src/domain/decommission/decommission-command.ts";
import { decommissionPlan, isGoverned } from "../../../src/domain/decommission/decommission-plan.ts";
import { decommissionSummary } from "../../../src/domain/decommission/decommission-summary.ts";
import { waitEnd } from "../../../src/domain/decommission/decommission-times.ts";
import { restoreTemplate, type Template } from "../../../src/domain/template/template.ts";
import { fullTemplate } from "../../support/decommissions.ts";
import { smallTemplateText, templateFrom } from "../../support/small-template.ts";
import { at, berlin, tom } from "../examples.ts";

describe("the plan", () => {
  it("says of each part of the procedure what settles it", () => {
    const plan = decommissionPlan(fullTemplate.template);
    expect(plan?.prerequisites.map(({ id, evidence }) => `${id} ${evidence}`)).toEqual([
      "P1 connections",
      "P2 rollback_window",
      "P3 backup",
      "P4 approval",
    ]);
    const traits = plan?.steps.map(({ id, wait, irreversible, undoable, optional }) =>
      [id, wait, irreversible && "irreversible", undoable && "undoable", optional && "optional"]
        .filter(Boolean)
        .join(" "),
    );
    expect(traits).toEqual([
      "D1 undoable",
      "D2",
      "D3 undoable",
      "D4 P7D",
      "D5 irreversible",
      "D6",
      "D7 irreversible optional",
    ]);
    expect(plan).toMatchObject({
      rollbackUntil: "P14D",
      notBefore: "P28D",
      confidence: "P28D",
      evidenceValid: "P7D",
    });
  });

  it("is the same for a procedure that was kept before it could say so", () => {
    const text = JSON.stringify(fullTemplate.source, (name, value: unknown) =>
      ["evidence", "irreversible", "undoable", "optional", "evidence_valid"].includes(name)
        ? undefined
        : value,
    );
    const kept: Template = restoreTemplate(JSON.parse(text));
    expect(decommissionPlan(kept)).toEqual(decommissionPlan(fullTemplate.template));
  });

  it("is none where a procedure of its own names no evidence: its items are ticked off", () => {
    const { template } = templateFrom(smallTemplateText);
    expect(decommissionPlan(template)).toBeUndefined();
    expect(isGoverned(undefined, "Q1")).toBe(false);
  });
});

describe("a wait", () => {
  it("is a week by the calendar, and never less than 168 hours", () => {
    const spring = waitEnd(at("2026-03-25T10:00"), berlin, "P7D");
    expect(spring.since(at("2026-03-25T10:00")).total("hours")).toBe(168);
    const autumn = waitEnd(at("2026-10-21T10:00"), berlin, "P7D");
    expect(autumn.toString()).toBe(at("2026-10-28T10:00").toString());
    expect(autumn.since(at("2026-10-21T10:00")).total("hours")).toBe(169);
  });
});

describe("the summary", () => {
  it("tells who did what, who confirmed, what was taken back and who still used the source", () => {
    const plan = decommissionPlan(fullTemplate.template);
    if (plan === undefined) throw new Error("There is no plan.");
    const happenings: readonly Happening[] = [
      { kind: "straggler", reason: "The payroll batch reads it." },
      { kind: "step_done", step: "D1", evidence: "done", execution: "hand" },
      { kind: "step_undone", step: "D1", with: ["D2"], reason: "It was needed." },
      { kind: "step_done", step: "D1", evidence: "done again", execution: "hand", confirmedBy: "U_ANA" },
    ];
    const events = happenings.map(
      (happening, index): DecommissionEvent => ({
        id: `e${index}`,
        by: tom,
        at: at("2026-03-31T10:00"),
        ...happening,
      }),
    );
    const facts: DecommissionFacts = {
      plan,
      cutover: at("2026-03-02T02:30"),
      timeZone: berlin,
      events,
      requests: [],
      planSha256: "plan",
      ticked: new Set(),
      skipped: new Set(),
      stop: undefined,
    };
    const summary = decommissionSummary(facts, at("2026-03-31T10:00"));
    expect(summary.steps[0]).toMatchObject({ step: { id: "D1" }, done: { by: tom, confirmedBy: "U_ANA" } });
    expect(summary.steps[1]).toMatchObject({ step: { id: "D2" }, done: undefined });
    expect(summary.undone).toMatchObject([{ step: "D1", with: ["D2"] }]);
    expect(summary.restarts).toMatchObject([
      { report: { reason: "The payroll batch reads it.", by: tom }, began: { kind: "confidence" } },
    ]);
    expect(summary.openings).toEqual([]);
    expect(summary).toMatchObject({ finished: false, gone: undefined });
  });
});

describe("the words after decommission", () => {
  it.each([
    ["", { kind: "view" }],
    ["evidence p1", { kind: "evidence", id: "P1" }],
    ["step", { kind: "step", id: undefined }],
    ["undo D3 please", { kind: "undo", id: "D3" }],
    ["straggler the payroll batch", { kind: "straggler", words: "the payroll batch" }],
    ["early", { kind: "early", words: undefined }],
    ["approval", { kind: "approval" }],
    ["evidnce P1", { kind: "unknown", word: "evidnce", suggestion: "evidence" }],
  ])("%j", (text, command) => {
    expect(parseDecommissionCommand(text)).toEqual(command);
  });
});
