import { z } from "zod";

/**
 * A value kept as JSON text on the wire. Decoding refuses text that is not JSON or not of the schema; encoding trusts its type,
 * for a digest writes dozens of these.
 */
export function json<Schema extends z.ZodType>(schema: Schema) {
  const codec = z.codec(z.string().max(3000), schema, {
    decode: (text, context) => {
      try {
        return JSON.parse(text);
      } catch {
        context.issues.push({ code: "invalid_format", format: "json", input: text, message: "is not JSON" });
        return z.NEVER;
      }
    },
    encode: (value) => JSON.stringify(value),
  });
  return Object.assign(codec, { encode: (value: z.output<Schema>): string => JSON.stringify(value) });
}

/** Ids of ours, as they travel. */
export const id = z.string().min(1).max(64);
/** A page of a list, counted from 0. */
export const page = z.int().min(0).max(100_000);

/** What lies below windows about one thing and is brought up to date with them. */
export const below = z.object({ list: z.enum(["home", "items", "todo"]), page: page.optional() });
export type Below = z.output<typeof below>;
