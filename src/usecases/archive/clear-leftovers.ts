import { locationSlug } from "../../domain/archive/artifact-kind.ts";
import { leftoversDue } from "../../domain/archive/leftovers.ts";
import type { Closeout } from "../../domain/closeout.ts";
import { type ArchivePlace, isArchiveFault } from "../../ports.ts";
import type { Deps } from "../deps.ts";
import { templateOf } from "../start/template-of.ts";

/** Name of the job that clears away what died runs left in the archive; its payload is `{ closeoutId }`. */
export const clearLeftoversJob = "clear-leftovers";

/** Objects removed under one lock of the closeout: its people wait no longer than that takes. */
const perChange = 20;

type ClearDeps = Pick<Deps, "archive" | "artifacts" | "clock" | "closeouts" | "findLeftovers" | "log">;

/**
 * Clears away what runs and moves that died, or were refused or failed, have left of a closeout's exports: half-written objects, and
 * whole ones that the register does not know. What it knows by its key, in whichever place, is never touched, and the store refuses what
 * it has promised to keep. While a run is under way, and when the store fails, it is tried again a day later.
 */
export async function clearLeftovers(
  deps: ClearDeps,
  { closeoutId }: { readonly closeoutId: string },
): Promise<void> {
  const closeout = await deps.closeouts.get(closeoutId);
  if (closeout === undefined) return;
  // Whoever dies here, or finds something unfinished, is followed by another tomorrow.
  const next = leftoversDue(deps.clock.now());
  const { result: mayLook } = await deps.closeouts.change(closeoutId, async (change) => {
    await change.artifacts.lookForLeftovers(next);
    return !(await change.artifacts.isRunning());
  });
  if (!mayLook || !(await clearAll(deps, closeout))) return;
  await deps.closeouts.change(closeoutId, async (change) => await change.artifacts.foundNoLeftovers(next));
}

/** `false` when there may be more to clear later. */
async function clearAll(deps: ClearDeps, closeout: Closeout): Promise<boolean> {
  try {
    const { unregistered, unfinished } = await find(deps, closeout);
    for (let from = 0; from < unregistered.length; from += perChange) {
      if (!(await removeSome(deps, closeout, unregistered.slice(from, from + perChange)))) return false;
    }
    return unfinished === 0;
  } catch (error) {
    if (!isArchiveFault(error)) throw error;
    deps.log.warn(
      { err: error, closeout: closeout.id },
      "what runs left in the archive could not be cleared",
    );
    return false;
  }
}

async function find({ artifacts, closeouts, findLeftovers }: ClearDeps, closeout: Closeout) {
  const [template, registered, exports] = await Promise.all([
    templateOf({ closeouts }, closeout),
    artifacts.of(closeout.id),
    artifacts.exportsOf(closeout.id),
  ]);
  const known = new Set(registered.map(({ place }) => place.key));
  const locations = [
    ...template.artifacts.map(({ location }) => locationSlug(location)),
    ...registered.map(({ place }) => place.location),
  ];
  return await findLeftovers({
    closeoutId: closeout.id,
    exports,
    locations: [...new Set(locations)],
    isRegistered: (key) => known.has(key),
  });
}

/** Under the closeout's lock, under which no run can begin or register anything; `false` when one is under way. */
async function removeSome(
  deps: ClearDeps,
  { id: closeoutId }: Closeout,
  places: readonly ArchivePlace[],
): Promise<boolean> {
  const { result } = await deps.closeouts.change(closeoutId, async (change) => {
    if (await change.artifacts.isRunning()) return undefined;
    const known = new Set((await change.artifacts.all()).map(({ place }) => place.key));
    const unknown = places.filter(({ key }) => !known.has(key));
    let kept = 0;
    for (const place of unknown) if (!(await removeUnlessProtected(deps, place))) kept += 1;
    return { removed: unknown.length - kept, kept };
  });
  if (result === undefined) return false;
  const { removed, kept } = result;
  const closeout = closeoutId;
  if (removed > 0)
    deps.log.info({ closeout, removed }, "objects that no run has registered were cleared away");
  if (kept > 0)
    deps.log.warn(
      { closeout, kept },
      "objects that no run has registered stay: the store has promised to keep them",
    );
  return true;
}

/** What a run had guarded before it died stays as long as the store has promised. */
async function removeUnlessProtected({ archive }: ClearDeps, place: ArchivePlace): Promise<boolean> {
  try {
    await archive.remove(place);
    return true;
  } catch (error) {
    if (isArchiveFault(error) && error.code === "protected") return false;
    throw error;
  }
}
