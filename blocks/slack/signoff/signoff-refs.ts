import { z } from "zod";
import { purposeSchema } from "../../../src/domain/signoff/signoff.ts";
import { below, id, json } from "../codec.ts";

/** Values that ride on controls and forms about a sign-off. */

/** `r` the request. */
export const signoffRef = json(z.object({ r: id }));

/** `s` a seat of the request `r`. */
export const seatRef = json(z.object({ r: id, s: id }));

/** What the menu of a request offers. */
export const signoffActs = ["delegate", "revoke", "replace", "withdraw", "override"] as const;
export type SignoffAct = (typeof signoffActs)[number];
export const signoffOption = json(z.object({ r: id, a: z.enum(signoffActs) }));

/** `private_metadata` of a form about one request, and of what lies below it, which is brought up to date with it. */
export const signoffFormMetadata = json(z.object({ r: id, below: below.optional() }));
export type SignoffFormMetadata = z.output<typeof signoffFormMetadata>;

/**
 * `private_metadata` of the form for a new request: the closeout `c`, the purpose `p` that its fields were filled in for, and how
 * often they were filled in.
 */
export const newSignoffMetadata = json(z.object({ c: id, p: purposeSchema, n: z.int().min(0).default(0) }));
export type NewSignoffMetadata = z.output<typeof newSignoffMetadata>;
