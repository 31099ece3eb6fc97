import type { IncomingMessage, ServerResponse } from "node:http";

/** Any JSON object. */
export type JsonObject = { readonly [key: string]: unknown };

/** Tells a JSON object from everything else that JSON can be. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** What an endpoint answers: JSON, bytes as they are (their type is in the headers), or no body at all. */
export type Answer = {
  readonly status: number;
  readonly json?: unknown;
  readonly bytes?: Uint8Array;
  readonly headers?: Readonly<Record<string, string>>;
};

/** A failure in the vendor's own form. */
export function errorAnswer(
  status: number,
  code: string,
  message: string,
  more: JsonObject = {},
  headers: Readonly<Record<string, string>> = {},
): Answer {
  const documentation_url = `https://docs.sensei.ai/errors/${code}`;
  return { status, json: { error: { code, message, documentation_url, ...more } }, headers };
}

/** Writes an answer. */
export function sendAnswer(response: ServerResponse, answer: Answer): void {
  const { status, json, bytes, headers } = answer;
  if (bytes !== undefined) {
    response.writeHead(status, { "content-length": String(bytes.length), ...headers }).end(bytes);
  } else if (json === undefined) {
    response.writeHead(status, { ...headers }).end();
  } else {
    response.writeHead(status, { "content-type": "application/json; charset=utf-8", ...headers });
    response.end(JSON.stringify(json));
  }
}

/** Reads a JSON body, `{}` for an empty one; throws a `SyntaxError` on anything else. */
export async function readJson(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) {
    if (Buffer.isBuffer(chunk)) chunks.push(chunk);
  }
  const text = Buffer.concat(chunks).toString();
  const json: unknown = text === "" ? {} : JSON.parse(text);
  return json;
}
