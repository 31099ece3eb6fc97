import { z } from "zod";
import { refusal, SlackApiError } from "../api-error.ts";
import { complaints } from "../blocks/complaints.ts";
import { type JsonObject, parseJson } from "../json.ts";

/** A boolean, also as forms write it. */
export const flag = z
  .union([
    z.boolean(),
    z.enum(["true", "1", "false", "0"]).transform((word) => word === "true" || word === "1"),
  ])
  .default(false);

/** A whole number, also as forms write it. */
export const whole = z.coerce.number().int().min(0);

/** Any JSON, also as text, as forms write it. Malformed text stays text and fails the check that follows. */
export const json = z
  .unknown()
  .optional()
  .transform((value) => (typeof value === "string" ? (parseJson(value) ?? value) : value));

/** A timestamp or any other short text; numbers are taken as text. */
export const word = z.coerce.string();

/**
 * Reads the arguments of a call.
 * @throws SlackApiError `invalid_arguments`, saying what is missing or wrong.
 */
export function readArgs<T>(schema: z.ZodType<T>, raw: JsonObject): T {
  const parsed = schema.safeParse(raw, { reportInput: true });
  if (parsed.success) return parsed.data;
  throw refusal("invalid_arguments", complaints(parsed.error, []));
}

/** The value, or the refusal with this code. */
export function orRefuse<T>(value: T | undefined, code: string): T {
  if (value === undefined) throw new SlackApiError(code);
  return value;
}
