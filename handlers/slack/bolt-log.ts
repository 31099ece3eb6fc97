import { type Logger, LogLevel } from "@slack/bolt";
import type { Log } from "../../src/ports.ts";

/**
 * Bridges the logger of Bolt and of Slack's clients to ours. Warnings and errors pass, as words only: objects that they
 * carry may hold payloads or headers.
 */
export function boltLogger(log: Log): Logger {
  return {
    debug: () => undefined,
    info: () => undefined,
    warn: (...parts: unknown[]) => log.warn({ from: "bolt" }, words(parts)),
    error: (...parts: unknown[]) => log.error({ from: "bolt" }, words(parts)),
    setLevel: () => undefined,
    getLevel: () => LogLevel.WARN,
    setName: () => undefined,
  };
}

function words(parts: readonly unknown[]): string {
  const said = parts.flatMap((part) => {
    if (typeof part === "string") return [part];
    return part instanceof Error ? [part.message] : [];
  });
  return said.join(" ").slice(0, 500);
}
