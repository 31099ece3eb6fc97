import { describe, expect, test } from "vitest";
import { parseSignoffCommand } from "../../../src/domain/signoff/signoff-command.ts";

describe("/closeout signoff", () => {
  test.each([
    ["", { kind: "list" }],
    ["list", { kind: "list" }],
    ["request", { kind: "request", purpose: undefined }],
    ["request waiver", { kind: "request", purpose: "waiver" }],
    ["request decommission the source", { kind: "request", purpose: "decommission_source" }],
    ["new early gate", { kind: "request", purpose: "early_gate" }],
    ["request release of checkpoints", { kind: "request", purpose: "checkpoints_release" }],
    ["request project-acceptance", { kind: "request", purpose: "project_acceptance" }],
    ["2", { kind: "show", number: 2 }],
    ["#12", { kind: "show", number: 12 }],
    ["Show 2", { kind: "show", number: 2 }],
    ["approve #3", { kind: "approve", number: 3 }],
    ["withdraw 4", { kind: "withdraw", number: 4 }],
    ["cancel", { kind: "withdraw", number: undefined }],
    ["delegate 1", { kind: "delegate", number: 1 }],
    ["break-glass 1", { kind: "override", number: 1 }],
    ["aprove 1", { kind: "unknown", word: "aprove", suggestion: "approve" }],
    ["xyzzy", { kind: "unknown", word: "xyzzy", suggestion: undefined }],
  ])("%j is read", (typed, command) => {
    expect(parseSignoffCommand(typed)).toEqual(command);
  });
});
