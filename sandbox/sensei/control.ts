import type { IncomingMessage } from "node:http";
import { z } from "zod";
import { faultSchema } from "./faults.ts";
import { type Answer, isObject, type JsonObject, readJson } from "./http.ts";
import type { World } from "./world.ts";

const limitSchema = z.strictObject({ per_minute: z.int().min(0) });
const patchSchema = z.record(z.string(), z.unknown());

/** Answers a request to the simulator's control API; `path` is what follows `/control`. */
export async function control(
  world: World,
  request: IncomingMessage,
  url: URL,
  path: string,
): Promise<Answer> {
  const call = `${request.method ?? "GET"} ${path.split("/").slice(0, 2).join("/")}`;
  try {
    switch (call) {
      case "GET /migrations":
        return ok({ migrations: world.migrations.map(({ wire }) => wire) });
      case "POST /migrations":
        return patchMigration(world, decodeURIComponent(path.split("/")[2] ?? ""), await readJson(request));
      case "POST /faults":
        world.faults.add(faultSchema.parse(await readJson(request)));
        return ok({ faults: world.faults.list() });
      case "DELETE /faults":
        world.faults.clear();
        return ok({});
      case "POST /limits":
        world.limit.set(limitSchema.parse(await readJson(request)).per_minute);
        return ok({});
      case "GET /calls":
        return ok({ calls: callsSince(world, Number(url.searchParams.get("since") ?? 0)) });
      default:
        return refuse(404, "unknown_call", `There is no ${call} in the control API.`);
    }
  } catch (problem) {
    if (problem instanceof z.ZodError) return refuse(422, "invalid_body", z.prettifyError(problem));
    if (problem instanceof SyntaxError) return refuse(400, "invalid_json", "The body is not JSON.");
    throw problem;
  }
}

/** Merges the patch into the migration, one level deep, so that `{"timing":{"completed_at":…}}` leaves the rest alone. */
function patchMigration(world: World, id: string, body: unknown): Answer {
  const migration = world.migrations.find((candidate) => candidate.id === id);
  if (migration === undefined) return refuse(404, "migration_not_found", `There is no migration ${id}.`);
  const wire = Object.entries(patchSchema.parse(body)).map(([name, value]) => [
    name,
    isObject(value) && isObject(migration.wire[name]) ? { ...migration.wire[name], ...value } : value,
  ]);
  migration.wire = { ...migration.wire, ...Object.fromEntries(wire), id };
  return ok({ migration: migration.wire });
}

function callsSince(world: World, id: number): World["calls"] {
  return world.calls.filter((call) => call.id > id);
}

function ok(body: JsonObject): Answer {
  return { status: 200, json: { ok: true, ...body } };
}

function refuse(status: number, error: string, message: string): Answer {
  return { status, json: { ok: false, error, message } };
}
