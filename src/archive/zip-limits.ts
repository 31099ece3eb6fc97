/** How much an export may hold. Reached is allowed, exceeded is refused; sizes are in bytes. */
export type ZipLimits = {
  /** Files and folders together. */
  readonly entries: number;
  /** Of one file, unpacked. */
  readonly entryBytes: number;
  /** Of all files, unpacked. */
  readonly totalBytes: number;
  /** How many times its packed size a file may unpack to, beyond {@link ZipLimits.ratioFreeBytes}. */
  readonly ratio: number;
  /** So much may come out of a file whatever its ratio: short texts of one repeated line are no bombs. */
  readonly ratioFreeBytes: number;
  /** Of a path in UTF-8. */
  readonly pathBytes: number;
  /** Of the list of contents at the archive's end, which is the one part that is read into memory. */
  readonly directoryBytes: number;
};

const MiB = 1024 ** 2;
const GiB = 1024 ** 3;

/**
 * The one table of limits. Ordinary logs and JSON shrink to a tenth or, at the very best, a hundredth; Deflate's own limit,
 * which bombs come close to, is a 1,032th.
 */
export const zipLimits: ZipLimits = {
  entries: 50_000,
  entryBytes: 128 * GiB,
  totalBytes: 256 * GiB,
  ratio: 200,
  ratioFreeBytes: 8 * MiB,
  pathBytes: 512,
  directoryBytes: 64 * MiB,
};

/** How many bytes a file of so many packed bytes may unpack to. */
export function allowedBytes(packedBytes: number, limits: ZipLimits): number {
  return Math.min(limits.entryBytes, limits.ratioFreeBytes + limits.ratio * packedBytes);
}
