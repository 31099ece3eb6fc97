import type { Closeout } from "../../domain/closeout.ts";
import type { Report } from "../../domain/report/report.ts";
import { reportPaper } from "../../domain/report/report-paper.ts";
import type { Deps } from "../deps.ts";

/** A report as PDF, with the pictures that the closeout keeps. */
export async function drawReport(
  { closeouts, printPaper }: Pick<Deps, "closeouts" | "printPaper">,
  { id }: Pick<Closeout, "id">,
  report: Report,
): Promise<Uint8Array> {
  const shown = report.sections.flatMap(({ parts }) =>
    parts.flatMap((part) => (part.kind === "picture" ? [part.sha256] : [])),
  );
  const documents = await Promise.all(shown.map((sha256) => closeouts.document(id, sha256)));
  const pictures = new Map(
    documents.flatMap((document) =>
      document === undefined ? [] : [[document.sha256, document.bytes] as const],
    ),
  );
  return await printPaper(reportPaper(report, pictures));
}
