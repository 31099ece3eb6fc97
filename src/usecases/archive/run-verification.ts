import type { Verification } from "../../ports.ts";
import { hurryDeliveries } from "../delivery/hurry-deliveries.ts";
import { keepAlive } from "../delivery/keep-alive.ts";
import type { Deps } from "../deps.ts";
import { type VerifyDeps, verifyArtifact } from "./verify-artifact.ts";

/** Name of the job that reads one artifact again because it is time; its payload is `{ closeoutId, number }`. */
export const scheduledVerificationJob = "verify-artifact";

const leaseMs = 60_000;

type RunVerificationDeps = VerifyDeps & Pick<Deps, "artifacts" | "deliveries" | "stopping" | "verifications">;

/** Does a verification that somebody asked for; one that died goes on with what was not read since it was asked for. */
export async function runVerification(
  deps: RunVerificationDeps,
  { verificationId }: { readonly verificationId: string },
): Promise<void> {
  const verification = await deps.verifications.claim(verificationId);
  if (verification === undefined) return;
  const alive = keepAlive(
    async () => {
      await showProgress(deps, verificationId);
      return await deps.verifications.keep(verificationId);
    },
    { stopping: deps.stopping, leaseMs },
  );
  try {
    for (const artifact of await unread(deps, verification)) {
      if (alive.signal.aborted) break;
      await verifyArtifact(deps, artifact, { insist: true });
    }
  } finally {
    await alive.end();
  }
  if (alive.signal.aborted) return await deps.verifications.release(verificationId);
  const { lanes } = await deps.closeouts.change(verification.closeoutId, async (change) => {
    if (!(await change.artifacts.finishVerification(verificationId, deps.clock.now()))) return;
    await change.refreshAbout({ kind: "archive_verification", verification: verificationId });
  });
  await hurryDeliveries(deps, lanes);
}

async function unread(deps: RunVerificationDeps, { closeoutId, number, askedAt }: Verification) {
  const all = await deps.artifacts.of(closeoutId);
  const since = askedAt.epochMilliseconds;
  return all.filter(
    (artifact) =>
      artifact.disposed === undefined &&
      (number === undefined || artifact.number === number) &&
      (artifact.verified === undefined || artifact.verified.at.epochMilliseconds <= since),
  );
}

async function showProgress(deps: RunVerificationDeps, verificationId: string): Promise<void> {
  const lane = await deps.deliveries.refresh(verificationId);
  if (lane !== undefined) await hurryDeliveries(deps, [lane]);
}

/** Reads one artifact again because it was not read for long, unless somebody has done so since. */
export async function verifyInTurn(
  deps: VerifyDeps & Pick<Deps, "artifacts" | "verifyEvery">,
  { closeoutId, number }: { readonly closeoutId: string; readonly number: number },
): Promise<void> {
  const artifact = await deps.artifacts.find(closeoutId, number);
  if (artifact === undefined || artifact.disposed !== undefined) return;
  const due = dueBefore(deps);
  if (artifact.verified !== undefined && artifact.verified.at.epochMilliseconds >= due.epochMilliseconds)
    return;
  await verifyArtifact(deps, artifact, { insist: false });
}

/** Whatever was last read before this moment is to be read again. */
export function dueBefore({ clock, verifyEvery }: Pick<Deps, "clock" | "verifyEvery">) {
  return clock.now().toZonedDateTimeISO("UTC").subtract(verifyEvery).toInstant();
}
