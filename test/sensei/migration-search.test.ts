import { describe, expect, it } from "vitest";
import type { KnownMigrationStatus } from "../../src/domain/migration.ts";
import { migrationSchema } from "../../src/sensei/migration-schema.ts";
import { createMigrationSearch } from "../../src/sensei/migration-search.ts";

/** An estate of so many migrations, listed in pages, every tenth of them called "gold". */
function estate(size: number) {
  const asked: number[] = [];
  const search = createMigrationSearch(
    async ({ status, limit, offset }) => {
      asked.push(offset);
      const numbers = Array.from({ length: Math.min(limit, size - offset) }, (_, index) => offset + index);
      const migrations = numbers.map((number) =>
        migrationSchema.parse({
          id: `${status ?? "mig"}_${number}`,
          name: number % 10 === 0 ? "gold" : "iron",
          status: status ?? "completed",
        }),
      );
      return { migrations, entries: migrations.length, unreadable: 0, hasMore: offset + limit < size };
    },
    () => 0,
  );
  return {
    asked,
    search: (query: string, limit: number, offset = 0, statuses: readonly KnownMigrationStatus[] = []) =>
      search({ statuses, query, limit, offset, signal: undefined }),
  };
}

describe("searching a long list", () => {
  it("reads no further than the answer needs", async () => {
    const { search, asked } = estate(1000);
    const page = await search("gold", 5);
    expect(page.migrations.map(({ id }) => id)).toEqual(["mig_0", "mig_10", "mig_20", "mig_30", "mig_40"]);
    expect(page).toMatchObject({ hasMore: true, cutShort: false });
    expect(asked).toEqual([0]);
  });

  it("goes on where the last page ended", async () => {
    const { search, asked } = estate(1000);
    await search("gold", 5);
    const page = await search("gold", 10, 5);
    expect(page.migrations[0]?.id).toBe("mig_50");
    expect(page.migrations).toHaveLength(10);
    expect(asked).toEqual([0, 100]);
  });

  it("stops at its bound and says that there may be more", async () => {
    const { search, asked } = estate(100_000);
    const page = await search("silver", 5);
    expect(page).toEqual({ migrations: [], hasMore: false, cutShort: true });
    expect(asked).toHaveLength(20);
  });

  it("does not claim to be cut short when it read everything", async () => {
    const { search, asked } = estate(2000);
    expect(await search("silver", 5)).toEqual({ migrations: [], hasMore: false, cutShort: false });
    expect(asked).toHaveLength(20);
  });

  it("goes through the statuses in the order given", async () => {
    const { search } = estate(11);
    const page = await search("gold", 20, 0, ["certified", "completed"]);
    expect(page.migrations.map(({ id }) => id)).toEqual([
      "certified_0",
      "certified_10",
      "completed_0",
      "completed_10",
    ]);
  });

  it("offers nobody the same migration twice when the list shifts while it is read", async () => {
    const one = migrationSchema.parse({ id: "mig_1", status: "completed" });
    const search = createMigrationSearch(
      async ({ offset }) => ({ migrations: [one], entries: 1, unreadable: 0, hasMore: offset < 3 }),
      () => 0,
    );
    const page = await search({ statuses: [], query: "mig", limit: 20, offset: 0, signal: undefined });
    expect(page.migrations).toHaveLength(1);
  });
});
