import type { IncomingMessage } from "node:http";

const loopback = /^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/;

/**
 * Whether a request comes from a program on this computer or from the sandbox's own page, and not from a web site that
 * happens to be open in the same browser.
 */
export function isOwn(request: IncomingMessage): boolean {
  const { host = "", origin } = request.headers;
  return loopback.test(host) && (origin === undefined || origin === `http://${host}`);
}
