import type { IncomingHttpHeaders } from "node:http";

/**
 * How many milliseconds an answer asks us to send nothing; `undefined` when it does not ask. Every spelling that Sensei uses is
 * read: `Retry-After` as seconds or as a date, `X-RateLimit-Retry-After`, `retry_after` in the body (`inBodyMs`); of several the
 * longest counts. If none is there and the limit is used up, it is the time until `X-RateLimit-Reset` or `RateLimit-Reset`.
 * Moments are reckoned from the answer's own `Date`, so that our clock does not matter.
 */
export function readRateLimit(
  status: number,
  headers: IncomingHttpHeaders,
  inBodyMs: number | undefined,
): number | undefined {
  const inBody = inBodyMs === undefined ? undefined : inBodyMs / 1000;
  const inHeaders = [header(headers, "retry-after"), header(headers, "x-ratelimit-retry-after")];
  const asked = [inBody, ...inHeaders.map((value) => seconds(value, headers))].filter(
    (value) => value !== undefined,
  );
  if (asked.length > 0) {
    return Math.max(...asked) * 1000;
  }
  const remaining = amount(
    header(headers, "x-ratelimit-remaining") ?? header(headers, "ratelimit-remaining"),
  );
  const reset = status === 429 || remaining === 0 ? untilReset(headers) : undefined;
  return reset === undefined ? undefined : reset * 1000;
}

function seconds(value: string | undefined, headers: IncomingHttpHeaders): number | undefined {
  const plain = amount(value);
  if (plain !== undefined || value === undefined) {
    return plain;
  }
  return span(Date.parse(value) / 1000, headers);
}

function untilReset(headers: IncomingHttpHeaders): number | undefined {
  const reset = amount(header(headers, "x-ratelimit-reset") ?? header(headers, "ratelimit-reset"));
  return reset === undefined ? undefined : span(reset, headers);
}

/** Seconds from the answer's `Date` to a moment in Unix seconds. */
function span(until: number, headers: IncomingHttpHeaders): number | undefined {
  const difference = until - Date.parse(header(headers, "date") ?? "") / 1000;
  return Number.isFinite(difference) ? Math.max(0, difference) : undefined;
}

function amount(value: string | undefined): number | undefined {
  return value !== undefined && /^\s*\d{1,12}(\.\d+)?\s*$/.test(value) ? Number(value) : undefined;
}

function header(headers: IncomingHttpHeaders, name: string): string | undefined {
  const value = headers[name];
  return Array.isArray(value) ? value[0] : value;
}
