import { type Answer, errorAnswer } from "./http.ts";

const windowMs = 60_000;

/** The organisation's limit of requests a minute, in fixed windows. */
export class RequestLimit {
  #perMinute: number;
  #windowEndsAt = 0;
  #used = 0;

  constructor(perMinute: number) {
    this.#perMinute = perMinute;
  }

  /** Sets the limit and begins a new window. */
  set(perMinute: number): void {
    this.#perMinute = perMinute;
    this.#windowEndsAt = 0;
  }

  /** Counts one request: the headers that its answer carries, and the refusal if it was one too many. */
  take(): { readonly headers: Readonly<Record<string, string>>; readonly refusal: Answer | undefined } {
    const now = Date.now();
    if (now >= this.#windowEndsAt) {
      this.#windowEndsAt = now + windowMs;
      this.#used = 0;
    }
    this.#used += 1;
    const headers = {
      "x-ratelimit-limit": String(this.#perMinute),
      "x-ratelimit-remaining": String(Math.max(0, this.#perMinute - this.#used)),
      "x-ratelimit-reset": String(Math.ceil(this.#windowEndsAt / 1000)),
    };
    const seconds = Math.ceil((this.#windowEndsAt - now) / 1000);
    return { headers, refusal: this.#used > this.#perMinute ? tooMany(seconds, "both") : undefined };
  }
}

/** Where a 429 says how long to wait: the vendor's pages show each of these. */
export type WaitSpelling = "retry-after" | "x-ratelimit-retry-after" | "both" | "body";

/** The answer to one request too many. */
export function tooMany(seconds: number, spelling: WaitSpelling): Answer {
  const value = String(seconds);
  const headers: Record<WaitSpelling, Readonly<Record<string, string>>> = {
    "retry-after": { "retry-after": value },
    "x-ratelimit-retry-after": { "x-ratelimit-retry-after": value },
    both: { "retry-after": value, "x-ratelimit-retry-after": value },
    body: {},
  };
  const more = spelling === "body" ? { retry_after: seconds } : {};
  return errorAnswer(429, "rate_limit_exceeded", "Too many requests.", more, headers[spelling]);
}
