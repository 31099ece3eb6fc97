import { z } from "zod";

/** The five stakeholders that the procedure names. The owner is not a role but the person who started the closeout. */
export const roles = [
  "technical_lead",
  "compliance_officer",
  "business_sponsor",
  "it_audit",
  "operations_lead",
] as const;

export const roleSchema = z.enum(roles);
export type Role = z.infer<typeof roleSchema>;

/** The role's name in a sentence: "the compliance officer". */
export const roleNames: Readonly<Record<Role, string>> = {
  technical_lead: "technical lead",
  compliance_officer: "compliance officer",
  business_sponsor: "business sponsor",
  it_audit: "IT audit",
  operations_lead: "operations lead",
};

/** Who holds each role, by user id of the closeout's installation. Every role is held by exactly one person. */
export type RoleHolders = Readonly<Record<Role, string>>;
