import { createPublicKey, verify } from "node:crypto";
import type { RequestListener } from "node:http";
import canonicalize from "canonicalize";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { scopelessApiKey } from "../../sandbox/sensei/keys.ts";
import type { SenseiClient } from "../../src/sensei/client.ts";
import { parsePlan } from "../../src/sensei/plan-schema.ts";
import { parseValidationPage, validationSchema } from "../../src/sensei/validation-schema.ts";
import { benchForEach, faultOf } from "./support.ts";

const hr = "mig_hr_prod_2026";

const bench = benchForEach();

/** A client of a server that answers in its own way. */
async function clientOf(respond: RequestListener): Promise<SenseiClient> {
  const { url } = await bench.serve(respond);
  return bench.client({ baseUrl: url });
}

async function raw(path: string): Promise<Buffer> {
  const response = await fetch(`${bench.simulator.url}${path}`, {
    headers: { authorization: `Bearer ${bench.simulator.apiKey}` },
  });
  return Buffer.from(await response.arrayBuffer());
}

describe("validations", () => {
  it("are listed without, and read with, their perspectives", async () => {
    const client = bench.client();
    const [listed] = await client.listValidations(hr);
    expect(listed).toMatchObject({
      id: "val_hr_prod_2026",
      migrationId: hr,
      overallResult: "passed",
      confidence: 0.997,
      certificateId: "BEC-2026-0215-00847",
      perspectives: { structural: undefined },
    });
    expect(listed?.completedAt?.toString()).toBe("2026-03-02T01:30:00Z");
    const validation = await client.getValidation("val_hr_prod_2026");
    expect(validation.perspectives.behavioral).toEqual({
      status: "passed",
      score: 0.996,
      counts: { queries_replayed: 12_000, exact_matches: 11_943, semantic_matches: 52, divergences: 5 },
    });
    expect(validation.perspectives.statistical?.counts).toEqual({ records_compared: 52_000_000 });
  });

  it("are none before there are any", async () => {
    expect(await bench.client().listValidations("mig_ledger_2026")).toEqual([]);
  });

  it("say when there is none of that id", async () => {
    const fault = await faultOf(bench.client().getValidation("val_gone"));
    expect(fault).toMatchObject({ code: "nothing_there", status: 404 });
    expect(fault.sentence).toBe("Sensei has no such validation.");
    const refused = await faultOf(bench.client().getValidation("../x"));
    expect(refused.sentence).toBe("“../x” is not the id of a validation.");
  });

  it.each([
    [
      { id: 7, overall_result: "PASSED-with warnings" },
      { id: "7", overallResult: "passed_with_warnings" },
    ],
    [
      { id: "v", overall_result: "splendid" },
      { overallResult: "unknown", vendorResult: "splendid" },
    ],
    [{ id: "v", confidence_score: "99.7%" }, { confidence: 0.997 }],
    [{ id: "v", confidence_score: 99.7, results: "all good" }, { confidence: undefined }],
    [
      { id: "v", results: { semantic: { status: "PASSED", rules: "1,024" }, structural: 3, sixth: {} } },
      { perspectives: { semantic: { status: "passed", score: undefined, counts: { rules: 1024 } } } },
    ],
    [
      { id: "v", certificate_id: null, completed_at: "yesterday" },
      { certificateId: undefined, completedAt: undefined },
    ],
  ])("are read leniently: %j", (wire, read) => {
    expect(validationSchema.parse(wire)).toMatchObject(read);
  });

  it("that cannot be read are left out of a list, and what is no list is none", () => {
    expect(parseValidationPage({ data: [{ id: "a" }, {}, 3] }, 100)).toMatchObject({
      validations: [{ id: "a" }],
      hasMore: false,
    });
    expect(parseValidationPage({ data: [{ id: "a" }] }, 1)?.hasMore).toBe(true);
    expect(parseValidationPage("a page", 1)).toBeUndefined();
  });
});

describe("the certificate", () => {
  it("comes as JSON and as PDF with the very bytes that were sent", async () => {
    const client = bench.client();
    const document = await client.getCertificateDocument(hr);
    expect(document).toMatchObject({ kind: "found", validationId: "val_hr_prod_2026" });
    const json = await raw("/validations/val_hr_prod_2026/certificate");
    expect(document.kind === "found" && json.equals(document.bytes)).toBe(true);
    const pdf = await client.getCertificatePdf(hr);
    const sent = await raw(`/migrations/${hr}/certificate`);
    expect(pdf.kind === "found" && sent.equals(pdf.bytes)).toBe(true);
    expect(sent.toString("latin1")).toMatch(/^%PDF-1\.4[\s\S]*BEC-2026-0215-00847[\s\S]*%%EOF\n$/);
  });

  it.each([
    [hr, 0],
    [hr, 1],
    [hr, 2],
  ])("of %s in shape %i is signed over its canonical form", async (migration_id, shape) => {
    await bench.control("POST", "/certificates", { migration_id, shape });
    expect(await signatureHolds(migration_id)).toBe(true);
  });

  it.each(["tampered", "wrong_signature"])("does not verify when it is %s", async (variant) => {
    await bench.control("POST", "/certificates", { migration_id: hr, variant });
    expect(await signatureHolds(hr)).toBe(false);
  });

  it.each([
    ["a migration that was never validated", "mig_ledger_2026", undefined, "no_validation"],
    ["one that passed with warnings", "mig_crm_2026", undefined, "no_validation"],
    ["one whose certificate was not issued", hr, "missing", "no_certificate"],
  ])("is missing for %s", async (_, migration_id, variant, why) => {
    if (variant !== undefined) await bench.control("POST", "/certificates", { migration_id, variant });
    expect(await bench.client().getCertificateDocument(migration_id)).toEqual({ kind: "missing", why });
    expect(await bench.client().getCertificatePdf(migration_id)).toEqual({ kind: "missing" });
  });

  it("is missing when nothing comes in its place", async () => {
    const client = await clientOf((_, response) => response.writeHead(204).end());
    expect(await client.getCertificatePdf(hr)).toEqual({ kind: "missing" });
    expect((await faultOf(client.getPlan(hr))).sentence).toContain("nothing where the plan should be");
  });

  it.each([
    [
      "the newest with a certificate",
      [
        { id: "old", certificate_id: "BEC-1", completed_at: "2026-01-01T00:00:00Z" },
        { id: "wanted", certificate_id: "BEC-2", completed_at: "2026-02-01T00:00:00Z" },
        { id: "newer", overall_result: "passed", completed_at: "2026-03-01T00:00:00Z" },
        { id: "newest", overall_result: "failed", completed_at: "2026-04-01T00:00:00Z" },
      ],
    ],
    [
      "the newest that passed, where no certificate is named",
      [
        { id: "undated", overall_result: "passed" },
        { id: "old", overall_result: "passed", completed_at: "2026-01-01T00:00:00Z" },
        { id: "wanted", overall_result: "passed", completed_at: "2026-02-01T00:00:00Z" },
        { id: "newer", overall_result: "passed_with_warnings", completed_at: "2026-03-01T00:00:00Z" },
        {
          id: "other",
          overall_result: "passed",
          migration_id: "mig_other",
          completed_at: "2026-05-01T00:00:00Z",
        },
      ],
    ],
  ])("is that of %s of several validations", async (_, data) => {
    const client = await clientOf((request, response) => {
      response.setHeader("content-type", "application/json");
      response.end(JSON.stringify(request.url?.startsWith("/validations?") === true ? { data } : {}));
    });
    expect(await client.getCertificateDocument(hr)).toMatchObject({ kind: "found", validationId: "wanted" });
  });

  it("is not missing when it is the migration that is", async () => {
    const fault = await faultOf(bench.client().getCertificatePdf("mig_gone"));
    expect(fault.code).toBe("migration_not_found");
  });

  it.each(["500", "503_html", "drop"])("is fetched again after %s", async (kind) => {
    await bench.fault({ kind, path: `/migrations/${hr}/certificate`, times: 2 });
    expect((await bench.client().getCertificatePdf(hr)).kind).toBe("found");
  });

  it.each([
    ["200_html", "a web page instead of data"],
    ["malformed", "a message instead of a file"],
  ])("as PDF is not %s", async (kind, words) => {
    await bench.fault({ kind });
    const fault = await faultOf(bench.client().getCertificatePdf(hr));
    expect(fault).toMatchObject({ code: "unexpected_answer" });
    expect(fault.sentence).toContain(words);
  });

  it("as JSON is asked for again when it arrives damaged", async () => {
    await bench.fault({ kind: "malformed", path: "/validations/val_hr" });
    expect((await bench.client().getCertificateDocument(hr)).kind).toBe("found");
  });

  it("needs the scope for validations, and says so", async () => {
    const fault = await faultOf(bench.client({ apiKey: scopelessApiKey }).getCertificateDocument(hr));
    expect(fault.sentence).toContain("lacks the scope validations:read");
  });
});

describe("plan and performance comparison", () => {
  it("are read, the comparison with the bytes that came", async () => {
    const client = bench.client();
    const plan = await client.getPlan(hr);
    expect(plan).toMatchObject({
      status: "approved",
      tables: 247,
      estimatedCostUsd: 15_000,
      rollbackWindowHours: 168,
    });
    const comparison = await client.getPerformanceComparison(hr);
    expect(comparison.json).toMatchObject({ comparison: { storage: { source_gb: 127, reduction: "23%" } } });
    expect((await raw(`/migrations/${hr}/performance-comparison`)).equals(comparison.bytes)).toBe(true);
  });

  it("are read leniently", () => {
    expect(
      parsePlan({ summary: { tables: "247", estimated_cost_usd: "$15,000" }, approved_at: 7e9 }),
    ).toMatchObject({
      tables: 247,
      estimatedCostUsd: 15_000,
    });
    expect(parsePlan({ summary: [] })).toMatchObject({ tables: undefined });
    expect(parsePlan("soon")).toBeUndefined();
  });

  it("are asked about a migration that exists", async () => {
    expect((await faultOf(bench.client().getPlan("mig_gone"))).code).toBe("migration_not_found");
    expect((await faultOf(bench.client().getPerformanceComparison("a/b"))).code).toBe("invalid_id");
  });

  it.each([
    ["missing_values", { query_latency: { source_p95_ms: null }, storage: { source_gb: "n/a" } }],
    ["zeros", { throughput: { source_qps: 0 } }],
    ["disagreeing", { query_latency: { source_p95_ms: 145, target_p95_ms: 87, improvement: "60%" } }],
    ["regression", { query_latency: { target_p95_ms: 210 } }],
  ])("come odd when the simulator is told %s, and as a new measurement", async (variant, odd) => {
    const client = bench.client();
    await bench.control("POST", "/comparisons", { migration_id: hr, variant });
    expect((await client.getPerformanceComparison(hr)).json).toMatchObject({ comparison: odd });
    await bench.control("POST", "/comparisons", {
      migration_id: hr,
      comparison: { query_latency: { target_p95_ms: 80, improvement: "45%" } },
      notes: ["after new indexes"],
    });
    expect((await client.getPerformanceComparison(hr)).json).toMatchObject({
      comparison: { query_latency: { source_p95_ms: 145, target_p95_ms: 80 } },
      notes: ["after new indexes"],
    });
  });
});

const signedSchema = z.looseObject({
  signature: z.union([z.string(), z.object({ signature: z.string() })]),
});

/** Whether the certificate verifies with the simulator's key, reckoned here by itself. */
async function signatureHolds(migrationId: string): Promise<boolean> {
  const document = await bench.client().getCertificateDocument(migrationId);
  if (document.kind !== "found") throw new Error("no certificate");
  const { signature, ...body } = signedSchema.parse(JSON.parse(Buffer.from(document.bytes).toString()));
  const written = typeof signature === "string" ? signature.replace(/^ed25519:/, "") : signature.signature;
  const key = createPublicKey(bench.simulator.certificateKey.pem);
  return verify(null, Buffer.from(canonicalize(body) ?? ""), key, Buffer.from(written, "base64"));
}
