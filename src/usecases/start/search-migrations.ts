import { closableStatuses, type Migration } from "../../domain/migration.ts";
import { isSenseiFault } from "../../ports.ts";
import type { Deps } from "../deps.ts";

export type SearchMigrationsOutcome =
  | { readonly kind: "found"; readonly migrations: readonly Migration[] }
  | { readonly kind: "unavailable"; readonly sentence: string };

/** A dialog waits for its options: past this, saying so beats waiting. */
const patienceMs = 2_000;

/** Migrations that a closeout could start from and that match what somebody typed. */
export async function searchMigrations(
  { sensei }: Pick<Deps, "sensei">,
  { query, limit }: { readonly query: string; readonly limit: number },
): Promise<SearchMigrationsOutcome> {
  try {
    const { migrations } = await sensei.listMigrations(
      { status: closableStatuses, query, limit, offset: 0 },
      { signal: AbortSignal.timeout(patienceMs) },
    );
    return { kind: "found", migrations };
  } catch (error) {
    if (isSenseiFault(error)) return { kind: "unavailable", sentence: error.sentence };
    throw error;
  }
}
