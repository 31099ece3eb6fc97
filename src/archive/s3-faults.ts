import type { ArchiveFaultCode } from "../ports.ts";
import { ArchiveError } from "./archive-error.ts";

/** What a failed call of the SDK tells: the service's own name of the error, and the HTTP status if there was an answer. */
function facts(error: unknown): { name: string; status: number | undefined } {
  if (!(error instanceof Error)) return { name: "", status: undefined };
  const metadata: unknown = "$metadata" in error ? error.$metadata : undefined;
  const status =
    typeof metadata === "object" && metadata !== null && "httpStatusCode" in metadata
      ? Number(metadata.httpStatusCode)
      : undefined;
  return { name: error.name, status: Number.isNaN(status) ? undefined : status };
}

/** Whether a conditional write found something there already. */
export function isPreconditionFailed(error: unknown): boolean {
  const { name, status } = facts(error);
  return name === "PreconditionFailed" || status === 412;
}

export function isMissing(error: unknown): boolean {
  const { name } = facts(error);
  return ["NotFound", "NoSuchKey", "NoSuchVersion", "NoSuchUpload"].includes(name);
}

function codeOf(error: unknown): ArchiveFaultCode {
  const { name, status } = facts(error);
  if (name === "NoSuchBucket") return "not_configured";
  if (isMissing(error)) return "missing";
  if (name === "CredentialsProviderError" || status === 401 || status === 403) return "denied";
  if (status === undefined || status === 408 || status === 409 || status === 429 || status >= 500)
    return "unavailable";
  return "failed";
}

/** Does something with S3; what fails there becomes an {@link ArchiveError} about this place. */
export async function onS3<T>(where: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof ArchiveError) throw error;
    throw new ArchiveError(codeOf(error), where, error);
  }
}
