import { randomUUID } from "node:crypto";
import { Temporal } from "temporal-polyfill";
import { findArtifactKind, homeOf, locationSlug } from "../../domain/archive/artifact-kind.ts";
import { retainUntil } from "../../domain/archive/retention.ts";
import { type Bundle, bundleName, mostSentBytes } from "../../domain/bundle/bundle.ts";
import { bundlePaths, manifestText } from "../../domain/bundle/bundle-manifest.ts";
import type { Closeout } from "../../domain/closeout.ts";
import { system } from "../../domain/identity.ts";
import {
  type ArchivePlace,
  type BundleEnd,
  type BundlePart,
  isArchiveFault,
  type SpooledBundle,
} from "../../ports.ts";
import { hurryDeliveries } from "../delivery/hurry-deliveries.ts";
import { keepAlive } from "../delivery/keep-alive.ts";
import type { Deps } from "../deps.ts";
import { templateOf } from "../start/template-of.ts";
import { type BundleContent, type BundleSources, bundleParts, readBundleContent } from "./bundle-parts.ts";

const leaseMs = 60_000;

export type MakeBundleDeps = BundleSources &
  Pick<Deps, "archive" | "bundles" | "clock" | "ledgers" | "log" | "queue" | "stopping" | "writeBundle">;

/**
 * Makes a bundle that somebody has asked for: writes it to disk, puts it into the archive, and sends it. One that died is made again,
 * with the same bytes; one that somebody else works on, or that is finished, is left alone.
 */
export async function makeBundle(
  deps: MakeBundleDeps,
  { bundleId }: { readonly bundleId: string },
): Promise<void> {
  const bundle = await deps.bundles.claim(bundleId);
  if (bundle === undefined) return;
  const closeout = await deps.closeouts.get(bundle.closeoutId);
  if (closeout === undefined) throw new TypeError(`Bundle ${bundleId} belongs to no closeout`);
  const alive = keepAlive(() => deps.bundles.keep(bundleId), { stopping: deps.stopping, leaseMs });
  let end: BundleEnd | undefined;
  try {
    end = await attempt(deps, closeout, bundle, alive.signal);
  } finally {
    await alive.end();
  }
  if (end === undefined) return await deps.bundles.release(bundleId);
  await finish(deps, closeout, bundle, end);
}

/** `undefined` when the work was called off: another worker goes on. */
async function attempt(
  deps: MakeBundleDeps,
  closeout: Closeout,
  bundle: Bundle,
  signal: AbortSignal,
): Promise<BundleEnd | undefined> {
  try {
    const made = await write(deps, closeout, bundle, signal);
    if (made === undefined) throw new TypeError(`Closeout ${closeout.id} has no ledger`);
    const { spooled, entries } = made;
    const { bytes, sha256 } = spooled;
    try {
      const place = await archive(deps, closeout, bundle, spooled);
      const name = bundleName(closeout.name, bundle.number);
      return { kind: "made", name, file: { bytes, sha256 }, entries, place };
    } finally {
      await spooled.discard();
    }
  } catch (error) {
    if (signal.aborted) return undefined;
    deps.log.error({ err: error, bundle: bundle.id }, "a bundle could not be made");
    const why = isArchiveFault(error)
      ? error.sentence
      : "Something went wrong that nobody has foreseen; the operator's log says more.";
    return { kind: "failed", why };
  }
}

async function write(
  deps: MakeBundleDeps,
  closeout: Closeout,
  bundle: Bundle,
  signal: AbortSignal,
): Promise<{ readonly spooled: SpooledBundle; readonly entries: number } | undefined> {
  return await deps.ledgers.read(closeout.id, async (ledger) => {
    const content = await readBundleContent(deps, closeout, bundle.id, ledger);
    const spooled = await deps.writeBundle(
      Temporal.Instant.from(content.last.at),
      unlessAborted(bundleParts(deps, content, ledger), signal),
      (files) => manifestParts(deps, content, files),
    );
    return { spooled, entries: content.last.seq };
  });
}

async function* unlessAborted(
  parts: AsyncIterable<BundlePart>,
  signal: AbortSignal,
): AsyncGenerator<BundlePart> {
  for await (const part of parts) {
    signal.throwIfAborted();
    yield part;
  }
}

/** The list of all files, and the signature over its exact bytes. */
function manifestParts(
  { signer }: Pick<Deps, "signer">,
  { closeout: { id, name }, last }: BundleContent,
  files: Parameters<Parameters<Deps["writeBundle"]>[2]>[0],
): readonly BundlePart[] {
  const text = manifestText({
    closeout: { id, name },
    madeAt: last.at,
    ledger: { entries: last.seq, head: last.hash },
    key: signer.key.id,
    files: [...files],
  });
  return [
    { path: bundlePaths.manifest, mediaType: "application/json", what: "the list of files", content: text },
    {
      path: bundlePaths.manifestSignature,
      mediaType: "application/octet-stream",
      what: "the Ed25519 signature over the list",
      content: Buffer.from(signer.sign(Buffer.from(text)), "base64"),
    },
  ];
}

/**
 * Puts it beside the certificate, in the compliance archive, for as long as that is kept. Its folder is its own, so that what a worker that
 * died has left half-written there can be cleared away.
 */
async function archive(
  deps: MakeBundleDeps,
  closeout: Closeout,
  { number }: Bundle,
  spooled: SpooledBundle,
): Promise<ArchivePlace> {
  const template = await templateOf(deps, closeout);
  const { location, retention } = homeOf(template, findArtifactKind(template, "certificate")?.id);
  const { bytes, sha256 } = spooled;
  const folder = `${closeout.id}/evidence/${number}/`;
  const place = { location: locationSlug(location), key: `${folder}${sha256.slice(0, 16)}.zip` };
  await deps.archive.cleanUp(place.location, folder);
  await deps.archive.put(place, spooled.open(), { bytes, sha256, mediaType: "application/zip" });
  await deps.archive.protect(place, { retainUntil: retainUntil(deps.clock.now(), retention), hold: false });
  return place;
}

async function finish(deps: MakeBundleDeps, { id }: Closeout, bundle: Bundle, end: BundleEnd): Promise<void> {
  const { lanes } = await deps.closeouts.change(id, async (change) => {
    if (!(await change.bundles.finish(bundle.id, deps.clock.now(), end))) return;
    const about = { bundle: bundle.id, number: bundle.number };
    if (end.kind === "failed") {
      await change.record({ actor: system, kind: "bundle.failed", data: { ...about, why: end.why } });
    } else {
      const { name, file, entries, place } = end;
      await change.record({
        actor: system,
        kind: "bundle.exported",
        data: { ...about, name, ...file, entries, ...place, askedBy: bundle.askedBy.user },
      });
      await change.signHead("export");
      if (file.bytes <= mostSentBytes) {
        const conversation = { kind: "direct", user: bundle.askedBy.user } as const;
        const subject = { kind: "bundle_file", bundle: bundle.id } as const;
        await change.post([{ id: randomUUID(), conversation, subject }]);
      }
    }
    await change.refreshAbout({ kind: "bundle", bundle: bundle.id });
  });
  await hurryDeliveries(deps, lanes);
}
