import {
  type WebAPICallResult,
  WebAPIHTTPError,
  WebAPIPlatformError,
  WebAPIRateLimitedError,
  WebAPIRequestError,
  WebClient,
  type WebClientOptions,
} from "@slack/web-api";
import { type Dispatcher, request } from "undici";
import { z } from "zod";
import { createRoom } from "./room.ts";

/** The calls that are made by the thousand when many reminders fall due at once. */
const byTheThousand: ReadonlySet<string> = new Set(["chat.postMessage", "chat.update"]);

/** At most so many of them are under way at once, as with the SDK. */
const mostUnderway = 100;

/** What {@link SlackClient} needs to know beside the SDK's own options. */
export type SlackClientSettings = WebClientOptions & {
  readonly token: string;
  /** How long one call may take, in milliseconds. */
  readonly timeout: number;
};

/**
 * The official client, with a shorter way for messages. Where the SDK writes each message as a form, copies it for a log that
 * nobody keeps and walks the web's streams, this sends JSON over a kept-alive connection, at a third of the processor time.
 * It fails with the SDK's own errors. Everything else is the SDK's.
 */
export class SlackClient extends WebClient {
  readonly #authorization: string;
  readonly #timeoutMs: number;
  readonly #room = createRoom(mostUnderway);

  constructor({ token, ...options }: SlackClientSettings) {
    super(token, options);
    this.#authorization = `Bearer ${token}`;
    this.#timeoutMs = options.timeout;
  }

  override async apiCall(method: string, options: Record<string, unknown> = {}): Promise<WebAPICallResult> {
    if (!byTheThousand.has(method)) return await super.apiCall(method, options);
    return await this.#room.within(() => this.#post(method, JSON.stringify(options)));
  }

  async #post(method: string, body: string): Promise<WebAPICallResult> {
    let answer: Dispatcher.ResponseData;
    let text: string;
    try {
      answer = await request(`${this.slackApiUrl}${method}`, {
        method: "POST",
        headers: { authorization: this.#authorization, "content-type": "application/json; charset=utf-8" },
        body,
        signal: AbortSignal.timeout(this.#timeoutMs),
        // The signal is the one deadline.
        headersTimeout: 0,
        bodyTimeout: 0,
      });
      text = await answer.body.text();
    } catch (error) {
      throw new WebAPIRequestError(error instanceof Error ? error : new Error(String(error)));
    }
    return readAnswer(answer, text);
  }
}

const answerSchema = z.looseObject({ ok: z.boolean() });

function readAnswer({ statusCode, headers }: Dispatcher.ResponseData, text: string): WebAPICallResult {
  const retryAfter = Number(headers["retry-after"] ?? Number.NaN);
  if (statusCode === 429 && Number.isFinite(retryAfter)) throw new WebAPIRateLimitedError(retryAfter);
  if (statusCode !== 200) throw new WebAPIHTTPError(statusCode, "", {}, text);
  const answer = answerSchema.safeParse(parseJson(text));
  if (!answer.success) throw new WebAPIPlatformError({ ok: false, error: text });
  if (!answer.data.ok) throw new WebAPIPlatformError({ error: "unknown_error", ...answer.data });
  return answer.data;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
