import { exampleMigrations, type SimulatedMigration } from "./example-migrations.ts";
import { Faults } from "./faults.ts";
import type { Keys } from "./keys.ts";
import { RequestLimit } from "./request-limit.ts";

/** One request that the simulator received. Never holds the key. */
export type ReceivedCall = {
  readonly id: number;
  readonly at: string;
  readonly method: string;
  /** Below `/v1`, with the query. */
  readonly path: string;
  readonly request_id: string;
  readonly authorized: boolean;
  /** What was answered; 0 when nothing was, or not yet. */
  status: number;
  readonly fault?: string;
};

/** Everything that one simulator knows. */
export type World = {
  readonly migrations: SimulatedMigration[];
  readonly keys: Keys;
  readonly limit: RequestLimit;
  readonly faults: Faults;
  readonly calls: ReceivedCall[];
};

/** A world with the example migrations. */
export function createWorld(keys: Keys, requestsPerMinute: number): World {
  return {
    migrations: exampleMigrations(),
    keys,
    limit: new RequestLimit(requestsPerMinute),
    faults: new Faults(),
    calls: [],
  };
}
