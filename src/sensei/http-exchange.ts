import type { IncomingHttpHeaders } from "node:http";
import type { Readable } from "node:stream";
import { Pool } from "undici";

/** One HTTP request below the base address. `path` begins with `/` and its parts are already encoded. */
export type HttpRequest = {
  readonly method: "GET" | "POST" | "DELETE";
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
};

/** An answer's head; the body is still to come. */
export type HttpHead = { readonly status: number; readonly headers: IncomingHttpHeaders };

/** An answer in full. */
export type HttpAnswer = HttpHead & { readonly bytes: Buffer };

/** An answer whose body arrives as it is read. Read it to its end or destroy it. */
export type HttpStream = HttpHead & { readonly body: Readable };

/** Sends requests to one origin. Knows nothing of retries or of what the answers mean. */
export type HttpExchange = {
  /** The host and port, for sentences. */
  readonly host: string;
  /** Rejects with {@link AnswerTooLarge} when the body has more bytes than that. */
  send(request: HttpRequest, mostBytes: number): Promise<HttpAnswer>;
  open(request: HttpRequest): Promise<HttpStream>;
  /** Resolves when the running requests are answered. */
  close(): Promise<void>;
};

/** The body is longer than anybody asked for. */
export class AnswerTooLarge extends Error {
  override readonly name = "AnswerTooLarge";
  readonly code = "ANSWER_TOO_LARGE";
}

/** The body ended before the length that its head promised. */
export class AnswerTooShort extends Error {
  override readonly name = "AnswerTooShort";
  readonly code = "ANSWER_TOO_SHORT";
}

const connections = 8;
const mostRedirects = 3;

/**
 * Opens the pool for a base address such as `https://api.sensei.ai/v1`. Throws a `TypeError` on an address that is not plain
 * http(s) or that carries a user name or password (they would end up in messages).
 */
export function createHttpExchange(baseUrl: string, connectTimeoutMs: number): HttpExchange {
  const base = parseBaseUrl(baseUrl);
  const prefix = base.pathname.replace(/\/+$/, "");
  const options = {
    connections,
    connect: { timeout: connectTimeoutMs },
    // The signal of each attempt is the one deadline, and bodies are counted where they are read.
    headersTimeout: 0,
    bodyTimeout: 0,
  };
  const reading = new Pool(base.origin, options);
  // A kept connection may be closed by the other side just when it is used again, and nobody knows then what became of the
  // call. Reading calls are simply repeated; a changing one is worth a connection of its own.
  const changing = new Pool(base.origin, { ...options, pipelining: 0 });

  async function open(request: HttpRequest): Promise<HttpStream> {
    let address = new URL(`${base.origin}${prefix}${request.path}`);
    for (const [name, value] of Object.entries(request.query)) {
      address.searchParams.set(name, value);
    }
    for (let redirects = 0; ; redirects += 1) {
      const answer = await openOnce(address, request);
      const next = request.method === "GET" ? redirectTarget(answer, address) : undefined;
      if (next === undefined || next.origin !== base.origin || redirects === mostRedirects) {
        return answer;
      }
      await read(answer, mostRedirectBytes);
      address = next;
    }
  }

  async function openOnce(address: URL, request: HttpRequest): Promise<HttpStream> {
    const answer = await (request.method === "GET" ? reading : changing).request({
      method: request.method,
      path: `${address.pathname}${address.search}`,
      headers: request.headers,
      signal: request.signal,
    });
    return { status: answer.statusCode, headers: answer.headers, body: answer.body };
  }

  return {
    host: base.host,
    send: async (request, mostBytes) => read(await open(request), mostBytes),
    open,
    close: async () => {
      await Promise.all([reading.close(), changing.close()]);
    },
  };
}

const mostRedirectBytes = 1024 * 1024;

/** Reads a body to its end. */
export async function read({ status, headers, body }: HttpStream, mostBytes: number): Promise<HttpAnswer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of body) {
    if (!Buffer.isBuffer(chunk)) continue;
    length += chunk.length;
    if (length > mostBytes) throw new AnswerTooLarge(`more than ${mostBytes} bytes`);
    chunks.push(chunk);
  }
  const promised = contentLength(headers);
  if (promised !== undefined && length < promised) {
    throw new AnswerTooShort(`${length} of ${promised} bytes`);
  }
  return { status, headers, bytes: Buffer.concat(chunks, length) };
}

/** The promised length of a body in bytes, if there is such a promise. */
export function contentLength(headers: IncomingHttpHeaders): number | undefined {
  const length = headers["content-length"];
  return length !== undefined && /^\d{1,15}$/.test(length) ? Number(length) : undefined;
}

/**
 * Where an answer redirects to; `undefined` when it is no redirect or points nowhere. Relative targets are understood only
 * when it is known where the answer came `from`.
 */
export function redirectTarget(answer: HttpHead, from?: URL): URL | undefined {
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
