import type { Temporal } from "temporal-polyfill";
import type { Actor } from "../identity.ts";
import type { RetainUntil, RetentionClass } from "./retention.ts";

/** Where an object lies: a location's slug (`compliance-archive`) and a key below it, names separated by slashes. */
export type ArchivePlace = { readonly location: string; readonly key: string };

/** What was written or read back: its length and its SHA-256 in lower-case hex. */
export type ArchivedBytes = { readonly bytes: number; readonly sha256: string };

/** What reading an object again has shown. */
export type VerificationOutcome = "whole" | "altered" | "missing" | "unreadable";

/** A hold: as long as it is on, nothing disposes of the artifact. */
export type Hold = { readonly by: Actor; readonly at: Temporal.Instant; readonly reason: string };

/**
 * What was decided about an artifact whose retention is over; a rejected one may be proposed again later. `request` is the sign-off that
 * asks; `undefined` where that was asked before disposals were sign-offs.
 */
export type Disposal = { readonly noticedAt: Temporal.Instant; readonly request: string | undefined } & (
  | { readonly kind: "waiting" }
  | {
      readonly kind: "approved" | "rejected";
      readonly by: Actor;
      readonly at: Temporal.Instant;
      readonly reason: string | undefined;
    }
);

/** One line of the retention register. */
export type Artifact = ArchivedBytes & {
  readonly id: string;
  readonly closeoutId: string;
  /** What people type, counted from 1 in each closeout. */
  readonly number: number;
  readonly runId: string;
  /** `undefined` as long as nobody has said what it is. */
  readonly kind: string | undefined;
  /** Within the export: the vendor's own text. */
  readonly path: string;
  /** The location as the template calls it. */
  readonly location: string;
  readonly place: ArchivePlace;
  readonly mediaType: string;
  readonly storedAt: Temporal.Instant;
  readonly retention: RetentionClass;
  readonly retainUntil: RetainUntil;
  /** The person who said what it is; `undefined` when a rule did, or nobody yet. */
  readonly classifiedBy: Actor | undefined;
  readonly verified: { readonly at: Temporal.Instant; readonly outcome: VerificationOutcome } | undefined;
  readonly hold: Hold | undefined;
  /** Whether the store itself was told of a hold; it follows the register within moments. */
  readonly storeHolds: boolean;
  /** The latest. */
  readonly disposal: Disposal | undefined;
  readonly disposed: { readonly at: Temporal.Instant; readonly by: Actor } | undefined;
};

/**
 * How far a run is, 0 as long as nothing is known: while the export is not known yet, bytes of its download; then bytes and
 * files of the unpacked export.
 */
export type RunProgress = {
  readonly entries: number;
  readonly ofEntries: number;
  readonly bytes: number;
  readonly ofBytes: number;
};

/** The taking in of one export. */
export type ArchiveRun = {
  readonly id: string;
  readonly closeoutId: string;
  readonly startedBy: Actor;
  readonly startedAt: Temporal.Instant;
  readonly progress: RunProgress;
  /** Known once the export is on disk. */
  readonly export: ArchivedBytes | undefined;
  /** How often somebody has begun to work on it. */
  readonly attempts: number;
  readonly state:
    | { readonly kind: "running" }
    | { readonly kind: "completed"; readonly at: Temporal.Instant }
    | { readonly kind: "refused" | "failed"; readonly at: Temporal.Instant; readonly why: string };
};

/** A verification that somebody asked for: of one artifact, or of all. */
export type Verification = {
  readonly id: string;
  readonly closeoutId: string;
  readonly number: number | undefined;
  readonly askedBy: Actor;
  readonly askedAt: Temporal.Instant;
  readonly finishedAt: Temporal.Instant | undefined;
};
