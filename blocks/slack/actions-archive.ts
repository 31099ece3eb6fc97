import { z } from "zod";
import { id, json, page } from "./codec.ts";

/** What travels with the controls of the archive; see `actions.ts`. */

export const archiveActionIds = {
  /** [Archive artifacts] and [Try again]; value `closeoutRef`. */
  archiveRun: "archive.run",
  /** [Retention register]; value {@link archivePageRef}. */
  archiveRegister: "archive.register",
  archivePrevious: "archive.page.previous",
  archiveNext: "archive.page.next",
  /** The list of what nobody has classified; value {@link archivePageRef}. */
  archiveUnclassified: "archive.unclassified",
  archiveUnclassifiedPrevious: "archive.unclassified.previous",
  archiveUnclassifiedNext: "archive.unclassified.next",
  /** Static select; its options carry {@link classifyOption}. */
  archiveClassify: "archive.classify",
  /** Value {@link artifactRef} for one, {@link noticedRef} for all of a notice. */
  disposalApprove: "disposal.approve",
  disposalKeep: "disposal.keep",
  disposalApproveAll: "disposal.approve_all",
  disposalKeepAll: "disposal.keep_all",
  /** Value {@link disposalPageRef}. */
  disposalPrevious: "disposal.page.previous",
  disposalNext: "disposal.page.next",
} as const;

export const archiveCallbackIds = {
  /** The form that asks why a hold is placed or released. */
  hold: "archive.hold",
  /** The form that asks why something is kept although its retention is over. */
  keep: "disposal.keep",
} as const;

const number = z.int().min(1).max(10_000_000);

/** A page of a list of the archive. */
export const archivePageRef = json(z.object({ c: id, p: page }));
/** One artifact: `n` is its number. */
export const artifactRef = json(z.object({ c: id, n: number }));
/** Everything that one notice asked about: `at` is its moment. */
export const noticedRef = json(z.object({ c: id, at: z.iso.datetime() }));
/** What artifact `n` is: `k`, an artifact of the template. */
export const classifyOption = json(z.object({ c: id, n: number, k: z.string().min(1).max(40) }));
/** A page of a notice: `d` the delivery's id. */
export const disposalPageRef = json(z.object({ d: id, p: page }));

/** `private_metadata` of the form about a hold: what is to be done, and the channel in which it was typed. */
export const holdModalMetadata = json(
  z.object({ c: id, n: number, a: z.enum(["hold", "release"]), ch: id.optional() }),
);
/** `private_metadata` of the form about keeping: one artifact, or all of a notice. */
export const keepModalMetadata = json(
  z.object({ c: id, n: number.optional(), at: z.string().max(60).optional(), ch: id.optional() }),
);
