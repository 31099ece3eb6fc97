import { composeReport, type Report, reportContentHash } from "../../domain/report/report.ts";
import type { Member } from "../../ports.ts";
import type { Deps } from "../deps.ts";
import { type CollectDeps, collectReport } from "./collect-report.ts";
import { drawReport } from "./draw-report.ts";
import { type ReadReportOutcome, type ReportView, readReport } from "./read-report.ts";

export type PreviewReportOutcome =
  | {
      readonly kind: "preview";
      readonly view: ReportView;
      readonly report: Report;
      /** What freezing is told, so that nobody freezes something else than they have seen. */
      readonly contentSha256: string;
      /** The same as a PDF, if it was asked for. */
      readonly pdf: Uint8Array | undefined;
    }
  | Exclude<ReadReportOutcome, { readonly kind: "found" }>;

/** The report as it would be frozen now. Nothing is kept. */
export async function previewReport(
  deps: CollectDeps & Pick<Deps, "printPaper">,
  input: { readonly closeoutId: string; readonly member: Member; readonly pdf: boolean },
): Promise<PreviewReportOutcome> {
  const found = await readReport(deps, input);
  if (found.kind !== "found") return found;
  const { kind: _, ...view } = found;
  const sources = await collectReport(deps, view.closeout);
  const report = composeReport(sources, { kind: "draft", at: sources.at });
  return {
    kind: "preview",
    view,
    report,
    contentSha256: reportContentHash(report),
    pdf: input.pdf ? await drawReport(deps, view.closeout, report) : undefined,
  };
}
