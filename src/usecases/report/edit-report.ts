import type { Closeout } from "../../domain/closeout.ts";
import { personOf } from "../../domain/identity.ts";
import { mayDo } from "../../domain/permissions.ts";
import {
  changedFields,
  type ReportDraft,
  type ReportText,
  type ReportTextField,
  readReportText,
} from "../../domain/report/report-draft.ts";
import type { CloseoutChange, Member } from "../../ports.ts";
import { hurryDeliveries } from "../delivery/hurry-deliveries.ts";
import type { Deps } from "../deps.ts";
import type { ReportRefusal } from "./read-report.ts";

export type EditReportInput = {
  readonly closeoutId: string;
  readonly member: Member;
  /** Which draft was edited: on a newer one nothing is written over. */
  readonly revision: number;
  readonly text: ReportText;
  /** User ids of people to leave out of the acknowledgments. */
  readonly unnamed: readonly string[];
};

export type EditReportOutcome =
  | { readonly kind: "saved" | "unchanged"; readonly closeout: Closeout; readonly draft: ReportDraft }
  /** Somebody else was quicker; the draft says who and when. */
  | { readonly kind: "outdated"; readonly closeout: Closeout; readonly draft: ReportDraft }
  | { readonly kind: "invalid"; readonly field: ReportTextField; readonly message: string }
  | ReportRefusal;

/** Writes what of a report only people can write. Frozen versions stay as they are. */
export async function editReport(
  deps: Pick<Deps, "clock" | "closeouts" | "queue" | "log">,
  input: EditReportInput,
): Promise<EditReportOutcome> {
  if ((await deps.closeouts.get(input.closeoutId)) === undefined) return { kind: "no_closeout" };
  const read = readReportText(input.text);
  if (!read.ok) return { kind: "invalid", field: read.field, message: read.message };
  const { result, lanes } = await deps.closeouts.change(input.closeoutId, (change) =>
    edit(deps, change, input, read.text),
  );
  await hurryDeliveries(deps, lanes);
  return result;
}

async function edit(
  { clock }: Pick<Deps, "clock">,
  change: CloseoutChange,
  { member, revision, unnamed }: EditReportInput,
  text: ReportText,
): Promise<EditReportOutcome> {
  const { closeout } = change;
  if (closeout.status === "closed") return { kind: "closed", closeout };
  const permission = mayDo("edit_report", closeout, member);
  if (!permission.allowed) return { kind: "not_permitted", closeout, who: permission.who };
  const before = await change.reports.draft();
  if (before.revision !== revision) return { kind: "outdated", closeout, draft: before };
  const fields = changedFields(before.text, text);
  const left = [...new Set(unnamed)].toSorted();
  const sameNames = JSON.stringify(left) === JSON.stringify(before.unnamed);
  if (fields.length === 0 && sameNames) return { kind: "unchanged", closeout, draft: before };
  const { user, name } = member;
  const draft: ReportDraft = {
    ...before,
    revision: revision + 1,
    text,
    unnamed: left,
    edited: { by: { user, name }, at: clock.now() },
  };
  await change.reports.saveDraft(draft);
  await change.record({
    actor: personOf(member),
    kind: "report.edited",
    data: {
      revision: draft.revision,
      changed: Object.fromEntries(fields.map((field) => [field, text[field]])),
      ...(sameNames ? {} : { unnamed: left.length }),
    },
  });
  return { kind: "saved", closeout, draft };
}
