/** Any value that JSON can carry. */
export type Json = string | number | boolean | null | Json[] | JsonObject;
/** A JSON object of unknown members: what the page knows about a block until it has looked. */
export type JsonObject = { [key: string]: Json };

/** Parses text; anything that is no JSON becomes null. */
export function parseJson(text: string): Json {
  try {
    const value: Json = JSON.parse(text);
    return value;
  } catch {
    return null;
  }
}

/** Whether a value is a JSON object (not an array, not null). */
export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The member as an object; undefined when it is none. */
export function objectAt(from: JsonObject, key: string): JsonObject | undefined {
  const value = from[key];
  return isObject(value) ? value : undefined;
}

/** The member as a list of objects; whatever else it holds is left out. */
export function objectsAt(from: JsonObject, key: string): JsonObject[] {
  const value = from[key];
  return Array.isArray(value) ? value.filter(isObject) : [];
}

/** The member as a string; undefined when it is none. */
export function stringAt(from: JsonObject, key: string): string | undefined {
  const value = from[key];
  return typeof value === "string" ? value : undefined;
}

/** The member as a string, empty when it is missing. */
export function textAt(from: JsonObject, key: string): string {
  return stringAt(from, key) ?? "";
}

/** The member as a list of strings; whatever else it holds is left out. */
export function stringsAt(from: JsonObject, key: string): string[] {
  const value = from[key];
  return Array.isArray(value) ? value.filter((each) => typeof each === "string") : [];
}

/** The member as a number; undefined when it is none. */
export function numberAt(from: JsonObject, key: string): number | undefined {
  const value = from[key];
  return typeof value === "number" ? value : undefined;
}

/** Whether the member is `true`. */
export function flagAt(from: JsonObject, key: string): boolean {
  return from[key] === true;
}
