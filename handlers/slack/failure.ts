import { randomBytes } from "node:crypto";

/** A short reference that a person can read out and an operator can find in the log. */
export function newReference(): string {
  return randomBytes(4).toString("hex").slice(0, 6);
}

/** What the log may hold of an error: what it is and where it arose, none of what it carries. */
export function failureFields(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { error: typeof error };
  const code: unknown = "code" in error ? error.code : undefined;
  const cause = error.cause instanceof Error ? error.cause.message : undefined;
  return { error: error.message, code, cause, stack: error.stack };
}
