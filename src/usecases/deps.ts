import type { CertificateKey } from "../domain/certificate/certificate-keys.ts";
import type { OperationPolicy } from "../domain/cleanup/operation.ts";
import type { Conversation } from "../domain/conversation.ts";
import type { Template } from "../domain/template/template.ts";
import type {
  ActionItems,
  ArchivalEvidence,
  ArchiveStore,
  Artifacts,
  Automation,
  Baselines,
  Budgets,
  Bundles,
  Certificates,
  Chat,
  Clock,
  Closeouts,
  Closings,
  Decommissions,
  Deliveries,
  ExportSpool,
  FindLeftovers,
  Handovers,
  Ledgers,
  Log,
  Operations,
  People,
  Pictures,
  PrintPaper,
  Queue,
  Reminders,
  Reports,
  Retros,
  Sensei,
  Signer,
  Signoffs,
  TakeInExport,
  VendorEvents,
  Verifications,
  WriteBundle,
} from "../ports.ts";

/** Everything that use cases ask of the world. Each use case picks what it needs. */
export type Deps = {
  readonly clock: Clock;
  readonly closeouts: Closeouts;
  readonly closings: Closings;
  readonly baselines: Baselines;
  readonly bundles: Bundles;
  readonly writeBundle: WriteBundle;
  readonly ledgers: Ledgers;
  /** Signs with this installation's key. */
  readonly signer: Signer;
  readonly budgets: Budgets;
  readonly handovers: Handovers;
  readonly reminders: Reminders;
  readonly retros: Retros;
  /** What retrospectives left to be done. */
  readonly actionItems: ActionItems;
  readonly deliveries: Deliveries;
  readonly people: People;
  readonly chat: Chat;
  readonly queue: Queue;
  readonly sensei: Sensei;
  readonly pictures: Pictures;
  /** Prints papers as PDF. */
  readonly printPaper: PrintPaper;
  readonly operations: Operations;
  readonly operationPolicy: OperationPolicy;
  /** The company's own automation of infrastructure tasks. */
  readonly automation: Automation;
  readonly artifacts: Artifacts;
  readonly verifications: Verifications;
  readonly archival: ArchivalEvidence;
  readonly archive: ArchiveStore;
  readonly spool: ExportSpool;
  readonly takeIn: TakeInExport;
  readonly findLeftovers: FindLeftovers;
  /** How often an archived artifact is read again without anybody asking, as an ISO 8601 duration of days or hours. */
  readonly verifyEvery: string;
  /** Aborted when this process stops: long work is left to another. */
  readonly stopping: AbortSignal;
  /** What new closeouts start from: the template, its text as JSON to be kept, and the SHA-256 of its file. */
  readonly template: { readonly template: Template; readonly source: unknown; readonly sha256: string };
  readonly certificates: Certificates;
  readonly signoffs: Signoffs;
  readonly reports: Reports;
  readonly decommissions: Decommissions;
  readonly vendorEvents: VendorEvents;
  /** The public keys by which certificates are verified. */
  readonly certificateKeys: readonly CertificateKey[];
  /** Where migrations that may be closed out are announced; `undefined` for nowhere. */
  readonly announceIn: Extract<Conversation, { kind: "channel" }> | undefined;
  readonly log: Log;
};
