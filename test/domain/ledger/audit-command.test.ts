import { describe, expect, test } from "vitest";
import { parseCommandLine } from "../../../src/domain/command-line.ts";
import { parseAuditCommand } from "../../../src/domain/ledger/audit-command.ts";

const everything = { people: [], items: [], kinds: [] };

describe("audit", () => {
  test("alone asks for every entry", () => {
    expect(parseAuditCommand("  ")).toEqual({ kind: "list", filter: everything });
    expect(parseCommandLine("audit")).toEqual({ kind: "audit", words: "" });
    expect(parseCommandLine("ledger I3")).toEqual({ kind: "audit", words: "I3" });
  });

  test.each([
    ["<@U0MARIA|maria>", { kind: "user", user: "U0MARIA" }],
    ["by <@U0MARIA>", { kind: "user", user: "U0MARIA" }],
    ["@Maria", { kind: "name", name: "Maria" }],
    ["me", { kind: "me" }],
    ["@closeout", { kind: "closeout" }],
  ])("%s asks for a person's", (words, person) => {
    expect(parseAuditCommand(words)).toEqual({ kind: "list", filter: { ...everything, people: [person] } });
  });

  test.each([
    ["skipped", ["item.skipped"]],
    ["item.skipped", ["item.skipped"]],
    ["Item-Skipped", undefined],
    ["due-changed", ["item.due_changed", "action.due_changed"]],
    ["holds", ["hold.placed", "hold.released"]],
    ["Baseline", ["baseline.measured", "baseline.sent"]],
    ["regression", ["finding.raised", "finding.waived", "finding.resolved"]],
    ["retention", expect.arrayContaining(["artifact.registered", "artifact.disposed"])],
  ])("%s asks for kinds", (words, kinds) => {
    const command = parseAuditCommand(words);
    if (kinds === undefined) expect(command).toMatchObject({ kind: "unknown" });
    else expect(command).toEqual({ kind: "list", filter: { ...everything, kinds } });
  });

  test("takes several, in any order", () => {
    expect(parseAuditCommand("i3, <@U0TOM> completed reopened S1 and me")).toEqual({
      kind: "list",
      filter: {
        people: [{ kind: "user", user: "U0TOM" }, { kind: "me" }],
        items: ["I3", "S1"],
        kinds: expect.arrayContaining(["item.completed", "item.reopened", "archive.completed"]),
      },
    });
  });

  test.each([["verify"], ["Verify "], ["check"]])("%s verifies", (words) => {
    expect(parseAuditCommand(words)).toEqual({ kind: "verify" });
  });

  test.each([
    ["verfy", "verify"],
    ["certifcate", "certificate"],
    ["I3 skiped", "skipped"],
    ["qqqqqqqq", undefined],
  ])("%s is not known; the nearest word is %s", (words, suggestion) => {
    expect(parseAuditCommand(words)).toMatchObject({ kind: "unknown", suggestion });
  });
});
