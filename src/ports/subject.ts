import type { Conversation } from "../domain/conversation.ts";
import type { CertificateSubject } from "./certificates.ts";
import type { ClosingSubject } from "./closings.ts";
import type { DecommissionSubject } from "./decommissions.ts";
import type { HandoverSubject } from "./handovers.ts";
import type { ReportSubject } from "./reports.ts";
import type { RetroSubject } from "./retros.ts";
import type { SignoffSubject } from "./signoffs.ts";

/** What a delivery is about. A digest's lines are its reminders. */
export type Subject =
  | { readonly kind: "card" }
  | { readonly kind: "digest"; readonly page: number }
  | FileSubject
  /** A measurement of performance: in the channel, and to each stakeholder directly. */
  | { readonly kind: "baseline"; readonly number: number }
  | CleanupSubject
  | CertificateSubject
  | DecommissionSubject
  | SignoffSubject
  | { readonly kind: "validation_failed"; readonly validation: string | null; readonly at: string }
  /** Speaks of no closeout: there is none yet. */
  | { readonly kind: "start_offer"; readonly migration: string }
  | ArchiveSubject
  /** An evidence bundle: how far it is, and below that the file itself. */
  | { readonly kind: "bundle" | "bundle_file"; readonly bundle: string }
  | ReportSubject
  | RetroSubject
  /** The budget, in the channel. */
  | { readonly kind: "budget" }
  | HandoverSubject
  | ClosingSubject
  | {
      readonly kind: "undelivered";
      readonly about: Exclude<Subject["kind"], "undelivered">;
      readonly conversation: Conversation;
      readonly reason: string;
    };

/** A document as a file. It stands right below the message that it was posted with, and says in one sentence what it is. */
export type FileSubject = {
  readonly kind: "file";
  readonly sha256: string;
  /** Plain text, said with the file. */
  readonly caption: string;
  /** What a picture shows, for those who do not see it. */
  readonly altText?: string;
} & InThread;

/** The delivery, in the same conversation, in whose thread this one stands. It waits until that one was sent. */
export type InThread = { readonly threadOf?: string };

/**
 * The plan of a cleanup, or one operation of it. `release_request` asked the compliance officer before that was a sign-off: it is sent no
 * more, and kept current where it stands.
 */
export type CleanupSubject =
  | { readonly kind: "cleanup_plan" }
  | { readonly kind: "operation"; readonly operation: string }
  | { readonly kind: "release_request"; readonly operation: string };

/**
 * What the archive says: a run, a verification that was asked for, a day's findings. `disposal` asked the compliance officer before that was
 * a sign-off: it is sent no more, and kept current where it stands.
 */
export type ArchiveSubject =
  | { readonly kind: "archive_run"; readonly run: string }
  | { readonly kind: "archive_verification"; readonly verification: string }
  | { readonly kind: "archive_findings"; readonly day: string }
  | { readonly kind: "disposal"; readonly noticed: string; readonly page: number };
