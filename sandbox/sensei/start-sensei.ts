import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { exportedMigrationId, findEndpoint, noMigration } from "./api.ts";
import { certificateKeyId, certificatePublicKey } from "./certificate-key.ts";
import { control } from "./control.ts";
import { commit, type Fault, strikesAfter } from "./faults.ts";
import { type Answer, errorAnswer, isObject, sendAnswer } from "./http.ts";
import { defaultApiKey, keysWith, refuseAccess } from "./keys.ts";
import { planOf, validationsOf } from "./validations.ts";
import type { WebhookTarget } from "./webhooks.ts";
import { createWorld, findMigration, type ReceivedCall, type World } from "./world.ts";

/** How many of the latest requests are remembered. */
const callsKept = 2000;

export type SenseiSimulatorOptions = {
  /** A free one by default. */
  readonly port?: number;
  /** The key that may do everything. */
  readonly apiKey?: string;
  readonly requestsPerMinute?: number;
  /** Where events go and what they are signed with. */
  readonly webhook?: WebhookTarget;
};

/** A running simulator. */
export type SenseiSimulator = {
  /** What a client takes as its base address; ends in `/v1`. */
  readonly url: string;
  readonly controlUrl: string;
  readonly apiKey: string;
  /** The key that certificates are signed with: its id, and the public half as PEM and as 32 bytes in base64. */
  readonly certificateKey: { readonly id: string; readonly pem: string; readonly raw: string };
  /** Says where events go from now on. */
  setWebhook(target: WebhookTarget): void;
  /** Cuts all connections. */
  close(): Promise<void>;
};

/** Starts a stand-in for Sensei on loopback, with some 45 example migrations. */
export async function startSensei(options: SenseiSimulatorOptions = {}): Promise<SenseiSimulator> {
  const apiKey = options.apiKey ?? defaultApiKey;
  const world = createWorld(keysWith(apiKey), options.requestsPerMinute ?? 1000);
  const server = createServer((request, response) => {
    respond(world, request, response).catch(() => response.destroy());
  });
  world.webhook = options.webhook;
  server.listen(options.port ?? 0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the simulator has no port");
  const origin = `http://127.0.0.1:${address.port}`;
  return {
    url: `${origin}/v1`,
    controlUrl: `${origin}/control`,
    apiKey,
    certificateKey: { id: certificateKeyId, ...certificatePublicKey },
    setWebhook(target) {
      world.webhook = target;
    },
    async close() {
      const closed = once(server, "close");
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

async function respond(world: World, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? "/", "http://sensei.invalid");
  if (url.pathname.startsWith("/control/")) {
    sendAnswer(response, await control(world, request, url, url.pathname.slice("/control".length)));
  } else if (url.pathname.startsWith("/v1/")) {
    await respondAsSensei(world, request, response, url);
  } else {
    sendAnswer(response, errorAnswer(404, "not_found", "There is nothing at this address."));
  }
}

async function respondAsSensei(
  world: World,
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
): Promise<void> {
  const path = url.pathname.slice("/v1".length);
  const requestId = requestIdOf(request);
  response.setHeader("x-request-id", requestId);
  const { headers, refusal } = world.limit.take();
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);

  const fault = world.faults.strike(request.method ?? "", path);
  const call = remember(world, request, url, requestId, fault);
  if (strikesAfter(fault) && refusal === undefined) answerFor(world, request, path, url.searchParams);
  const committed = fault === undefined ? undefined : await commit(fault, response);
  if (committed !== undefined) {
    call.status = committed;
    return;
  }
  const answer = refusal ?? answerFor(world, request, path, url.searchParams);
  if (typeof answer === "string") {
    call.status = 200;
    call.status = await sendExport(world, answer, request, response);
    return;
  }
  call.status = answer.status;
  sendAnswer(response, withRequestId(answer, requestId));
}

/** The answer, or the id of the migration whose export is to be sent. */
function answerFor(
  world: World,
  request: IncomingMessage,
  path: string,
  query: URLSearchParams,
): Answer | string {
  const method = request.method ?? "";
  const exported = exportedMigrationId(method, path);
  const endpoint = findEndpoint(method, path);
  const refusal = refuseAccess(
    world.keys,
    request.headers.authorization,
    endpoint?.scope ?? "migrations:read",
  );
  if (refusal !== undefined) return refusal;
  if (exported !== undefined) return exportOrRefusal(world, exported);
  const idempotencyKey = headerOf(request, "x-idempotency-key");
  return endpoint === undefined
    ? errorAnswer(404, "not_found", `There is no ${method} ${path}.`)
    : endpoint.answer(world, { query, idempotencyKey });
}

function exportOrRefusal(world: World, id: string): Answer | string {
  const migration = findMigration(world, id);
  if (migration === undefined) return noMigration(id);
  const over = ["completed", "certified", "archived"].includes(String(migration.wire["status"]));
  return over
    ? id
    : errorAnswer(409, "invalid_state", "The migration is not over: there is nothing to export.");
}

async function sendExport(
  world: World,
  id: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<number> {
  const migration = findMigration(world, id);
  if (migration === undefined) return 404;
  const certificate = world.certificates.of(migration);
  const validations = validationsOf(migration, world.certificates);
  const contents = { certificate, validations, plan: planOf(migration) };
  return await world.exports.send(migration, contents, request, response);
}

/** Errors name the request, as the vendor's do. */
function withRequestId(answer: Answer, requestId: string): Answer {
  const { json } = answer;
  if (!isObject(json) || !isObject(json["error"])) return answer;
  return { ...answer, json: { error: { ...json["error"], request_id: requestId } } };
}

function requestIdOf(request: IncomingMessage): string {
  return headerOf(request, "x-request-id") ?? `req_${randomUUID()}`;
}

function headerOf(request: IncomingMessage, name: string): string | undefined {
  const value = request.headers[name];
  return typeof value === "string" ? value : undefined;
}

/** Notes a request when it arrives; its status is filled in when it is answered. */
function remember(
  world: World,
  request: IncomingMessage,
  url: URL,
  requestId: string,
  fault: Fault | undefined,
): ReceivedCall {
  const idempotencyKey = headerOf(request, "x-idempotency-key");
  const range = headerOf(request, "range");
  const call: ReceivedCall = {
    id: (world.calls.at(-1)?.id ?? 0) + 1,
    at: new Date().toISOString(),
    method: request.method ?? "",
    path: `${url.pathname.slice("/v1".length)}${url.search}`,
    request_id: requestId,
    authorized: refuseAccess(world.keys, request.headers.authorization, "migrations:read") === undefined,
    ...(idempotencyKey === undefined ? {} : { idempotency_key: idempotencyKey }),
    ...(range === undefined ? {} : { range }),
    status: 0,
    ...(fault === undefined ? {} : { fault: fault.kind }),
  };
  world.calls.push(call);
  if (world.calls.length > callsKept) world.calls.shift();
  return call;
}
