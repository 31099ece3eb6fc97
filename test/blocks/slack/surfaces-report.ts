import { renderNotice } from "../../../blocks/slack/notice.ts";
import {
  drawingReport,
  namingAnswer,
  previewNotUploaded,
  previewSent,
  reportChangedSince,
  reportEdited,
  reportFrozen,
  reportFrozenBefore,
  reportNotEdited,
  reportStatus,
  unknownReportWord,
} from "../../../blocks/slack/report/report-answers.ts";
import { reportModal } from "../../../blocks/slack/report/report-modal.ts";
import { reportPreviewMessage } from "../../../blocks/slack/report/report-preview.ts";
import type { Closeout } from "../../../src/domain/closeout.ts";
import { composeReport } from "../../../src/domain/report/report.ts";
import { emptyDraft, type ReportDraft, type ReportVersion } from "../../../src/domain/report/report-draft.ts";
import type { ReportSources } from "../../../src/domain/report/report-sources.ts";
import { minimalSources, referenceSources } from "../../support/reports.ts";
import { item, now } from "./fixtures.ts";
import type { Surface } from "./surfaces.ts";

const commands = { closeout: "/closeout", cleanup: "/cleanup", archival: "/archival" };

/** Everything about the final report, with somebody's words wherever words of others are shown, and as many as there may be. */
export function reportSurfaces(words: string, many: number, project: Closeout): Record<string, Surface> {
  const by = { user: "U0ANA", name: words };
  // The form takes no more.
  const typed = words.slice(0, 3_000);
  const draft: ReportDraft = {
    ...emptyDraft,
    revision: 3,
    text: { introduction: typed, schedule: typed, incidents: typed, lessons: typed, thanks: typed },
    unnamed: ["U0ANA"],
    edited: { by, at: now },
  };
  const version: ReportVersion = {
    number: 2,
    frozenAt: now,
    frozenBy: by,
    draftRevision: 3,
    contentSha256: "a".repeat(64),
    markdownSha256: "b".repeat(64),
    pdfSha256: "c".repeat(64),
  };
  // Two pages are as good as fifty, and a line is cut long before this.
  const all = Array.from({ length: Math.min(many, 12) }, () => words.slice(0, 1_500));
  const sources: ReportSources = referenceSources({
    closeout: project,
    draft,
    people: all.map((name, index) => ({ user: `U${index}`, name })),
    items: all.map((title, index) => item({ id: `I${index}`, title })),
    retrospective: { state: "open", wentWell: all, couldImprove: all, source: words },
    actionItems: all.map((one) => ({ words: one, owner: one, due: one })),
  });
  const stamp = { kind: "draft", at: now } as const;
  const report = composeReport(sources, stamp);
  const controls = { closeout: project, contentSha256: "a".repeat(64), mayEdit: true, mayFreeze: true };
  const view = { closeout: project, draft, newest: version, mayEdit: true, mayFreeze: true };
  return {
    reportNotice: renderNotice({ kind: "report", closeout: project, version, newest: 2 }),
    reportNoticeOld: renderNotice({ kind: "report", closeout: project, version, newest: 3 }),
    reportPreview: reportPreviewMessage(report, controls),
    reportPreviewLast: reportPreviewMessage(report, controls, 1_000),
    reportPreviewMinimal: reportPreviewMessage(composeReport(minimalSources({ closeout: project }), stamp), {
      ...controls,
      mayEdit: false,
      mayFreeze: false,
    }),
    reportStatus: reportStatus(view, commands),
    reportStatusEmpty: reportStatus(
      { ...view, draft: emptyDraft, newest: undefined, mayEdit: false },
      commands,
    ),
    reportModal: reportModal(view, "C0HRPROD"),
    reportModalEmpty: reportModal({ ...view, draft: emptyDraft }, undefined),
    drawingReport: drawingReport(project),
    previewNotUploaded: previewNotUploaded(project),
    previewSent: previewSent(project),
    reportEdited: reportEdited(project, version),
    reportNotEdited: reportNotEdited(project),
    reportFrozen: reportFrozen(project, version),
    reportFrozenBefore: reportFrozenBefore(project, version),
    reportChangedSince: reportChangedSince(project),
    namedInReport: namingAnswer(project, true, true),
    notNamedInReport: namingAnswer(project, false, false),
    unknownReportWord: unknownReportWord(words, "preview", commands),
  };
}
