import { z } from "zod";
import { id, json, page } from "../codec.ts";

/** What travels with the controls of the final report; see `actions.ts`. */

export const reportActionIds = {
  /** Values `closeoutRef`. */
  reportEdit: "report.edit",
  reportPreview: "report.preview",
  /** Value {@link reportFreezeRef}. */
  reportFreeze: "report.freeze",
  /** Values {@link reportPageRef}. */
  reportPrevious: "report.page.previous",
  reportNext: "report.page.next",
} as const;

export const reportCallbackIds = {
  /** The form for what of a report only people can write. */
  reportEdit: "report.edit",
} as const;

/** Freezes what was seen: `h` is the hash of what the report said then. */
export const reportFreezeRef = json(z.object({ c: id, h: z.string().regex(/^[0-9a-f]{64}$/) }));

export const reportPageRef = json(z.object({ c: id, p: page }));

/** `private_metadata` of the form: the draft's revision that it was drawn from, and the channel in which the person clicked. */
export const reportModalMetadata = json(
  z.object({ c: id, r: z.int().min(0).max(1_000_000), ch: id.optional() }),
);
