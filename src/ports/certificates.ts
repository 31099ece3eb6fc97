import type { Temporal } from "temporal-polyfill";
import type { CertificateRecord } from "../domain/certificate/certificate-record.ts";
import type { Distribution, Recipient } from "../domain/certificate/distribution.ts";

/** What a message about a certificate is about; its words are composed when it is sent. Ids only. */
export type CertificateSubject = { readonly kind: "certificate" } & (
  | { readonly about: "progress"; readonly distribution: string }
  | {
      readonly about: "copy" | "reminder" | "unreceived" | "left";
      readonly distribution: string;
      readonly recipient: string;
    }
  | { readonly about: "alert" | "offer"; readonly record: string }
  | { readonly about: "not_fetched" }
);

/** Reading certificates and how far their distribution is. */
export interface Certificates {
  /** The record that counts: what is known of the closeout's certificate at present. */
  latest(closeoutId: string): Promise<CertificateRecord | undefined>;
  record(recordId: string): Promise<CertificateRecord | undefined>;
  /** The current distribution of a closeout. */
  current(closeoutId: string): Promise<Distribution | undefined>;
  distribution(distributionId: string): Promise<Distribution | undefined>;
  /** The distribution that somebody on a list belongs to. */
  ofRecipient(recipientId: string): Promise<Distribution | undefined>;
  /**
   * Open closeouts whose distribution has something to be noted: a delivery that has arrived or was refused, or a reminder that is
   * due at this moment.
   */
  wanting(now: Temporal.Instant, limit: number): Promise<readonly string[]>;
}

/** What becomes of the deliveries of the outbox: `refused` is final. */
export type DeliveryState = "pending" | "sent" | "refused";

/** Writing them, within a change of their closeout. */
export interface CertificateWrites {
  latest(): Promise<CertificateRecord | undefined>;
  current(): Promise<Distribution | undefined>;
  distribution(distributionId: string): Promise<Distribution | undefined>;
  /** Makes this the latest record; its documents are saved before. */
  save(record: CertificateRecord): Promise<void>;
  /** The latest record was found to be unchanged by a question of this moment. */
  confirm(recordId: string, askedAt: Temporal.Instant): Promise<void>;
  /** Begins a distribution with its recipients; the one before, if any, is no longer current and reminds nobody. */
  begin(distribution: Distribution): Promise<void>;
  addRecipient(distributionId: string, recipient: Recipient): Promise<void>;
  saveRecipient(recipient: Recipient): Promise<void>;
  /** Ends the reminders of the current distribution. */
  stopReminders(): Promise<void>;
  deliveryStates(deliveryIds: readonly string[]): Promise<ReadonlyMap<string, DeliveryState>>;
}
