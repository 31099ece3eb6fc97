import type { Log } from "../../src/ports.ts";

export type LogLine = { level: "info" | "warn" | "error"; message: string; fields: Record<string, unknown> };

/** A log that keeps its lines for the test to read. */
export function memoryLog(): { log: Log; lines: LogLine[] } {
  const lines: LogLine[] = [];
  const at = (level: LogLine["level"]) => (fields: Record<string, unknown>, message: string) => {
    lines.push({ level, message, fields });
  };
  return { log: { info: at("info"), warn: at("warn"), error: at("error") }, lines };
}
