import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { workshop } from "./workshop.ts";

const { home, directory, start, furnish } = workshop();

describe("what it cannot work with", () => {
  test("a database of another release is left alone", async () => {
    await furnish();
    await writeFile(join(directory(), "cluster", "data", "PG_VERSION"), "16\n");
    await expect(start()).rejects.toMatchObject({
      code: "wrong_version",
      message: expect.stringContaining("was made by PostgreSQL 16, but this Closeout brings 18"),
    });
  });

  test.each(["password", "data/PG_VERSION"])("a database without its %s is called damaged", async (name) => {
    await furnish();
    await rm(join(directory(), "cluster", name));
    await expect(start()).rejects.toMatchObject({ code: "damaged" });
  });

  test("a place below a file is refused with a way out", async () => {
    await writeFile(join(home(), "file"), "");
    await expect(start(join(home(), "file", "postgres"))).rejects.toMatchObject({
      code: "not_writable",
      message: expect.stringMatching(/CLOSEOUT_STATE_DIR.*DATABASE_URL/),
    });
  });

  test("a failed start lets the next one in", async () => {
    await furnish();
    await writeFile(join(directory(), "cluster", "data", "PG_VERSION"), "16\n");
    await expect(start()).rejects.toThrow();
    await writeFile(join(directory(), "cluster", "data", "PG_VERSION"), "18\n");
    await expect(start()).resolves.toBeDefined();
  });
});
