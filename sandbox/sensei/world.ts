import { Certificates } from "./certificates.ts";
import { Comparisons } from "./comparisons.ts";
import { exampleMigrations, type SimulatedMigration } from "./example-migrations.ts";
import { Exports } from "./exports.ts";
import { Faults } from "./faults.ts";
import type { Keys } from "./keys.ts";
import { Operations } from "./operations.ts";
import { RequestLimit } from "./request-limit.ts";
import type { WebhookTarget } from "./webhooks.ts";

/** One request that the simulator received. Never holds the key. */
export type ReceivedCall = {
  readonly id: number;
  readonly at: string;
  readonly method: string;
  /** Below `/v1`, with the query. */
  readonly path: string;
  readonly request_id: string;
  readonly authorized: boolean;
  readonly idempotency_key?: string;
  readonly range?: string;
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
  readonly certificates: Certificates;
  readonly comparisons: Comparisons;
  readonly exports: Exports;
  readonly operations: Operations;
  /** Where the product hears about events. */
  webhook: WebhookTarget | undefined;
};

/** The migration of this id. */
export function findMigration(world: World, id: string): SimulatedMigration | undefined {
  return world.migrations.find((migration) => migration.id === id);
}

/** A world with the example migrations. */
export function createWorld(keys: Keys, requestsPerMinute: number): World {
  return {
    migrations: exampleMigrations(),
    keys,
    limit: new RequestLimit(requestsPerMinute),
    faults: new Faults(),
    calls: [],
    certificates: new Certificates(),
    comparisons: new Comparisons(),
    exports: new Exports(),
    operations: new Operations(),
    webhook: undefined,
  };
}
