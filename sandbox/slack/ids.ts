import { randomBytes } from "node:crypto";

const run = randomBytes(5).readUIntBE(0, 5).toString(36).toUpperCase().padStart(8, "0").slice(-5);
let counter = 0;

/**
 * A new id such as `C7K2QA00001`: unique within this process and, through a random part, across restarts, because the
 * product remembers the ids of events and views it has seen.
 */
export function newId(prefix: string): string {
  counter += 1;
  return `${prefix}${run}${counter.toString(36).toUpperCase().padStart(5, "0")}`;
}

/** A secret part of a URL. */
export function newSecret(bytes = 18): string {
  return randomBytes(bytes).toString("base64url");
}
