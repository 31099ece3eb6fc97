import type { Closeout } from "./closeout.ts";
import { type Installation, isOf } from "./identity.ts";
import { type Role, roles } from "./role.ts";

/** What people do within a closeout. */
export type Act =
  | "complete"
  | "reopen"
  | "snooze"
  | "assign"
  | "note"
  | "skip"
  | "change_due"
  | "change_settings"
  /** Close the closeout, and open it again. */
  | "close"
  | "change_roles"
  | "see_certificate"
  /** Fetch the certificate, send it to its recipients, name another recipient. */
  | "distribute_certificate"
  | "measure_baseline"
  /** Accept that a figure got worse. */
  | "waive_finding"
  /** Release temporary storage, archive the migration, take artifacts into the archive, say what an artifact is. */
  | "clean_up"
  | "request_checkpoints"
  /** Say that checkpoints are not needed for audit. */
  | "release_checkpoints"
  /** Say what became of an operation that looking cannot tell. */
  | "settle_operation"
  /** Read archived artifacts again now. */
  | "verify_artifacts"
  | "hold_artifact"
  | "decide_disposal"
  | "see_signoff"
  | "ask_about_signoff"
  | "request_signoff"
  /** Whoever requested it may do so as well. */
  | "withdraw_signoff"
  /** Put somebody else in the place of a signatory. */
  | "replace_signatory"
  /** Go on without the missing approvals, where the procedure allows it. */
  | "override_signoff"
  /** Read the ledger, have it verified, take its bundle. */
  | "audit"
  | "read_report"
  /** Write what of the final report only people can write. */
  | "edit_report"
  | "freeze_report"
  | "open_retro"
  /** Contribute to the retrospective and vote in it. */
  | "contribute"
  /** Say that an action item is done, give it to somebody else, change its due. Whoever has it may as well. */
  | "track_action"
  | "see_budget"
  /** Change its lines, take a text in, share it in the channel, say that it is reconciled. */
  | "change_budget"
  /** Say what has changed in a document, and review what somebody else has changed. */
  | "document"
  | "see_handover"
  /** Hold sessions of the knowledge transfer, and say who has to confirm. */
  | "run_handover"
  /** Note evidence, ask for approval or for opening early, take, confirm and take back steps. */
  | "decommission"
  /** Say that somebody still uses the source, or put the view into the channel. */
  | "report_straggler";

/** In what capacity somebody may act: as the owner of the closeout or as the holder of a role. */
export type Capacity = "owner" | Role;

/** Allowed, or the people who could do it instead, for the sentence that says no. */
export type Permission =
  | { readonly allowed: true }
  | { readonly allowed: false; readonly who: readonly { readonly as: Capacity; readonly user: string }[] };

const everybody: readonly Capacity[] = ["owner", ...roles];

const capacities: Readonly<Record<Act, readonly Capacity[]>> = {
  complete: everybody,
  reopen: everybody,
  snooze: everybody,
  assign: everybody,
  note: everybody,
  skip: ["owner", "technical_lead"],
  change_due: ["owner"],
  change_settings: ["owner"],
  close: ["owner"],
  change_roles: ["owner"],
  see_certificate: everybody,
  distribute_certificate: ["owner", "technical_lead"],
  measure_baseline: ["owner", "technical_lead"],
  waive_finding: ["technical_lead", "business_sponsor"],
  clean_up: ["owner", "technical_lead"],
  request_checkpoints: ["owner", "technical_lead"],
  release_checkpoints: ["compliance_officer"],
  settle_operation: ["owner"],
  verify_artifacts: ["owner", "technical_lead", "compliance_officer", "it_audit"],
  hold_artifact: ["compliance_officer"],
  decide_disposal: ["compliance_officer"],
  see_signoff: everybody,
  ask_about_signoff: everybody,
  request_signoff: ["owner", "technical_lead", "compliance_officer", "operations_lead"],
  withdraw_signoff: ["owner"],
  replace_signatory: ["owner"],
  override_signoff: ["owner"],
  audit: ["owner", "compliance_officer", "it_audit"],
  read_report: everybody,
  edit_report: ["owner", "technical_lead"],
  freeze_report: ["owner"],
  open_retro: everybody,
  contribute: everybody,
  track_action: everybody,
  see_budget: everybody,
  change_budget: ["owner", "technical_lead"],
  document: everybody,
  see_handover: everybody,
  run_handover: ["owner", "technical_lead", "operations_lead"],
  decommission: ["owner", "technical_lead", "operations_lead"],
  report_straggler: everybody,
};

/**
 * Whether somebody may do this in a closeout. A person is known by platform, tenant and user id together: the same user id
 * in another workspace is a stranger. To be asked at the moment of the act, with the roles as they are then.
 */
export function mayDo(
  act: Act,
  closeout: Pick<Closeout, "installation" | "owner" | "roles">,
  person: Installation & { readonly user: string },
): Permission {
  const who = capacities[act].map((as) => ({
    as,
    user: as === "owner" ? closeout.owner : closeout.roles[as],
  }));
  return isOf(closeout.installation, person) && who.some(({ user }) => user === person.user)
    ? { allowed: true }
    : { allowed: false, who };
}
