import { expect, test } from "vitest";
import { type ArchiveCommand, parseArchiveCommand } from "../../../src/domain/archive/archive-command.ts";

test.each<[string, ArchiveCommand]>([
  ["", { kind: "plan" }],
  ["  plan ", { kind: "plan" }],
  ["RUN", { kind: "run" }],
  ["status", { kind: "status" }],
  ["register", { kind: "status" }],
  ["unclassified", { kind: "unclassified" }],
  ["verify", { kind: "verify", number: undefined }],
  ["verify all", { kind: "verify", number: undefined }],
  ["verify #3", { kind: "verify", number: 3 }],
  ["hold 3", { kind: "hold", number: 3, reason: undefined }],
  ["hold", { kind: "hold", number: undefined, reason: undefined }],
  ["hold 3 because “a lawsuit” is on", { kind: "hold", number: 3, reason: "“a lawsuit” is on" }],
  ["hold #12: a &amp; b", { kind: "hold", number: 12, reason: "a & b" }],
  ["release 3 — the lawsuit is over", { kind: "release", number: 3, reason: "the lawsuit is over" }],
  ["hold on please", { kind: "not_a_number", verb: "hold", word: "on" }],
  ["verify 0", { kind: "not_a_number", verb: "verify", word: "0" }],
  ["verfy 3", { kind: "unknown", word: "verfy", suggestion: "verify" }],
  ["xyzzy", { kind: "unknown", word: "xyzzy", suggestion: undefined }],
])("%j", (words, command) => {
  expect(parseArchiveCommand(words)).toEqual(command);
});
