import { describe, expect, it } from "vitest";
import { cardMessage } from "../../../blocks/slack/checklist/card.ts";
import { statusMessage } from "../../../blocks/slack/checklist/status.ts";
import { at, card, closeout, item } from "./fixtures.ts";
import { actionIdsOf, readable } from "./look.ts";

describe("the project card", () => {
  it("says in its text alone how the closeout is doing and what is next", () => {
    expect(cardMessage(card()).text).toBe(
      "Closeout HR_PROD is at risk: 4 of 12 items settled, 1 overdue (I1). Next: I3 Distribute Behavioral Equivalence Certificate, due Tue 3 Mar 2026, 02:30 (Europe/Berlin), <@U0MARIA>.",
    );
  });

  it("shows facts, phases, what is overdue, the decommissioning and who is awaited", () => {
    const words = readable(cardMessage(card()).blocks);
    expect(words).toContain("Closeout · HR_PROD · at risk");
    expect(words).toContain(
      "Oracle 19c → PostgreSQL 16 · 52,000,000 records · cutover Mon 2 Mar 2026, 02:30 (Europe/Berlin)",
    );
    expect(words).toContain("████████░░  3 of 4  *First 24 hours*");
    expect(words).toContain("░░░░░░░░░░  0 of 4  *First month*");
    expect(words).toContain("*Next:* *I3* Distribute Behavioral Equivalence Certificate — due <!date^");
    expect(words).toContain("*Overdue:* *I1* Confirm target is serving production traffic");
    expect(words).toContain(
      "*Decommission:* not before Mon 30 Mar 2026 · waiting for *P2* Rollback window expired",
    );
    expect(words).toContain("*Waiting for:* <@U0MARIA> (*I3* Distribute Behavioral Equivalence Certificate)");
  });

  it("says once what is next, and of the other phases only when", () => {
    const later = item({ id: "S1", title: "Performance baseline", due: at("2026-03-09T02:30") });
    const phases = [
      { list: "immediate", title: "First 24 hours", settled: 3, total: 4, next: item() },
      { list: "short_term", title: "First week", settled: 0, total: 4, next: later },
    ];
    const words = readable(cardMessage(card({ phases, awaited: [] })).blocks);
    expect(words.split("Distribute Behavioral Equivalence Certificate")).toHaveLength(2);
    expect(words).toMatch(/\*First week\* · next due <!date\^\d+\^\{date_short_pretty\}\|Mon 9 Mar 2026>/);
    expect(words).not.toContain("Performance baseline");
  });

  it("does not repeat the two ends where the closeout is called by them", () => {
    const named = closeout({ name: "HR_PROD → hr_production" });
    const words = readable(cardMessage(card({ closeout: named })).blocks);
    expect(words.split("HR_PROD → hr_production")).toHaveLength(2);
  });

  it("always has its three buttons", () => {
    expect(actionIdsOf(cardMessage(card()).blocks)).toEqual(["card.items", "card.todo", "card.help"]);
    expect(actionIdsOf(statusMessage(card()).blocks)).toEqual(["card.items", "card.todo", "card.help"]);
  });

  it.each([
    ["on_track", "on track"],
    ["at_risk", "at risk"],
    ["blocked", "blocked"],
    ["closed", "closed"],
  ] as const)("says %s in words", (health, words) => {
    const message = cardMessage(card({ health }));
    expect(readable(message.blocks)).toContain(`Closeout · HR_PROD · ${words}`);
    expect(message.text).toContain(`is ${words}:`);
  });

  it("counts what it does not name", () => {
    const overdue = Array.from({ length: 9 }, (_, index) => item({ id: `I${index + 1}` }));
    const words = readable(cardMessage(card({ overdue })).blocks);
    expect(words).toContain("and 4 more");
    expect(words).toContain("*I5*");
    expect(words).not.toContain("*I6*");
  });

  it("keeps the health in view behind a name of any length", () => {
    const words = readable(cardMessage(card({ closeout: closeout({ name: "x".repeat(10_000) }) })).blocks);
    expect(words).toMatch(/x… · at risk/);
  });
});
