import type { IncomingMessage } from "node:http";
import { z } from "zod";
import { certificateKeyId, certificatePublicKey } from "./certificate-key.ts";
import { certificateChoice } from "./certificates.ts";
import { comparisonChoice } from "./comparisons.ts";
import { exportChoice } from "./exports.ts";
import { faultSchema } from "./faults.ts";
import { type Answer, isObject, type JsonObject, readJson } from "./http.ts";
import { manner } from "./operations.ts";
import { sendWebhook, type WebhookOrder, webhookOrder } from "./webhooks.ts";
import { findMigration, type World } from "./world.ts";

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
      case "POST /certificates":
        return choose(world, certificateChoice, await readJson(request), (choice) =>
          world.certificates.choose(choice),
        );
      case "POST /comparisons":
        return choose(world, comparisonChoice, await readJson(request), (choice) =>
          world.comparisons.choose(choice),
        );
      case "POST /exports":
        return choose(world, exportChoice, await readJson(request), (choice) => world.exports.choose(choice));
      case "POST /operations":
        return choose(world, manner, await readJson(request), (choice) => world.operations.setManner(choice));
      case "GET /operations":
        return ok({ operations: world.operations.records });
      case "GET /certificate-keys":
        return ok({ keys: { [certificateKeyId]: certificatePublicKey } });
      case "POST /webhooks":
        return await webhook(world, webhookOrder.parse(await readJson(request)));
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

/** Tells a part of the simulator how to treat a migration. */
function choose<T extends { readonly migration_id: string }>(
  world: World,
  schema: z.ZodType<T>,
  body: unknown,
  tell: (choice: T) => void,
): Answer {
  const choice = schema.parse(body);
  if (findMigration(world, choice.migration_id) === undefined) return noSuch(choice.migration_id);
  tell(choice);
  return ok({});
}

async function webhook(world: World, order: WebhookOrder): Promise<Answer> {
  const migration = findMigration(world, order.migration_id);
  if (migration === undefined) return noSuch(order.migration_id);
  const sent = await sendWebhook(order, migration, world.webhook);
  return sent === undefined
    ? refuse(422, "no_target", "Nobody has said where events go: name url and secret.")
    : ok(sent);
}

function noSuch(id: string): Answer {
  return refuse(404, "migration_not_found", `There is no migration ${id}.`);
}

/** Merges the patch into the migration, one level deep, so that `{"timing":{"completed_at":…}}` leaves the rest alone. */
function patchMigration(world: World, id: string, body: unknown): Answer {
  const migration = findMigration(world, id);
  if (migration === undefined) return noSuch(id);
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
