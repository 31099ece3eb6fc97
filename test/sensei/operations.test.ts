import { once } from "node:events";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { readOnlyApiKey } from "../../sandbox/sensei/keys.ts";
import type { OperationAnswer, OperationOptions, SenseiOperations } from "../../src/ports.ts";
import type { SenseiClient } from "../../src/sensei/client.ts";
import { benchForEach, faultOf } from "./support.ts";

const hr = "mig_hr_prod_2026";
const unknown = "We do not yet know whether it happened";

const bench = benchForEach();

type Operation = keyof SenseiOperations;
const operations: readonly [Operation, string, string][] = [
  ["archiveMigration", "POST", "archive"],
  ["deleteCheckpoints", "DELETE", "checkpoints"],
  ["releaseTemporaryStorage", "POST", "cleanup"],
];

const recordsSchema = z.object({
  operations: z.array(z.object({ operation: z.string(), outcome: z.string(), migration_id: z.string() })),
});

async function outcomes(): Promise<readonly string[]> {
  const { operations: records } = recordsSchema.parse(await bench.control("GET", "/operations"));
  return records.map(({ operation, outcome }) => `${operation} ${outcome}`);
}

function run(
  name: Operation,
  options: Partial<OperationOptions> = {},
  client: SenseiClient = bench.client(),
): Promise<OperationAnswer> {
  return client[name](hr, { idempotencyKey: "key-1", ...options });
}

describe.each(operations)("%s", (name, method, what) => {
  it("is done once, with our key and request id, and says what Sensei says", async () => {
    const answer = await run(name, { requestId: "request-1" });
    expect(answer).toMatchObject({
      kind: "done",
      status: 200,
      requestId: "request-1",
      body: { migration_id: hr },
    });
    expect(answer.message).toMatch(/was archived|were deleted|was released/);
    expect(await bench.calls()).toEqual([
      expect.objectContaining({
        method,
        path: `/migrations/${hr}/${what}`,
        idempotency_key: "key-1",
        request_id: "request-1",
      }),
    ]);
    expect(await outcomes()).toEqual([`${what} applied`]);
  });

  it("is accepted with 202 and shows in the migration later", async () => {
    await bench.control("POST", "/operations", { migration_id: hr, answer: 202, after_reads: 1 });
    const before = await bench.client().getMigration(hr);
    expect(await run(name)).toMatchObject({ kind: "accepted", status: 202 });
    const during = await bench.client().getMigration(hr);
    const after = await bench.client().getMigration(hr);
    expect(during).toEqual(before);
    expect(after).not.toEqual(before);
  });

  it("may be answered without a body", async () => {
    await bench.control("POST", "/operations", { migration_id: hr, answer: 204 });
    expect(await run(name)).toEqual({
      kind: "done",
      status: 204,
      requestId: expect.any(String),
      body: undefined,
      message: undefined,
    });
  });

  it("has one effect and one answer when it is repeated with its key", async () => {
    const first = await run(name);
    const second = await run(name);
    expect(second.body).toEqual(first.body);
    expect(await outcomes()).toEqual([`${what} applied`, `${what} repeated`]);
  });

  it("is refused with another key once it is done, and the refusal does not claim to know why", async () => {
    await run(name);
    const fault = await faultOf(run(name, { idempotencyKey: "key-2" }));
    expect(fault).toMatchObject({ code: "invalid_state", effect: "none", status: 409, retryable: false });
    expect(fault.sentence).toMatch(/^Sensei refuses this in the migration's present state: “.+”\.$/);
  });

  it.each(["500_after", "drop_after"])(
    "may have happened after %s: it is said so, not repeated, and the same key finds out",
    async (kind) => {
      await bench.fault({ kind, method });
      const fault = await faultOf(run(name));
      expect(fault).toMatchObject({ effect: "unknown", attempts: 1 });
      expect(fault.sentence).toContain(unknown);
      expect(await run(name)).toMatchObject({ kind: "done" });
      expect(await outcomes()).toEqual([`${what} applied`, `${what} repeated`]);
    },
  );
});

describe("a changing call of which nobody knows what it did", () => {
  it.each([
    ["500", "unavailable", "Sensei is having trouble (I tried once"],
    ["503_html", "unavailable", "the last answer was an error 503"],
    ["drop", "unreachable", "the connection was cut"],
    ["malformed", "damaged_answer", "arrived damaged"],
    ["200_html", "unexpected_answer", "a web page instead of data"],
    ["redirect", "redirected", "elsewhere.invalid"],
  ])("after %s is reported as %s and sent once", async (kind, code, words) => {
    await bench.fault({ kind, times: 5 });
    const fault = await faultOf(run("archiveMigration"));
    expect(fault).toMatchObject({ code, effect: "unknown", attempts: 1 });
    expect(fault.sentence).toContain(words);
    expect(fault.sentence).toContain(unknown);
    expect(await bench.calls()).toHaveLength(1);
  });

  it.each(["timeout", "timeout_after"])("after %s is reported at its deadline", async (kind) => {
    await bench.fault({ kind });
    const fault = await faultOf(run("archiveMigration", {}, bench.client({ timeoutMs: 150 })));
    expect(fault).toMatchObject({ code: "timeout", effect: "unknown", attempts: 1 });
    expect(fault.sentence).toContain(unknown);
  });

  it("may have been called off too late", async () => {
    await bench.fault({ kind: "timeout" });
    const signal = AbortSignal.timeout(100);
    expect(await faultOf(run("archiveMigration", { signal }))).toMatchObject({ effect: "unknown" });
  });

  it("stays unknown when a repetition that Sensei asked for is refused", async () => {
    const { url: baseUrl } = await bench.serve((_, response) => {
      first = !first;
      if (first)
        response
          .writeHead(409, { "content-type": "application/json" })
          .end('{"error":{"code":"invalid_state","message":"x"}}');
      else response.writeHead(503, { "retry-after": "1" }).end();
    });
    let first = true;
    const fault = await faultOf(run("archiveMigration", {}, bench.client({ baseUrl })));
    expect(fault).toMatchObject({ code: "invalid_state", effect: "unknown", attempts: 2 });
    expect(fault.sentence).toContain(unknown);
  });
});

it("has a connection of its own, for a kept one may be gone when it is used again", async () => {
  let connections = 0;
  const { url: baseUrl, server } = await bench.serve((_, response) =>
    response.writeHead(200, { "content-type": "application/json" }).end("{}"),
  );
  server.on("connection", () => {
    connections += 1;
  });
  const client = bench.client({ baseUrl });
  for (let call = 1; call <= 20; call += 1) {
    await run("archiveMigration", {}, client);
    expect(connections).toBe(call);
  }
});

describe("a changing call that certainly did nothing", () => {
  it("is repeated after 429, with the same key and request id", async () => {
    await bench.fault({ kind: "429", retry_after: 3 });
    expect(await run("archiveMigration")).toMatchObject({ kind: "done" });
    const calls = await bench.calls();
    expect(calls.map(({ status }) => status)).toEqual([429, 200]);
    expect(new Set(calls.map((call) => `${call.idempotency_key} ${call.request_id}`)).size).toBe(1);
    expect(await outcomes()).toEqual(["archive applied"]);
  });

  it("is repeated after a 503 that says when to come back", async () => {
    await bench.fault({ kind: "503", retry_after: 2 });
    expect(await run("archiveMigration")).toMatchObject({ kind: "done" });
    expect(bench.pauses[0]).toBeGreaterThan(1900);
  });

  it("does not wait for minutes", async () => {
    await bench.fault({ kind: "429", retry_after: 300 });
    const fault = await faultOf(run("archiveMigration"));
    expect(fault).toMatchObject({ code: "rate_limited", effect: "none", retryAfterMs: 300_000 });
    expect(fault.sentence).toBe(
      "Our limit of requests to Sensei is used up; try again in 5 min. Nothing was changed.",
    );
  });

  it("is repeated while the connection is refused", async () => {
    const { url: baseUrl, server } = await bench.serve();
    server.close();
    await once(server, "close");
    const fault = await faultOf(run("archiveMigration", {}, bench.client({ baseUrl })));
    expect(fault).toMatchObject({ code: "unreachable", effect: "none", attempts: 3 });
    expect(fault.sentence).toMatch(
      /^Sensei is not answering .*the connection was refused\)\. Nothing was changed\.$/,
    );
  });

  it("names the scope that the key lacks", async () => {
    const fault = await faultOf(run("deleteCheckpoints", {}, bench.client({ apiKey: readOnlyApiKey })));
    expect(fault).toMatchObject({ code: "forbidden", effect: "none" });
    expect(fault.sentence).toContain("lacks the scope migrations:write");
    expect(fault.sentence).toContain("Nothing was changed.");
  });

  it("says that there is no such migration", async () => {
    const fault = await faultOf(bench.client().archiveMigration("mig_gone", { idempotencyKey: "k" }));
    expect(fault).toMatchObject({ code: "migration_not_found", effect: "none" });
  });

  it("is not sent for an id that cannot be one, or after it was called off", async () => {
    const client = bench.client();
    const signal = AbortSignal.abort();
    expect((await faultOf(client.archiveMigration("../x", { idempotencyKey: "k" }))).code).toBe("invalid_id");
    expect(await faultOf(run("archiveMigration", { signal }))).toMatchObject({
      code: "cancelled",
      effect: "none",
    });
    await expect(run("archiveMigration", { idempotencyKey: "two words" })).rejects.toThrow(RangeError);
    expect(await bench.calls()).toEqual([]);
  });
});

describe("what a migration still holds", () => {
  it("shows what the operations did", async () => {
    const client = bench.client();
    expect((await client.getMigration(hr)).resources).toEqual({
      checkpoints: { present: true, count: 13 },
      temporaryStorage: { present: true, gigabytes: 40 },
    });
    await run("deleteCheckpoints", { idempotencyKey: "1" }, client);
    await run("releaseTemporaryStorage", { idempotencyKey: "2" }, client);
    await run("archiveMigration", { idempotencyKey: "3" }, client);
    expect(await client.getMigration(hr)).toMatchObject({
      status: "archived",
      resources: {
        checkpoints: { present: false, count: 0 },
        temporaryStorage: { present: false, gigabytes: 0 },
      },
    });
  });

  it("is unknown where Sensei does not say", async () => {
    await bench.control("POST", "/operations", { migration_id: hr, silent: true });
    expect((await bench.client().getMigration(hr)).resources).toEqual({
      checkpoints: undefined,
      temporaryStorage: undefined,
    });
  });
});
