import type { Temporal } from "temporal-polyfill";
import type { Closeout } from "../closeout.ts";
import type { KindState } from "./archival-evidence.ts";
import type { ArchiveRun, Artifact, Verification } from "./artifact.ts";
import type { ArtifactKind } from "./artifact-kind.ts";

/** One kind of the procedure's table: where it belongs, in the store's words, and what there is of it. */
export type KindLine = {
  readonly kind: ArtifactKind;
  readonly where: string;
  readonly state: KindState;
  readonly files: number;
  readonly bytes: number;
};

/** The archive of one closeout: what ought to be there, what is, and the latest run. */
export type ArchiveView = {
  readonly closeout: Closeout;
  readonly now: Temporal.Instant;
  readonly kinds: readonly KindLine[];
  readonly artifacts: readonly Artifact[];
  readonly run: ArchiveRun | undefined;
  /** What the reader may do. */
  readonly mayRun: boolean;
};

/** A run as it stands now. */
export type ArchiveRunNotice = {
  readonly kind: "archive_run";
  readonly closeout: Closeout;
  readonly run: ArchiveRun;
  /** What it has registered. */
  readonly registered: readonly Artifact[];
  /** How many artifacts the register holds in all, those disposed of left aside. */
  readonly kept: number;
  /** Names of the kinds that are not verified in their places. */
  readonly missing: readonly string[];
  readonly unclassified: readonly Artifact[];
  /** Whether it is the latest: an older one is not tried again. */
  readonly latest: boolean;
};

/** A verification that somebody asked for, as far as it has come. */
export type VerificationNotice = {
  readonly kind: "archive_verification";
  readonly closeout: Closeout;
  readonly verification: Verification;
  /** What was asked for, without what was disposed of. */
  readonly asked: readonly Artifact[];
};

/** What verification found not to be as it was registered, as it stands now. */
export type FindingsNotice = {
  readonly kind: "archive_findings";
  readonly closeout: Closeout;
  readonly findings: readonly Artifact[];
};

/** What became of a question from before disposals were sign-offs: it is decided there. */
export type EarlierDisposalNotice = { readonly kind: "disposal"; readonly closeout: Closeout };

export type ArchiveNotice = ArchiveRunNotice | VerificationNotice | FindingsNotice | EarlierDisposalNotice;

/** How many artifacts of a verification were read again since it was asked for. */
export function readAgain({
  verification,
  asked,
}: Pick<VerificationNotice, "verification" | "asked">): number {
  const since = verification.askedAt.epochMilliseconds;
  return asked.filter(({ verified }) => verified !== undefined && verified.at.epochMilliseconds > since)
    .length;
}
