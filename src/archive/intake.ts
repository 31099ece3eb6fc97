import { homeOf, locationSlug } from "../domain/archive/artifact-kind.ts";
import { classify } from "../domain/archive/artifact-rules.ts";
import { retainUntil } from "../domain/archive/retention.ts";
import type { ArchivedBytes, ArchivePlace, ArchiveStore, ExportToTakeIn, StoredArtifact } from "../ports.ts";
import { ArchiveError } from "./archive-error.ts";
import { mediaTypeOf } from "./media-type.ts";
import { exportPrefix, objectKey } from "./object-key.ts";
import { readEntry } from "./zip-content.ts";
import { type OpenZip, openZip } from "./zip-directory.ts";
import type { ZipEntry } from "./zip-layout.ts";
import { type ZipLimits, zipLimits } from "./zip-limits.ts";
import { type ZipRefusal, ZipRefused } from "./zip-refusal.ts";

export type IntakeInput = ExportToTakeIn & { readonly limits?: ZipLimits };

export type { RunProgress as IntakeProgress, StoredArtifact } from "../ports.ts";

export type IntakeOutcome =
  | { readonly kind: "whole"; readonly artifacts: readonly StoredArtifact[]; readonly bytes: number }
  | ZipRefusal;

/**
 * Takes an export into the archive: checks its list of contents, then unpacks each file once while it is checked, hashed and
 * written, reads it back from where it lies, and at last, when all hold, lets the store guard them. Run again after a death
 * at any point it gives the same objects. Of a refused export nothing stays, but for what was registered before.
 * @throws ArchiveError when the store fails: what is whole stays, so that the next run goes on from there
 */
export async function takeIn(store: ArchiveStore, input: IntakeInput): Promise<IntakeOutcome> {
  const zip = await openZip(input.zipPath, input.limits ?? zipLimits);
  if (zip.kind === "refused") return zip;
  const taken: Planned[] = [];
  try {
    const plan = zip.entries.map((entry) => planned(entry, input));
    for (const location of new Set(plan.map(({ place }) => place.location))) {
      await store.cleanUp(location, exportPrefix(input.closeoutId, input.exportSha256));
    }
    const stored = await storeAll(store, zip, plan, taken, input);
    return { kind: "whole", artifacts: await guardAll(store, stored, input), bytes: zip.totalBytes };
  } catch (error) {
    const worthless =
      error instanceof ZipRefused || (error instanceof ArchiveError && error.code === "damaged");
    if (worthless) await takeBack(store, taken, input);
    if (error instanceof ZipRefused) return error.refusal;
    throw error;
  } finally {
    await zip.close();
  }
}

type Planned = Pick<StoredArtifact, "kind" | "location" | "place" | "mediaType" | "retention"> & {
  readonly entry: ZipEntry;
};

function planned(entry: ZipEntry, { template, closeoutId, exportSha256 }: IntakeInput): Planned {
  const found = classify(template.artifactRules, entry.path);
  const kind = found.kind === "classified" ? found.artifact : undefined;
  const { location, retention } = homeOf(template, kind);
  const place = {
    location: locationSlug(location),
    key: objectKey(closeoutId, exportSha256, entry.path),
  };
  return { entry, kind, location, place, retention, mediaType: mediaTypeOf(entry.path) };
}

/** Files under way at a time: while one is flushed or read back, another is unpacked. */
const lanes = 3;

/** In the order of the plan. After the first failure no file is begun any more, and those under way come to their end. */
async function storeAll(
  store: ArchiveStore,
  zip: OpenZip,
  plan: readonly Planned[],
  taken: Planned[],
  input: IntakeInput,
): Promise<readonly (Planned & ArchivedBytes)[]> {
  const count = progressCounter(zip, input);
  const stored: (Planned & ArchivedBytes)[] = [];
  const waiting = plan.entries();
  let failed = false;
  const work = async (): Promise<void> => {
    for (const [index, one] of waiting) {
      if (failed) return;
      taken.push(one);
      const source = counted(readEntry(zip.handle, one.entry), count.bytes);
      const options = { mediaType: one.mediaType, bytes: one.entry.bytes };
      const { bytes, sha256 } = await store.put(one.place, source, options);
      await readBack(store, one.place, { bytes, sha256 });
      stored[index] = { ...one, bytes, sha256 };
      count.entry();
    }
  };
  const outcomes = await Promise.allSettled(
    Array.from({ length: lanes }, () =>
      work().catch((error: unknown) => {
        failed = true;
        throw error;
      }),
    ),
  );
  const failures = outcomes.flatMap((outcome) => (outcome.status === "rejected" ? [outcome.reason] : []));
  // What is wrong with the export itself says more than what went wrong beside it.
  const first: unknown = failures.find((error) => error instanceof ZipRefused) ?? failures[0];
  if (failures.length > 0) throw first;
  return stored;
}

async function readBack(store: ArchiveStore, place: ArchivePlace, written: ArchivedBytes): Promise<void> {
  const found = await store.verify(place);
  if (found.kind === "there" && found.bytes === written.bytes && found.sha256 === written.sha256) return;
  throw new ArchiveError("damaged", `${store.describe(place.location)}, ${place.key}`);
}

async function guardAll(
  store: ArchiveStore,
  stored: readonly (Planned & ArchivedBytes)[],
  { storedAt, isRegistered }: IntakeInput,
): Promise<readonly StoredArtifact[]> {
  const artifacts: StoredArtifact[] = [];
  for (const { entry, ...one } of stored) {
    const until = retainUntil(storedAt, one.retention);
    const guard = { retainUntil: until, hold: false };
    const kept = isRegistered?.(one.place) === true ? guard : await store.protect(one.place, guard);
    artifacts.push({ ...one, path: entry.path, retainUntil: kept.retainUntil });
  }
  return artifacts;
}

async function takeBack(
  store: ArchiveStore,
  taken: readonly Planned[],
  { isRegistered }: IntakeInput,
): Promise<void> {
  for (const { place } of taken) if (isRegistered?.(place) !== true) await store.remove(place);
}

const progressBytes = 8 * 1024 * 1024;

function progressCounter(
  { entries: { length: ofEntries }, totalBytes: ofBytes }: OpenZip,
  input: IntakeInput,
) {
  let entries = 0;
  let bytes = 0;
  let told = 0;
  const tell = () => {
    input.onProgress?.({ entries, ofEntries, bytes, ofBytes });
  };
  return {
    bytes: (more: number) => {
      bytes += more;
      if (bytes - told < progressBytes) return;
      told = bytes;
      tell();
    },
    entry: () => {
      entries += 1;
      tell();
    },
  };
}

async function* counted(
  source: AsyncIterable<Uint8Array>,
  count: (bytes: number) => void,
): AsyncGenerator<Uint8Array> {
  for await (const chunk of source) {
    count(chunk.length);
    yield chunk;
  }
}
