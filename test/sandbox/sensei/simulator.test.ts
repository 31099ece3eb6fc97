import { spawn } from "node:child_process";
import { once } from "node:events";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { scopelessApiKey } from "../../../sandbox/sensei/keys.ts";
import { type SenseiSimulator, startSensei } from "../../../sandbox/sensei/start-sensei.ts";
import { waitFor } from "../../support/wait-for.ts";

let simulator: SenseiSimulator;
beforeEach(async () => {
  simulator = await startSensei({ apiKey: "sk_test_mine" });
});
afterEach(() => simulator.close());

async function ask(path: string, headers: Record<string, string> = { authorization: "Bearer sk_test_mine" }) {
  const response = await fetch(`${simulator.url}${path}`, { headers });
  const json: unknown = await response.json();
  return { status: response.status, headers: response.headers, json };
}

async function control(method: string, path: string, body?: string) {
  const response = await fetch(
    `${simulator.controlUrl}${path}`,
    body === undefined ? { method } : { method, body },
  );
  const json: unknown = await response.json();
  return { status: response.status, json };
}

describe("the vendor's side", () => {
  it("pages through its list", async () => {
    const { json } = await ask("/migrations?limit=20&offset=40");
    expect(json).toMatchObject({ pagination: { total: 45, limit: 20, offset: 40, has_more: false } });
    expect(json).toHaveProperty("data.length", 5);
    expect((await ask("/migrations")).json).toMatchObject({ pagination: { limit: 20, has_more: true } });
  });

  it.each(["limit=101", "limit=0", "limit=many", "offset=-1"])("does not accept %s", async (query) => {
    const { status, json } = await ask(`/migrations?${query}`);
    expect(status).toBe(422);
    expect(json).toMatchObject({ error: { code: "validation_error", request_id: expect.any(String) } });
  });

  it("wants a key that it knows, with the right scope", async () => {
    expect(await ask("/migrations", {})).toMatchObject({
      status: 401,
      json: { error: { code: "unauthorized" } },
    });
    expect(await ask("/migrations", { authorization: "Bearer sk_test_other" })).toMatchObject({
      status: 401,
    });
    const refused = await ask("/migrations", { authorization: `Bearer ${scopelessApiKey}` });
    expect(refused).toMatchObject({
      status: 403,
      json: { error: { details: { required_scope: "migrations:read" } } },
    });
  });

  it("answers with the request id that it was sent, else with one of its own", async () => {
    const headers = { authorization: "Bearer sk_test_mine", "x-request-id": "r-1" };
    const { headers: answered, json } = await ask("/migrations/none", headers);
    expect(answered.get("x-request-id")).toBe("r-1");
    expect(json).toMatchObject({ error: { code: "migration_not_found", request_id: "r-1" } });
    expect((await ask("/migrations")).headers.get("x-request-id")).toMatch(/^req_/);
  });

  it("counts requests and refuses those over the limit", async () => {
    await control("POST", "/limits", '{"per_minute":1}');
    const first = await ask("/migrations");
    const second = await ask("/migrations");
    expect(first.headers.get("x-ratelimit-remaining")).toBe("0");
    expect(second).toMatchObject({ status: 429, json: { error: { code: "rate_limit_exceeded" } } });
    expect(Number(second.headers.get("retry-after"))).toBeGreaterThan(0);
  });

  it("shows the reference figures of the vendor's own example", async () => {
    expect((await ask("/migrations/mig_hr_prod_2026/performance-comparison")).json).toMatchObject({
      comparison: {
        query_latency: { source_p95_ms: 145, target_p95_ms: 87, improvement: "40%" },
        throughput: { source_qps: 1200, target_qps: 2400, improvement: "100%" },
        storage: { source_gb: 127, target_gb: 98, reduction: "23%" },
      },
    });
    expect((await ask("/validations/val_hr_prod_2026")).json).toMatchObject({
      overall_result: "passed",
      confidence_score: 0.997,
      certificate_id: "BEC-2026-0215-00847",
      results: { behavioral: { exact_matches: 11_943, semantic_matches: 52, divergences: 5 } },
    });
    expect((await ask("/migrations/mig_hr_prod_2026/plan")).json).toMatchObject({
      status: "approved",
      summary: { tables: 247 },
    });
    expect((await ask("/validations?migration_id=mig_hr_prod_2026")).json).toMatchObject({
      data: [{ id: "val_hr_prod_2026" }],
      pagination: { total: 1 },
    });
  });
});

describe("the control API", () => {
  it("changes a migration and leaves the rest of it alone", async () => {
    const patch = '{"status":"rolling_back","timing":{"completed_at":"2026-11-01T00:00:00Z"},"id":"other"}';
    await control("POST", "/migrations/mig_crm_2026", patch);
    expect((await ask("/migrations/mig_crm_2026")).json).toMatchObject({
      id: "mig_crm_2026",
      status: "rolling_back",
      timing: { created_at: "2026-02-02T09:30:00Z", completed_at: "2026-11-01T00:00:00Z" },
    });
    expect(await control("POST", "/migrations/mig_none", "{}")).toMatchObject({ status: 404 });
  });

  it("injects a fault as often as asked, on its path only, and takes it back", async () => {
    await control("POST", "/faults", '{"kind":"500","path":"/validations","times":2}');
    expect((await ask("/migrations")).status).toBe(200);
    expect((await ask("/validations")).status).toBe(500);
    await control("DELETE", "/faults");
    expect((await ask("/validations")).status).toBe(200);
  });

  it("can delay an answer without spoiling it", async () => {
    await control("POST", "/faults", '{"kind":"delay","delay_ms":30}');
    const began = performance.now();
    expect((await ask("/migrations/mig_crm_2026")).status).toBe(200);
    expect(performance.now() - began).toBeGreaterThan(25);
  });

  it("tells what it received, never the key", async () => {
    await ask("/migrations?status=running");
    await ask("/migrations", {});
    const { json } = await control("GET", "/calls?since=0");
    expect(json).toMatchObject({
      calls: [
        { id: 1, method: "GET", path: "/migrations?status=running", status: 200, authorized: true },
        { id: 2, status: 401, authorized: false },
      ],
    });
    expect(JSON.stringify(json)).not.toContain("sk_test");
  });

  it.each([
    ["POST", "/faults", '{"kind":"earthquake"}', 422],
    ["POST", "/faults", "{", 400],
    ["POST", "/limits", "{}", 422],
    ["GET", "/weather", undefined, 404],
  ])("answers %s %s %s with a sentence", async (method, path, body, status) => {
    expect(await control(method, path, body)).toMatchObject({
      status,
      json: { ok: false, error: expect.any(String), message: expect.stringMatching(/\w{3}/) },
    });
  });
});

it("runs by itself and says where", async () => {
  const child = spawn(process.execPath, ["sandbox/sensei-main.ts", "--key", "sk_test_alone"], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  let printed = "";
  child.stdout.on("data", (chunk: Buffer) => {
    printed += chunk.toString();
  });
  await waitFor(() => printed.includes("\n"));
  const where = z.object({ url: z.url(), controlUrl: z.url() }).parse(JSON.parse(printed));
  const response = await fetch(`${where.url}/migrations`, {
    headers: { authorization: "Bearer sk_test_alone" },
  });
  expect(response.status).toBe(200);
  child.kill("SIGTERM");
  expect(await once(child, "exit")).toEqual([0, null]);
});
