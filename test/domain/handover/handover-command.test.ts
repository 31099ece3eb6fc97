import { describe, expect, test } from "vitest";
import { parseHandoverCommand } from "../../../src/domain/handover/handover-command.ts";

describe("the words after `handover`", () => {
  test.each([
    ["", { kind: "show" }],
    ["plan", { kind: "add" }],
    ["edit #2", { kind: "edit", number: 2 }],
    ["confirm", { kind: "confirm", number: undefined }],
    ["confirm session 3", { kind: "confirm", number: 3 }],
    ["team <@U1|maria> and <@u2>, <@U1>", { kind: "team", users: ["U1", "U2"] }],
    ["team", { kind: "team", users: [] }],
    [
      "doc u1 <https://wiki.example.com/a|wiki> “new diagram”",
      { kind: "document", item: "U1", link: "https://wiki.example.com/a", words: "new diagram" },
    ],
    ["document", { kind: "document", item: undefined, link: undefined, words: "" }],
    ["review u1", { kind: "review", item: "U1" }],
    ["reveiw U1", { kind: "unknown", word: "reveiw", suggestion: "review" }],
  ])("%j are understood", (words, command) => {
    expect(parseHandoverCommand(words)).toEqual(command);
  });
});
