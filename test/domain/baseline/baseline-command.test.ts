import { describe, expect, test } from "vitest";
import { parseBaselineCommand } from "../../../src/domain/baseline/baseline-command.ts";

describe("the words after `baseline`", () => {
  test.each([
    ["", "show"],
    ["  ", "show"],
    ["status", "show"],
    ["measure", "measure"],
    ["MEASURE now please", "measure"],
    ["again", "measure"],
    ["re‑measure", "measure"],
    ["send", "send"],
    ["document it", "send"],
    ["share", "send"],
  ])("%j ask to %s", (words, kind) => {
    expect(parseBaselineCommand(words)).toEqual({ kind });
  });

  test.each([
    ["mesure", "measure"],
    ["sedn", "send"],
    ["docum", "send"],
    ["hippopotamus", undefined],
  ])("%j is not known; the nearest verb is %s", (word, suggestion) => {
    expect(parseBaselineCommand(word)).toEqual({ kind: "unknown", word, suggestion });
  });

  test("a word without end is cut", () => {
    expect(parseBaselineCommand("x".repeat(500))).toMatchObject({ word: `${"x".repeat(39)}…` });
  });
});
