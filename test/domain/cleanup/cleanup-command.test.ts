import { expect, test } from "vitest";
import { parseCleanupCommand } from "../../../src/domain/cleanup/cleanup-command.ts";

test.each([
  ["", { kind: "plan" }],
  ["  plan ", { kind: "plan" }],
  ["status", { kind: "plan" }],
  ["post", { kind: "post" }],
  ["run", { kind: "choose" }],
  ["run storage", { kind: "run", what: "storage" }],
  ["RUN Temporary Storage", { kind: "run", what: "storage" }],
  ["storage", { kind: "run", what: "storage" }],
  ["run the checkpoints", { kind: "run", what: "checkpoints" }],
  ["run “migration”", { kind: "run", what: "migration" }],
  ["archive", { kind: "run", what: "migration" }],
  ["run x1", { kind: "run_task", task: "X1" }],
  ["runn storage", { kind: "run", what: "storage" }],
  ["run chekpoints", { kind: "unknown", word: "chekpoints", suggestion: "run checkpoints" }],
  ["quietly", { kind: "unknown", word: "quietly", suggestion: undefined }],
])("%j", (words, command) => {
  expect(parseCleanupCommand(words)).toEqual(command);
});
