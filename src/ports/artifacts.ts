import type { Temporal } from "temporal-polyfill";
import type {
  ArchivedBytes,
  ArchivePlace,
  ArchiveRun,
  Artifact,
  Hold,
  RunProgress,
  Verification,
  VerificationOutcome,
} from "../domain/archive/artifact.ts";
import type { RetainUntil, RetentionClass } from "../domain/archive/retention.ts";
import type { Actor } from "../domain/identity.ts";

export type {
  ArchiveRun,
  Artifact,
  Disposal,
  Hold,
  RunProgress,
  Verification,
  VerificationOutcome,
} from "../domain/archive/artifact.ts";

/** What a run has stored and verified, to be registered. */
export type NewArtifact = Pick<
  Artifact,
  | "bytes"
  | "sha256"
  | "kind"
  | "path"
  | "location"
  | "place"
  | "mediaType"
  | "storedAt"
  | "retention"
  | "retainUntil"
> & { readonly verifiedAt: Temporal.Instant };

/** A run in the hands of one worker, until its lease runs out. Of two claims only the later one may write. */
export type RunClaim = { readonly run: ArchiveRun; readonly claim: string };

/** Reading the register, and the life of runs. Leases are reckoned by the database server. */
export interface Artifacts {
  /** A closeout's artifacts by their numbers, also those disposed of. */
  of(closeoutId: string): Promise<readonly Artifact[]>;
  find(closeoutId: string, number: number): Promise<Artifact | undefined>;
  run(runId: string): Promise<ArchiveRun | undefined>;
  /** The latest run of a closeout. */
  latestRun(closeoutId: string): Promise<ArchiveRun | undefined>;
  /** Ids of running runs that nobody works on, the longest abandoned first. */
  waitingRuns(limit: number): Promise<readonly string[]>;
  /** Takes a running run that nobody works on; `undefined` when somebody does, or it has ended. */
  claimRun(runId: string): Promise<RunClaim | undefined>;
  /** Holds on to a claimed run and notes what is new of it; `false` when the claim is lost: stop. */
  keepRun(claim: RunClaim, news: { progress?: RunProgress; export?: ArchivedBytes }): Promise<boolean>;
  /** Lets go of a claimed run, so that another worker can go on at once. */
  releaseRun(claim: RunClaim): Promise<void>;
  /** How long a claim holds without `keepRun`, in milliseconds. */
  readonly leaseMs: number;
  /** Artifacts not disposed of that were not read again since this moment, the longest unread first. */
  unverifiedSince(moment: Temporal.Instant, limit: number): Promise<readonly Artifact[]>;
  /**
   * Closeouts with artifacts that may be proposed for disposal: the last day lies before this one, without a hold, not disposed of, and
   * neither waiting nor approved nor kept since `keptBefore`. Those of which one is kept longest beyond its day come first.
   */
  withExpired(
    today: Temporal.PlainDate,
    keptBefore: Temporal.Instant,
    limit: number,
  ): Promise<readonly string[]>;
  /** Artifacts whose disposal is approved and has not happened. */
  toDispose(limit: number): Promise<readonly Artifact[]>;
  /** Artifacts whose hold in the register is not what the store was told. */
  looselyGuarded(limit: number): Promise<readonly Artifact[]>;
  /** Closeouts in which it is time to look for what somebody who died has left in the archive, the longest due first. */
  withLeftovers(now: Temporal.Instant, limit: number): Promise<readonly string[]>;
  /** The SHA-256 of every export that runs of a closeout have had on disk. */
  exportsOf(closeoutId: string): Promise<readonly string[]>;
}

/** Verifications that people asked for. Leases are reckoned by the database server. */
export interface Verifications {
  find(id: string): Promise<Verification | undefined>;
  /** Ids of those not finished that nobody works on. */
  waiting(limit: number): Promise<readonly string[]>;
  /** Takes one for a minute; `undefined` when somebody else works on it, or it is finished. */
  claim(id: string): Promise<Verification | undefined>;
  /** Holds on to it for another minute; `false` when it is finished. */
  keep(id: string): Promise<boolean>;
  /** Lets go of it, so that another worker can go on at once. */
  release(id: string): Promise<void>;
}

/** Changes of the register within one change of a closeout: they commit together with its state and ledger, or not at all. */
export interface ArtifactChanges {
  all(): Promise<readonly Artifact[]>;
  find(number: number): Promise<Artifact | undefined>;
  /** Begins a run unless one is running, which is then returned. */
  startRun(run: {
    readonly id: string;
    readonly startedBy: Actor;
    readonly startedAt: Temporal.Instant;
  }): Promise<{ readonly kind: "started" } | { readonly kind: "running"; readonly run: ArchiveRun }>;
  /** Ends a run; `false`, and nothing is changed, when the claim is lost: then write nothing else either. */
  endRun(
    claim: RunClaim,
    at: Temporal.Instant,
    end: { readonly kind: "completed" } | { readonly kind: "refused" | "failed"; readonly why: string },
  ): Promise<boolean>;
  /** Whether a run is under way; none can begin before this change ends. */
  isRunning(): Promise<boolean>;
  /** Has it looked for leftovers from this moment on, be it sooner or later than was meant before. */
  lookForLeftovers(due: Temporal.Instant): Promise<void>;
  /** Ends the search for leftovers, unless another moment was named since. */
  foundNoLeftovers(due: Temporal.Instant): Promise<void>;
  /** Registers what is not registered yet, numbered in this order, and returns that. Each object of a closeout once, ever. */
  register(runId: string, artifacts: readonly NewArtifact[]): Promise<readonly Artifact[]>;
  /** Says what an artifact is, and with that how long it is kept; where it lies only if it was moved. */
  classify(
    artifactId: string,
    as: {
      readonly kind: string;
      readonly by: Actor;
      readonly retention: RetentionClass;
      readonly retainUntil: RetainUntil;
      readonly moved?: { readonly location: string; readonly place: ArchivePlace };
    },
  ): Promise<void>;
  saveVerification(artifactId: string, at: Temporal.Instant, outcome: VerificationOutcome): Promise<void>;
  /** Notes that the store itself now has a hold on this artifact, or has none. */
  saveStoreHold(artifactId: string, held: boolean): Promise<void>;
  /** Asks for a verification of one artifact, or of all; `false` when it is there already: the answer to an earlier try was lost. */
  startVerification(verification: Omit<Verification, "closeoutId" | "finishedAt">): Promise<boolean>;
  /** `false` when it was finished before. */
  finishVerification(id: string, at: Temporal.Instant): Promise<boolean>;
  /** Remembers that people are told today of what verification has found; `false` when they were already. */
  noteFindings(day: Temporal.PlainDate): Promise<boolean>;
  /**
   * Also rejects a disposal that was proposed or approved, for the same reason. `false` when a hold is on already, or the
   * artifact is gone.
   */
  placeHold(artifactId: string, hold: Hold): Promise<boolean>;
  /** `false` when none is on. */
  releaseHold(artifactId: string, release: Hold): Promise<boolean>;
  /** Notes that disposal was proposed, in this sign-off request; `false` when it was already. */
  proposeDisposal(artifactId: string, request: string, at: Temporal.Instant): Promise<boolean>;
  /** `false` when nothing waits to be decided, or a hold is on and the decision is to dispose. */
  decideDisposal(
    artifactId: string,
    decision: Hold & { readonly kind: "approved" | "rejected" },
  ): Promise<boolean>;
  /** Takes a proposal or an approval back: the artifact is kept. `false` when there is none. */
  voidDisposal(artifactId: string, because: Hold): Promise<boolean>;
  /** Notes that the object is gone; `false` without an approved disposal, under a hold, or when noted before. */
  markDisposed(artifactId: string, at: Temporal.Instant, by: Actor): Promise<boolean>;
}
