import { z } from "zod";

/** A non-empty string; numbers are taken as their digits. */
export const text = z
  .union([z.string(), z.number().transform(String)])
  .transform((value) => value.trim())
  .pipe(z.string().min(1));

/** A count: a whole number of zero or more, also as digits in a string (`"52,000,000"`). */
export const count = z
  .union([
    z.number(),
    z
      .string()
      .regex(/^[\d,_ ]+$/)
      .transform((digits) => Number(digits.replaceAll(/\D/g, ""))),
  ])
  .pipe(z.number().int().nonnegative());

/** A member that may be absent, null or of a kind we do not know: then it is `undefined`, and the rest is still read. */
export function lenient<Schema extends z.ZodType>(schema: Schema): z.ZodCatch<z.ZodOptional<Schema>> {
  return schema.optional().catch(undefined);
}
