import type { Temporal } from "temporal-polyfill";
import type { ArchiveNotice } from "./archive/archive-view.ts";
import type { Baseline } from "./baseline/baseline.ts";
import type { Measurement } from "./baseline/measurement.ts";
import type { Budget } from "./budget/budget.ts";
import type { BudgetSummary } from "./budget/budget-summary.ts";
import type { Bundle } from "./bundle/bundle.ts";
import type {
  CertificateNotice,
  StartOfferNotice,
  ValidationFailedNotice,
} from "./certificate/certificate-notice.ts";
import type { ItemOffers } from "./checklist/governed-item.ts";
import type { Item } from "./checklist/item.ts";
import type { CleanupView, ReleaseRef } from "./cleanup/cleanup.ts";
import type { Operation } from "./cleanup/operation.ts";
import type { Closeout } from "./closeout.ts";
import type { ClosingNotice } from "./closing.ts";
import type { Conversation } from "./conversation.ts";
import type { PlannedStep } from "./decommission/decommission-plan.ts";
import type { DecommissionNotice } from "./decommission/decommission-view.ts";
import type { Document } from "./document.ts";
import type { HandoverAbout, Session } from "./handover/handover.ts";
import type { ReportVersion } from "./report/report-draft.ts";
import type { RetroNotice } from "./retro/retro-view.ts";
import type { Role } from "./role.ts";
import type { SignoffRequest } from "./signoff/signoff.ts";
import type { SignoffNotice } from "./signoff/signoff-notice.ts";

/**
 * Everything that Closeout says on its own initiative, as data. Each platform renders a notice natively; a message that was
 * sent is composed anew from the present state whenever that state changes, and updated in place.
 */
export type Notice =
  | CardNotice
  | DigestNotice
  | FileNotice
  | BaselineNotice
  | CleanupNotice
  | CertificateNotice
  | DecommissionNotice
  | ValidationFailedNotice
  | StartOfferNotice
  | ArchiveNotice
  | SignoffNotice
  | ReportNotice
  | RetroNotice
  | BudgetNotice
  | HandoverNotice
  | BundleNotice
  | ClosingNotice
  | UndeliveredNotice;

/** How a closeout is doing: `at_risk` = something is overdue, `blocked` = overdue so long that the sponsor was told. */
export type Health = "on_track" | "at_risk" | "blocked" | "closed";

/** One bar of the card. Skipped items count as settled. */
export type PhaseProgress = {
  readonly list: string;
  readonly title: string;
  readonly settled: number;
  readonly total: number;
  /** The open item of this phase that falls due first. */
  readonly next: Item | undefined;
};

/** The project card: pinned, one per closeout, kept current. */
export type CardNotice = {
  readonly kind: "card";
  readonly closeout: Closeout;
  readonly health: Health;
  readonly phases: readonly PhaseProgress[];
  readonly overdue: readonly Item[];
  /** People with open items that are due within the next day or overdue, with those items. */
  readonly awaited: readonly { readonly user: string; readonly items: readonly Item[] }[];
  /** The source must not be decommissioned before this moment, and these prerequisites are still open. */
  readonly decommission:
    | {
        readonly notBefore: Temporal.Instant;
        readonly waitingFor: readonly Item[];
        /** The number of the sign-off that has opened it before its time. */
        readonly early?: number;
      }
    | undefined;
  /** Requests that are open, oldest first; where none is, the last one that is told of, if there ever was one. */
  readonly signoffs: readonly SignoffRequest[];
};

/** One line of a digest, in the state in which the item is now. */
export type DigestLine = {
  readonly item: Item;
  /** Why it is in this digest. */
  readonly reason: "soon" | "due" | "overdue" | "snoozed" | "sponsor";
  /** Whole days between due and now; 0 while not overdue. */
  readonly daysOverdue: number;
  readonly ownerInformed: boolean;
  /** The earliest moment at which this reminder should have come, when it came late. */
  readonly lateSince: Temporal.Instant | undefined;
  readonly offers: ItemOffers;
};

/** The items of one closeout within a digest. */
export type DigestSection = { readonly closeout: Closeout; readonly lines: readonly DigestLine[] };

/**
 * One digest message per conversation and moment. In a channel it holds one closeout; a direct digest may span several.
 * `page` counts from 0 over all lines of all sections, `digestPageSize` lines a page.
 */
export type DigestNotice = {
  readonly kind: "digest";
  readonly deliveryId: string;
  readonly audience: "channel" | "direct";
  readonly sections: readonly DigestSection[];
  readonly page: number;
  readonly now: Temporal.Instant;
};

/** A document as a file, with the sentence that is said with it. */
export type FileNotice = {
  readonly kind: "file";
  readonly closeout: Closeout;
  readonly document: Document;
  readonly caption: string;
  readonly altText: string | undefined;
};

/** An evidence bundle, for the person who asked for it: how far it is, or what it holds. */
export type BundleNotice = { readonly kind: "bundle"; readonly closeout: Closeout; readonly bundle: Bundle };

/** A measurement of performance as it stands now: what was measured, what became of it, and who was told. */
export type BaselineNotice = {
  readonly kind: "baseline";
  /** `direct` is the copy that a stakeholder was sent, `private` an answer to one person in the channel. */
  readonly audience: "channel" | "direct" | "private";
  readonly closeout: Closeout;
  readonly measurement: Measurement;
  readonly baseline: Baseline;
  /** The number of the closeout's newest measurement. */
  readonly newest: number;
  /** Why this stakeholder was sent it; empty elsewhere. */
  readonly sentAs: readonly Role[];
  /** Whether controls for waiving a regression, and for measuring and sending, are of use to those who read this. */
  readonly mayWaive: boolean;
  readonly mayMeasure: boolean;
};
/** The budget as it stands now. Only what one person sees has controls. */
export type BudgetNotice = {
  readonly kind: "budget";
  readonly audience: "channel" | "private";
  readonly closeout: Closeout;
  readonly budget: Budget;
  readonly summary: BudgetSummary;
  readonly mayChange: boolean;
};
/** A session of the knowledge transfer: in the channel, to one who attends it, or to the owner about somebody who has not confirmed. */
export type HandoverNotice = {
  readonly kind: "handover_session";
  readonly about: HandoverAbout;
  /** Whom a direct message is about; `undefined` in the channel. */
  readonly user: string | undefined;
  readonly closeout: Closeout;
  readonly session: Session;
};
/** The plan of a cleanup, an operation of it, or what became of a question from before releases were sign-offs. */
export type CleanupNotice =
  | { readonly kind: "cleanup_plan"; readonly view: CleanupView }
  | {
      readonly kind: "operation";
      readonly closeout: Closeout;
      readonly operation: Operation;
      readonly release: ReleaseRef | undefined;
      /** The step of the decommissioning that it is a run of. */
      readonly step: PlannedStep | undefined;
      readonly now: Temporal.Instant;
    }
  | {
      readonly kind: "release_request";
      readonly closeout: Closeout;
      readonly operation: Operation;
      readonly now: Temporal.Instant;
    };

/** A frozen report; its files stand right below. `newest` is the number of the latest version. */
export type ReportNotice = {
  readonly kind: "report";
  readonly closeout: Closeout;
  readonly version: ReportVersion;
  readonly newest: number;
};

/** Told to the owner directly when a message could not be delivered for good. */
export type UndeliveredNotice = {
  readonly kind: "undelivered";
  readonly closeout: Closeout;
  readonly what: Exclude<Notice["kind"], "undelivered">;
  /** Where it should have gone, and the platform's reason as a code such as `not_in_channel`. */
  readonly where: Conversation;
  readonly reason: string;
};

/** Lines on one page of a digest; chosen so that a page with every button stays within both platforms' limits. */
export const digestPageSize = 10;
