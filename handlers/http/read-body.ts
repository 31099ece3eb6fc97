import type { IncomingMessage } from "node:http";

/** The body was longer than allowed; the rest of it was not read. */
export class BodyTooLarge extends Error {
  readonly code = "body_too_large";
  override readonly name = "BodyTooLarge";
  readonly limit: number;

  constructor(limit: number) {
    super(`The request's body is longer than ${limit} bytes`);
    this.limit = limit;
  }
}

/** Reads a whole request body of at most `limit` bytes. Rejects with {@link BodyTooLarge}, or when the sender hangs up. */
export async function readBody(request: IncomingMessage, limit: number): Promise<Buffer> {
  if (Number(request.headers["content-length"] ?? 0) > limit) throw new BodyTooLarge(limit);
  const chunks: Buffer[] = [];
  let length = 0;
  return new Promise<Buffer>((resolve, reject) => {
    request.on("data", (chunk: Buffer) => {
      length += chunk.length;
      if (length > limit) {
        request.pause();
        reject(new BodyTooLarge(limit));
        return;
      }
      chunks.push(chunk);
    });
    request.on("end", () =>
      resolve(chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks)),
    );
    request.on("error", reject);
    request.on("close", () => reject(new Error("The sender hung up in the middle of the body")));
  });
}
