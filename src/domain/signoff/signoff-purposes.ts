import type { Temporal } from "temporal-polyfill";
import { localDate, type WorkingTime } from "../checklist/working-time.ts";
import type { Role } from "../role.ts";
import type { DocumentOrigin, Purpose, Quorum } from "./signoff.ts";

/** What a request of this purpose looks like unless whoever makes it wants it otherwise. */
export type PurposeDefaults = {
  /** What the form and the commands call it. */
  readonly name: string;
  readonly title: string;
  /** What an approval states, in the first person. */
  readonly meaning: string;
  readonly roles: readonly Role[];
  readonly quorum: Quorum;
  /** Where the documents come from that it is usually about. */
  readonly documents: readonly DocumentOrigin["kind"][];
  /** Working days that people usually have to decide. */
  readonly workingDays: number;
};

const all: Quorum = { kind: "all" };

/**
 * The defaults of each purpose. Who decides follows the procedure: its recipients of the certificate accept the project ("Stakeholder
 * sign-off"), and opening a gate early takes the business sponsor and the compliance officer.
 */
export const purposeDefaults: Readonly<Record<Purpose, PurposeDefaults>> = {
  project_acceptance: {
    name: "project acceptance",
    title: "Acceptance of the project",
    meaning: "I accept the outcome of the migration as described in the final report.",
    roles: ["technical_lead", "compliance_officer", "business_sponsor", "it_audit"],
    quorum: all,
    documents: ["report", "certificate", "baseline"],
    workingDays: 5,
  },
  decommission_source: {
    name: "decommission the source",
    title: "Decommissioning of the source database",
    meaning:
      "I agree that the source database is decommissioned; nothing that I answer for needs it any more.",
    roles: ["business_sponsor", "compliance_officer", "operations_lead"],
    quorum: all,
    documents: ["certificate", "baseline"],
    workingDays: 5,
  },
  early_gate: {
    name: "open a gate early",
    title: "Opening a gate before its time",
    meaning: "I agree that this step is taken before its time, for the reason that is given.",
    roles: ["business_sponsor", "compliance_officer"],
    quorum: all,
    documents: ["certificate"],
    workingDays: 2,
  },
  waiver: {
    name: "waiver",
    title: "Waiver of a regression",
    meaning: "I accept that this figure has become worse, as it was measured.",
    roles: ["technical_lead", "business_sponsor"],
    quorum: all,
    documents: ["baseline"],
    workingDays: 3,
  },
  checkpoints_release: {
    name: "release of checkpoints",
    title: "Release of the checkpoints for deletion",
    meaning: "I state that the checkpoints are not needed for audit and may be deleted.",
    roles: ["compliance_officer"],
    quorum: all,
    documents: ["plan"],
    workingDays: 2,
  },
  disposal: {
    name: "disposal of artifacts",
    title: "Disposal of artifacts whose retention is over",
    meaning:
      "I state that the artifacts of this list are not needed any more and may be deleted from the archive for good.",
    roles: ["compliance_officer"],
    quorum: all,
    documents: [],
    workingDays: 20,
  },
  other: {
    name: "something else",
    title: "",
    meaning: "I approve this as it is described in the title and in the documents.",
    roles: [],
    quorum: all,
    documents: [],
    workingDays: 3,
  },
};

/** Five in the afternoon of the working day that people usually have until, by the closeout's clocks. */
export function usualDecideBy(purpose: Purpose, now: Temporal.Instant, time: WorkingTime): Temporal.Instant {
  let date = localDate(now, time.timeZone);
  let left = purposeDefaults[purpose].workingDays;
  while (left > 0) {
    date = date.add({ days: 1 });
    if (time.settings.workingDays.includes(date.dayOfWeek)) left -= 1;
  }
  return date.toZonedDateTime({ timeZone: time.timeZone, plainTime: { hour: 17 } }).toInstant();
}
