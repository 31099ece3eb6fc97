import type { Closeout } from "../../domain/closeout.ts";
import { mayDo, type Permission } from "../../domain/permissions.ts";
import type { ReportDraft, ReportVersion } from "../../domain/report/report-draft.ts";
import type { Member } from "../../ports.ts";
import type { Deps } from "../deps.ts";

/** The report of a closeout as far as it has come, and what the reader may do with it. */
export type ReportView = {
  readonly closeout: Closeout;
  readonly draft: ReportDraft;
  readonly newest: ReportVersion | undefined;
  readonly mayEdit: boolean;
  readonly mayFreeze: boolean;
};

/** Why somebody cannot do something with a report. */
export type ReportRefusal =
  | {
      readonly kind: "not_permitted";
      readonly closeout: Closeout;
      readonly who: Extract<Permission, { readonly allowed: false }>["who"];
    }
  | { readonly kind: "closed"; readonly closeout: Closeout }
  | { readonly kind: "no_closeout" };

export type ReadReportOutcome =
  | ({ readonly kind: "found" } & ReportView)
  | Exclude<ReportRefusal, { readonly kind: "closed" }>;

/** What there is of the report, for anybody with a role. */
export async function readReport(
  deps: Pick<Deps, "closeouts" | "reports">,
  { closeoutId, member }: { readonly closeoutId: string; readonly member: Member },
): Promise<ReadReportOutcome> {
  const closeout = await deps.closeouts.get(closeoutId);
  if (closeout === undefined) return { kind: "no_closeout" };
  const permission = mayDo("read_report", closeout, member);
  if (!permission.allowed) return { kind: "not_permitted", closeout, who: permission.who };
  const [draft, newest] = await Promise.all([
    deps.reports.draft(closeoutId),
    deps.reports.newest(closeoutId),
  ]);
  const open = closeout.status === "open";
  return {
    kind: "found",
    closeout,
    draft,
    newest,
    mayEdit: open && mayDo("edit_report", closeout, member).allowed,
    mayFreeze: open && mayDo("freeze_report", closeout, member).allowed,
  };
}
