import { crc32 } from "node:zlib";
import * as fc from "fast-check";
import { afterAll, beforeAll, expect, it } from "vitest";
import { z } from "zod";
import { isSenseiFault, type SenseiOperations } from "../../src/ports.ts";
import { openBench, type SenseiBench } from "./support.ts";

const megabyte = 1024 * 1024;
const hr = "mig_hr_prod_2026";

let bench: SenseiBench;
beforeAll(async () => {
  bench = await openBench({ requestsPerMinute: 1_000_000 });
});
afterAll(() => bench.close());

it("puts an export together wherever its connections are cut", async () => {
  const client = bench.client({ maxAttempts: 10 });
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.integer({ min: 0, max: 6 * megabyte }), { maxLength: 12 }),
      fc.boolean(),
      fc.array(fc.constantFrom("500", "503_html", "drop", "429"), { maxLength: 4 }),
      async (drops, deflated, faults) => {
        const choice = { migration_id: hr, log_bytes: 6 * megabyte, deflated };
        await bench.control("POST", "/exports", { ...choice, drop_at: [] });
        const whole = await sumOf(await client.downloadExport(hr));
        await bench.control("POST", "/exports", { migration_id: hr, drop_at: drops });
        const stream = await client.downloadExport(hr);
        for (const kind of faults) await bench.fault({ kind, path: `/migrations/${hr}/export` });
        expect(await sumOf(stream)).toEqual(whole);
        await bench.control("DELETE", "/faults");
      },
    ),
    { numRuns: 100 },
  );
});

const names = ["archiveMigration", "deleteCheckpoints", "releaseTemporaryStorage"] as const;
const operationOf: Readonly<Record<keyof SenseiOperations, string>> = {
  archiveMigration: "archive",
  deleteCheckpoints: "checkpoints",
  releaseTemporaryStorage: "cleanup",
};
const methodOf = {
  archiveMigration: "POST",
  deleteCheckpoints: "DELETE",
  releaseTemporaryStorage: "POST",
} as const;
const kinds = [
  "500",
  "500_after",
  "503",
  "503_html",
  "200_html",
  "drop",
  "drop_after",
  "malformed",
  "redirect",
  "429",
];

const recordsSchema = z.object({
  operations: z.array(z.object({ migration_id: z.string(), operation: z.string(), outcome: z.string() })),
});

it("never says what is not true of a changing call, and never has it done twice", async () => {
  const ids = await closable();
  const client = bench.client({ maxAttempts: 3 });
  let next = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...names),
      fc.array(fc.constantFrom(...kinds), { maxLength: 5 }),
      fc.constantFrom(200, 204),
      async (name, faults, answer) => {
        const id = await freshMigration(ids, next++);
        await bench.control("POST", "/operations", { migration_id: id, answer });
        const before = await appliedTo(id, operationOf[name]);
        for (const kind of faults) await bench.fault({ kind, method: methodOf[name] });
        for (let tries = 0; tries < 8; tries += 1) {
          const told = await outcomeOf(client[name](id, { idempotencyKey: `key-${next}` }));
          const applied = (await appliedTo(id, operationOf[name])) - before;
          expect(applied).toBeLessThanOrEqual(1);
          if (told === "done") expect(applied).toBe(1);
          if (told === "none" && tries === 0) expect(applied).toBe(0);
          if (told === "done") return;
        }
        throw new Error("the call never came through");
      },
    ),
    { numRuns: 300 },
  );
});

async function sumOf({ bytes }: { readonly bytes: AsyncIterable<Uint8Array> }) {
  let length = 0;
  let crc = 0;
  for await (const chunk of bytes) {
    length += chunk.length;
    crc = crc32(chunk, crc);
  }
  return { length, crc };
}

async function outcomeOf(call: Promise<unknown>): Promise<"done" | "none" | "unknown"> {
  try {
    await call;
    return "done";
  } catch (error) {
    if (isSenseiFault(error)) return error.effect;
    throw error;
  }
}

async function closable(): Promise<readonly string[]> {
  const { migrations } = await bench
    .client()
    .listMigrations({ status: ["completed", "certified"], limit: 100, offset: 0 });
  return migrations.map(({ id }) => id);
}

/** A migration as if nothing had been done to it yet. */
async function freshMigration(ids: readonly string[], number: number): Promise<string> {
  const id = ids[number % ids.length] ?? "";
  await bench.control("DELETE", "/faults");
  await bench.control("POST", `/migrations/${id}`, {
    status: "certified",
    resources: { checkpoints: 4, temporary_storage_gb: 7 },
  });
  return id;
}

async function appliedTo(id: string, operation: string): Promise<number> {
  const { operations } = recordsSchema.parse(await bench.control("GET", "/operations"));
  return operations.filter(
    (one) => one.migration_id === id && one.operation === operation && one.outcome === "applied",
  ).length;
}
