import type { ArchiveFaultCode } from "../ports.ts";
import { ArchiveError } from "./archive-error.ts";

const codes: Readonly<Record<string, ArchiveFaultCode>> = {
  ENOSPC: "full",
  EDQUOT: "full",
  EFBIG: "full",
  EACCES: "denied",
  EPERM: "denied",
  EROFS: "denied",
  ESTALE: "unavailable",
  ETIMEDOUT: "unavailable",
  EMFILE: "unavailable",
  ENFILE: "unavailable",
};

/** The code of a fault of the file system, such as `ENOENT`. */
export function systemCode(error: unknown): string | undefined {
  return error instanceof Error && "code" in error ? String(error.code) : undefined;
}

/** Does something with files; what fails there becomes an {@link ArchiveError} about this place. */
export async function onDisk<T>(where: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof ArchiveError) throw error;
    throw new ArchiveError(codes[systemCode(error) ?? ""] ?? "failed", where, error);
  }
}

/** Like {@link onDisk}, and `undefined` where there is no such file. */
export async function ifThere<T>(where: string, work: () => Promise<T>): Promise<T | undefined> {
  return onDisk(where, async () => {
    try {
      return await work();
    } catch (error) {
      if (systemCode(error) === "ENOENT" || systemCode(error) === "ENOTDIR") return undefined;
      throw error;
    }
  });
}
