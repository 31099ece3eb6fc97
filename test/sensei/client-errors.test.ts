import { once } from "node:events";
import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { scopelessApiKey } from "../../sandbox/sensei/keys.ts";
import { createSenseiClient } from "../../src/sensei/client.ts";
import { createTransport } from "../../src/sensei/transport.ts";
import { benchForEach, faultOf } from "./support.ts";

const hr = "mig_hr_prod_2026";

const bench = benchForEach();

describe("what waiting or another person has to mend", () => {
  it("says that there is no such migration, and names it", async () => {
    const fault = await faultOf(bench.client().getMigration("mig_gone"));
    expect(fault).toMatchObject({ code: "migration_not_found", retryable: false, status: 404 });
    expect(fault.sentence).toContain("Sensei knows no migration “mig_gone”.");
    expect(await bench.calls()).toHaveLength(1);
  });

  it.each([
    "",
    " ",
    "../admin",
    "a/b",
    "mig?x=1",
    "mig%2e",
    "x".repeat(129),
    "mig\u0000",
    "<!channel>",
    "مهاجرت",
    ".",
  ])("refuses %j as an id without asking", async (id) => {
    const fault = await faultOf(bench.client().getMigration(id));
    expect(fault).toMatchObject({ code: "invalid_id", retryable: false, status: undefined });
    expect(fault.sentence).toContain("is not a migration id");
    expect(await bench.calls()).toEqual([]);
  });

  it("cuts a very long refused id short in its sentence", async () => {
    const fault = await faultOf(bench.client().getMigration("🧨".repeat(5000)));
    expect(fault.sentence.length).toBeLessThan(500);
    expect(fault.sentence.isWellFormed()).toBe(true);
  });

  it("says that the key is not accepted", async () => {
    const fault = await faultOf(bench.client({ apiKey: "sk_live_wrong" }).ping());
    expect(fault).toMatchObject({ code: "unauthorized", retryable: false, status: 401 });
    expect(fault.sentence).toContain("SENSEI_API_KEY");
  });

  it("names the scope that the key lacks", async () => {
    const fault = await faultOf(bench.client({ apiKey: scopelessApiKey }).getMigration(hr));
    expect(fault).toMatchObject({ code: "forbidden", retryable: false, status: 403 });
    expect(fault.sentence).toContain("lacks the scope migrations:read");
  });

  it("says that the address is wrong when there is nothing at it", async () => {
    const baseUrl = bench.simulator.url.replace("/v1", "/v7");
    const fault = await faultOf(bench.client({ baseUrl }).ping());
    expect(fault).toMatchObject({ code: "not_found", status: 404 });
    expect(fault.sentence).toContain("Check SENSEI_API_URL");
  });

  it("does not follow a redirect to another host, and does not send the key there", async () => {
    const asked: unknown[] = [];
    const { url } = await bench.serve((request, response) => {
      asked.push(request.headers.authorization);
      response.end("{}");
    });
    const location = `${url}/migrations`;
    await bench.fault({ kind: "redirect", location });
    const fault = await faultOf(bench.client().ping());
    expect(fault).toMatchObject({ code: "redirected", retryable: false, status: 302 });
    expect(fault.sentence).toContain(new URL(location).host);
    expect(asked).toEqual([]);
  });

  it("follows a redirect on the same host", async () => {
    await bench.fault({ kind: "redirect", location: `/v1/migrations/${hr}` });
    expect((await bench.client().getMigration("mig_crm_2026")).id).toBe(hr);
  });

  it("does not go round in circles", async () => {
    await bench.fault({ kind: "redirect", location: "/v1/migrations", times: 50 });
    expect((await faultOf(bench.client().ping())).code).toBe("redirected");
    expect((await bench.calls()).length).toBeLessThan(6);
  });

  it.each([
    [400, "validation_error", "Sensei did not accept the request: “it is Tuesday”."],
    [409, "invalid_state", "Sensei refuses this in the migration's present state: “it is Tuesday”."],
    [418, "unexpected_answer", "does not speak like Sensei"],
  ])("tells the vendor's words of a %i", async (status, code, sentence) => {
    const fault = await faultOf(
      (await answering(status, { error: { code, message: "it is Tuesday." } })).ping(),
    );
    expect(fault).toMatchObject({ code, status, retryable: false });
    expect(fault.sentence).toContain(sentence);
  });

  it.each([
    [200, "a list"],
    [200, { data: {} }],
    [200, {}],
    [204, undefined],
  ])("does not take a %i with %j for a list", async (status, body) => {
    const fault = await faultOf((await answering(status, body)).listMigrations({ limit: 5, offset: 0 }));
    expect(fault).toMatchObject({ code: "unexpected_answer", retryable: false });
  });

  it("tells a proxy's web page from Sensei", async () => {
    const fault = await faultOf((await answering(200, "<html>Please log in</html>")).getMigration(hr));
    expect(fault).toMatchObject({ code: "unexpected_answer", retryable: false });
    expect(fault.sentence).toContain("a web page instead of data");
  });
});

describe("what may pass", () => {
  it.each(["500", "503_html", "drop", "malformed"])("gets over two times %s", async (kind) => {
    await bench.fault({ kind, times: 2 });
    expect((await bench.client().getMigration(hr)).id).toBe(hr);
    expect(await bench.calls()).toHaveLength(3);
    expect(bench.pauses).toHaveLength(2);
  });

  it.each([
    ["500", "unavailable", 500, "the last answer was an error 500"],
    ["503_html", "unavailable", 503, "the last answer was an error 503"],
    ["drop", "unreachable", undefined, "the connection was cut"],
    ["malformed", "damaged_answer", 200, "arrived damaged"],
  ])("gives up after three times %s and says so", async (kind, code, status, words) => {
    await bench.fault({ kind, times: 3 });
    const fault = await faultOf(bench.client().getMigration(hr));
    expect(fault).toMatchObject({ code, status, retryable: true, attempts: 3 });
    expect(fault.sentence).toMatch(/I tried 3 times (over \d+ s|in less than a second)/);
    expect(fault.sentence).toContain(words);
  });

  it("ends an attempt at its deadline", async () => {
    await bench.fault({ kind: "timeout", times: 2 });
    const fault = await faultOf(bench.client({ timeoutMs: 150, maxAttempts: 2 }).getMigration(hr));
    expect(fault).toMatchObject({ code: "timeout", retryable: true });
    expect(fault.sentence).toMatch(
      /^Sensei is not answering \(I tried 2 times (over|in) .*; no answer within/,
    );
  });

  it("says that the connection is refused", async () => {
    const port = await freePort();
    const fault = await faultOf(bench.client({ baseUrl: `http://127.0.0.1:${port}/v1` }).getMigration(hr));
    expect(fault).toMatchObject({ code: "unreachable", retryable: true, status: undefined });
    expect(fault.sentence).toMatch(
      /Sensei is not answering \(I tried 3 times .*; the connection was refused\)\./,
    );
  });

  it("says that a host name is not known", async () => {
    const fault = await faultOf(bench.client({ baseUrl: "http://sensei.invalid/v1", maxAttempts: 1 }).ping());
    expect(fault.code).toBe("unreachable");
    expect(fault.sentence).toContain("its host name");
  });

  it("tries once when it pings", async () => {
    await bench.fault({ kind: "500" });
    expect(await faultOf(bench.client().ping())).toMatchObject({ code: "unavailable", attempts: 1 });
  });

  it("pauses longer from attempt to attempt, by chance within bounds", async () => {
    await bench.fault({ kind: "500", times: 6 });
    await faultOf(bench.client({ maxAttempts: 6, random: () => 0.5 }).getMigration(hr));
    expect(bench.pauses).toEqual([187.5, 375, 750, 1500, 3000]);
  });
});

describe("rate limits", () => {
  it.each(["retry-after", "x-ratelimit-retry-after", "both", "body"])(
    "waits as long as %s says",
    async (spelling) => {
      await bench.fault({ kind: "429", retry_after: 7, spelling });
      expect((await bench.client().getMigration(hr)).id).toBe(hr);
      expect(bench.pauses).toHaveLength(1);
      expect(bench.pauses[0]).toBeGreaterThan(6900);
      expect(bench.pauses[0]).toBeLessThanOrEqual(7000);
    },
  );

  it("does not wait for minutes but says when to come back", async () => {
    await bench.fault({ kind: "429", retry_after: 300 });
    const fault = await faultOf(bench.client().getMigration(hr));
    expect(fault).toMatchObject({ code: "rate_limited", retryable: true, status: 429 });
    expect(fault.sentence).toContain("try again in 5 min");
    expect(bench.pauses).toEqual([]);
  });

  it("leaves Sensei alone for all calls until then", async () => {
    const client = bench.client();
    await bench.fault({ kind: "429", retry_after: 300 });
    await faultOf(client.getMigration(hr));
    const fault = await faultOf(client.getMigration("mig_crm_2026"));
    expect(fault).toMatchObject({ code: "rate_limited", status: undefined });
    expect(await bench.calls()).toHaveLength(1);
  });

  it("stops by itself when the last request of the window is used", async () => {
    await bench.control("POST", "/limits", { per_minute: 2 });
    const client = bench.client();
    await client.ping();
    await client.ping();
    expect((await faultOf(client.ping())).code).toBe("rate_limited");
    expect((await bench.calls()).map(({ status }) => status)).toEqual([200, 200]);
  });
});

describe("a caller in a hurry", () => {
  it("gets a timeout at its own deadline", async () => {
    await bench.fault({ kind: "timeout" });
    const patient = bench.client({ timeoutMs: 600_000 });
    const fault = await faultOf(patient.getMigration(hr, { signal: AbortSignal.timeout(100) }));
    expect(fault).toMatchObject({ code: "timeout", attempts: 1 });
  });

  it("can call a question off", async () => {
    const fault = await faultOf(bench.client().getMigration(hr, { signal: AbortSignal.abort() }));
    expect(fault.code).toBe("cancelled");
    expect(await bench.calls()).toEqual([]);
  });

  it("does not sit through a real pause", async () => {
    await bench.fault({ kind: "429", retry_after: 14 });
    const { url: baseUrl, apiKey } = bench.simulator;
    const client = createSenseiClient({ baseUrl, apiKey, timeoutMs: 5000, maxAttempts: 3 });
    const fault = await faultOf(client.getMigration(hr, { signal: AbortSignal.timeout(300) }));
    await client.close();
    expect(fault).toMatchObject({ code: "rate_limited", attempts: 1 });
    expect(fault.sentence).toContain("try again in 14 s");
  });

  it("is told of the rate limit when its deadline ends the wait before the first attempt", async () => {
    await bench.fault({ kind: "429", retry_after: 10 });
    const { url: baseUrl, apiKey } = bench.simulator;
    const client = createSenseiClient({ baseUrl, apiKey, timeoutMs: 5000, maxAttempts: 1 });
    await faultOf(client.getMigration(hr));
    const fault = await faultOf(client.getMigration(hr, { signal: AbortSignal.timeout(50) }));
    const cancelled = await faultOf(client.getMigration(hr, { signal: AbortSignal.abort() }));
    await client.close();
    expect(fault).toMatchObject({ code: "rate_limited", attempts: 0 });
    expect(cancelled).toMatchObject({ code: "cancelled", attempts: 0 });
    expect(await bench.calls()).toHaveLength(1);
  });

  it("is told the trouble so far when it ends a pause", async () => {
    await bench.fault({ kind: "500", times: 9 });
    const controller = new AbortController();
    const sleep = () => {
      controller.abort(new DOMException("the deadline has passed", "TimeoutError"));
      return Promise.reject(new Error("the pause was called off"));
    };
    const { signal } = controller;
    const fault = await faultOf(bench.client({ sleep }).getMigration(hr, { signal }));
    expect(fault).toMatchObject({ code: "unavailable", attempts: 1 });
  });
});

it("never repeats a call that changes something", async () => {
  let received = 0;
  const { url: baseUrl } = await bench.serve((_, response) => {
    received += 1;
    response.writeHead(500).end();
  });
  const transport = createTransport({ baseUrl, apiKey: "sk_test_x", timeoutMs: 2000, maxAttempts: 5 });
  const fault = await faultOf(transport.call({ method: "POST", path: "/migrations/mig_x/archive" }));
  await transport.close();
  expect(fault).toMatchObject({ code: "unavailable", attempts: 1 });
  expect(received).toBe(1);
});

describe("secrets", () => {
  const apiKey = "sk_live_TopSecret0123456789";

  it("shows the key in no error and no log line, not even when Sensei repeats it", async () => {
    const echo = { error: { code: "invalid", message: `Bearer ${apiKey} is no good`, request_id: apiKey } };
    const faults = [
      await faultOf((await answering(401, echo, apiKey)).ping()),
      await faultOf((await answering(422, echo, apiKey)).getMigration(hr)),
      await faultOf((await answering(500, echo, apiKey)).getMigration(hr)),
      await faultOf((await answering(302, {}, apiKey, { location: `http://${apiKey}.invalid/` })).ping()),
      await faultOf(bench.client({ apiKey, baseUrl: `http://127.0.0.1:${await freePort()}` }).ping()),
      await faultOf(bench.client({ apiKey }).getMigration(`${apiKey}!`)),
    ];
    expect(new Set(faults.map(({ code }) => code)).size).toBe(6);
    for (const shown of [...faults, bench.logged]) {
      const words = inspect(shown, { depth: 20, showHidden: true });
      expect(words.toLowerCase()).not.toContain("topsecret");
    }
    expect(bench.logged.length).toBeGreaterThan(6);
  });

  it("refuses an address with a password in it, without repeating the password", () => {
    const open = () => bench.client({ baseUrl: "https://user:TopSecret@api.sensei.ai/v1" });
    expect(open).toThrow(TypeError);
    expect(open).not.toThrow(/TopSecret/);
  });

  it.each(["", "sensei", "ftp://api.sensei.ai/v1"])("refuses %j as an address", (baseUrl) => {
    expect(() => bench.client({ baseUrl })).toThrow(TypeError);
  });
});

/** A client of a server that always answers the same. */
async function answering(
  status: number,
  body: unknown,
  apiKey = "sk_test_x",
  headers: Record<string, string> = {},
) {
  const { url: baseUrl } = await bench.serve((_, response) => {
    response.writeHead(status, { "content-type": "application/json", ...headers });
    const page = typeof body === "string" && body.startsWith("<");
    response.end(body === undefined ? undefined : page ? body : JSON.stringify(body));
  });
  return bench.client({ baseUrl, apiKey });
}

async function freePort(): Promise<string> {
  const { url, server } = await bench.serve();
  server.close();
  await once(server, "close");
  return new URL(url).port;
}
