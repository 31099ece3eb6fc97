import type { Temporal } from "temporal-polyfill";

/** The only source of the present moment for everything that a user can see. The sandbox can move it forward. */
export interface Clock {
  now(): Temporal.Instant;
}

/** Where the operator reads what happened; a pino logger fits. Never given tokens, payloads or what people wrote. */
export type Log = Readonly<
  Record<"info" | "warn" | "error", (fields: Record<string, unknown>, message: string) => void>
>;
