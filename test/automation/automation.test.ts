import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { text } from "node:stream/consumers";
import { afterEach, describe, expect, it } from "vitest";
import { type AutomationEndpoint, createAutomation } from "../../src/automation/automation.ts";
import { signRequest } from "../../src/automation/signature.ts";
import { at } from "../domain/examples.ts";

const secret = "a shared secret of more than 32 characters";
const now = at("2026-03-02T09:00");
const seconds = String(now.epochMilliseconds / 1000);

type Heard = { readonly request: IncomingMessage; readonly body: string };
const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  await Promise.all(closing.splice(0).map((close) => close()));
});

/** A company's automation on this machine, and our client of it. */
async function open(
  serve: (response: ServerResponse, heard: Heard) => unknown,
  endpoint: Partial<AutomationEndpoint> = {},
) {
  const heard: Heard[] = [];
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      heard.push({ request, body });
      return serve(response, { request, body });
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  const url = `http://127.0.0.1:${port}/tasks/x1?team=data`;
  const automation = createAutomation({
    endpoints: [{ task: "X1", url, inside: true, ...endpoint }],
    secret,
    clock: { now: () => now },
    timeoutMs: 500,
  });
  closing.push(async () => {
    await automation.close();
    server.closeAllConnections();
    server.close();
  });
  return { automation, heard, url };
}

const asked = {
  task: { id: "X1", title: "Terminate any temporary compute" },
  closeout: { id: "c1", name: "HR_PROD" },
  migration: { id: "mig_1", name: "HR_PROD" },
  requestedBy: { platform: "slack", tenant: "T1", user: "U_TOM" },
  requestedAt: "2026-03-02T08:00:00Z",
  idempotencyKey: "closeout-1",
  requestId: "req-1",
};

const json = (status: number, body: unknown) => (response: ServerResponse) =>
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));

describe("a task's request", () => {
  it("is signed over time, method, path and body, and says who asked for what under which key", async () => {
    const { automation, heard } = await open(
      json(200, {
        status: "succeeded",
        message: "Three workers terminated.",
        log_url: "https://ci.example/7",
      }),
    );
    expect(await automation.run(asked)).toEqual({
      kind: "done",
      requestId: "req-1",
      status: 200,
      message: "Three workers terminated.",
      logUrl: "https://ci.example/7",
    });
    const [{ request, body } = { request: undefined, body: "" }] = heard;
    const path = "/tasks/x1?team=data";
    expect(request?.url).toBe(path);
    expect(request?.headers).toMatchObject({
      "x-closeout-timestamp": seconds,
      "x-closeout-signature": signRequest(secret, { timestamp: seconds, method: "POST", path, body }),
      "x-idempotency-key": "closeout-1",
      "x-request-id": "req-1",
    });
    expect(JSON.parse(body)).toEqual({
      version: 1,
      task: asked.task,
      closeout: asked.closeout,
      migration: asked.migration,
      requested_by: asked.requestedBy,
      requested_at: asked.requestedAt,
      idempotency_key: "closeout-1",
    });
  });

  it.each([
    ["an answer that it runs", json(202, { status: "running" }), "accepted"],
    ["an empty 202", (response: ServerResponse) => response.writeHead(202).end(), "accepted"],
    ["a failure that it reports", json(200, { status: "failed", message: "No rights." }), "rejected"],
    ["a refusal", json(403, { error: "no" }), "rejected"],
    ["an error inside it", json(500, {}), "lost"],
    ["an answer in another form", (response: ServerResponse) => response.end("<html>"), "lost"],
    ["a connection that is cut", (response: ServerResponse) => response.destroy(), "lost"],
    ["silence", () => undefined, "lost"],
    ["an endless answer", (response: ServerResponse) => response.end("x".repeat(200_000)), "lost"],
    [
      "a redirect, which is not followed",
      (response: ServerResponse) => response.writeHead(307, { location: "http://127.0.0.1:1/" }).end(),
      "lost",
    ],
  ] as const)("%s", async (_, serve, kind) => {
    const { automation, heard } = await open(serve);
    expect((await automation.run(asked)).kind).toBe(kind);
    expect(heard).toHaveLength(1);
  });

  it("is not sent to a private address that was not allowed to be one", async () => {
    const literal = await open(json(200, { status: "succeeded" }), { inside: false });
    expect(await literal.automation.run(asked)).toMatchObject({
      kind: "rejected",
      sentence: "The automation could not be reached: its address is a private one. Nothing was changed.",
    });
    const named = await open(json(200, { status: "succeeded" }), {
      inside: false,
      url: literal.url.replace("127.0.0.1", "localhost"),
    });
    expect((await named.automation.run(asked)).kind).toBe("rejected");
    expect([...literal.heard, ...named.heard]).toEqual([]);
  });

  it("where nobody listens nothing was changed", async () => {
    const { automation } = await open(() => undefined, { url: "http://127.0.0.1:1/" });
    expect(await automation.run(asked)).toMatchObject({ kind: "rejected" });
  });
});

describe("the question what has become of it", () => {
  it.each([
    ["succeeded", json(200, { status: "succeeded" }), { kind: "seen", reading: "applied" }],
    [
      "failed",
      json(200, { status: "failed", message: "No rights." }),
      { kind: "failed", message: "No rights." },
    ],
    ["running", json(200, { status: "running" }), { kind: "seen", reading: "unknown" }],
    ["never heard of", json(404, {}), { kind: "seen", reading: "not_applied" }],
    ["not answered at all", json(405, {}), { kind: "seen", reading: "unknown" }],
    ["away", json(503, {}), { kind: "unreadable" }],
  ] as const)("%s", async (_, serve, look) => {
    const { automation, heard } = await open(serve);
    expect(await automation.look(asked)).toMatchObject(look);
    const path = "/tasks/x1?team=data&idempotency_key=closeout-1";
    expect(heard[0]?.request.url).toBe(path);
    expect(heard[0]?.request.headers["x-closeout-signature"]).toBe(
      signRequest(secret, { timestamp: seconds, method: "GET", path, body: "" }),
    );
  });
});
