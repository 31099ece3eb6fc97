import { createServer } from "node:http";
import { request } from "undici";
import { z } from "zod";

/**
 * Stands before a workspace's Web API and opens every window, as Slack does for a click of a moment ago; whatever else is asked is passed
 * on. `GET /` says how many were opened. Prints its port.
 */
const { SLACK_API_URL } = z.object({ SLACK_API_URL: z.string() }).parse(process.env);

let opened = 0;
const server = createServer((incoming, outgoing) => {
  const chunks: Buffer[] = [];
  incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
  incoming.once("end", () => {
    if (incoming.method === "GET") {
      outgoing.end(String(opened));
    } else if (incoming.url?.endsWith("/views.open") === true) {
      opened += 1;
      outgoing.setHeader("content-type", "application/json");
      outgoing.end(JSON.stringify({ ok: true, view: { id: `V${opened}` } }));
    } else {
      void passOn(incoming.url ?? "", Buffer.concat(chunks), incoming.headers);
    }
  });

  async function passOn(path: string, body: Buffer, headers: typeof incoming.headers): Promise<void> {
    const answer = await request(new URL(path, SLACK_API_URL), {
      method: "POST",
      body,
      headers: {
        "content-type": headers["content-type"] ?? "application/json",
        authorization: headers.authorization ?? "",
      },
    });
    outgoing.statusCode = answer.statusCode;
    outgoing.setHeader("content-type", "application/json");
    outgoing.end(Buffer.from(await answer.body.arrayBuffer()));
  }
});
server.keepAliveTimeout = 30_000;
server.listen(0, "127.0.0.1", () => {
  const address = server.address();
  if (address !== null && typeof address === "object") process.stdout.write(`${address.port}\n`);
});
