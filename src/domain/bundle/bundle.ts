import type { Temporal } from "temporal-polyfill";
import type { ArchivedBytes, ArchivePlace } from "../archive/artifact.ts";
import type { Person } from "../identity.ts";

/** An evidence bundle that somebody asked for: one ZIP with everything that a closeout rests on, verifiable offline. */
export type Bundle = {
  readonly id: string;
  readonly closeoutId: string;
  /** Counted from 1 in each closeout. */
  readonly number: number;
  readonly askedBy: Person;
  readonly askedAt: Temporal.Instant;
  readonly state:
    | { readonly kind: "making" }
    | {
        readonly kind: "made";
        readonly at: Temporal.Instant;
        readonly name: string;
        readonly file: ArchivedBytes;
        /** Entries of the ledger that it holds. */
        readonly entries: number;
        readonly place: ArchivePlace;
      }
    | { readonly kind: "failed"; readonly at: Temporal.Instant; readonly why: string };
};

/** What a platform takes as a file from a bot in one piece; a larger bundle is fetched from the archive. */
export const mostSentBytes = 256 * 1024 ** 2;

/** `closeout-HR_PROD-evidence-3.zip`: a name for a folder full of such files. */
export function bundleName(closeoutName: string, number: number): string {
  const slug = closeoutName
    .normalize("NFKD")
    .replaceAll(/[^\w-]+/g, "-")
    .replaceAll(/^-+|-+$/g, "")
    .slice(0, 60);
  return `closeout-${slug === "" ? "migration" : slug}-evidence-${number}.zip`;
}
