import { describe, expect, test } from "vitest";
import { parseBudgetCommand } from "../../../src/domain/budget/budget-command.ts";

describe("the words after `budget`", () => {
  test.each([
    ["", { kind: "show" }],
    ["status", { kind: "show" }],
    ["set", { kind: "add" }],
    ["csv", { kind: "import" }],
    ["download", { kind: "export" }],
    ["set compute 12000 11400", { kind: "set", name: "compute", estimated: "12000", actual: "11400" }],
    [
      "set cloud egress 12000 USD",
      { kind: "set", name: "cloud egress", estimated: "12000 USD", actual: undefined },
    ],
    [
      "set “cloud egress” $12,000.50 €3",
      { kind: "set", name: "cloud egress", estimated: "$12,000.50", actual: "€3" },
    ],
    ["set compute actual 11400", { kind: "set", name: "compute", estimated: undefined, actual: "11400" }],
    ["set compute - 11400", { kind: "set", name: "compute", estimated: undefined, actual: "11400" }],
    ["set compute spent 5 planned 7 USD", { kind: "set", name: "compute", estimated: "7 USD", actual: "5" }],
    ["set 2024 5", { kind: "set", name: "2024", estimated: "5", actual: undefined }],
    ["set compute", { kind: "incomplete", verb: "set" }],
    ["set compute -", { kind: "incomplete", verb: "set" }],
    ["remove", { kind: "incomplete", verb: "remove" }],
    ["delete cloud egress", { kind: "remove", name: "cloud egress" }],
    ["imprt", { kind: "unknown", word: "imprt", suggestion: "import" }],
    ["hippopotamus", { kind: "unknown", word: "hippopotamus", suggestion: undefined }],
  ])("%j are understood", (words, command) => {
    expect(parseBudgetCommand(words)).toEqual(command);
  });
});
