import type { CertificateKey } from "../domain/certificate-keys.ts";
import type { Conversation } from "../domain/conversation.ts";
import type { OperationPolicy } from "../domain/operation.ts";
import type { Template } from "../domain/template.ts";
import type {
  ArchivalEvidence,
  Automation,
  Baselines,
  Certificates,
  Chat,
  Clock,
  Closeouts,
  Deliveries,
  Log,
  Operations,
  People,
  Pictures,
  Queue,
  Reminders,
  Sensei,
  VendorEvents,
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
  readonly archival: ArchivalEvidence;
  /** The company's own automation of infrastructure tasks. */
  readonly automation: Automation;
  /** What new closeouts start from: the template, its text as JSON to be kept, and the SHA-256 of its file. */
  readonly template: { readonly template: Template; readonly source: unknown; readonly sha256: string };
  readonly certificates: Certificates;
  readonly vendorEvents: VendorEvents;
  /** The public keys by which certificates are verified. */
  readonly certificateKeys: readonly CertificateKey[];
  /** Where migrations that may be closed out are announced; `undefined` for nowhere. */
  readonly announceIn: Extract<Conversation, { kind: "channel" }> | undefined;
  readonly log: Log;
};
