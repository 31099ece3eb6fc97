import { describe, expect, it } from "vitest";
import { quietErrors } from "../../src/queue/quiet-errors.ts";
import { memoryLog } from "./memory-log.ts";

function refused(port: number): Error {
  return Object.assign(new Error(`connect ECONNREFUSED 127.0.0.1:${port}`), { code: "ECONNREFUSED" });
}

describe("quiet errors", () => {
  it("says once that the connection is lost, however it shows, and once that it is back", () => {
    const { log, lines } = memoryLog();
    const errors = quietErrors(log, "redis queue");
    for (let port = 1; port <= 500; port += 1) errors.report(refused(port));
    errors.report(new AggregateError([refused(1), refused(2)]));
    errors.report(new Error("Connection terminated unexpectedly"));
    errors.report(Object.assign(new Error("shutting down"), { code: "57P01" }));
    errors.answered();
    errors.answered();
    expect(lines.map((line) => line.message)).toEqual([
      "The redis queue has lost its connection; trying again",
      "The redis queue answers again",
    ]);
  });

  it("speaks up again about the next outage", () => {
    const { log, lines } = memoryLog();
    const errors = quietErrors(log, "redis queue");
    errors.report(refused(1));
    errors.answered();
    errors.report(refused(1));
    expect(lines).toHaveLength(3);
  });

  it("logs each other kind of error once, whatever ids it names", () => {
    const { log, lines } = memoryLog();
    const errors = quietErrors(log, "redis queue");
    errors.report(new Error("Missing lock for job 17. moveToFinished"));
    errors.report(new Error("Missing lock for job 18. moveToFinished"));
    errors.report(new Error("OOM command not allowed"));
    expect(lines.map((line) => line.message)).toEqual(["The redis queue failed", "The redis queue failed"]);
  });
});
