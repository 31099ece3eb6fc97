import { Agent, request } from "undici";
import type { JsonObject } from "../json.ts";
import { LIMITS } from "../limits.ts";
import type { AppRequest, Delivery } from "./envelope.ts";
import type { Inbound } from "./inbound.ts";
import { signatureHeaders } from "./sign.ts";

/** A request as it goes over the wire; sending it twice is a replay. */
export type SignedRequest = {
  readonly url: string;
  readonly headers: Record<string, string>;
  readonly body: string;
};

/** Sends signed requests to the app's request URLs, in turn. Timestamps are real: the app checks them by its own clock. */
export class HttpSender {
  urls: readonly string[] = [];
  readonly #secret: string;
  readonly #agent = new Agent({ connections: 256, pipelining: 1 });
  #turn = 0;

  constructor(signingSecret: string) {
    this.#secret = signingSecret;
  }

  /** Signs a request for the next URL; `undefined` when there is none. */
  sign(appRequest: AppRequest, inbound: Inbound): SignedRequest | undefined {
    const url = this.urls[this.#turn % Math.max(1, this.urls.length)];
    this.#turn += 1;
    if (url === undefined) return undefined;
    const { body, contentType } = encode(appRequest);
    const seconds = Math.floor(Date.now() / 1000) + inbound.timestamp_offset_s - (appRequest.copy ?? 0);
    const secret = inbound.bad_signature ? `${this.#secret} is wrong` : this.#secret;
    const headers: Record<string, string> = {
      "content-type": contentType,
      "user-agent": "Slackbot 1.0 (sandbox)",
      ...signatureHeaders(secret, body, seconds),
    };
    if (appRequest.retry !== undefined) {
      headers["x-slack-retry-num"] = String(appRequest.retry.number);
      headers["x-slack-retry-reason"] = appRequest.retry.reason;
    }
    return { url, headers, body };
  }

  /** Sends it and waits for the answer, three seconds at most. */
  async send(signed: SignedRequest): Promise<Delivery> {
    const start = performance.now();
    const elapsed = () => Math.round(performance.now() - start);
    try {
      const response = await request(signed.url, {
        method: "POST",
        headers: signed.headers,
        body: signed.body,
        dispatcher: this.#agent,
        signal: AbortSignal.timeout(LIMITS.ackMs),
      });
      const body = await response.body.text();
      const noRetry = response.headers["x-slack-no-retry"] === "1";
      return { status: response.statusCode, body, ms: elapsed(), ...(noRetry ? { noRetry } : {}) };
    } catch (error) {
      const timedOut = error instanceof Error && error.name === "TimeoutError";
      return { status: 0, body: "", ms: elapsed(), error: timedOut ? "timeout" : "connection_failed" };
    }
  }

  async close(): Promise<void> {
    await this.#agent.destroy();
  }
}

function encode({ kind, payload }: AppRequest): { body: string; contentType: string } {
  if (kind === "events_api") return { body: JSON.stringify(payload), contentType: "application/json" };
  const fields = kind === "interactive" ? { payload: JSON.stringify(payload) } : payload;
  return { body: form(fields), contentType: "application/x-www-form-urlencoded" };
}

function form(fields: JsonObject): string {
  return new URLSearchParams(Object.entries(fields).map(([key, value]) => [key, String(value)])).toString();
}
