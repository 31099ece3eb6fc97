import { parseArgs } from "node:util";
import { startSensei } from "./sensei/start-sensei.ts";

/**
 * Runs the Sensei simulator by itself: `node sandbox/sensei-main.ts [--port 4010] [--key sk_test_…]`. Prints one line of JSON
 * with its addresses and ends on SIGINT or SIGTERM.
 */
const { values } = parseArgs({ options: { port: { type: "string" }, key: { type: "string" } } });

const simulator = await startSensei({
  ...(values.port === undefined ? {} : { port: Number(values.port) }),
  ...(values.key === undefined ? {} : { apiKey: values.key }),
});
const { url, controlUrl, apiKey } = simulator;
process.stdout.write(`${JSON.stringify({ url, controlUrl, apiKey })}\n`);

for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.once(signal, () => void simulator.close());
}
