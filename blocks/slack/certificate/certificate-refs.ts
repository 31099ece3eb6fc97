import { z } from "zod";
import { json } from "../codec.ts";

/** Values that ride on controls about a certificate. */

const id = z.string().min(1).max(64);

/** `c` the closeout, `r` the record that was seen. */
export const recordRef = json(z.object({ c: id, r: id }));

/** `r` the recipient on the list of a distribution. */
export const recipientRef = json(z.object({ r: id }));

/** What can be done about a recipient. */
export const recipientOption = json(z.object({ r: id, a: z.enum(["again", "replace"]) }));

/** `m` the migration's id at the vendor. */
export const migrationRef = json(z.object({ m: z.string().min(1).max(200) }));
