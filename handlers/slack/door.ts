import type { IncomingHttpHeaders, IncomingMessage, RequestListener, ServerResponse } from "node:http";
import { verifySlackRequest } from "@slack/bolt";
import type { Clock, Log } from "../../src/ports.ts";
import { BodyTooLarge, readBody } from "../http/read-body.ts";
import type { Serve } from "../http/server.ts";
import { createReplayGuard, type ReplayGuard } from "./replay-guard.ts";

/** Slack's own requests stay far below; anything longer is not from Slack. */
export const bodyLimit = 1024 * 1024;

/** How far a request's timestamp may lie from our wall clock, in either direction. */
const toleranceS = 5 * 60;

export type DoorOptions = {
  readonly signingSecret: string;
  /** The real time: Slack signs with it, also where the product's clock has been moved. */
  readonly wallClock: Clock;
  readonly log: Log;
  readonly guard?: ReplayGuard;
};

/** Why a request was not let in, with the status that says so. */
type Refusal = { readonly status: 401 | 405 | 409 | 413 | 400; readonly why: string };

/**
 * Stands before Bolt's receiver and lets in only what Slack has just signed and has not been seen before. Bolt itself checks
 * neither a timestamp in the future nor a repetition of the same signed request. The body is read here, once; the receiver
 * finds it as `rawBody`.
 */
export function createDoor(options: DoorOptions, receiver: RequestListener): Serve {
  const guard = options.guard ?? createReplayGuard();
  return async (request, response) => {
    if (request.method !== "POST") return refuse(options.log, response, { status: 405, why: "not a POST" });
    const body = await bodyOf(request);
    if ("why" in body) return refuse(options.log, response, body);
    const nowMs = options.wallClock.now().epochMilliseconds;
    const signature = verify(request.headers, body.raw, options.signingSecret, nowMs);
    if (typeof signature !== "string") return refuse(options.log, response, signature);
    if (!guard.admit(signature, nowMs)) {
      return refuse(options.log, response, { status: 409, why: "this very request was received before" });
    }
    response.once("close", () => {
      // Not served: Slack may send the very same request again within the second, and then it must not count as a replay.
      if (!response.writableFinished || response.statusCode >= 500) guard.forget(signature);
    });
    return receiver(Object.assign(request, { rawBody: body.raw }), response);
  };
}

async function bodyOf(request: IncomingMessage): Promise<{ readonly raw: Buffer } | Refusal> {
  try {
    return { raw: await readBody(request, bodyLimit) };
  } catch (error) {
    if (error instanceof BodyTooLarge) return { status: 413, why: error.message };
    return { status: 400, why: "the body did not arrive whole" };
  }
}

function verify(headers: IncomingHttpHeaders, raw: Buffer, secret: string, nowMs: number): string | Refusal {
  const signature = headers["x-slack-signature"];
  const timestamp = headers["x-slack-request-timestamp"];
  if (typeof signature !== "string" || typeof timestamp !== "string" || !/^\d{1,12}$/.test(timestamp)) {
    return { status: 401, why: "signature or timestamp is missing or malformed" };
  }
  const seconds = Number(timestamp);
  if (Math.abs(nowMs / 1000 - seconds) > toleranceS) {
    return { status: 401, why: "the timestamp is more than five minutes from now" };
  }
  try {
    verifySlackRequest({
      signingSecret: secret,
      body: raw.toString("utf8"),
      headers: { "x-slack-signature": signature, "x-slack-request-timestamp": seconds },
      nowMilliseconds: nowMs,
    });
  } catch {
    return { status: 401, why: "the signature does not match" };
  }
  return signature;
}

function refuse(log: Log, response: ServerResponse, { status, why }: Refusal): void {
  log.warn({ status, why }, "A request to the Slack endpoint was refused");
  // Nothing is read any further from a sender whom we turn away.
  response.writeHead(status, { "content-type": "application/json", connection: "close" });
  response.end(JSON.stringify({ ok: false, error: why }));
}
