/** A process of its own that runs the built-in server in the folder named, says where, and stops on SIGTERM. */
import { pino } from "pino";
import { startEmbeddedPostgres } from "../../../src/postgres/embedded/start.ts";
import { errorMessage } from "../../../src/postgres/error-code.ts";

const [, , directory = ""] = process.argv;

function say(line: Record<string, unknown>): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

try {
  const server = await startEmbeddedPostgres({ directory, log: pino({ level: "silent" }) });
  process.once("SIGTERM", () => {
    void server.stop().then(() => say({ event: "stopped" }));
  });
  say({ event: "ready", url: server.url, pid: server.pid() });
} catch (error) {
  say({ event: "failed", message: errorMessage(error) });
  process.exitCode = 1;
}
