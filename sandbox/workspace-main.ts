import { parseArgs } from "node:util";
import { servePage } from "./page/serve.ts";
import { SANDBOX_CREDENTIALS, startWorkspace, type WorkspaceOptions } from "./workspace-server.ts";

/**
 * Runs a workspace by itself: `node sandbox/workspace-main.ts --port 0 --request-url http://127.0.0.1:3000/slack/events`.
 * Prints one line of JSON with its URLs and credentials, and ends with SIGTERM, SIGINT or the end of its standard input
 * if that is a pipe of its parent (`--tied`).
 */
const { values } = parseArgs({
  options: {
    port: { type: "string", default: "0" },
    manifest: { type: "string" },
    "request-url": { type: "string", multiple: true, default: [] },
    "no-pacing": { type: "boolean", default: false },
    tied: { type: "boolean", default: false },
  },
});

const options: WorkspaceOptions = {
  port: Number(values.port),
  requestUrls: values["request-url"],
  page: servePage,
  pacing: !values["no-pacing"],
  ...(values.manifest === undefined ? {} : { manifest: values.manifest }),
};
const workspace = await startWorkspace(options);

const { url, apiUrl, controlUrl } = workspace;
process.stdout.write(`${JSON.stringify({ url, apiUrl, controlUrl, ...SANDBOX_CREDENTIALS })}\n`);

const end = () => {
  void workspace.close().then(() => process.exit(0));
};
process.once("SIGTERM", end);
process.once("SIGINT", end);
if (values.tied) process.stdin.once("end", end).resume();
