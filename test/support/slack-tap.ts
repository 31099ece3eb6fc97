import { once } from "node:events";
import { createServer, type IncomingHttpHeaders, type ServerResponse } from "node:http";
import { Agent, request } from "undici";

/** One call of the Web API on its way through the tap. */
export type TappedCall = { readonly method: string };

/** What a test does at each stage of a call; each is awaited before the call goes on. */
export type TapHooks = {
  /** It has arrived whole, and Slack does not know of it. */
  arrived?(call: TappedCall): void | Promise<void>;
  /** Slack has answered, and the caller does not know of it. */
  accepted?(call: TappedCall): void | Promise<void>;
  /** The answer has been written to the caller. */
  answered?(call: TappedCall): void | Promise<void>;
};

/** A door between a product and a workspace's Web API, through which every call can be watched. */
export type SlackTap = {
  /** What the product takes for Slack's base address. */
  readonly apiUrl: string;
  /** Replaces the hooks. */
  watch(hooks: TapHooks): void;
  /** Calls that Slack has not answered yet. */
  underWay(): number;
  close(): Promise<void>;
};

/** Opens one in front of a workspace. */
export async function openSlackTap(workspace: { readonly apiUrl: string }): Promise<SlackTap> {
  const agent = new Agent({ connections: 32 });
  let hooks: TapHooks = {};
  let underWay = 0;
  const server = createServer((incoming, outgoing) => {
    const method = (incoming.url ?? "").split("?")[0]?.replace("/api/", "") ?? "";
    const call = { method };
    const serve = async (): Promise<void> => {
      const body = await bufferOf(incoming);
      const now = hooks;
      await now.arrived?.(call);
      underWay += 1;
      const answer = await forward(incoming.url ?? "", incoming.headers, body).finally(() => {
        underWay -= 1;
      });
      await now.accepted?.(call);
      await write(outgoing, answer);
      await now.answered?.(call);
    };
    // A connection that Slack cuts is cut here too; one that the product's death cut needs no answer.
    serve().catch(() => outgoing.destroy());
  });

  async function forward(path: string, headers: IncomingHttpHeaders, body: Buffer) {
    const answer = await request(new URL(path, workspace.apiUrl), {
      dispatcher: agent,
      method: "POST",
      headers: passedOn(headers),
      body,
    });
    return {
      status: answer.statusCode,
      headers: answer.headers,
      body: Buffer.from(await answer.body.arrayBuffer()),
    };
  }

  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The tap has no port.");
  return {
    apiUrl: `http://127.0.0.1:${address.port}/api/`,
    watch(next) {
      hooks = next;
    },
    underWay: () => underWay,
    async close() {
      const closed = once(server, "close");
      server.close();
      server.closeAllConnections();
      await closed;
      await agent.destroy();
    },
  };
}

type Answer = { readonly status: number; readonly headers: IncomingHttpHeaders; readonly body: Buffer };

async function bufferOf(stream: AsyncIterable<Buffer>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks);
}

function passedOn(headers: IncomingHttpHeaders): Record<string, string> {
  const names = ["authorization", "content-type"];
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = headers[name];
      return typeof value === "string" ? [[name, value]] : [];
    }),
  );
}

async function write(outgoing: ServerResponse, { status, headers, body }: Answer): Promise<void> {
  const retryAfter = headers["retry-after"];
  outgoing.writeHead(status, {
    "content-type": headers["content-type"] ?? "application/json",
    ...(retryAfter === undefined ? {} : { "retry-after": retryAfter }),
  });
  await new Promise<void>((resolve) => {
    outgoing.once("close", resolve);
    outgoing.end(body, resolve);
  });
}
