import type { Temporal } from "temporal-polyfill";
import type { ArchivedBytes, ArchivePlace, RunProgress } from "../domain/archive/artifact.ts";
import type { RetainUntil, RetentionClass } from "../domain/archive/retention.ts";
import type { Template } from "../domain/template/template.ts";
import type { ExportStream } from "./sensei-export.ts";

/** An export on disk. */
export type SpooledExport = ArchivedBytes & { readonly path: string };

/**
 * Where exports lie while they are taken in. Files belong to a run and to one claim on it, so that a worker that lost its claim
 * never writes into another's. Rejects with an `ArchiveFault` when the disk fails or is too small.
 */
export interface ExportSpool {
  /** Writes a whole export and closes it; `told` hears how many bytes are there. What the stream throws passes on. */
  receive(
    runId: string,
    claim: string,
    stream: ExportStream,
    told: (bytes: number) => void,
  ): Promise<SpooledExport>;
  /** The whole export that an earlier claim on this run has left, given to this claim; `undefined` when there is none. */
  recover(runId: string, claim: string, expected: ArchivedBytes): Promise<SpooledExport | undefined>;
  /** Removes what this run, or this claim of it, has left. */
  discard(runId: string, claim?: string): Promise<void>;
  /** Removes what runs have left that are not wanted any more. */
  clear(isWanted: (runId: string) => Promise<boolean>): Promise<void>;
}

/** A file that is in the archive, was read back and is guarded: ready to be registered. */
export type StoredArtifact = ArchivedBytes & {
  /** Within the export. */
  readonly path: string;
  /** `undefined` when no rule says what it is. */
  readonly kind: string | undefined;
  /** The location as the template calls it. */
  readonly location: string;
  readonly place: ArchivePlace;
  readonly mediaType: string;
  readonly retention: RetentionClass;
  readonly retainUntil: RetainUntil;
};

/** An export that is taken into the archive. */
export type ExportToTakeIn = {
  /** The export on disk; it must not change meanwhile. */
  readonly zipPath: string;
  readonly closeoutId: string;
  /** Of the whole export; keys are made of it. */
  readonly exportSha256: string;
  readonly template: Pick<Template, "artifacts" | "artifactRules">;
  readonly storedAt: Temporal.Instant;
  /** Whether the register knows this object already: then it is never removed, and its guard is left alone. */
  readonly isRegistered?: (place: ArchivePlace) => boolean;
  /** Told of every file, and within large ones every few megabytes. Whatever it throws ends the intake. */
  readonly onProgress?: (progress: RunProgress) => void;
};

/** All of it is in the archive; or it is refused, for a reason in the vendor's words among ours, and nothing of it stays. */
export type TakenIn =
  | { readonly kind: "whole"; readonly artifacts: readonly StoredArtifact[]; readonly bytes: number }
  | { readonly kind: "refused"; readonly why: string; readonly sentence: string; readonly entry?: string };

/** Takes an export into the archive; run again after a death it gives the same objects. Rejects when the store fails. */
export type TakeInExport = (input: ExportToTakeIn) => Promise<TakenIn>;

/** Objects of exports that were begun to be taken in. */
export type Leftovers = {
  /** Whole, but not in the register. */
  readonly unregistered: readonly ArchivePlace[];
  /** How many half-written ones are too young to be given up. */
  readonly unfinished: number;
};

/**
 * Clears away what died workers left half-written of these exports, once nobody has written to it for a day, and names what lies whole
 * in these locations and is not registered. Nothing else of a closeout's folder is looked at. Rejects when the store fails.
 */
export type FindLeftovers = (input: {
  readonly closeoutId: string;
  /** The SHA-256 of each export. */
  readonly exports: readonly string[];
  /** Slugs. */
  readonly locations: readonly string[];
  readonly isRegistered: (key: string) => boolean;
}) => Promise<Leftovers>;
