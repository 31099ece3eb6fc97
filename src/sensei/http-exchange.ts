import type { IncomingHttpHeaders } from "node:http";
import { Pool } from "undici";

/** One HTTP request below the base address. `path` begins with `/` and its parts are already encoded. */
export type HttpRequest = {
  readonly method: "GET" | "POST" | "DELETE";
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
};

export type HttpAnswer = {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
};

/** Sends requests to one origin over kept-alive connections. Knows nothing of retries or of what the answers mean. */
export type HttpExchange = {
  /** The host and port, for sentences. */
  readonly host: string;
  send(request: HttpRequest): Promise<HttpAnswer>;
  /** Resolves when the running requests are answered. */
  close(): Promise<void>;
};

const connections = 8;
const largestAnswerBytes = 16 * 1024 * 1024;
const mostRedirects = 3;

/**
 * Opens the pool for a base address such as `https://api.sensei.ai/v1`. Throws a `TypeError` on an address that is not plain
 * http(s) or that carries a user name or password (they would end up in messages).
 */
export function createHttpExchange(baseUrl: string, connectTimeoutMs: number): HttpExchange {
  const base = parseBaseUrl(baseUrl);
  const prefix = base.pathname.replace(/\/+$/, "");
  const pool = new Pool(base.origin, {
    connections,
    connect: { timeout: connectTimeoutMs },
    // The signal of each attempt is the one deadline, headers and body together.
    headersTimeout: 0,
    bodyTimeout: 0,
    maxResponseSize: largestAnswerBytes,
  });

  async function send(request: HttpRequest): Promise<HttpAnswer> {
    let address = new URL(`${base.origin}${prefix}${request.path}`);
    for (const [name, value] of Object.entries(request.query)) {
      address.searchParams.set(name, value);
    }
    for (let redirects = 0; ; redirects += 1) {
      const answer = await sendOnce(address, request);
      const next = request.method === "GET" ? redirectTarget(answer, address) : undefined;
      if (next === undefined || next.origin !== base.origin || redirects === mostRedirects) {
        return answer;
      }
      address = next;
    }
  }

  async function sendOnce(address: URL, request: HttpRequest): Promise<HttpAnswer> {
    const answer = await pool.request({
      method: request.method,
      path: `${address.pathname}${address.search}`,
      headers: request.headers,
      signal: request.signal,
    });
    return { status: answer.statusCode, headers: answer.headers, text: await answer.body.text() };
  }

  return { host: base.host, send, close: () => pool.close() };
}

/**
 * Where an answer redirects to; `undefined` when it is no redirect or points nowhere. Relative targets are understood only
 * when it is known where the answer came `from`.
 */
export function redirectTarget(answer: Pick<HttpAnswer, "status" | "headers">, from?: URL): URL | undefined {
  const { location } = answer.headers;
  return answer.status >= 300 && answer.status < 400 && location !== undefined && URL.canParse(location, from)
    ? new URL(location, from)
    : undefined;
}

function parseBaseUrl(text: string): URL {
  if (!URL.canParse(text)) {
    throw new TypeError("the address of Sensei is not a URL such as https://api.sensei.ai/v1");
  }
  const url = new URL(text);
  if (url.protocol !== "https:" && url.protocol !== "http:") {
    throw new TypeError("the address of Sensei must begin with https:// or http://");
  }
  if (url.username !== "" || url.password !== "") {
    throw new TypeError(
      "the address of Sensei must not hold a user name or password; the key goes into its own variable",
    );
  }
  return url;
}
