import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { findEndpoint } from "./api.ts";
import { control } from "./control.ts";
import { commit, type Fault } from "./faults.ts";
import { type Answer, errorAnswer, isObject, sendAnswer } from "./http.ts";
import { defaultApiKey, keysWith, refuseAccess } from "./keys.ts";
import { createWorld, type ReceivedCall, type World } from "./world.ts";

/** How many of the latest requests are remembered. */
const callsKept = 2000;

export type SenseiSimulatorOptions = {
  /** A free one by default. */
  readonly port?: number;
  /** The key that may do everything. */
  readonly apiKey?: string;
  readonly requestsPerMinute?: number;
};

/** A running simulator. */
export type SenseiSimulator = {
  /** What a client takes as its base address; ends in `/v1`. */
  readonly url: string;
  readonly controlUrl: string;
  readonly apiKey: string;
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
  server.listen(options.port ?? 0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the simulator has no port");
  const origin = `http://127.0.0.1:${address.port}`;
  return {
    url: `${origin}/v1`,
    controlUrl: `${origin}/control`,
    apiKey,
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

  const fault = world.faults.strike(path);
  const call = remember(world, request, url, requestId, fault);
  const committed = fault === undefined ? undefined : await commit(fault, response);
  if (committed !== undefined) {
    call.status = committed;
    return;
  }
  const answer = refusal ?? answerFor(world, request, path, url.searchParams);
  call.status = answer.status;
  sendAnswer(response, withRequestId(answer, requestId));
}

function answerFor(world: World, request: IncomingMessage, path: string, query: URLSearchParams): Answer {
  const endpoint = findEndpoint(path);
  const refusal = refuseAccess(
    world.keys,
    request.headers.authorization,
    endpoint?.scope ?? "migrations:read",
  );
  if (refusal !== undefined) return refusal;
  return endpoint === undefined || request.method !== "GET"
    ? errorAnswer(404, "not_found", `There is no ${request.method ?? ""} ${path}.`)
    : endpoint.answer(world, query);
}

/** Errors name the request, as the vendor's do. */
function withRequestId(answer: Answer, requestId: string): Answer {
  const { json } = answer;
  if (!isObject(json) || !isObject(json["error"])) return answer;
  return { ...answer, json: { error: { ...json["error"], request_id: requestId } } };
}

function requestIdOf(request: IncomingMessage): string {
  const sent = request.headers["x-request-id"];
  return typeof sent === "string" ? sent : `req_${randomUUID()}`;
}

/** Notes a request when it arrives; its status is filled in when it is answered. */
function remember(
  world: World,
  request: IncomingMessage,
  url: URL,
  requestId: string,
  fault: Fault | undefined,
): ReceivedCall {
  const call: ReceivedCall = {
    id: (world.calls.at(-1)?.id ?? 0) + 1,
    at: new Date().toISOString(),
    method: request.method ?? "",
    path: `${url.pathname.slice("/v1".length)}${url.search}`,
    request_id: requestId,
    authorized: refuseAccess(world.keys, request.headers.authorization, "migrations:read") === undefined,
    status: 0,
    ...(fault === undefined ? {} : { fault: fault.kind }),
  };
  world.calls.push(call);
  if (world.calls.length > callsKept) world.calls.shift();
  return call;
}
