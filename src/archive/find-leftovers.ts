import { leftoversAfterHours } from "../domain/archive/leftovers.ts";
import type { ArchivePlace, ArchiveStore, FindLeftovers } from "../ports.ts";
import { exportPrefix } from "./object-key.ts";

/** The port over a store. Half-written objects go by their age alone; whole ones are only named. */
export async function findLeftovers(
  store: ArchiveStore,
  { closeoutId, exports, locations, isRegistered }: Parameters<FindLeftovers>[0],
): ReturnType<FindLeftovers> {
  const idleMs = leftoversAfterHours * 60 * 60 * 1000;
  const unregistered: ArchivePlace[] = [];
  let unfinished = 0;
  // Several locations may lie in one place, such as one bucket for all.
  const places = new Map(locations.map((location) => [store.describe(location), location]));
  for (const location of places.values()) {
    for (const sha256 of exports) {
      const prefix = exportPrefix(closeoutId, sha256);
      unfinished += await store.cleanUp(location, prefix, { idleMs });
      for await (const key of store.keys(location, prefix)) {
        if (!isRegistered(key)) unregistered.push({ location, key });
      }
    }
  }
  return { unregistered, unfinished };
}
