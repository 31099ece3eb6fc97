import { Temporal } from "temporal-polyfill";
import type { Closeout } from "../../../src/domain/closeout.ts";
import type { Finding } from "../../../src/domain/finding.ts";
import type { Item } from "../../../src/domain/item.ts";
import type { Measurement } from "../../../src/domain/measurement.ts";
import type { UseCases } from "../../../src/usecases/bind.ts";
import { anOperation, cleanupView } from "../../support/operations.ts";

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
    }),
    readTodo: async () => ({ now, entries: [{ closeout: hrProd, item: itemOf("I1") }] }),
    readHome: async () => ({ now, todo: [{ closeout: hrProd, item: itemOf("I1") }], closeouts: [card] }),
    changeSettings: async () => ({ kind: "changed", closeout: hrProd }),
    readArchive: async () => ({
      closeout: hrProd,
      now,
      kinds: [],
      artifacts: [],
      run: undefined,
      mayRun: true,
    }),
    startArchive: async () => ({ kind: "started", closeout: hrProd }),
    askVerification: async () => ({ kind: "asked", closeout: hrProd, artifacts: 1 }),
    holdArtifact: async ({ number }) => ({ kind: "no_such_artifact", closeout: hrProd, number }),
    classifyArtifact: async ({ number }) => ({ kind: "no_such_artifact", closeout: hrProd, number }),
    decideDisposal: async () => ({ kind: "already", closeout: hrProd }),
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
    decideRelease: async () => ({ kind: "released", closeout: hrProd, operation: anOperation({}) }),
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
