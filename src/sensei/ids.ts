import { migrationIdSchema } from "../domain/migration.ts";
import { SenseiError } from "./errors.ts";
import type { Transport } from "./transport.ts";

/** The id, safe as part of an address. An id that cannot be one is refused before anything is sent. */
export function checkedId(
  transport: Pick<Transport, "clean">,
  typed: string,
  subject?: "validation",
): { readonly id: string; readonly inPath: string } {
  const parsed = migrationIdSchema.safeParse(typed);
  if (parsed.success) {
    return { id: parsed.data, inPath: encodeURIComponent(parsed.data) };
  }
  throw new SenseiError({
    code: "invalid_id",
    retryable: false,
    requestId: "none",
    attempts: 0,
    elapsedMs: 0,
    host: "",
    migrationId: transport.clean(typed),
    subject,
  });
}
