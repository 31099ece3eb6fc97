import type { IncomingMessage, ServerResponse } from "node:http";
import { withFault } from "./faulty.ts";
import { readUpload, sendText } from "./http.ts";
import type { Sandbox } from "./sandbox.ts";

/** Takes the bytes of an announced file. */
export async function serveUpload(
  sandbox: Sandbox,
  ticket: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const bytes = await readUpload(request);
  const file = sandbox.files.byTicket(ticket);
  const work = () => {
    if (file === undefined) return { status: 404, text: "Not Found" };
    if (bytes.length !== file.size)
      return { status: 400, text: `expected ${file.size} bytes, got ${bytes.length}` };
    file.bytes = bytes;
    return { status: 200, text: `OK - ${bytes.length}` };
  };
  const fault = sandbox.faults.strike("upload", undefined);
  await withFault(fault, response, work, ({ status, text }) => sendText(response, status, text));
}

/** Hands a file out to whoever shows the bot's token; others are sent to the login page, as Slack does. */
export function serveDownload(
  sandbox: Sandbox,
  fileId: string,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  const file = sandbox.files.get(fileId);
  if (request.headers.authorization !== `Bearer ${sandbox.credentials.botToken}`) {
    response
      .writeHead(302, { location: `${sandbox.baseUrl()}/?redir=${encodeURIComponent(request.url ?? "/")}` })
      .end();
    return;
  }
  if (file?.bytes === undefined) {
    sendText(response, 404, "Not Found");
    return;
  }
  response.writeHead(200, { "content-type": file.mimetype, "content-length": file.bytes.length });
  response.end(file.bytes);
}
