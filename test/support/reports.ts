import { Temporal } from "temporal-polyfill";
import type { Artifact } from "../../src/domain/archive/artifact.ts";
import { readBaseline } from "../../src/domain/baseline/baseline.ts";
import type { Measurement } from "../../src/domain/baseline/measurement.ts";
import type { Budget } from "../../src/domain/budget/budget.ts";
import { checkCertificate } from "../../src/domain/certificate/certificate-check.ts";
import { summarizeCertificate } from "../../src/domain/certificate/certificate-summary.ts";
import { readCertificate } from "../../src/domain/certificate/read-certificate.ts";
import type { Item } from "../../src/domain/checklist/item.ts";
import { type Migration, unknownResources } from "../../src/domain/migration.ts";
import { emptyDraft, type ReportDraft } from "../../src/domain/report/report-draft.ts";
import type { ReportSources } from "../../src/domain/report/report-sources.ts";
import type { Template } from "../../src/domain/template/template.ts";
import { at, closeout, item } from "../domain/examples.ts";
import { comparisonBytes, referenceComparison } from "./baselines.ts";
import { bytesOf, evidence, referenceCertificate, signCertificate } from "./certificates.ts";
import { reportedDecommission, storyInTheWait } from "./report-decommissions.ts";

/** The vendor's own example of a migration: three weeks from its planning to its certificate. */
export const referenceMigration: Migration = {
  id: "mig_hr_prod_2026",
  name: "HR production to PostgreSQL",
  status: "certified",
  vendorStatus: "certified",
  phase: undefined,
  source: { kind: "oracle", version: "19c", name: "HR_PROD", tables: 247 },
  target: { kind: "postgresql", version: "16", name: "hr_production", tables: 247 },
  recordsTotal: 52_000_000,
  recordsProcessed: 52_000_000,
  resources: unknownResources,
  timing: {
    createdAt: Temporal.Instant.from("2026-01-25T08:00:00Z"),
    startedAt: undefined,
    completedAt: Temporal.Instant.from("2026-02-14T20:00:00Z"),
  },
};

const project = {
  ...closeout,
  migration: {
    id: "mig_hr_prod_2026",
    name: "HR production to PostgreSQL",
    source: "HR_PROD",
    target: "hr_production",
    engines: "Oracle 19c → PostgreSQL 16",
    status: "certified",
    recordsTotal: 52_000_000,
  },
};

/** A closeout of which nothing is known but that it was started. */
export function minimalSources(changes: Partial<ReportSources> = {}): ReportSources {
  return {
    closeout: project,
    at: at("2026-04-03T10:00"),
    migration: { kind: "unavailable", sentence: "Sensei is not answering." },
    certificate: undefined,
    baseline: undefined,
    budget: undefined,
    retrospective: undefined,
    actionItems: undefined,
    decommission: reportedDecommission([], "2026-04-03T10:00", { skipped: new Set() }),
    signoffs: [],
    operations: [],
    items: [item()],
    byHand: [],
    archive: { kinds: [], artifacts: [] },
    people: [{ user: "U_ANA", name: "Ana Ruiz" }],
    draft: emptyDraft,
    ...changes,
  };
}

export const exampleDraft: ReportDraft = {
  ...emptyDraft,
  revision: 2,
  text: {
    introduction: "The personnel database now runs on PostgreSQL.",
    schedule: "Migration completed on schedule",
    incidents: "Zero production incidents during cutover",
    lessons: "",
    thanks: "Thank you, everybody.",
  },
  edited: { by: { user: "U_ANA", name: "Ana Ruiz" }, at: at("2026-04-02T15:30") },
};

const changed = { version: 4, by: { user: "U_TOM", name: "Tom Weber" }, at: "2026-04-01T09:00:00Z" };
const exampleBudget: Budget = {
  version: 4,
  currency: "USD",
  lines: [
    { id: 1, name: "Compute", estimated: "9000", actual: "9230", changed },
    { id: 2, name: "Licences", estimated: "6000", actual: "5000", changed },
  ],
  removed: [],
  reconciled: changed,
};

/** Everything that the procedure's own example of a final report says, and the rest as good as it gets. */
export function referenceSources(changes: Partial<ReportSources> = {}): ReportSources {
  return minimalSources({
    migration: { kind: "read", migration: referenceMigration },
    certificate: exampleCertificate(),
    baseline: exampleBaseline(),
    budget: exampleBudget,
    retrospective: {
      state: "closed",
      wentWell: [
        "Autonomous error recovery worked as expected",
        "Validation caught the date format issue before production",
      ],
      couldImprove: ["Initial resource estimates were too low"],
      source: "Retrospective of this closeout, closed 1 Apr 2026.",
    },
    actionItems: [{ words: "Create template for network planning", owner: "Tom Weber", due: "30 Apr 2026" }],
    decommission: reportedDecommission(storyInTheWait, "2026-04-03T10:00"),
    items: exampleItems(),
    archive: { kinds: exampleKinds, artifacts: [exampleArtifact()] },
    people: [
      { user: "U_ANA", name: "Ana Ruiz" },
      { user: "U_TOM", name: "Tom Weber" },
      { user: "U_EVA", name: "Eva Lind" },
    ],
    draft: exampleDraft,
    ...changes,
  });
}

function exampleCertificate(): ReportSources["certificate"] {
  const { check } = checkCertificate(evidence());
  return {
    record: {
      id: "r1",
      closeoutId: "c1",
      certificateId: "BEC-2026-0215-00847",
      check,
      jsonSha256: "a".repeat(64),
      pdfSha256: "b".repeat(64),
      pictureSha256: "c".repeat(64),
      askedAt: at("2026-03-02T09:00"),
      fetchedAt: at("2026-03-02T09:00"),
    },
    summary: summarizeCertificate(readCertificate(referenceCertificate), check),
  };
}

/** The bytes of the vendor's example of a certificate. */
export const certificateBytes = bytesOf(signCertificate(referenceCertificate));

export function exampleBaseline(
  json: unknown = referenceComparison,
  changes: Partial<Measurement> = {},
): ReportSources["baseline"] {
  const read = readBaseline(comparisonBytes(json));
  if (!read.ok) throw new Error(read.fault);
  const measurement: Measurement = {
    number: 2,
    measuredAt: at("2026-03-08T11:00"),
    measuredBy: { user: "U_TOM", name: "Tom Weber" },
    requestId: "req_8f2",
    tolerancePercent: 5,
    documents: { json: "d".repeat(64), chart: "e".repeat(64), markdown: "f".repeat(64) },
    findings: [],
    sendings: [],
    ...changes,
  };
  return { measurement, baseline: read.baseline };
}

function exampleItems(): readonly Item[] {
  const done = { kind: "done", by: { system: "closeout" }, at: at("2026-03-08T11:00") } as const;
  const tom = { platform: "slack", tenant: "T1", user: "U_TOM", name: "Tom Weber" } as const;
  const skipped = {
    kind: "skipped",
    by: tom,
    at: at("2026-03-20T09:00"),
    reason: "There are none.",
  } as const;
  return [
    item({ id: "S1", state: done }),
    item({ id: "D7", title: "Close vendor accounts if applicable", state: skipped }),
    item({ id: "C5", title: "Celebration" }),
  ];
}

const certificateKind: Template["artifacts"][number] = {
  id: "certificate",
  name: "Behavioral Equivalence Certificate",
  retention: "P7Y",
  location: "Compliance archive",
};
const exampleKinds: ReportSources["archive"]["kinds"] = [
  { kind: certificateKind, state: "verified" },
  {
    kind: {
      id: "mapping",
      name: "Mapping documentation",
      retention: "indefinite",
      location: "Knowledge base",
    },
    state: "missing",
  },
];

function exampleArtifact(): Artifact {
  return {
    id: "a1",
    closeoutId: "c1",
    number: 1,
    runId: "run",
    kind: "certificate",
    path: "certificate/certificate.pdf",
    location: "Compliance archive",
    place: { location: "compliance-archive", key: "k" },
    mediaType: "application/pdf",
    bytes: 1000,
    sha256: "1".repeat(64),
    storedAt: at("2026-03-09T10:00"),
    retention: "P7Y",
    retainUntil: Temporal.PlainDate.from("2033-03-09"),
    classifiedBy: undefined,
    verified: { at: at("2026-03-09T10:01"), outcome: "whole" },
    hold: undefined,
    storeHolds: false,
    disposal: undefined,
    disposed: undefined,
  };
}
