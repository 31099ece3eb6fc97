import { isUtf8 } from "node:buffer";
import { getFileNameLowLevel } from "yauzl";
import type { ZipLimits } from "./zip-limits.ts";
import { ZipRefused } from "./zip-refusal.ts";

type Named = {
  readonly fileNameRaw: Buffer;
  readonly generalPurposeBitFlag: number;
  readonly extraFields: { id: number; data: Buffer }[];
};

const utf8Flag = 0x800;

/**
 * An entry's path as the archive means it, or a refusal. Only plain relative paths pass: no `..` or `.`, no root, drive or
 * backslash, no name that is empty, no character that is not seen or turns the reading direction.
 */
export function entryPath(entry: Named, limits: ZipLimits): string {
  const { fileNameRaw, generalPurposeBitFlag, extraFields } = entry;
  const path = getFileNameLowLevel(generalPurposeBitFlag, fileNameRaw, extraFields, true);
  const broken = (generalPurposeBitFlag & utf8Flag) !== 0 && !isUtf8(fileNameRaw);
  if (broken || !isPlain(path) || Buffer.byteLength(path) > limits.pathBytes) {
    throw new ZipRefused("unsafe_path", path);
  }
  return path;
}

/** A folder's path ends in a slash. */
export function isFolder(path: string): boolean {
  return path.endsWith("/");
}

const unseen = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;

function isPlain(path: string): boolean {
  if (/^(?:\/|[a-z]:)/i.test(path) || path.includes("\\") || unseen.test(path)) return false;
  const names = (isFolder(path) ? path.slice(0, -1) : path).split("/");
  return names.every((name) => !/^\s*\.{0,2}\s*$/.test(name));
}

/** Tells whether paths would meet in one place on any file system. */
export class PathsTaken {
  readonly #files = new Set<string>();
  readonly #folders = new Set<string>();

  /** @throws ZipRefused when the path, or a file where it needs a folder, is there already */
  take(path: string): void {
    const names = sameForAll(isFolder(path) ? path.slice(0, -1) : path).split("/");
    const whole = names.join("/");
    for (let count = 1; count < names.length; count += 1) {
      const folder = names.slice(0, count).join("/");
      if (this.#files.has(folder)) throw new ZipRefused("duplicate", path);
      this.#folders.add(folder);
    }
    if (isFolder(path)) {
      if (this.#files.has(whole)) throw new ZipRefused("duplicate", path);
      this.#folders.add(whole);
      return;
    }
    if (this.#files.has(whole) || this.#folders.has(whole)) throw new ZipRefused("duplicate", path);
    this.#files.add(whole);
  }
}

/** The same text for names that some file system takes for the same: capitals, ways to write an accent, trailing dots. */
function sameForAll(path: string): string {
  return path
    .normalize("NFKC")
    .toUpperCase()
    .toLowerCase()
    .normalize("NFC")
    .split("/")
    .map((name) => name.replace(/[. ]+$/, ""))
    .join("/");
}
