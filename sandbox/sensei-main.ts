import { parseArgs } from "node:util";
import { startSensei } from "./sensei/start-sensei.ts";

/**
 * Runs the Sensei simulator by itself: `node sandbox/sensei-main.ts [--port 4010] [--key sk_test_…] [--webhook-url http://…
 * --webhook-secret …]`. Prints one line of JSON with its addresses and the public key of its certificates, and ends on SIGINT or SIGTERM.
 */
const { values } = parseArgs({
  options: {
    port: { type: "string" },
    key: { type: "string" },
    "webhook-url": { type: "string" },
    "webhook-secret": { type: "string" },
  },
});
const webhookUrl = values["webhook-url"];

const simulator = await startSensei({
  ...(values.port === undefined ? {} : { port: Number(values.port) }),
  ...(values.key === undefined ? {} : { apiKey: values.key }),
  ...(webhookUrl === undefined
    ? {}
    : { webhook: { url: webhookUrl, secret: values["webhook-secret"] ?? "" } }),
});
const { url, controlUrl, apiKey, certificateKey } = simulator;
process.stdout.write(`${JSON.stringify({ url, controlUrl, apiKey, certificateKey })}\n`);

for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.once(signal, () => void simulator.close());
}
