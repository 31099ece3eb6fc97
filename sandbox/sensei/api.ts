import type { SimulatedMigration } from "./example-migrations.ts";
import { type Answer, errorAnswer, type JsonObject } from "./http.ts";
import { listEntry } from "./shapes.ts";
import { migrationIdOf, performanceComparisonOf, planOf, validationsOf } from "./validations.ts";
import type { World } from "./world.ts";

const defaultLimit = 20;
const largestLimit = 100;

type Endpoint = {
  readonly pattern: RegExp;
  readonly scope: string;
  readonly answer: (world: World, id: string, query: URLSearchParams) => Answer;
};

/** The reading half of the vendor's API. `pattern` is matched against the path below `/v1`. */
const endpoints: readonly Endpoint[] = [
  {
    pattern: /^\/migrations$/,
    scope: "migrations:read",
    answer: (world, _, query) => listMigrations(world, query),
  },
  { pattern: /^\/migrations\/([^/]+)$/, scope: "migrations:read", answer: ofMigration(({ wire }) => wire) },
  { pattern: /^\/migrations\/([^/]+)\/plan$/, scope: "migrations:read", answer: ofMigration(planOf) },
  {
    pattern: /^\/migrations\/([^/]+)\/performance-comparison$/,
    scope: "migrations:read",
    answer: ofMigration(performanceComparisonOf),
  },
  {
    pattern: /^\/validations$/,
    scope: "validations:read",
    answer: (world, _, query) => listValidations(world, query),
  },
  {
    pattern: /^\/validations\/([^/]+)$/,
    scope: "validations:read",
    answer: (world, id) => getValidation(world, id),
  },
];

/** The endpoint for a path, with the id in it; `undefined` when there is none. */
export function findEndpoint(
  path: string,
): { readonly scope: string; answer(world: World, query: URLSearchParams): Answer } | undefined {
  for (const { pattern, scope, answer } of endpoints) {
    const id = pattern.exec(path);
    if (id !== null) {
      return { scope, answer: (world, query) => answer(world, decodeURIComponent(id[1] ?? ""), query) };
    }
  }
  return undefined;
}

function listMigrations(world: World, query: URLSearchParams): Answer {
  const status = query.get("status");
  const matching = world.migrations.filter(({ wire }) => status === null || wire["status"] === status);
  return page(
    matching.map(({ wire }, index) => listEntry(wire, index)),
    query,
  );
}

function listValidations(world: World, query: URLSearchParams): Answer {
  const migrationId = query.get("migration_id");
  const matching = world.migrations.filter(({ id }) => migrationId === null || id === migrationId);
  return page(
    matching.flatMap((migration) => validationsOf(migration).map(summaryOf)),
    query,
  );
}

/** The list shows validations without their results. */
function summaryOf(validation: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(validation).filter(([name]) => name !== "results"));
}

function getValidation(world: World, id: string): Answer {
  const migration = world.migrations.find((candidate) => candidate.id === migrationIdOf(id));
  const found = migration === undefined ? undefined : validationsOf(migration)[0];
  return found === undefined
    ? errorAnswer(404, "validation_not_found", `Validation ${id} does not exist.`)
    : { status: 200, json: found };
}

function ofMigration(read: (migration: SimulatedMigration) => JsonObject): Endpoint["answer"] {
  return (world, id) => {
    const migration = world.migrations.find((candidate) => candidate.id === id);
    return migration === undefined
      ? errorAnswer(404, "migration_not_found", `Migration ${id} does not exist.`)
      : { status: 200, json: read(migration) };
  };
}

function page(entries: readonly JsonObject[], query: URLSearchParams): Answer {
  const limit = whole(query.get("limit") ?? String(defaultLimit));
  const offset = whole(query.get("offset") ?? "0");
  if (limit === undefined || limit < 1 || limit > largestLimit) {
    return invalid("limit", `must be between 1 and ${largestLimit}`);
  }
  if (offset === undefined) {
    return invalid("offset", "must be 0 or more");
  }
  const total = entries.length;
  const pagination = { total, limit, offset, has_more: offset + limit < total };
  return { status: 200, json: { data: entries.slice(offset, offset + limit), pagination } };
}

function whole(text: string): number | undefined {
  return /^\d{1,9}$/.test(text) ? Number(text) : undefined;
}

function invalid(field: string, problem: string): Answer {
  return errorAnswer(422, "validation_error", `${field} ${problem}.`, { details: [{ field, problem }] });
}
