import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
} from "node:http";
import type { Log } from "../../src/ports.ts";
import { answerAlive, answerReady, type ReadinessChecks, sendJson } from "./health.ts";

/** Answers one request; a rejection is logged and answered with 500. */
export type Serve = (request: IncomingMessage, response: ServerResponse) => void | Promise<void>;

/** What the web role serves. Several routes share the one port. */
export type HttpServerOptions = {
  readonly host: string;
  /** 0 lets the system choose. */
  readonly port: number;
  /** Exact paths with their listeners, such as `/slack/events`. */
  readonly routes: Readonly<Record<string, Serve>>;
  readonly checks: ReadinessChecks;
  /** Named in the answer, without making this process unready. */
  readonly advisory?: ReadinessChecks;
  /** How long one readiness check may take; 2 s unless told. */
  readonly checkTimeoutMs?: number;
  readonly log: Log;
};

export type HttpServer = {
  readonly port: number;
  /** Takes no new connections, lets requests under way finish for up to `timeoutMs`, then closes what is left. */
  stop(timeoutMs: number): Promise<void>;
};

/** Starts the one HTTP server: the given routes, `/healthz` and `/readyz`; anything else is 404. */
export async function startHttpServer(options: HttpServerOptions): Promise<HttpServer> {
  const server = createServer(routed(options));
  // Slack gives up after 3 s; these bounds only rid us of senders that never finish.
  server.headersTimeout = 10_000;
  server.requestTimeout = 20_000;
  server.keepAliveTimeout = 65_000;
  await listening(server, options.host, options.port);
  server.on("error", (error) => options.log.error({ err: error }, "The HTTP server reported an error"));
  const address = server.address();
  if (address === null || typeof address === "string") throw new TypeError("The server listens on no port");
  return { port: address.port, stop: (timeoutMs) => stop(server, timeoutMs) };
}

function routed({
  routes,
  checks,
  advisory,
  checkTimeoutMs = 2_000,
  log,
}: HttpServerOptions): RequestListener {
  const listeners: Readonly<Record<string, Serve>> = {
    "/healthz": readOnly(answerAlive),
    "/readyz": readOnly((_request, response) => answerReady(response, checks, checkTimeoutMs, advisory)),
    ...routes,
  };
  return (request, response) => {
    const path = request.url?.split("?", 1)[0] ?? "/";
    const listener = Object.hasOwn(listeners, path) ? listeners[path] : undefined;
    if (listener === undefined) return sendJson(response, 404, { error: "not_found" });
    void Promise.resolve()
      .then(() => listener(request, response))
      .catch((error: unknown) => {
        log.error({ err: error, path }, "A request could not be answered");
        if (!response.headersSent) sendJson(response, 500, { error: "internal_error" });
        else response.destroy();
      });
  };
}

function readOnly(listener: Serve): Serve {
  return (request, response) => {
    if (request.method === "GET" || request.method === "HEAD") return listener(request, response);
    response.setHeader("allow", "GET, HEAD");
    return sendJson(response, 405, { error: "method_not_allowed" });
  };
}

function listening(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen({ host, port }, () => {
      server.removeListener("error", reject);
      resolve();
    });
  });
}

async function stop(server: Server, timeoutMs: number): Promise<void> {
  const closed = new Promise<void>((resolve) => {
    server.close(() => resolve());
  });
  server.closeIdleConnections();
  const timer = setTimeout(() => server.closeAllConnections(), timeoutMs);
  await closed;
  clearTimeout(timer);
}
