import type { Migration } from "kysely/migration";
import * as closeouts from "./0001-closeouts.ts";
import * as archive from "./0003-archive.ts";

/** Every migration in its order. A migration is never edited or removed once landed; the next one gets the next number. */
export const migrations: Readonly<Record<string, Migration>> = {
  "0001-closeouts": closeouts,
  "0003-archive": archive,
};
