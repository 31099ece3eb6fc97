import { Temporal } from "temporal-polyfill";
import type { Finding } from "../../../src/domain/baseline/finding.ts";
import type { Measurement } from "../../../src/domain/baseline/measurement.ts";
import { emptyBudget } from "../../../src/domain/budget/budget.ts";
import { budgetSummary } from "../../../src/domain/budget/budget-summary.ts";
import { everyOffer } from "../../../src/domain/checklist/governed-item.ts";
import type { Item } from "../../../src/domain/checklist/item.ts";
import type { Closeout } from "../../../src/domain/closeout.ts";
import { composeReport } from "../../../src/domain/report/report.ts";
import { emptyDraft, type ReportVersion } from "../../../src/domain/report/report-draft.ts";
import type { UseCases } from "../../../src/usecases/bind.ts";
import { anOperation, cleanupView } from "../../support/operations.ts";
import { minimalSources } from "../../support/reports.ts";

/** A use case that was called, with what it was given. */
export type Call = { readonly name: keyof UseCases; readonly input: unknown };

export const hrProd: Closeout = {
  id: "closeout-hr-prod",
  installation: { platform: "slack", tenant: "T0NORTHWIND" },
  channel: "C0HRPROD",
  name: "HR_PROD → hr_production",
  migration: {
    id: "mig_hr_prod",
    name: "HR_PROD",
    source: "HR_PROD",
    target: "hr_production",
    engines: "Oracle 19c → PostgreSQL 16",
    status: "certified",
    recordsTotal: 52_000_000,
  },
  cutover: Temporal.Instant.from("2026-03-02T01:30:00Z"),
  timeZone: "Europe/Berlin",
  owner: "U0ANA",
  roles: {
    technical_lead: "U0TOM",
    compliance_officer: "U0JONAS",
    business_sponsor: "U0EVA",
    it_audit: "U0LI",
    operations_lead: "U0MARIA",
  },
  budgetEstimate: undefined,
  settings: {
    digestTime: "09:00",
    quiet: { from: "18:00", to: "08:00" },
    workingDays: [1, 2, 3, 4, 5],
    escalation: { ownerAfterDays: 1, sponsorAfterDays: 3 },
  },
  template: { name: "post-migration", sha256: "0".repeat(64) },
  status: "open",
  startedAt: Temporal.Instant.from("2026-03-02T02:00:00Z"),
};

export function itemOf(id: string, changes: Partial<Item> = {}): Item {
  return {
    closeoutId: hrProd.id,
    id,
    list: "immediate",
    position: 0,
    title: `Title of ${id}`,
    due: Temporal.Instant.from("2026-03-03T01:30:00Z"),
    state: { kind: "open" },
    assignee: undefined,
    snoozedUntil: undefined,
    ...changes,
  };
}

/** A regression that nobody has decided on. */
export const finding: Finding = {
  metric: "query_latency",
  source: "145",
  target: "210",
  worsePercent: "44.83",
  tolerancePercent: 5,
  state: { kind: "open" },
};

/** A measurement that was sent to nobody. */
export const measurement: Measurement = {
  number: 1,
  measuredAt: Temporal.Instant.from("2026-03-02T09:00:00Z"),
  measuredBy: { user: "U0ANA", name: "Ana Ruiz" },
  requestId: "req_8f2",
  tolerancePercent: 5,
  documents: { json: "a".repeat(64), chart: "b".repeat(64), markdown: "c".repeat(64) },
  findings: [finding],
  sendings: [],
};

const now = Temporal.Instant.from("2026-03-02T09:00:00Z");

/** The first frozen report. */
export const reportVersion: ReportVersion = {
  number: 1,
  frozenAt: now,
  frozenBy: { user: "U0ANA", name: "Ana Ruiz" },
  draftRevision: 0,
  contentSha256: "d".repeat(64),
  markdownSha256: "e".repeat(64),
  pdfSha256: "f".repeat(64),
};

const reportView = {
  closeout: hrProd,
  draft: emptyDraft,
  newest: undefined,
  mayEdit: true,
  mayFreeze: true,
} as const;

/** Use cases that find one closeout in `C0HRPROD` and agree to everything; single ones can be replaced. */
export function stubUseCases(replaced: Partial<UseCases> = {}): { useCases: UseCases; calls: Call[] } {
  const calls: Call[] = [];
  const card = {
    kind: "card",
    closeout: hrProd,
    health: "on_track",
    phases: [],
    overdue: [],
    awaited: [],
    decommission: undefined,
    signoffs: [],
  } as const;
  const items = {
    closeout: hrProd,
    now,
    lists: [
      { id: "immediate", title: "First 24 hours", parent: undefined, items: [itemOf("I1"), itemOf("I2")] },
    ],
  };
  const agreeing: UseCases = {
    admitMember: async ({ user, installation }) => ({
      kind: "admitted",
      member: { ...installation, user, name: user, timeZone: "Europe/Berlin" },
    }),
    askBundle: async () => ({ kind: "no_closeout" }),
    answerDelegation: async () => ({ kind: "unknown" }),
    askAboutSignoff: async () => ({ kind: "unknown" }),
    decideSignoff: async () => ({ kind: "unknown" }),
    delegateSignoff: async () => ({ kind: "unknown" }),
    listSignoffs: async () => ({ kind: "no_closeout" }),
    overrideSignoff: async () => ({ kind: "unknown" }),
    prepareDecision: async () => ({ kind: "unknown" }),
    prepareSignoff: async () => ({ kind: "no_closeout" }),
    readSignoff: async () => ({ kind: "unknown" }),
    replaceSignatory: async () => ({ kind: "unknown" }),
    requestSignoff: async () => ({ kind: "no_closeout" }),
    withdrawSignoff: async () => ({ kind: "unknown" }),
    askApproval: async () => ({ kind: "unplanned", closeout: hrProd }),
    confirmStep: async () => ({ kind: "unplanned", closeout: hrProd }),
    postDecommission: async () => ({ kind: "posted", closeout: hrProd }),
    readDecommission: async () => ({ kind: "unplanned", closeout: hrProd }),
    recordEvidence: async () => ({ kind: "unplanned", closeout: hrProd }),
    reportStraggler: async () => ({ kind: "unplanned", closeout: hrProd }),
    retryStep: async () => ({ kind: "unplanned", closeout: hrProd }),
    takeStep: async () => ({ kind: "unplanned", closeout: hrProd }),
    undoStep: async () => ({ kind: "unplanned", closeout: hrProd }),
    prepareStart: async () => ({ kind: "ready", preset: { timeZone: "Europe/Berlin" } }),
    startCloseout: async () => ({ kind: "started", closeout: hrProd }),
    searchMigrations: async () => ({ kind: "found", migrations: [] }),
    changeItem: async ({ itemId }) => ({ kind: "changed", closeout: hrProd, item: itemOf(itemId) }),
    findCloseout: async ({ channel }) => (channel === hrProd.channel ? hrProd : undefined),
    readStatus: async () => card,
    readItems: async () => items,
    readItem: async ({ itemId }) => ({
      closeout: hrProd,
      now,
      item: itemOf(itemId),
      hint: undefined,
      notes: [],
      mayChange: true,
      maySkip: true,
      mayChangeDue: true,
      offers: everyOffer,
    }),
    readTodo: async () => ({ now, entries: [{ closeout: hrProd, item: itemOf("I1"), offers: everyOffer }] }),
    readHome: async () => ({
      now,
      todo: [{ closeout: hrProd, item: itemOf("I1"), offers: everyOffer }],
      closeouts: [{ kind: "open", card }],
    }),
    readClosing: async () => ({ kind: "missing", closeout: hrProd, now, missing: [{ kind: "report" }] }),
    closeCloseout: async () => ({ kind: "closed_now", closeout: hrProd }),
    reopenCloseout: async () => ({ kind: "reopened", closeout: hrProd }),
    listCloseouts: async () => [{ kind: "open", card }],
    changeSettings: async () => ({ kind: "changed", closeout: hrProd, followed: [] }),
    readArchive: async () => ({
      closeout: hrProd,
      now,
      kinds: [],
      artifacts: [],
      run: undefined,
      mayRun: true,
    }),
    readAudit: async () => ({
      kind: "read",
      view: { closeout: hrProd, lines: [], total: 0, page: 0, pages: 1, upTo: 0 },
    }),
    verifyLedger: async () => ({
      kind: "verified",
      closeout: hrProd,
      verdict: { kind: "whole", length: 1, head: "0".repeat(64), signatures: 0, lastSigned: undefined },
      presentKey: "0".repeat(16),
    }),
    startArchive: async () => ({ kind: "started", closeout: hrProd }),
    askVerification: async () => ({ kind: "asked", closeout: hrProd, artifacts: 1 }),
    holdArtifact: async ({ number }) => ({ kind: "no_such_artifact", closeout: hrProd, number }),
    classifyArtifact: async ({ number }) => ({ kind: "no_such_artifact", closeout: hrProd, number }),
    readHandover: async () => ({
      kind: "found",
      view: { closeout: hrProd, now, documents: [], sessions: [], team: [], mayRun: true },
    }),
    describeDocument: async () => ({ kind: "no_document", closeout: hrProd, suggestion: "U1" }),
    reviewDocument: async () => ({ kind: "nothing_to_review", closeout: hrProd }),
    saveSession: async () => ({
      kind: "invalid",
      closeout: hrProd,
      problems: [{ field: "title", message: "Say what the session is about." }],
    }),
    confirmHandover: async ({ number }) => ({ kind: "no_session", closeout: hrProd, number }),
    setHandoverTeam: async () => ({ kind: "nobody", closeout: hrProd }),
    readBudget: async () => ({
      kind: "found",
      notice: {
        kind: "budget",
        audience: "private",
        closeout: hrProd,
        budget: emptyBudget(undefined),
        summary: budgetSummary(emptyBudget(undefined), undefined),
        mayChange: true,
      },
    }),
    setBudgetLine: async () => ({
      kind: "invalid",
      closeout: hrProd,
      currency: undefined,
      field: "name",
      message: "Give the line a name.",
    }),
    removeBudgetLine: async () => ({ kind: "no_such_line", closeout: hrProd, suggestion: undefined }),
    reconcileBudget: async () => ({ kind: "incomplete", closeout: hrProd, missing: [] }),
    shareBudget: async () => ({ kind: "shared", closeout: hrProd }),
    exportBudget: async () => ({ kind: "nothing", closeout: hrProd }),
    previewImport: async () => ({ kind: "unreadable", closeout: hrProd, problems: ["Line 2: it is empty."] }),
    takeImport: async () => ({ kind: "no_import", closeout: hrProd }),
    turnPage: async () => true,
    refreshMessage: async () => undefined,
    reviveCard: async () => undefined,
    showBaseline: async () => ({ kind: "none", closeout: hrProd }),
    measureBaseline: async () => ({ kind: "measured", closeout: hrProd, measurement }),
    sendBaseline: async () => ({ kind: "sent", closeout: hrProd, measurement }),
    prepareWaiver: async () => ({ kind: "ready", closeout: hrProd, finding }),
    waiveFinding: async () => ({ kind: "waived", closeout: hrProd, finding }),
    readCleanup: async () => cleanupView({ closeout: hrProd, now }),
    postCleanupPlan: async () => ({ kind: "posted", closeout: hrProd }),
    requestOperation: async ({ kind }) => ({
      kind: "requested",
      closeout: hrProd,
      operation: anOperation({ kind }),
    }),
    keepCheckpoints: async () => ({ kind: "kept", closeout: hrProd, operation: anOperation({}) }),
    settleOperation: async () => ({ kind: "settled", closeout: hrProd, operation: anOperation({}) }),
    showCertificate: async () => ({
      kind: "unavailable",
      closeout: hrProd,
      sentence: "Sensei sleeps.",
      known: undefined,
    }),
    sendCertificate: async () => ({ kind: "no_recipients", closeout: hrProd }),
    receiveCertificate: async () => ({ kind: "unknown" }),
    changeRecipient: async () => ({ kind: "unknown" }),
    noteVendorEvent: async () => ({ kind: "noted" }),
    readReport: async () => ({ kind: "found", ...reportView }),
    previewReport: async ({ pdf }) => ({
      kind: "preview",
      view: reportView,
      report: composeReport(minimalSources({ closeout: hrProd }), { kind: "draft", at: now }),
      contentSha256: "d".repeat(64),
      pdf: pdf ? new TextEncoder().encode("%PDF-1.7") : undefined,
    }),
    editReport: async ({ revision }) => ({
      kind: "saved",
      closeout: hrProd,
      draft: { ...emptyDraft, revision: revision + 1 },
    }),
    nameInReport: async ({ named }) => ({ kind: "changed", closeout: hrProd, named }),
    freezeReport: async () => ({ kind: "frozen", closeout: hrProd, version: reportVersion }),
    readRetro: async () => ({ closeout: hrProd, retro: undefined, own: [] }),
    openRetro: async () => ({ kind: "closed", closeout: hrProd }),
    contributeToRetro: async () => ({ kind: "none", closeout: hrProd }),
    changeContribution: async () => ({ kind: "none", closeout: hrProd }),
    voteInRetro: async () => ({ kind: "none", closeout: hrProd }),
    importIntoRetro: async () => ({ kind: "none", closeout: hrProd }),
    closeRetro: async () => ({ kind: "none", closeout: hrProd }),
    readActions: async () => ({ closeout: hrProd, actions: [], now }),
    changeAction: async ({ number }) => ({ kind: "no_such_action", closeout: hrProd, number }),
  };
  return { useCases: recording({ ...agreeing, ...replaced }, calls), calls };
}

function recording(useCases: UseCases, calls: Call[]): UseCases {
  return new Proxy(useCases, {
    get(target, name: keyof UseCases) {
      const useCase = target[name];
      return (input: never) => {
        calls.push({ name, input });
        return useCase(input);
      };
    },
  });
}
