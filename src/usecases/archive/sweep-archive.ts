import type { QueuedJob } from "../../ports.ts";
import { bundleJob } from "../bundle/ask-bundle.ts";
import { hurryJobs } from "../delivery/hurry-jobs.ts";
import type { Deps } from "../deps.ts";
import { askForDisposals } from "./ask-for-disposal.ts";
import { verificationJob } from "./ask-verification.ts";
import { clearLeftoversJob } from "./clear-leftovers.ts";
import { disposeJob } from "./dispose-artifacts.ts";
import { guardJob } from "./hold-artifact.ts";
import { dueBefore, scheduledVerificationJob } from "./run-verification.ts";
import { archiveJob } from "./start-archive.ts";

/** Rows of each kind looked at per sweep; the rest come with the next one. */
const perSweep = 20;

/** Artifacts read again in turn per sweep: a few, so that they never stand in the way of what people wait for. */
const verifiedPerSweep = 4;

/** Sweeps from one look to the next. */
const sweepsApart = 10;

/** Finds what the archive has to do: runs, verifications and bundles nobody works on, what is to be read again, what has expired, and where to clear up. */
export async function sweepArchive(
  deps: Pick<
    Deps,
    | "artifacts"
    | "bundles"
    | "clock"
    | "closeouts"
    | "log"
    | "people"
    | "queue"
    | "verifications"
    | "verifyEvery"
  >,
): Promise<void> {
  const { artifacts, bundles, verifications } = deps;
  await askForDisposals(deps);
  const [runs, asked, unread, loose, approved, wanted, littered] = await Promise.all([
    artifacts.waitingRuns(perSweep),
    verifications.waiting(perSweep),
    artifacts.unverifiedSince(dueBefore(deps), verifiedPerSweep),
    artifacts.looselyGuarded(perSweep),
    artifacts.toDispose(perSweep),
    bundles.waiting(perSweep),
    artifacts.withLeftovers(deps.clock.now(), perSweep),
  ]);
  await hurryJobs(deps, [
    // Without a key: a worker that died holds on to its job's key for a while, and only one of several jobs gets the claim.
    ...runs.map((runId): QueuedJob => ({ name: archiveJob, payload: { runId } })),
    ...wanted.map((id): QueuedJob => ({ name: bundleJob, payload: { bundleId: id } })),
    ...asked.map((id): QueuedJob => ({ name: verificationJob, payload: { verificationId: id } })),
    ...unread.map(
      ({ id, closeoutId, number }): QueuedJob => ({
        name: scheduledVerificationJob,
        payload: { closeoutId, number },
        key: id,
      }),
    ),
    ...loose.map(
      ({ id, closeoutId, number }): QueuedJob => ({
        name: guardJob,
        payload: { closeoutId, number },
        key: id,
      }),
    ),
    ...[...new Set(approved.map(({ closeoutId }) => closeoutId))].map(
      (closeoutId): QueuedJob => ({ name: disposeJob, payload: { closeoutId }, key: closeoutId }),
    ),
    ...littered.map(
      (closeoutId): QueuedJob => ({ name: clearLeftoversJob, payload: { closeoutId }, key: closeoutId }),
    ),
  ]);
}

/** What recurs every second looks for work of the archive less often: nothing of it is urgent to the second. */
export function everySoOften<T>(work: () => Promise<T>): () => Promise<T | undefined> {
  let sweeps = 0;
  return async () => {
    sweeps += 1;
    return (sweeps - 1) % sweepsApart === 0 ? await work() : undefined;
  };
}
