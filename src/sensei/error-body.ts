import { z } from "zod";
import { lenient, text } from "./lenient.ts";

/** What an error answer says about itself, as far as it says anything. */
export type ErrorBody = {
  readonly code: string | undefined;
  readonly message: string | undefined;
  readonly requestId: string | undefined;
  readonly retryAfterS: number | undefined;
  /** The scope that the key lacks, if named anywhere. */
  readonly scope: string | undefined;
};

const scopePattern = /\b([a-z][a-z_]*:[a-z][a-z_]*)\b/;
/** In details that name several scopes, the one that was wanted. */
const wantedScopePattern = /"[^"]*(?:required|missing)[^"]*":\[?"([a-z_]+:[a-z_]+)"/;

const bodySchema = z.object({
  error: z.object({
    code: lenient(text),
    message: lenient(text),
    request_id: lenient(text),
    retry_after: lenient(z.coerce.number().nonnegative()),
    details: z.unknown().optional(),
  }),
});

/** Reads `{"error":{…}}`; `undefined` when the answer is nothing of the kind (a proxy's web page, an empty body). */
export function parseErrorBody(json: unknown): ErrorBody | undefined {
  const parsed = bodySchema.safeParse(json);
  if (!parsed.success) {
    return undefined;
  }
  const { code, message, request_id: requestId, retry_after: retryAfterS, details } = parsed.data.error;
  return {
    code,
    message,
    requestId,
    retryAfterS,
    scope: findScope(JSON.stringify(details ?? ""), message ?? ""),
  };
}

function findScope(details: string, message: string): string | undefined {
  const found = wantedScopePattern.exec(details) ?? scopePattern.exec(details) ?? scopePattern.exec(message);
  return found?.[1];
}
