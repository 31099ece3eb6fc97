import { describe, expect, test } from "vitest";
import { type Act, mayDo } from "../../src/domain/permissions.ts";
import { closeout } from "./examples.ts";

const people = { owner: "U_ANA", ...closeout.roles, outsider: "U_NOBODY" };

/** Who of the cast may do this. */
function allowed(act: Act): string[] {
  return Object.entries(people).flatMap(([capacity, user]) =>
    mayDo(act, closeout, { platform: "slack", tenant: "T1", user }).allowed ? [capacity] : [],
  );
}

describe("who may do what", () => {
  const everybody = [
    "owner",
    "technical_lead",
    "compliance_officer",
    "business_sponsor",
    "it_audit",
    "operations_lead",
  ];
  const table: readonly (readonly [Act, readonly string[]])[] = [
    ["complete", everybody],
    ["reopen", everybody],
    ["snooze", everybody],
    ["assign", everybody],
    ["note", everybody],
    ["skip", ["owner", "technical_lead"]],
    ["change_due", ["owner"]],
    ["change_settings", ["owner"]],
    ["change_roles", ["owner"]],
    ["clean_up", ["owner", "technical_lead"]],
    ["request_checkpoints", ["owner", "technical_lead"]],
    ["release_checkpoints", ["compliance_officer"]],
    ["hold_artifact", ["compliance_officer"]],
    ["decide_disposal", ["compliance_officer"]],
    ["request_signoff", ["owner", "technical_lead", "compliance_officer", "operations_lead"]],
    ["withdraw_signoff", ["owner"]],
    ["replace_signatory", ["owner"]],
    ["override_signoff", ["owner"]],
    ["settle_operation", ["owner"]],
    ["see_certificate", everybody],
    ["distribute_certificate", ["owner", "technical_lead"]],
    ["audit", ["owner", "compliance_officer", "it_audit"]],
  ];
  test.each(table)("%s", (act, capacities) => {
    expect(allowed(act)).toEqual(capacities);
  });
});

test("a refusal names who could do it instead", () => {
  expect(mayDo("skip", closeout, { platform: "slack", tenant: "T1", user: "U_EVA" })).toEqual({
    allowed: false,
    who: [
      { as: "owner", user: "U_ANA" },
      { as: "technical_lead", user: "U_TOM" },
    ],
  });
});

test("the same user id in another workspace or on another platform is a stranger", () => {
  expect(mayDo("complete", closeout, { platform: "slack", tenant: "T2", user: "U_ANA" }).allowed).toBe(false);
  expect(mayDo("complete", closeout, { platform: "teams", tenant: "T1", user: "U_ANA" }).allowed).toBe(false);
});
