import { z } from "zod";

/** Any JSON object, as it travels. */
export type JsonObject = { readonly [key: string]: unknown };

const jsonObject = z.record(z.string(), z.unknown());

/** Reads a JSON object; `undefined` for anything else. */
export function parseObject(text: string): JsonObject | undefined {
  const parsed = jsonObject.safeParse(parseJson(text));
  return parsed.success ? parsed.data : undefined;
}

/** Reads JSON; `undefined` when it is malformed. */
export function parseJson(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return value;
  } catch {
    return undefined;
  }
}

/** Leaves out the members that are `undefined`. */
export function compact(object: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined));
}
