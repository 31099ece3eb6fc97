import { type KnownMigrationStatus, migrationIdSchema } from "../domain/migration.ts";
import type { MigrationQuery, Sensei } from "../ports.ts";
import { SenseiError } from "./errors.ts";
import { parseMigrationList } from "./migration-list-schema.ts";
import { migrationSchema } from "./migration-schema.ts";
import { createMigrationSearch, type FetchPage } from "./migration-search.ts";
import { redact } from "./redact.ts";
import { createTransport, type TransportOptions } from "./transport.ts";

/** What a client is made of; see {@link TransportOptions} for each. */
export type SenseiClientOptions = TransportOptions;

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
      const id = migrationIdSchema.safeParse(typed);
      if (!id.success) {
        throw refusedId(redact(typed, options.apiKey));
      }
      const answer = await transport.call({
        method: "GET",
        path: `/migrations/${encodeURIComponent(id.data)}`,
        migrationId: id.data,
        signal: call?.signal,
      });
      const migration = migrationSchema.safeParse(answer.json);
      if (!migration.success) {
        throw transport.misunderstood(answer, "something that is not a migration");
      }
      return migration.data;
    },

    listValidations: unwritten,
    getValidation: unwritten,
    getCertificateDocument: unwritten,
    getCertificatePdf: unwritten,
    getPlan: unwritten,
    getPerformanceComparison: unwritten,
    archiveMigration: unwritten,
    deleteCheckpoints: unwritten,
    releaseTemporaryStorage: unwritten,
    openExport: unwritten,
    downloadExport: unwritten,

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

/** An id that cannot be one is refused before anything is sent. */
function refusedId(migrationId: string): SenseiError {
  return new SenseiError({
    code: "invalid_id",
    retryable: false,
    requestId: "none",
    attempts: 0,
    elapsedMs: 0,
    host: "",
    migrationId,
  });
}

/** Stands in until the next changes bring the call. */
function unwritten(): Promise<never> {
  return Promise.reject(new Error("this call to Sensei is not there yet"));
}
