import { setTimeout as sleep } from "node:timers/promises";
import type { PostgresCursor, PostgresPool, PostgresPoolClient, PostgresQueryResult } from "kysely";
import { isRestarting, meansUnavailable, StoreUnavailable } from "./store-unavailable.ts";

/** A server that restarts is back within about a second; a person who waits for an answer has three. */
const patienceMs = 2_000;

/**
 * The pool as kysely uses it, with three additions: a connection that is refused because the server restarts is tried
 * again for `patience` milliseconds (nothing was sent yet, so nothing can happen twice); "no service" in any of its forms becomes
 * {@link StoreUnavailable}; a connection that failed that way is thrown away instead of going back into the pool.
 */
export function resilientPool(pool: PostgresPool, patience = patienceMs): PostgresPool {
  const known = new WeakMap<PostgresPoolClient, GuardedClient>();
  return {
    options: pool.options,
    async connect() {
      const client = await connectPatiently(pool, patience);
      const guarded = known.get(client) ?? new GuardedClient(client);
      known.set(client, guarded);
      return guarded;
    },
    end: () => pool.end(),
  };
}

async function connectPatiently(pool: PostgresPool, patience: number): Promise<PostgresPoolClient> {
  const begin = performance.now();
  for (let pauseMs = 25; ; pauseMs = Math.min(pauseMs * 2, 250)) {
    try {
      return await pool.connect();
    } catch (error) {
      if (!isRestarting(error) || performance.now() - begin > patience) throw explained(error);
      await sleep(pauseMs);
    }
  }
}

class GuardedClient implements PostgresPoolClient {
  readonly #client: PostgresPoolClient;
  #broken = false;

  constructor(client: PostgresPoolClient) {
    this.#client = client;
  }

  get processID(): number {
    return this.#client.processID ?? 0;
  }

  query<R>(sql: string, parameters: readonly unknown[]): Promise<PostgresQueryResult<R>>;
  query<R>(cursor: PostgresCursor<R>): PostgresCursor<R>;
  query<R>(
    query: string | PostgresCursor<R>,
    parameters: readonly unknown[] = [],
  ): Promise<PostgresQueryResult<R>> | PostgresCursor<R> {
    return typeof query === "string" ? this.#run<R>(query, parameters) : this.#client.query(query);
  }

  release(destroy = false): void {
    this.#client.release(destroy || this.#broken);
  }

  async #run<R>(sql: string, parameters: readonly unknown[]): Promise<PostgresQueryResult<R>> {
    try {
      return await this.#client.query<R>(sql, parameters);
    } catch (error) {
      // A full disk leaves the connection itself in order, but a new one costs little and the rest is not worth telling apart.
      this.#broken ||= meansUnavailable(error);
      throw explained(error);
    }
  }
}

function explained(error: unknown): unknown {
  return meansUnavailable(error) ? new StoreUnavailable(error) : error;
}
