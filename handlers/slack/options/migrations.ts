import { migrationOptions, migrationsUnavailable } from "../../../blocks/slack/options.ts";
import type { OptionsListener } from "../search.ts";

/** Slack shows at most this many options of one search. */
const mostOptions = 100;

/** Searches among Sensei's migrations for the start form. */
export const migrations: OptionsListener = async ({ useCases, query }) => {
  const found = await useCases.searchMigrations({ query, limit: mostOptions });
  return found.kind === "found" ? migrationOptions(found.migrations) : migrationsUnavailable(found.sentence);
};
