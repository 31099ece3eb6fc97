import { Temporal } from "temporal-polyfill";
import { mayBeDisposedOf } from "../../domain/archive/retention.ts";
import { type Actor, system } from "../../domain/identity.ts";
import { type Artifact, type CloseoutChange, isArchiveFault } from "../../ports.ts";
import { hurryDeliveries } from "../delivery/hurry-deliveries.ts";
import type { Deps } from "../deps.ts";
import { readAgain, verifyArtifact } from "./verify-artifact.ts";

/** Name of the job that carries out approved disposals of a closeout; its payload is `{ closeoutId }`. */
export const disposeJob = "dispose-artifacts";

type DisposeDeps = Pick<Deps, "archive" | "artifacts" | "clock" | "closeouts" | "queue" | "log">;

/** Carries out approved disposals, one change each, so that what is gone is written down at once. */
export async function disposeArtifacts(
  deps: DisposeDeps,
  { closeoutId }: { readonly closeoutId: string },
): Promise<void> {
  for (const artifact of await deps.artifacts.of(closeoutId)) {
    if (artifact.disposal?.kind !== "approved" || artifact.disposed !== undefined) continue;
    const read = wasJustRead(artifact, deps.clock.now()) ? "whole" : await readAgain(deps, artifact);
    if (read === "unavailable") continue;
    const whole = read === "whole" || read === "missing";
    // What is not what was approved is a finding, and evidence of what happened to it.
    if (!whole) await verifyArtifact(deps, artifact, { insist: true });
    const { lanes } = await deps.closeouts.change(closeoutId, (change) =>
      disposeOne(deps, change, artifact.number, whole),
    );
    await hurryDeliveries(deps, lanes);
  }
}

/** A store that does not let go is asked again with every sweep; the bytes are read again only once in an hour. */
function wasJustRead({ verified }: Artifact, now: Temporal.Instant): boolean {
  return verified?.outcome === "whole" && Temporal.Instant.compare(verified.at.add({ hours: 1 }), now) > 0;
}

/**
 * Hold, approval, retention and bytes are looked at again under the closeout's lock, under which nobody can place a hold; the store
 * refuses by its own guard besides. A change that is repeated finds the object gone and writes the same.
 */
async function disposeOne(
  deps: DisposeDeps,
  change: CloseoutChange,
  number: number,
  whole: boolean,
): Promise<void> {
  const artifact = await change.artifacts.find(number);
  if (artifact?.disposal?.kind !== "approved" || artifact.disposed !== undefined) return;
  const { disposal } = artifact;
  const now = deps.clock.now();
  const why = await whyNot(change, artifact, whole, now);
  if (why !== undefined) return await keep(change, artifact, why, now);
  try {
    await deps.archive.remove(artifact.place);
  } catch (error) {
    if (!isArchiveFault(error)) throw error;
    deps.log.warn({ err: error, artifact: artifact.id }, "an approved disposal could not be carried out");
    if (artifact.verified?.outcome === "whole")
      await change.artifacts.saveVerification(artifact.id, now, "whole");
    return;
  }
  if (!(await change.artifacts.markDisposed(artifact.id, now, disposal.by))) {
    throw new Error(`Artifact ${artifact.id} was disposed of without being marked so`);
  }
  await change.record({
    actor: system,
    kind: "artifact.disposed",
    data: {
      number,
      path: artifact.path,
      location: artifact.location,
      bytes: artifact.bytes,
      sha256: artifact.sha256,
      approved_by: userOf(disposal.by),
    },
  });
  await refresh(change, artifact);
}

/** Why an approval does not hold any more; `undefined` when nothing speaks against it. */
async function whyNot(
  change: CloseoutChange,
  { disposal, hold, number, retainUntil, sha256 }: Artifact,
  whole: boolean,
  now: Temporal.Instant,
): Promise<string | undefined> {
  if (hold !== undefined) return "a hold is on";
  if (!mayBeDisposedOf({ retainUntil, hold: false }, now)) return "it is to be kept longer by now";
  if (!whole) return "its bytes are not those that were approved";
  // Approvals from before disposals were sign-offs name no bytes.
  if (disposal?.request === undefined) return undefined;
  const request = await change.signoffs.get(disposal.request);
  const approved =
    request?.state === "approved" &&
    request.effect.kind === "dispose" &&
    request.effect.artifacts.some((one) => one.number === number && one.sha256 === sha256);
  return approved ? undefined : "its bytes are not those that were approved";
}

/** Takes the approval back; the artifact is asked about again later. */
async function keep(
  change: CloseoutChange,
  artifact: Artifact,
  because: string,
  now: Temporal.Instant,
): Promise<void> {
  const { number, path } = artifact;
  await change.artifacts.voidDisposal(artifact.id, { by: system, at: now, reason: because });
  await change.record({ actor: system, kind: "disposal.rejected", data: { number, path, because } });
  await refresh(change, artifact);
}

async function refresh(change: CloseoutChange, { disposal }: Artifact): Promise<void> {
  if (disposal?.request === undefined) return;
  await change.refreshAbout({ kind: "signoff", request: disposal.request });
}

function userOf(by: Actor): string {
  return "user" in by ? by.user : "closeout";
}
