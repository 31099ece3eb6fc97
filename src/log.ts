import { type DestinationStream, type Logger, pino } from "pino";
import type { Config } from "./config.ts";

/** Fields that could carry a secret or somebody's words, wherever they stand. */
const secrets = [
  "token",
  "apiKey",
  "password",
  "secret",
  "authorization",
  "cookie",
  "payload",
  "body",
  "text",
];

/**
 * The operator's log: one JSON object a line. Ids and error messages only; what looks like a secret is blacked out even if
 * some library hands it over.
 */
export function createLog(level: NonNullable<Config["logLevel"]>, destination?: DestinationStream): Logger {
  return pino(
    {
      level,
      base: { app: "closeout" },
      timestamp: pino.stdTimeFunctions.isoTime,
      serializers: { err: describeError },
      redact: { paths: secrets.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]), censor: "[redacted]" },
    },
    ...(destination === undefined ? [] : [destination]),
  );
}

/** An error without what libraries hang on it: those fields hold whole connections, requests and their contents. */
function describeError(error: unknown): unknown {
  if (!(error instanceof Error)) return { message: String(error) };
  const { name, message, stack, cause } = error;
  return {
    name,
    message,
    ...("code" in error ? { code: error.code } : {}),
    stack,
    ...(cause === undefined ? {} : { cause: describeError(cause) }),
  };
}
