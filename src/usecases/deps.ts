import type { CertificateKey } from "../domain/certificate-keys.ts";
import type { CertificateChartView } from "../domain/certificate-summary.ts";
import type { Conversation } from "../domain/conversation.ts";
import type { Template } from "../domain/template.ts";
import type {
  Certificates,
  Chat,
  Clock,
  Closeouts,
  Deliveries,
  Log,
  People,
  Queue,
  Reminders,
  Sensei,
  VendorEvents,
} from "../ports.ts";

/** Everything that use cases ask of the world. Each use case picks what it needs. */
export type Deps = {
  readonly clock: Clock;
  readonly closeouts: Closeouts;
  readonly reminders: Reminders;
  readonly deliveries: Deliveries;
  readonly people: People;
  readonly chat: Chat;
  readonly queue: Queue;
  readonly sensei: Sensei;
  /** What new closeouts start from: the template, its text as JSON to be kept, and the SHA-256 of its file. */
  readonly template: { readonly template: Template; readonly source: unknown; readonly sha256: string };
  readonly certificates: Certificates;
  readonly vendorEvents: VendorEvents;
  /** The public keys by which certificates are verified. */
  readonly certificateKeys: readonly CertificateKey[];
  /** A certificate's scores as a PNG. */
  readonly drawCertificate: (view: CertificateChartView) => Promise<Uint8Array>;
  /** Where migrations that may be closed out are announced; `undefined` for nowhere. */
  readonly announceIn: Extract<Conversation, { kind: "channel" }> | undefined;
  readonly log: Log;
};
