import { z } from "zod";
import { id, json } from "../codec.ts";

/** What travels with closing, opening again and the list of closeouts; see `actions.ts`. */

export const closingActionIds = {
  /** Values `closeoutRef`. */
  closeoutClose: "closeout.close",
  closeoutReopen: "closeout.reopen",
  /** Pages of the list of closeouts; value `pageRef`. */
  closeoutsPrevious: "closeouts.page.previous",
  closeoutsNext: "closeouts.page.next",
} as const;

export const closingCallbackIds = {
  /** The form that asks why a closeout is opened again. */
  closeoutReopen: "closeout.reopen",
} as const;

/** `private_metadata` of that form, with the channel in which the person asked for it. */
export const reopenModalMetadata = json(z.object({ c: id, ch: id.optional() }));
