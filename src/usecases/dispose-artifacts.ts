import { system } from "../domain/identity.ts";
import { mayBeDisposedOf } from "../domain/retention.ts";
import { type CloseoutChange, isArchiveFault } from "../ports.ts";
import type { Deps } from "./deps.ts";
import { hurryDeliveries } from "./hurry-deliveries.ts";

/** Name of the job that carries out approved disposals of a closeout; its payload is `{ closeoutId }`. */
export const disposeJob = "dispose-artifacts";

type DisposeDeps = Pick<Deps, "archive" | "clock" | "closeouts" | "queue" | "log">;

/** Carries out approved disposals, one change each, so that what is gone is written down at once. */
export async function disposeArtifacts(
  deps: DisposeDeps,
  { closeoutId }: { readonly closeoutId: string },
): Promise<void> {
  const { result: approved } = await deps.closeouts.change(closeoutId, async ({ artifacts }) =>
    (await artifacts.all()).filter(
      ({ disposal, disposed }) => disposal?.kind === "approved" && disposed === undefined,
    ),
  );
  for (const { number } of approved) {
    const { lanes } = await deps.closeouts.change(closeoutId, (change) => disposeOne(deps, change, number));
    await hurryDeliveries(deps, lanes);
  }
}

/**
 * Hold, approval and retention are looked at again under the closeout's lock, under which nobody can place a hold; the store
 * refuses by its own guard besides. A change that is repeated finds the object gone and writes the same.
 */
async function disposeOne(deps: DisposeDeps, change: CloseoutChange, number: number): Promise<void> {
  const artifact = await change.artifacts.find(number);
  if (artifact === undefined || artifact.disposed !== undefined) return;
  const { disposal, hold, retainUntil } = artifact;
  const now = deps.clock.now();
  if (disposal?.kind !== "approved") return;
  if (!mayBeDisposedOf({ retainUntil, hold: hold !== undefined }, now)) return;
  try {
    await deps.archive.remove(artifact.place);
  } catch (error) {
    if (!isArchiveFault(error)) throw error;
    deps.log.warn({ err: error, artifact: artifact.id }, "an approved disposal could not be carried out");
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
      approved_by: "user" in disposal.by ? disposal.by.user : "closeout",
    },
  });
  await change.refreshAbout({ kind: "disposal" });
}
