import type { KnownMigrationStatus } from "../domain/migration.ts";
import type { MigrationQuery, Sensei } from "../ports.ts";
import { createEvidence } from "./evidence.ts";
import { createExports } from "./exports.ts";
import { checkedId } from "./ids.ts";
import { parseMigrationList } from "./migration-list-schema.ts";
import { migrationSchema } from "./migration-schema.ts";
import { createMigrationSearch, type FetchPage } from "./migration-search.ts";
import { createOperations } from "./operations.ts";
import { createTransport, type TransportOptions } from "./transport.ts";

/** What a client is made of; see {@link TransportOptions} for each. */
export type SenseiClientOptions = TransportOptions & {
  /** How long an export may be silent before its connection counts as lost; 60 s by default. */
  readonly exportIdleMs?: number;
};

/** The port, and an end to it. */
export type SenseiClient = Sensei & {
  /** Resolves when the running calls have ended; no calls after that. */
  close(): Promise<void>;
};

/** The list answers at most so many entries a page. */
const largestPage = 100;

/** Opens a client for Sensei's API. Throws a `TypeError` on an address that cannot be one; calls nothing yet. */
export function createSenseiClient(options: SenseiClientOptions): SenseiClient {
  const transport = createTransport(options);
  const search = createMigrationSearch(fetchPage, options.monotonic ?? (() => performance.now()));

  async function fetchPage(...[ask, signal]: Parameters<FetchPage>): ReturnType<FetchPage> {
    const { status, limit, offset } = ask;
    const answer = await transport.call({
      method: "GET",
      path: "/migrations",
      query: { ...(status === undefined ? {} : { status }), limit: `${limit}`, offset: `${offset}` },
      signal,
    });
    const page = parseMigrationList(answer.json, { limit, offset });
    if (page === undefined) {
      throw transport.misunderstood(answer, "something that is not a list of migrations");
    }
    if (page.unreadable > 0) {
      const { unreadable } = page;
      options.log?.warn(
        { requestId: answer.requestId, unreadable },
        "Sensei listed migrations without id or status",
      );
    }
    return page;
  }

  return {
    ...createEvidence(transport),
    ...createOperations(transport),
    ...createExports(transport, {
      idleMs: options.exportIdleMs ?? 60_000,
      maxAttempts: options.maxAttempts,
    }),

    async listMigrations(query, call) {
      const { limit, offset } = query;
      if (!isWholeFrom(limit, 1) || limit > largestPage || !isWholeFrom(offset, 0)) {
        throw new RangeError(`limit is 1 to ${largestPage} and offset 0 or more, not ${limit} and ${offset}`);
      }
      const statuses = statusesOf(query);
      const words = query.query?.trim() ?? "";
      if (words !== "" || statuses.length > 1) {
        return search({ statuses, query: words, limit, offset, signal: call?.signal });
      }
      const { migrations, hasMore } = await fetchPage({ status: statuses[0], limit, offset }, call?.signal);
      return { migrations, hasMore, cutShort: false };
    },

    async getMigration(typed, call) {
      const { id, inPath } = checkedId(transport, typed);
      const answer = await transport.call({
        method: "GET",
        path: `/migrations/${inPath}`,
        migrationId: id,
        signal: call?.signal,
      });
      const migration = migrationSchema.safeParse(answer.json);
      if (!migration.success) {
        throw transport.misunderstood(answer, "something that is not a migration");
      }
      return migration.data;
    },

    async ping(call) {
      await transport.call({
        method: "GET",
        path: "/migrations",
        query: { limit: "1" },
        signal: call?.signal,
        maxAttempts: 1,
      });
    },

    close: () => transport.close(),
  };
}

function isWholeFrom(value: number, least: number): boolean {
  return Number.isSafeInteger(value) && value >= least;
}

function statusesOf({ status }: MigrationQuery): readonly KnownMigrationStatus[] {
  if (status === undefined) {
    return [];
  }
  return typeof status === "string" ? [status] : [...new Set(status)];
}
