import { request } from "undici";
import { afterEach, describe, expect, it } from "vitest";
import { type HttpServer, type HttpServerOptions, startHttpServer } from "../../../handlers/http/server.ts";
import { type LogLine, recordingLog } from "../slack/rig.ts";

let server: HttpServer;
afterEach(() => server.stop(100));

const log: LogLine[] = [];

async function start(options: Partial<HttpServerOptions> = {}) {
  const base = {
    host: "127.0.0.1",
    port: 0,
    routes: {},
    checks: {},
    checkTimeoutMs: 100,
    log: recordingLog(log),
  };
  server = await startHttpServer({ ...base, ...options });
}

async function ask(path: string, method: "GET" | "POST" = "GET") {
  const response = await request(`http://127.0.0.1:${server.port}${path}`, { method });
  const text = await response.body.text();
  return { status: response.statusCode, body: text === "" ? undefined : JSON.parse(text) };
}

describe("the HTTP server", () => {
  it("says on /healthz that it is alive, whatever else is broken", async () => {
    await start({ checks: { store: () => Promise.reject(new Error("gone")) } });
    expect(await ask("/healthz")).toEqual({ status: 200, body: { alive: true } });
  });

  it("is ready when everything answers", async () => {
    await start({ checks: { store: async () => undefined, queue: async () => undefined } });
    expect(await ask("/readyz")).toEqual({
      status: 200,
      body: { ready: true, checks: { store: "ok", queue: "ok" } },
    });
  });

  it("stays ready, and says that it is degraded, without what only a part of the work needs", async () => {
    await start({
      checks: { store: async () => undefined },
      advisory: { archive: () => Promise.reject(new Error("The archive does not answer.")) },
    });
    expect(await ask("/readyz")).toEqual({
      status: 200,
      body: { ready: true, degraded: true, checks: { store: "ok", archive: "The archive does not answer." } },
    });
  });

  it("names what is not ready, and why, without waiting for ever", async () => {
    await start({
      checks: {
        store: async () => undefined,
        queue: () => Promise.reject(new Error("Redis does not answer")),
        chat: () => new Promise(() => undefined),
        broken: () => {
          throw new Error("thrown at once");
        },
      },
    });
    expect(await ask("/readyz")).toEqual({
      status: 503,
      body: {
        ready: false,
        checks: {
          store: "ok",
          queue: "Redis does not answer",
          chat: "did not answer within 0.1 s",
          broken: "thrown at once",
        },
      },
    });
  });

  it.each(["/", "/nothing", "/healthz/", "/__proto__", "/toString", "/slack/events"])(
    "knows no %s",
    async (path) => {
      await start();
      expect((await ask(path)).status).toBe(404);
    },
  );

  it("answers health only to reading", async () => {
    await start();
    expect((await ask("/healthz", "POST")).status).toBe(405);
  });

  it("serves a route with its query, and answers 500 when it fails", async () => {
    await start({
      routes: {
        "/good": (_request, response) => void response.end("{}"),
        "/bad": () => Promise.reject(new Error("secret")),
      },
    });
    expect((await ask("/good?x=1")).status).toBe(200);
    expect(await ask("/bad")).toEqual({ status: 500, body: { error: "internal_error" } });
    expect(log.at(-1)).toMatchObject({ level: "error", path: "/bad" });
  });

  it("rejects when its port is taken", async () => {
    await start();
    const { port } = server;
    await expect(
      startHttpServer({ host: "127.0.0.1", port, routes: {}, checks: {}, log: recordingLog(log) }),
    ).rejects.toThrow("EADDRINUSE");
  });

  it("lets a request under way finish when it stops, up to its bound", async () => {
    const arrived = Promise.withResolvers<void>();
    const gate = Promise.withResolvers<void>();
    await start({
      routes: {
        "/slow": async (_request, response) => {
          arrived.resolve();
          await gate.promise;
          response.end("{}");
        },
      },
    });
    const asking = ask("/slow");
    await arrived.promise;
    const stopping = server.stop(5_000);
    gate.resolve();
    expect((await asking).status).toBe(200);
    await stopping;
  });
});
