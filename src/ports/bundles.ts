import type { Temporal } from "temporal-polyfill";
import type { ArchivedBytes, ArchivePlace } from "../domain/archive/artifact.ts";
import type { Bundle } from "../domain/bundle/bundle.ts";
import type { BundleFile } from "../domain/bundle/bundle-manifest.ts";

/** One file to be put into a bundle. Content that is long comes in pieces, which are asked for when it is its turn. */
export type BundlePart = Pick<BundleFile, "path" | "mediaType" | "what"> & {
  readonly content: string | Uint8Array | (() => AsyncIterable<Uint8Array>);
};

/** A bundle on disk, until it is discarded. */
export type SpooledBundle = ArchivedBytes & {
  /** Its bytes from the beginning. */
  open(): AsyncIterable<Uint8Array>;
  discard(): Promise<void>;
};

/**
 * Writes a bundle's parts, one after the other and in the memory of a few pieces, then what `finish` makes of the list of them. The
 * same parts and the same moment give the same bytes.
 */
export type WriteBundle = (
  madeAt: Temporal.Instant,
  parts: AsyncIterable<BundlePart>,
  finish: (files: readonly BundleFile[]) => readonly BundlePart[],
) => Promise<SpooledBundle>;

/** Reading bundles that people asked for. Leases are reckoned by the database server. */
export interface Bundles {
  get(bundleId: string): Promise<Bundle | undefined>;
  /** Takes one that is not finished for a while; `undefined` when somebody else works on it, or it is finished. */
  claim(bundleId: string): Promise<Bundle | undefined>;
  /** Holds on to it; `false` when it is finished. */
  keep(bundleId: string): Promise<boolean>;
  /** Lets go of it, so that another worker can go on at once. */
  release(bundleId: string): Promise<void>;
  /** Ids of those not finished that nobody works on. */
  waiting(limit: number): Promise<readonly string[]>;
}

/** Writing them, within a change of their closeout. */
export interface BundleChanges {
  /** Asks for one, unless this person's last is not finished yet; then that one is returned. */
  ask(bundle: Pick<Bundle, "id" | "askedBy" | "askedAt">): Promise<Bundle>;
  /** `false`, and nothing is changed, when it was finished before. */
  finish(bundleId: string, at: Temporal.Instant, end: BundleEnd): Promise<boolean>;
}

/** How making a bundle ended. */
export type BundleEnd =
  | {
      readonly kind: "made";
      readonly file: ArchivedBytes;
      readonly name: string;
      /** Entries of the ledger that it holds. */
      readonly entries: number;
      /** Where it was archived. */
      readonly place: ArchivePlace;
    }
  | { readonly kind: "failed"; readonly why: string };
