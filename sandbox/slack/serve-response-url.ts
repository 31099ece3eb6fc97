import type { IncomingMessage, ServerResponse } from "node:http";
import { withFault } from "./faulty.ts";
import { readFields, sendText } from "./http.ts";
import type { Sandbox } from "./sandbox.ts";

/** Takes what the app posts to a response URL. */
export async function serveResponseUrl(
  sandbox: Sandbox,
  ticket: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const fields = await readFields(request);
  const at = new Date(sandbox.clock.now()).toISOString();
  const work = () =>
    fields === undefined
      ? { status: 400, body: "invalid_payload" }
      : sandbox.responseUrls.use(ticket, fields);
  const fault = sandbox.faults.strike("response_url", undefined);
  await withFault(fault, response, work, ({ status, body }) => {
    const ok = status === 200;
    sandbox.calls.record({ method: "response_url", at, status, ok, ...(ok ? {} : { error: body }) });
    sendText(response, status, body);
  });
}
