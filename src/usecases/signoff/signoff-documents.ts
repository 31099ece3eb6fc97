import canonicalize from "canonicalize";
import type { Temporal } from "temporal-polyfill";
import { certificateName } from "../../domain/certificate/certificate-record.ts";
import type { Operation } from "../../domain/cleanup/operation.ts";
import type { Closeout } from "../../domain/closeout.ts";
import { type Document, documentOf } from "../../domain/document.ts";
import type { SignoffDocument } from "../../domain/signoff/signoff.ts";
import type { BaselineChanges, CertificateWrites, OperationChanges, ReportChanges } from "../../ports.ts";
import { nameOf } from "../baseline/measure-baseline.ts";
import { certificateFile } from "../certificate/keep-certificate.ts";
import { reportFileName } from "../report/report-file.ts";

/** A document that there is to be approved. */
export type OfferedDocument = SignoffDocument & {
  /** What it is, in a few words: "Certificate BEC-2026-0215-00847". */
  readonly title: string;
  /** Its bytes, where they are made for the request and not kept yet. */
  readonly toKeep: Document | undefined;
};

/** Where documents come from; the store and a change of a closeout both answer this. */
export type DocumentSources = {
  readonly closeout: Closeout;
  readonly now: Temporal.Instant;
  readonly certificates: { latest: CertificateWrites["latest"] };
  readonly baselines: Pick<BaselineChanges, "newest">;
  readonly operations: Pick<OperationChanges, "latest">;
  readonly reports: Pick<ReportChanges, "newest">;
};

/** Lists what there is to be approved at this moment, by origin. Another origin is one more function in this list. */
export async function documentsOnHand(sources: DocumentSources): Promise<readonly OfferedDocument[]> {
  const found = await Promise.all(
    [certificateDocuments, baselineDocuments, planDocuments, reportDocuments].map((list) => list(sources)),
  );
  return found.flat();
}

/** The latest certificate: its PDF, or where there is none its JSON. One that is invalid or gone is not offered. */
async function certificateDocuments({ certificates }: DocumentSources): Promise<readonly OfferedDocument[]> {
  const latest = await certificates.latest();
  if (latest === undefined || latest.check.kind === "invalid" || latest.check.kind === "missing") return [];
  const file = certificateFile(latest);
  if (file === undefined) return [];
  const title = `Certificate ${certificateName(latest)} (${latest.check.kind})`;
  return [{ ...file, title, origin: { kind: "certificate" }, toKeep: undefined }];
}

/** The newest measurement, as its Markdown was when it was measured. */
async function baselineDocuments({
  baselines,
  closeout,
}: DocumentSources): Promise<readonly OfferedDocument[]> {
  const newest = await baselines.newest();
  if (newest === undefined) return [];
  return [
    {
      sha256: newest.documents.markdown,
      name: nameOf(closeout, "md"),
      title: `Performance baseline ${newest.number}`,
      origin: { kind: "baseline" },
      toKeep: undefined,
    },
  ];
}

/** The newest frozen report, as PDF. A draft is nothing to be signed. */
async function reportDocuments({ reports, closeout }: DocumentSources): Promise<readonly OfferedDocument[]> {
  const newest = await reports.newest();
  if (newest === undefined) return [];
  return [
    {
      sha256: newest.pdfSha256,
      name: reportFileName(closeout, "pdf", newest.number),
      title: `Final report, version ${newest.number}`,
      origin: { kind: "report" },
      toKeep: undefined,
    },
  ];
}

/** Operations that wait to be released: what was known when they were asked for. */
async function planDocuments({ operations, now }: DocumentSources): Promise<readonly OfferedDocument[]> {
  const waiting = (await operations.latest()).filter(({ state }) => state === "planned");
  return waiting.map((operation) => {
    const toKeep = planDocument(operation, now);
    const { sha256, name } = toKeep;
    const title = `Plan: ${operation.kind === "task" ? (operation.task ?? "task") : operation.kind}`;
    return { sha256, name, title, origin: { kind: "plan", of: operation.id }, toKeep };
  });
}

/** An operation's plan as exact bytes: canonical JSON, the same for the same plan. */
export function planDocument(
  { id, kind, task, facts, requestedAt }: Operation,
  now: Temporal.Instant,
): Document {
  const plan = canonicalize({
    operation: id,
    kind,
    task: task ?? null,
    facts,
    requestedAt: requestedAt.toString(),
  });
  return documentOf(new TextEncoder().encode(plan), {
    name: `plan-${kind}.json`,
    mediaType: "application/json",
    savedAt: now,
  });
}
