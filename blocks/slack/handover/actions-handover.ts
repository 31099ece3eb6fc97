import { z } from "zod";
import { id, json } from "../codec.ts";

/** What travels with the controls of documents and the knowledge transfer; see `actions.ts`. */

export const handoverActionIds = {
  /** Value `closeoutRef`. */
  handoverAdd: "handover.add",
  /** These two carry {@link sessionRef}. */
  handoverEdit: "handover.edit",
  handoverConfirm: "handover.confirm",
  /** Opens the form that asks what has changed; value `itemRef`. */
  documentDescribe: "document.describe",
  /** Value {@link documentRef}. */
  documentReview: "document.review",
} as const;

export const handoverCallbackIds = {
  session: "handover.session",
  document: "document.describe",
} as const;

const number = z.int().min(1).max(1_000_000);

/** One session: `n` its number. */
export const sessionRef = json(z.object({ c: id, n: number }));
/** One change of the document that an item is about: `n` its number. */
export const documentRef = json(z.object({ c: id, i: id, n: number }));
/** `private_metadata` of a session's form: `n` and `v` what it was drawn from, absent for a new one; `ch` the channel. */
export const sessionMetadata = json(
  z.object({ c: id, n: number.optional(), v: number.optional(), ch: id.optional() }),
);
