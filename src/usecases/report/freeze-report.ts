import { randomUUID } from "node:crypto";
import type { Temporal } from "temporal-polyfill";
import type { Closeout } from "../../domain/closeout.ts";
import { type Document, documentOf } from "../../domain/document.ts";
import { personOf } from "../../domain/identity.ts";
import { mayDo } from "../../domain/permissions.ts";
import { composeReport, type Report, reportContentHash } from "../../domain/report/report.ts";
import type { ReportVersion } from "../../domain/report/report-draft.ts";
import { reportMarkdown } from "../../domain/report/report-markdown.ts";
import type { CloseoutChange, Member } from "../../ports.ts";
import { completeByEvidence } from "../checklist/complete-by-evidence.ts";
import { hurryDeliveries } from "../delivery/hurry-deliveries.ts";
import type { Deps } from "../deps.ts";
import { supersedeSignoffs } from "../signoff/supersede-signoffs.ts";
import { templateOf } from "../start/template-of.ts";
import { type CollectDeps, collectReport } from "./collect-report.ts";
import { drawReport } from "./draw-report.ts";
import type { ReportRefusal } from "./read-report.ts";
import { reportFileName } from "./report-file.ts";

export type FreezeReportInput = {
  readonly closeoutId: string;
  readonly member: Member;
  /** The hash of what the person has seen; without it whatever the report says now is frozen. */
  readonly seen?: string;
};

export type FreezeReportOutcome =
  | { readonly kind: "frozen"; readonly closeout: Closeout; readonly version: ReportVersion }
  /** The newest version says the same already. */
  | { readonly kind: "unchanged"; readonly closeout: Closeout; readonly version: ReportVersion }
  /** It says something else than the person has seen: nothing was frozen. */
  | { readonly kind: "changed_since"; readonly closeout: Closeout }
  | ReportRefusal;

/** A report as it would be frozen, and what it was put together from. */
type Composed = {
  readonly report: Report;
  readonly at: Temporal.Instant;
  readonly contentSha256: string;
  readonly draftRevision: number;
  readonly version: number;
};

/** The same, ready to be kept. */
type Prepared = Composed & { readonly markdown: Document; readonly pdf: Document };

/** The draft moved or somebody froze while the pages were drawn: draw them again. Three times is no accident any more. */
const mostAttempts = 3;

/**
 * Freezes the report as it is now: Markdown and PDF are kept by their hashes, posted into the channel, and written into the ledger. What
 * is slow happens before the change; what was frozen or edited meanwhile is noticed in it.
 */
export async function freezeReport(
  deps: CollectDeps & Pick<Deps, "printPaper" | "queue" | "log">,
  input: FreezeReportInput,
): Promise<FreezeReportOutcome> {
  for (let attempt = 1; ; attempt += 1) {
    const outcome = await tryToFreeze(deps, input);
    if (outcome.kind !== "moved") return outcome;
    if (attempt === mostAttempts) return { kind: "changed_since", closeout: outcome.closeout };
  }
}

async function tryToFreeze(
  deps: CollectDeps & Pick<Deps, "printPaper" | "queue" | "log">,
  input: FreezeReportInput,
): Promise<FreezeReportOutcome | { readonly kind: "moved"; readonly closeout: Closeout }> {
  const known = await deps.closeouts.get(input.closeoutId);
  if (known === undefined) return { kind: "no_closeout" };
  const refusal = refuse(known, input.member);
  if (refusal !== undefined) return refusal;
  const newest = await deps.reports.newest(known.id);
  const composed = await compose(deps, known, input.member, (newest?.number ?? 0) + 1);
  if (newest?.contentSha256 === composed.contentSha256) {
    return { kind: "unchanged", closeout: known, version: newest };
  }
  if (input.seen !== undefined && input.seen !== composed.contentSha256) {
    return { kind: "changed_since", closeout: known };
  }
  const prepared = await print(deps, known, composed);
  const template = await templateOf(deps, known);
  const { result, lanes } = await deps.closeouts.change(known.id, async (change) => {
    const { closeout } = change;
    const refused = refuse(closeout, input.member);
    if (refused !== undefined) return refused;
    const draft = await change.reports.draft();
    const before = await change.reports.newest();
    if (draft.revision !== prepared.draftRevision || (before?.number ?? 0) + 1 !== prepared.version) {
      return { kind: "moved", closeout } as const;
    }
    const version = await keep(change, prepared, input.member, before);
    const because = `version ${version.number} of the final report was frozen`;
    await completeByEvidence(change, template, "report", because, version.frozenAt);
    return { kind: "frozen", closeout, version } as const;
  });
  await hurryDeliveries(deps, lanes);
  return result;
}

function refuse(closeout: Closeout, member: Member): ReportRefusal | undefined {
  if (closeout.status === "closed") return { kind: "closed", closeout };
  const permission = mayDo("freeze_report", closeout, member);
  return permission.allowed ? undefined : { kind: "not_permitted", closeout, who: permission.who };
}

async function compose(
  deps: CollectDeps,
  closeout: Closeout,
  { user, name }: Member,
  version: number,
): Promise<Composed> {
  const sources = await collectReport(deps, closeout);
  const { at } = sources;
  const report = composeReport(sources, { kind: "frozen", version, at, by: { user, name } });
  const contentSha256 = reportContentHash(report);
  return { report, at, version, contentSha256, draftRevision: sources.draft.revision };
}

async function print(
  deps: Pick<Deps, "closeouts" | "printPaper">,
  closeout: Closeout,
  composed: Composed,
): Promise<Prepared> {
  const { report, version, at } = composed;
  const markdown = new TextEncoder().encode(reportMarkdown(report));
  const pdf = await drawReport(deps, closeout, report);
  return {
    ...composed,
    markdown: documentOf(markdown, {
      name: reportFileName(closeout, "md", version),
      mediaType: "text/markdown",
      savedAt: at,
    }),
    pdf: documentOf(pdf, {
      name: reportFileName(closeout, "pdf", version),
      mediaType: "application/pdf",
      savedAt: at,
    }),
  };
}

/** Writes everything that a frozen version is: documents, row, ledger, messages. */
async function keep(
  change: CloseoutChange,
  { version: number, contentSha256, draftRevision, markdown, pdf }: Prepared,
  member: Member,
  before: ReportVersion | undefined,
): Promise<ReportVersion> {
  const { closeout } = change;
  const version: ReportVersion = {
    number,
    frozenAt: pdf.savedAt,
    frozenBy: { user: member.user, name: member.name },
    draftRevision,
    contentSha256,
    markdownSha256: markdown.sha256,
    pdfSha256: pdf.sha256,
  };
  for (const document of [markdown, pdf]) await change.saveDocument(document);
  await change.reports.add(version);
  await change.record({
    actor: personOf(member),
    kind: "report.frozen",
    data: { version: number, draftRevision, documents: { markdown: markdown.sha256, pdf: pdf.sha256 } },
  });
  await supersedeSignoffs(change, { kind: "report" }, pdf.sha256, pdf.savedAt);
  if (before !== undefined) await change.refreshAbout({ kind: "report", number: before.number });
  const conversation = { kind: "channel", channel: closeout.channel } as const;
  const file = ({ sha256 }: Document, what: string) =>
    ({
      kind: "file",
      sha256,
      caption: `Final report of ${closeout.name}, version ${number}, ${what}`,
    }) as const;
  await change.post([
    { id: randomUUID(), conversation, subject: { kind: "report", number } },
    { id: randomUUID(), conversation, subject: file(pdf, "as PDF") },
    { id: randomUUID(), conversation, subject: file(markdown, "as Markdown") },
  ]);
  return version;
}
