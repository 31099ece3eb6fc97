import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { closableStatuses, enginesLabel, migrationLabel } from "../../src/domain/migration.ts";
import { openBench, type SenseiBench } from "./support.ts";

let bench: SenseiBench;
beforeEach(async () => {
  bench = await openBench();
});
afterEach(() => bench.close());

describe("getMigration", () => {
  it("reads the vendor's own example", async () => {
    const migration = await bench.client().getMigration("mig_hr_prod_2026");
    expect(migration).toMatchObject({
      id: "mig_hr_prod_2026",
      status: "certified",
      recordsTotal: 52_000_000,
    });
    expect(migration.source.tables).toBe(247);
    expect(migrationLabel(migration)).toBe("HR_PROD → hr_production");
    expect(enginesLabel(migration)).toBe("Oracle 19c → PostgreSQL 16");
    expect(migration.timing.completedAt?.toString()).toBe("2026-03-02T01:30:00Z");
  });

  it("drops the blanks around a pasted id", async () => {
    const migration = await bench.client().getMigration("  mig_crm_2026\n");
    expect(migration.id).toBe("mig_crm_2026");
  });

  it("keeps a status it does not know in the vendor's word and lets it mean nothing", async () => {
    const migration = await bench.client().getMigration("mig_permits_2026");
    expect(migration).toMatchObject({ status: "unknown", vendorStatus: "quarantined" });
  });

  it("names both databases and both engines of every example, whatever its shape", async () => {
    const client = bench.client();
    const { migrations } = await client.listMigrations({ limit: 100, offset: 0 });
    for (const { id } of migrations) {
      const { source, target } = await client.getMigration(id);
      for (const end of [source, target]) {
        expect(end.name, id).toMatch(/^[\p{L}_]+$/u);
        expect(end.kind, id).toMatch(/^[a-z0-9]+$/);
      }
    }
    expect(migrations).toHaveLength(45);
  });
});

describe("listMigrations", () => {
  it("walks through all pages without gap or repetition", async () => {
    const client = bench.client();
    const ids: string[] = [];
    for (let more = true; more; ) {
      const page = await client.listMigrations({ limit: 20, offset: ids.length });
      ids.push(...page.migrations.map(({ id }) => id));
      more = page.hasMore;
    }
    expect(ids).toHaveLength(45);
    expect(new Set(ids).size).toBe(45);
  });

  it("asks Sensei for one status", async () => {
    const { migrations } = await bench.client().listMigrations({ status: "running", limit: 50, offset: 0 });
    expect(migrations.length).toBeGreaterThan(2);
    expect(migrations.every(({ status }) => status === "running")).toBe(true);
    expect((await bench.calls()).map(({ path }) => path)).toEqual([
      "/migrations?status=running&limit=50&offset=0",
    ]);
  });

  it("lists several statuses one after the other, page by page", async () => {
    const client = bench.client();
    const first = await client.listMigrations({ status: closableStatuses, limit: 10, offset: 0 });
    const second = await client.listMigrations({ status: closableStatuses, limit: 100, offset: 10 });
    const statuses = [...first.migrations, ...second.migrations].map(({ status }) => status);
    expect(first.hasMore).toBe(true);
    expect(second.hasMore).toBe(false);
    expect(statuses).toEqual(statuses.toSorted((a, b) => b.localeCompare(a)));
    expect(new Set(statuses)).toEqual(new Set(closableStatuses));
  });

  it.each([
    ["hr_prod", ["mig_hr_prod_2026"]],
    ["HR PRODUCTION", ["mig_hr_prod_2026"]],
    ["oracle billing", ["mig_billing_us_2026", "mig_billing_eu_2026"]],
    ["FÖRDER", ["mig_umlaut_2026"]],
    ["nothing like it", []],
  ])("finds %j in ids, names, databases and engines", async (query, ids) => {
    const page = await bench.client().listMigrations({ query, limit: 20, offset: 0 });
    expect(page.migrations.map(({ id }) => id)).toEqual(ids);
    expect(page).toMatchObject({ hasMore: false, cutShort: false });
  });

  it("asks for each page once while somebody types letter by letter", async () => {
    const client = bench.client();
    for (const query of ["h", "hr", "hr_", "hr_p"]) {
      await client.listMigrations({ status: "certified", query, limit: 20, offset: 0 });
    }
    expect(await bench.calls()).toHaveLength(1);
  });

  it("asks again once what it kept has grown old", async () => {
    let now = 0;
    const client = bench.client({ monotonic: () => now });
    await client.listMigrations({ query: "hr", limit: 20, offset: 0 });
    await bench.control("POST", "/migrations/mig_geo_2026", { name: "HR maps" });
    now += 60_000;
    const { migrations } = await client.listMigrations({ query: "hr maps", limit: 20, offset: 0 });
    expect(migrations.map(({ id }) => id)).toEqual(["mig_geo_2026"]);
  });

  it("refuses limits that the vendor would refuse", async () => {
    const client = bench.client();
    await expect(client.listMigrations({ limit: 101, offset: 0 })).rejects.toThrow(RangeError);
    await expect(client.listMigrations({ limit: 1, offset: -1 })).rejects.toThrow(RangeError);
    expect(await bench.calls()).toEqual([]);
  });
});

it("gives every call a request id of its own, and every attempt of one call the same", async () => {
  const client = bench.client();
  await bench.fault({ kind: "500" });
  await client.ping().catch(() => undefined);
  await bench.fault({ kind: "500" });
  await client.getMigration("mig_crm_2026");
  const ids = (await bench.calls()).map(({ request_id }) => request_id);
  expect(ids).toHaveLength(3);
  expect(ids[0]).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4/);
  expect(ids[1]).toBe(ids[2]);
  expect(ids[0]).not.toBe(ids[1]);
});

it("pings with one small question", async () => {
  await bench.client().ping();
  expect((await bench.calls()).map(({ path }) => path)).toEqual(["/migrations?limit=1"]);
});
