import type { CertificateKey } from "../domain/certificate-keys.ts";
import type { Conversation } from "../domain/conversation.ts";
import type { OperationPolicy } from "../domain/operation.ts";
import type { Template } from "../domain/template.ts";
import type {
  ArchivalEvidence,
  ArchiveStore,
  Artifacts,
  Automation,
  Baselines,
  Certificates,
  Chat,
  Clock,
  Closeouts,
  Decommissions,
  Deliveries,
  ExportSpool,
  Log,
  Operations,
  People,
  Pictures,
  Queue,
  Reminders,
  Sensei,
  Signoffs,
  TakeInExport,
  VendorEvents,
  Verifications,
} from "../ports.ts";

/** Everything that use cases ask of the world. Each use case picks what it needs. */
export type Deps = {
  readonly clock: Clock;
  readonly closeouts: Closeouts;
  readonly baselines: Baselines;
  readonly reminders: Reminders;
  readonly deliveries: Deliveries;
  readonly people: People;
  readonly chat: Chat;
  readonly queue: Queue;
  readonly sensei: Sensei;
  readonly pictures: Pictures;
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
  /** How often an archived artifact is read again without anybody asking, as an ISO 8601 duration of days or hours. */
  readonly verifyEvery: string;
  /** Aborted when this process stops: long work is left to another. */
  readonly stopping: AbortSignal;
  /** What new closeouts start from: the template, its text as JSON to be kept, and the SHA-256 of its file. */
  readonly template: { readonly template: Template; readonly source: unknown; readonly sha256: string };
  readonly certificates: Certificates;
  readonly signoffs: Signoffs;
  readonly decommissions: Decommissions;
  readonly vendorEvents: VendorEvents;
  /** The public keys by which certificates are verified. */
  readonly certificateKeys: readonly CertificateKey[];
  /** Where migrations that may be closed out are announced; `undefined` for nowhere. */
  readonly announceIn: Extract<Conversation, { kind: "channel" }> | undefined;
  readonly log: Log;
};
