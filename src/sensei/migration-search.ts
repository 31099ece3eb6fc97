import type { KnownMigrationStatus, Migration } from "../domain/migration.ts";
import { matchesMigration } from "../domain/migration.ts";
import type { MigrationPage } from "../ports.ts";
import type { MigrationListPage } from "./migration-list-schema.ts";

/** Fetches one page of the vendor's list; `status` is `undefined` for all. */
export type FetchPage = (
  ask: { readonly status: KnownMigrationStatus | undefined; readonly limit: number; readonly offset: number },
  signal: AbortSignal | undefined,
) => Promise<MigrationListPage>;

export type SearchRequest = {
  /** Searched one after the other; empty for all. */
  readonly statuses: readonly KnownMigrationStatus[];
  readonly query: string;
  readonly limit: number;
  readonly offset: number;
  readonly signal: AbortSignal | undefined;
};

const pageSize = 100;
/** Bound of one search: 2,000 migrations, a third of the smallest plan's requests per minute. */
const mostPages = 20;
/** How long pages are used again, so that a search typed letter by letter asks for each of them once. */
const keepMs = 20_000;

/**
 * Finds migrations by words. The vendor's list has no search, so its pages are read one by one, only as far as needed and never
 * beyond a bound, and kept for some seconds.
 */
export function createMigrationSearch(
  fetchPage: FetchPage,
  monotonic: () => number,
): (request: SearchRequest) => Promise<MigrationPage> {
  const kept = new Map<string, { readonly page: MigrationListPage; readonly until: number }>();

  async function pageAt(
    status: KnownMigrationStatus | undefined,
    offset: number,
    signal: AbortSignal | undefined,
  ): Promise<MigrationListPage> {
    const key = `${status ?? ""} ${offset}`;
    const known = kept.get(key);
    if (known !== undefined && known.until > monotonic()) {
      return known.page;
    }
    const page = await fetchPage({ status, limit: pageSize, offset }, signal);
    forgetOld();
    kept.set(key, { page, until: monotonic() + keepMs });
    return page;
  }

  function forgetOld(): void {
    for (const [key, { until }] of kept) {
      if (until <= monotonic()) {
        kept.delete(key);
      }
    }
  }

  return async (request) => {
    const wanted = request.offset + request.limit;
    const found = new Map<string, Migration>();
    let pages = 0;
    for (const status of request.statuses.length === 0 ? [undefined] : request.statuses) {
      for (let offset = 0, more = true; more; ) {
        if (found.size > wanted || pages === mostPages) {
          return pageOf(found, request, pages === mostPages);
        }
        const page = await pageAt(status, offset, request.signal);
        pages += 1;
        for (const migration of page.migrations) {
          // The list may shift while it is read: nobody is offered the same migration twice.
          if (matchesMigration(migration, request.query)) {
            found.set(migration.id, migration);
          }
        }
        offset += page.entries;
        more = page.hasMore;
      }
    }
    return pageOf(found, request, false);
  };
}

function pageOf(
  found: ReadonlyMap<string, Migration>,
  request: SearchRequest,
  cutShort: boolean,
): MigrationPage {
  const end = request.offset + request.limit;
  return {
    migrations: [...found.values()].slice(request.offset, end),
    hasMore: found.size > end,
    cutShort: cutShort && found.size <= end,
  };
}
