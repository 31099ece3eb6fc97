import { createHmac } from "node:crypto";

/**
 * The signature of a request: `v1=` and the hex HMAC-SHA256, under the shared secret, of timestamp, method, path with query,
 * and the raw body, each but the last followed by a line feed. See docs/automation.md.
 */
export function signRequest(
  secret: string,
  parts: {
    readonly timestamp: string;
    readonly method: string;
    readonly path: string;
    readonly body: string;
  },
): string {
  const { timestamp, method, path, body } = parts;
  const signed = `${timestamp}\n${method}\n${path}\n${body}`;
  return `v1=${createHmac("sha256", secret).update(signed).digest("hex")}`;
}
