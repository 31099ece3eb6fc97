import type { JsonObject } from "../json.ts";

/** The three kinds of request that Slack makes to an app, by their names in Socket Mode. */
export type RequestKind = "events_api" | "slash_commands" | "interactive";

/** A request to the app, before it is signed or framed. */
export type AppRequest = {
  readonly kind: RequestKind;
  readonly payload: JsonObject;
  /** Set when an event is delivered again. */
  readonly retry?: { readonly number: number; readonly reason: string };
  /** Which copy this is, 0 being the first. Each is signed as of another second, as what is sent again later is. */
  readonly copy?: number;
};

/** What came of one request to the app. `status` is 0 when there was no answer. */
export type Delivery = {
  readonly status: number;
  readonly body: string;
  readonly ms: number;
  readonly error?: "timeout" | "connection_failed" | "not_connected";
  /** The app asked for no retries (`x-slack-no-retry`). */
  readonly noRetry?: boolean;
};

/** Whether the app has acknowledged. */
export function acknowledged(delivery: Delivery | undefined): boolean {
  return delivery !== undefined && delivery.status >= 200 && delivery.status < 300;
}
