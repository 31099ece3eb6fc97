import { describe, expect, it } from "vitest";
import { readRateLimit } from "../../src/sensei/rate-limit.ts";

const date = "Mon, 02 Mar 2026 01:30:00 GMT";
const inFortySeconds = String(Date.UTC(2026, 2, 2, 1, 30, 40) / 1000);

describe("how long an answer asks us to wait", () => {
  it.each([
    [200, {}, undefined, undefined],
    [429, { "retry-after": "7" }, undefined, 7000],
    [503, { "retry-after": "0.5" }, undefined, 500],
    [429, { "x-ratelimit-retry-after": "9", "retry-after": "7" }, undefined, 9000],
    [429, { "retry-after": "Mon, 02 Mar 2026 01:31:00 GMT", date }, undefined, 60_000],
    [429, { "retry-after": "Mon, 02 Mar 2026 01:29:00 GMT", date }, undefined, 0],
    [429, { "retry-after": "Mon, 02 Mar 2026 01:31:00 GMT" }, undefined, undefined],
    [429, { "retry-after": "soon" }, undefined, undefined],
    [429, { "x-ratelimit-reset": inFortySeconds, date }, undefined, 40_000],
    [429, { "ratelimit-reset": inFortySeconds, date }, undefined, 40_000],
    [429, { "x-ratelimit-reset": inFortySeconds, date }, 3000, 3000],
    [200, { "x-ratelimit-remaining": "0", "x-ratelimit-reset": inFortySeconds, date }, undefined, 40_000],
    [200, { "ratelimit-remaining": "0", "ratelimit-reset": inFortySeconds, date }, undefined, 40_000],
    [200, { "x-ratelimit-remaining": "1", "x-ratelimit-reset": inFortySeconds, date }, undefined, undefined],
  ])("%i %j %s → %s ms", (status, headers, inBodyMs, waitMs) => {
    expect(readRateLimit(status, headers, inBodyMs)).toBe(waitMs);
  });
});
