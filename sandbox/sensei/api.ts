import type { SimulatedMigration } from "./example-migrations.ts";
import { type Answer, errorAnswer, type JsonObject } from "./http.ts";
import type { OperationName } from "./operations.ts";
import { listEntry } from "./shapes.ts";
import { migrationIdOf, planOf, validationsOf } from "./validations.ts";
import { findMigration, type World } from "./world.ts";

const defaultLimit = 20;
const largestLimit = 100;

/** What an endpoint gets to see of a call. */
type Call = {
  readonly id: string;
  readonly query: URLSearchParams;
  readonly idempotencyKey: string | undefined;
};

type Endpoint = {
  readonly method: "GET" | "POST" | "DELETE";
  readonly pattern: RegExp;
  readonly scope: string;
  readonly answer: (world: World, call: Call) => Answer;
};

const read = { method: "GET", scope: "migrations:read" } as const;
const readValidations = { method: "GET", scope: "validations:read" } as const;
const write = { scope: "migrations:write" } as const;

/** The vendor's API but for the export, which is no single answer. `pattern` is matched against the path below `/v1`. */
const endpoints: readonly Endpoint[] = [
  { ...read, pattern: /^\/migrations$/, answer: (world, { query }) => listMigrations(world, query) },
  {
    ...read,
    pattern: /^\/migrations\/([^/]+)$/,
    answer: ofMigration((migration, world) => world.operations.read(migration)),
  },
  {
    ...read,
    pattern: /^\/migrations\/([^/]+)\/plan$/,
    answer: ofMigration((migration) => ok(planOf(migration))),
  },
  {
    ...read,
    pattern: /^\/migrations\/([^/]+)\/performance-comparison$/,
    answer: ofMigration((migration, world) => ok(world.comparisons.of(migration))),
  },
  { ...read, pattern: /^\/migrations\/([^/]+)\/certificate$/, answer: ofMigration(certificatePdf) },
  {
    ...readValidations,
    pattern: /^\/validations$/,
    answer: (world, { query }) => listValidations(world, query),
  },
  { ...readValidations, pattern: /^\/validations\/([^/]+)$/, answer: getValidation },
  { ...readValidations, pattern: /^\/validations\/([^/]+)\/certificate$/, answer: certificateJson },
  {
    ...write,
    method: "POST",
    pattern: /^\/migrations\/([^/]+)\/archive$/,
    answer: ofMigration(operating("archive")),
  },
  {
    ...write,
    method: "DELETE",
    pattern: /^\/migrations\/([^/]+)\/checkpoints$/,
    answer: ofMigration(operating("checkpoints")),
  },
  {
    ...write,
    method: "POST",
    pattern: /^\/migrations\/([^/]+)\/cleanup$/,
    answer: ofMigration(operating("cleanup")),
  },
];

/** The endpoint for a call, with the id in its path; `undefined` when there is none. */
export function findEndpoint(
  method: string,
  path: string,
): { readonly scope: string; answer(world: World, call: Omit<Call, "id">): Answer } | undefined {
  for (const endpoint of endpoints) {
    const found = endpoint.method === method ? endpoint.pattern.exec(path) : null;
    if (found !== null) {
      const id = decodeURIComponent(found[1] ?? "");
      const { scope, answer } = endpoint;
      return { scope, answer: (world, call) => answer(world, { ...call, id }) };
    }
  }
  return undefined;
}

/** The migration whose export a path asks for. */
export function exportedMigrationId(method: string, path: string): string | undefined {
  const id = /^\/migrations\/([^/]+)\/export$/.exec(path)?.[1];
  return method === "GET" && id !== undefined ? decodeURIComponent(id) : undefined;
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
    matching.flatMap((migration) => validationsOf(migration, world.certificates).map(summaryOf)),
    query,
  );
}

/** The list shows validations without their results. */
function summaryOf(validation: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(validation).filter(([name]) => name !== "results"));
}

function getValidation(world: World, { id }: Call): Answer {
  const migration = findMigration(world, migrationIdOf(id));
  const found = migration && validationsOf(migration, world.certificates)[0];
  return found === undefined ? noValidation(id) : ok(found);
}

function certificateJson(world: World, { id }: Call): Answer {
  const migration = findMigration(world, migrationIdOf(id));
  if (migration === undefined || validationsOf(migration, world.certificates)[0] === undefined) {
    return noValidation(id);
  }
  const certificate = world.certificates.of(migration);
  return certificate === undefined
    ? noCertificate(migration)
    : { status: 200, bytes: certificate.json, headers: { "content-type": "application/json" } };
}

function certificatePdf(migration: SimulatedMigration, world: World): Answer {
  const certificate = world.certificates.of(migration);
  return certificate === undefined
    ? noCertificate(migration)
    : { status: 200, bytes: certificate.pdf, headers: { "content-type": "application/pdf" } };
}

function operating(operation: OperationName) {
  return (migration: SimulatedMigration, world: World, { idempotencyKey }: Call) =>
    world.operations.operate(migration, operation, idempotencyKey);
}

function noValidation(id: string): Answer {
  return errorAnswer(404, "validation_not_found", `Validation ${id} does not exist.`);
}

function noCertificate({ id }: SimulatedMigration): Answer {
  return errorAnswer(404, "certificate_not_found", `No certificate was issued for migration ${id}.`);
}

/** The refusal of a call about a migration that there is not. */
export function noMigration(id: string): Answer {
  return errorAnswer(404, "migration_not_found", `Migration ${id} does not exist.`);
}

function ofMigration(
  answer: (migration: SimulatedMigration, world: World, call: Call) => Answer,
): Endpoint["answer"] {
  return (world, call) => {
    const migration = findMigration(world, call.id);
    return migration === undefined ? noMigration(call.id) : answer(migration, world, call);
  };
}

function ok(json: JsonObject): Answer {
  return { status: 200, json };
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
