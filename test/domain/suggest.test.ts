import { expect, test } from "vitest";
import { suggest } from "../../src/domain/suggest.ts";

const commands = ["status", "start", "check", "snooze", "help", "items"];

test("a slip of the fingers finds the word that was meant", () => {
  expect(suggest("chekc", commands)).toBe("check");
  expect(suggest("sttaus", commands)).toBe("status");
  expect(suggest("HLEP", commands)).toBe("help");
  expect(suggest("snoze", commands)).toBe("snooze");
});

test("a beginning finds its word", () => {
  expect(suggest("stat", commands)).toBe("status");
  expect(suggest("sno", commands)).toBe("snooze");
});

test("an id that does not exist finds its neighbour", () => {
  expect(suggest("I9", ["S1", "I1", "I2"])).toBe("I1");
  expect(suggest("S12", ["I1", "S1"])).toBe("S1");
});

test("a word that is like nothing finds nothing", () => {
  for (const word of ["", "  ", "certificate", "🎉", "xyzzy", "x".repeat(10_000)]) {
    expect(suggest(word, commands)).toBeUndefined();
  }
});

test("a candidate is never suggested for a word that shares no letter with it", () => {
  expect(suggest("zz", ["ab", "I1"])).toBeUndefined();
  expect(suggest("x", ["?"])).toBeUndefined();
});
