import { z } from "zod";
import { id, json, page } from "../codec.ts";

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
} as const;

/** Buttons of messages from before disposals were sign-offs, whatever their values: only answered. */
export const earlierDisposalActions = [
  "disposal.approve",
  "disposal.keep",
  "disposal.approve_all",
  "disposal.keep_all",
  "disposal.page.previous",
  "disposal.page.next",
] as const;

export const archiveCallbackIds = {
  /** The form that asks why a hold is placed or released. */
  hold: "archive.hold",
  /** The form behind [Keep], from before disposals were sign-offs. */
  earlierKeep: "disposal.keep",
} as const;

const number = z.int().min(1).max(10_000_000);

/** A page of a list of the archive. */
export const archivePageRef = json(z.object({ c: id, p: page }));
/** What artifact `n` is: `k`, an artifact of the template. */
export const classifyOption = json(z.object({ c: id, n: number, k: z.string().min(1).max(40) }));

/** `private_metadata` of the form about a hold: what is to be done, and the channel in which it was typed. */
export const holdModalMetadata = json(
  z.object({ c: id, n: number, a: z.enum(["hold", "release"]), ch: id.optional() }),
);
