import { LIMITS } from "./limits.ts";

type Bucket = { tokens: number; at: number };

/** Slack's limit on posts per channel: a token bucket in real time. */
export class Pacing {
  enabled = true;
  readonly #buckets = new Map<string, Bucket>();

  /** Takes one post for `channel`; answers how many seconds to wait if it is too early, else 0. */
  take(channel: string): number {
    if (!this.enabled) return 0;
    const now = performance.now();
    const bucket = this.#buckets.get(channel) ?? { tokens: LIMITS.postBurst, at: now };
    this.#buckets.set(channel, bucket);
    const refilled = ((now - bucket.at) / 1000) * LIMITS.postsPerSecond;
    bucket.tokens = Math.min(LIMITS.postBurst, bucket.tokens + refilled);
    bucket.at = now;
    if (bucket.tokens < 1) return Math.ceil((1 - bucket.tokens) / LIMITS.postsPerSecond);
    bucket.tokens -= 1;
    return 0;
  }
}
