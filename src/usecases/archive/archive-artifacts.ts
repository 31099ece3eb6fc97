import { artifactKeyOf, rememberedRules } from "../../domain/archive/archive-rules.ts";
import type { Closeout } from "../../domain/closeout.ts";
import type { Template } from "../../domain/template/template.ts";
import {
  type Artifact,
  isArchiveFault,
  isSenseiFault,
  type RunClaim,
  type RunProgress,
  type SpooledExport,
  type TakenIn,
} from "../../ports.ts";
import { hurryDeliveries } from "../delivery/hurry-deliveries.ts";
import { type KeptAlive, keepAlive } from "../delivery/keep-alive.ts";
import type { Deps } from "../deps.ts";
import { templateOf } from "../start/template-of.ts";
import { endArchiveRun, type RunEnd } from "./end-archive-run.ts";

export type ArchiveDeps = Pick<
  Deps,
  | "archive"
  | "artifacts"
  | "clock"
  | "closeouts"
  | "deliveries"
  | "log"
  | "queue"
  | "sensei"
  | "spool"
  | "stopping"
  | "takeIn"
>;

/** How often in one attempt an export that cannot be continued is downloaded from its beginning. */
const mostDownloads = 3;

/** An attempt that fails in an unforeseen way is made again after a while; this many times in all. */
const mostAttempts = 100;

type Work = {
  readonly closeout: Closeout;
  readonly template: Template;
  readonly claim: RunClaim;
  readonly alive: KeptAlive;
  /** What is shown and noted every second. */
  readonly progress: { now: RunProgress };
};

/**
 * Takes a migration's export into the archive: downloads it to disk, checks, stores and reads back every file, and registers all
 * of them in one change, or none. A run that somebody else works on, or that has ended, is left alone; one that died goes on.
 */
export async function archiveArtifacts(
  deps: ArchiveDeps,
  { runId }: { readonly runId: string },
): Promise<void> {
  const claim = await deps.artifacts.claimRun(runId);
  if (claim === undefined) return;
  const closeout = await deps.closeouts.get(claim.run.closeoutId);
  if (closeout === undefined) throw new TypeError(`Run ${runId} belongs to no closeout`);
  const progress = { now: { entries: 0, ofEntries: 0, bytes: 0, ofBytes: 0 } };
  const alive = keepAlive(() => showProgress(deps, claim, progress.now), {
    stopping: deps.stopping,
    leaseMs: deps.artifacts.leaseMs,
  });
  const work = { closeout, template: await templateOf(deps, closeout), claim, alive, progress };
  try {
    const end = await attempt(deps, work);
    await alive.end();
    const ended = await endArchiveRun(deps, work, end);
    await deps.spool.discard(runId, ended ? undefined : claim.claim);
  } catch (error) {
    await alive.end();
    await giveUp(deps, work, error);
  }
}

async function attempt(deps: ArchiveDeps, work: Work): Promise<RunEnd> {
  try {
    const before = await deps.artifacts.of(work.closeout.id);
    const spooled = await obtainExport(deps, work);
    const storedAt = deps.clock.now();
    const taken = await takeExportIn(deps, work, spooled, before, storedAt);
    if (taken.kind === "refused") return taken;
    await restoreGuards(deps, taken, before);
    return { kind: "completed", taken, storedAt, exported: spooled };
  } catch (error) {
    if (work.alive.signal.aborted) throw error;
    if (!isSenseiFault(error) && !isArchiveFault(error)) throw error;
    deps.log.warn({ err: error, run: work.claim.run.id }, "an archival run failed");
    return { kind: "failed", why: error.code, sentence: error.sentence };
  }
}

/** The export on disk: what an earlier attempt has downloaded whole, or a new download, begun again where it has to be. */
async function obtainExport(deps: ArchiveDeps, work: Work): Promise<SpooledExport> {
  const { claim } = work;
  const { id: runId, export: known } = claim.run;
  if (known !== undefined) {
    const recovered = await deps.spool.recover(runId, claim.claim, known);
    if (recovered !== undefined) return recovered;
  }
  await deps.spool.discard(runId);
  for (let download = 1; ; download += 1) {
    try {
      const spooled = await downloadOnce(deps, work);
      await deps.artifacts.keepRun(claim, { export: { bytes: spooled.bytes, sha256: spooled.sha256 } });
      return spooled;
    } catch (error) {
      const again = isSenseiFault(error) && error.code === "restart_needed" && download < mostDownloads;
      if (!again || work.alive.signal.aborted) throw error;
      deps.log.info({ run: runId, download }, "an export is downloaded again from its beginning");
    }
  }
}

async function downloadOnce(deps: ArchiveDeps, work: Work): Promise<SpooledExport> {
  const { closeout, claim, alive, progress } = work;
  const stream = await deps.sensei.downloadExport(closeout.migration.id, { signal: alive.signal });
  const ofBytes = stream.totalBytes ?? 0;
  return await deps.spool.receive(claim.run.id, claim.claim, stream, (bytes) => {
    progress.now = { entries: 0, ofEntries: 0, bytes, ofBytes };
  });
}

/** What people have said of unclassified files is remembered: the same file of a later export goes where they put it. */
async function takeExportIn(
  deps: ArchiveDeps,
  { closeout, template, alive, progress }: Work,
  spooled: SpooledExport,
  before: readonly Artifact[],
  storedAt: ReturnType<Deps["clock"]["now"]>,
): Promise<TakenIn> {
  const known = new Set(before.map(({ place }) => artifactKeyOf(place)));
  return await deps.takeIn({
    zipPath: spooled.path,
    closeoutId: closeout.id,
    exportSha256: spooled.sha256,
    template: { ...template, artifactRules: [...rememberedRules(before), ...template.artifactRules] },
    storedAt,
    isRegistered: (place) => known.has(artifactKeyOf(place)),
    onProgress: (now) => {
      alive.signal.throwIfAborted();
      progress.now = now;
    },
  });
}

/** An object that had gone missing and was stored again gets its guard back, with the day and the hold of the register. */
async function restoreGuards(
  deps: ArchiveDeps,
  taken: Extract<TakenIn, { kind: "whole" }>,
  before: readonly Artifact[],
): Promise<void> {
  const stored = new Set(taken.artifacts.map(({ place }) => artifactKeyOf(place)));
  for (const artifact of before) {
    if (artifact.verified?.outcome === "whole" || !stored.has(artifactKeyOf(artifact.place))) continue;
    const { place, retainUntil, hold } = artifact;
    await deps.archive.protect(place, { retainUntil, hold: hold !== undefined });
  }
}

/** Notes how far it is and brings the message up to date, which was sent under the run's own id. */
async function showProgress(deps: ArchiveDeps, claim: RunClaim, progress: RunProgress): Promise<boolean> {
  if (!(await deps.artifacts.keepRun(claim, { progress }))) return false;
  const lane = await deps.deliveries.refresh(claim.run.id);
  if (lane !== undefined) await hurryDeliveries(deps, [lane]);
  return true;
}

/** Called off, another worker goes on at once; after a failure nobody foresaw, one goes on when the claim has run out. */
async function giveUp(deps: ArchiveDeps, work: Work, error: unknown): Promise<void> {
  const { claim, alive } = work;
  const { id: run, attempts } = claim.run;
  if (alive.lost()) {
    deps.log.warn({ run }, "an archival run was taken over by another worker");
    await deps.spool.discard(run, claim.claim);
  } else if (deps.stopping.aborted) {
    deps.log.info({ run }, "an archival run is left to another worker, for this one stops");
    await deps.artifacts.releaseRun(claim);
  } else if (attempts >= mostAttempts) {
    deps.log.error({ err: error, run }, "an archival run failed for good");
    const sentence = "Something went wrong on Closeout's side, again and again; its log says what.";
    await endArchiveRun(deps, work, { kind: "failed", why: "unforeseen", sentence });
  } else {
    deps.log.error(
      { err: error, run, attempts },
      "an archival run failed in an unforeseen way and is tried again",
    );
  }
}
