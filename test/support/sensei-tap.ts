import { once } from "node:events";
import { createServer, type IncomingHttpHeaders } from "node:http";
import { buffer } from "node:stream/consumers";
import { Agent, request } from "undici";

/** One call to Sensei on its way through the tap. */
export type SenseiCall = { readonly method: "GET" | "POST" | "DELETE"; readonly path: string };

/** What a test does at each stage of a call; each is awaited before the call goes on. */
export type SenseiHooks = {
  /** It has arrived, and Sensei does not know of it; what is thrown here loses it. */
  arrived?(call: SenseiCall): void | Promise<void>;
  /** Sensei has answered, and the caller does not know of it. */
  accepted?(call: SenseiCall): void | Promise<void>;
  /** The answer has been written to the caller. */
  answered?(call: SenseiCall): void | Promise<void>;
};

/** A door between a product and Sensei's simulator, through which every call can be watched. */
export type SenseiTap = {
  readonly url: string;
  watch(hooks: SenseiHooks): void;
  close(): Promise<void>;
};

/** Opens one in front of a simulator whose API is at `url` (`http://127.0.0.1:…/v1`). */
export async function openSenseiTap(url: string): Promise<SenseiTap> {
  const agent = new Agent({ connections: 16 });
  const { origin } = new URL(url);
  let hooks: SenseiHooks = {};
  const server = createServer((incoming, outgoing) => {
    const method = incoming.method === "POST" || incoming.method === "DELETE" ? incoming.method : "GET";
    const call = { method, path: incoming.url ?? "" } as const;
    const serve = async (): Promise<void> => {
      const body = await buffer(incoming);
      const now = hooks;
      await now.arrived?.(call);
      const answer = await request(new URL(call.path, origin), {
        dispatcher: agent,
        method,
        headers: passedOn(incoming.headers),
        ...(body.length === 0 ? {} : { body }),
      });
      const bytes = Buffer.from(await answer.body.arrayBuffer());
      await now.accepted?.(call);
      const { connection: _, "transfer-encoding": __, ...headers } = answer.headers;
      outgoing.writeHead(answer.statusCode, headers).end(bytes);
      await now.answered?.(call);
    };
    // What Sensei cuts is cut here too; what the product's death cut needs no answer.
    serve().catch(() => outgoing.destroy());
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The tap has no port.");
  return {
    url: `http://127.0.0.1:${address.port}/v1`,
    watch(next) {
      hooks = next;
    },
    async close() {
      server.close();
      server.closeAllConnections();
      await agent.close();
    },
  };
}

function passedOn(headers: IncomingHttpHeaders): Record<string, string> {
  const { host: _, connection: __, "content-length": ___, ...rest } = headers;
  return Object.fromEntries(Object.entries(rest).map(([name, value]) => [name, String(value)]));
}
