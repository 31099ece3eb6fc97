import type { InputBlock } from "@slack/types";
import { type Role, roleNames } from "../../../src/domain/role.ts";
import { field, plain } from "../elements.ts";

/** What each role is for, below its people picker. */
const duties: Readonly<Record<Role, string>> = {
  technical_lead: "Answers for the technical side; may skip items.",
  compliance_officer: "Answers for what auditors will ask.",
  business_sponsor: "Hears of items that stay overdue.",
  it_audit: "Receives the evidence.",
  operations_lead: "Runs the target from now on.",
};

/** A people picker for one role. */
export function roleField(form: "start" | "settings", role: Role, holder?: string): InputBlock {
  const name = roleNames[role];
  return field(
    form,
    role,
    {
      type: "users_select",
      placeholder: plain("Choose a person"),
      ...(holder === undefined ? {} : { initial_user: holder }),
    },
    { label: name.charAt(0).toUpperCase() + name.slice(1), hint: duties[role] },
  );
}
