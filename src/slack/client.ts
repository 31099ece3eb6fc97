import { type Logger, LogLevel, WebClient, type WebClientOptions } from "@slack/web-api";
import type { Log } from "../ports.ts";
import { leanFetch } from "./lean-fetch.ts";

/** How to reach Slack for one installation. */
export type SlackClientOptions = {
  readonly token: string;
  /** Another base than `https://slack.com/api/`: GovSlack, or a stand-in. */
  readonly apiUrl?: string | undefined;
  /** How long one call may take before its outcome counts as unknown; 10 s unless told. */
  readonly timeoutMs?: number | undefined;
  readonly log: Log;
};

/**
 * Options for every client of ours, Bolt's included. The SDK's own retries are off, because a post whose answer is lost would be
 * posted again and again; a rate limit is reported instead of waited out; no call waits for ever. Connections are kept
 * alive and shared by all clients of the process.
 */
export function slackClientOptions({
  apiUrl,
  timeoutMs,
  log,
}: Omit<SlackClientOptions, "token">): WebClientOptions {
  return {
    ...(apiUrl === undefined ? {} : { slackApiUrl: apiUrl }),
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    timeout: timeoutMs ?? 10_000,
    allowAbsoluteUrls: false,
    fetch: leanFetch,
    logger: sdkLogger(log),
  };
}

/** A client for one installation. */
export function createSlackClient({ token, ...options }: SlackClientOptions): WebClient {
  return new WebClient(token, slackClientOptions(options));
}

/**
 * The SDK's logger, joined to ours: warnings and errors only, for what it says below that quotes requests and answers. What looks
 * like a token is blacked out all the same.
 */
function sdkLogger(log: Log): Logger {
  const say = (level: "warn" | "error", words: readonly unknown[]) =>
    log[level]({ sdk: redact(words.filter(isWords).map(String).join(" ")) }, "Slack's SDK reports");
  return {
    debug: () => undefined,
    info: () => undefined,
    warn: (...words: unknown[]) => say("warn", words),
    error: (...words: unknown[]) => say("error", words),
    setLevel: () => undefined,
    getLevel: () => LogLevel.WARN,
    setName: () => undefined,
  };
}

/** Sentences and errors; the SDK also passes on indexes and whole lists. */
function isWords(value: unknown): value is string | Error {
  return typeof value === "string" || value instanceof Error;
}

/** Replaces everything in the shape of a Slack token. */
export function redact(text: string): string {
  return text.replace(/\bx(?:ox[a-z]|app|oxe\.xox[a-z])[-.][\w.-]+/g, "[token]");
}
