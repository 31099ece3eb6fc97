import type { Temporal } from "temporal-polyfill";
import type { Closeout } from "../closeout.ts";
import type { CertificateRecord } from "./certificate-record.ts";
import type { CertificateSummary } from "./certificate-summary.ts";
import type { Distribution, Recipient } from "./distribution.ts";

/**
 * Everything that Closeout says about a certificate on its own initiative. `newer` is a certificate with other bytes that has come
 * since: then the message says so and offers nothing any more.
 */
export type CertificateNotice = {
  readonly kind: "certificate";
  readonly closeout: Closeout;
} & (
  | ProgressNotice
  | CopyNotice
  /** To somebody who has not confirmed. */
  | ({ readonly about: "reminder" } & ToRecipient)
  /** To the owner: somebody does not confirm. */
  | ({ readonly about: "unreceived" } & ToRecipient)
  /** To the owner: somebody who should get it is no member of the workspace any more. */
  | ({ readonly about: "left" } & ToRecipient)
  /** To owner and compliance officer: the certificate is invalid. `over`: a later one has taken its place. */
  | { readonly about: "alert"; readonly summary: CertificateSummary; readonly over: boolean }
  /** To owner and technical lead: one has arrived by itself. `sent`: it is on its way to its recipients. */
  | {
      readonly about: "offer";
      readonly record: CertificateRecord;
      readonly summary: CertificateSummary;
      readonly sent: boolean;
      readonly over: boolean;
    }
  /** To the owner: Sensei announced one, but it could not be fetched. */
  | { readonly about: "not_fetched" }
);

/** In the channel: who has it, who has confirmed. */
export type ProgressNotice = {
  readonly about: "progress";
  readonly distribution: Distribution;
  readonly newer: CertificateRecord | undefined;
};

/** To one recipient; the PDF stands right below it. */
export type CopyNotice = { readonly about: "copy"; readonly summary: CertificateSummary } & ToRecipient;

type ToRecipient = {
  readonly distribution: Distribution;
  readonly recipient: Recipient;
  readonly newer: CertificateRecord | undefined;
};

/** In the channel: the vendor says that a validation of the migration has failed. */
export type ValidationFailedNotice = {
  readonly kind: "validation_failed";
  readonly closeout: Closeout;
  readonly validationId: string | undefined;
  readonly at: Temporal.Instant;
};

/** In the channel for announcements: a migration may be closed out. `closeout` once it is. */
export type StartOfferNotice = {
  readonly kind: "start_offer";
  readonly migrationId: string;
  readonly migrationName: string | undefined;
  readonly completedAt: Temporal.Instant;
  readonly closeout: Closeout | undefined;
};
