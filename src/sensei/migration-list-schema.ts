import { z } from "zod";
import type { Migration } from "../domain/migration.ts";
import { count, lenient } from "./lenient.ts";
import { migrationSchema } from "./migration-schema.ts";

/** One page of the vendor's list. */
export type MigrationListPage = {
  readonly migrations: readonly Migration[];
  /** Entries on the vendor's page, readable or not: what the next offset is reckoned from. */
  readonly entries: number;
  /** Entries without a readable id and status; they cannot be offered to anybody. */
  readonly unreadable: number;
  readonly hasMore: boolean;
};

const wireSchema = z.object({
  data: z.array(z.unknown()),
  pagination: lenient(z.object({ total: lenient(count), has_more: lenient(z.boolean()) })),
});

/**
 * Reads one page; `undefined` when the answer is no list at all. Without `has_more` the total decides, and without that
 * whether the page was full.
 */
export function parseMigrationList(
  json: unknown,
  asked: { readonly limit: number; readonly offset: number },
): MigrationListPage | undefined {
  const parsed = wireSchema.safeParse(json);
  if (!parsed.success) {
    return undefined;
  }
  const { data, pagination } = parsed.data;
  const migrations = data
    .map((entry) => migrationSchema.safeParse(entry))
    .flatMap((read) => (read.success ? [read.data] : []));
  const total = pagination?.total;
  const rest = total === undefined ? data.length >= asked.limit : asked.offset + data.length < total;
  return {
    migrations,
    entries: data.length,
    unreadable: data.length - migrations.length,
    hasMore: data.length > 0 && (pagination?.has_more ?? rest),
  };
}
