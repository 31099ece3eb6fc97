import { createHmac, timingSafeEqual } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Installation } from "../../src/domain/identity.ts";
import { readVendorEvent } from "../../src/domain/vendor-event.ts";
import type { Log } from "../../src/ports.ts";
import type { UseCases } from "../../src/usecases/bind.ts";
import { sendJson } from "./health.ts";
import { BodyTooLarge, readBody } from "./read-body.ts";
import type { Serve } from "./server.ts";

/** Where Sensei posts its events. */
export const senseiWebhookPath = "/webhooks/sensei";

/** The vendor's own limit. */
export const webhookBodyLimit = 1024 * 1024;

export type SenseiWebhookOptions = {
  /** Shared with the vendor; without one nobody can be told from the vendor, so nothing is taken. */
  readonly secret: string | undefined;
  /** The workspace whose closeouts the events concern. */
  readonly installation: Installation;
  readonly noteVendorEvent: UseCases["noteVendorEvent"];
  readonly log: Log;
};

/** Why a request was turned away, with the status that says so. */
type Refusal = { readonly status: 400 | 401 | 405 | 413 | 415 | 503; readonly why: string };

/**
 * Takes the vendor's events: signed with the shared secret over the very bytes of the body (`X-Sensei-Signature`), noted in the store
 * before they are acknowledged, and worked on afterwards. What does not concern us is acknowledged as well, so that it is not sent again.
 */
export function senseiWebhook(options: SenseiWebhookOptions): Serve {
  const { secret, installation, noteVendorEvent, log } = options;
  return async (request, response) => {
    if (request.method !== "POST") {
      response.setHeader("allow", "POST");
      return refuse(log, response, { status: 405, why: "not a POST" });
    }
    if (secret === undefined) {
      return refuse(log, response, {
        status: 503,
        why: "SENSEI_WEBHOOK_SECRET is not set, so no event can be trusted",
      });
    }
    const body = await bodyOf(request);
    if ("why" in body) return refuse(log, response, body);
    if (!isSignedWith(secret, body.raw, request.headers["x-sensei-signature"])) {
      return refuse(log, response, { status: 401, why: "the signature is missing or does not match" });
    }
    const read = readVendorEvent(parseJson(body.raw));
    switch (read.kind) {
      case "malformed":
        return refuse(log, response, { status: 400, why: read.problem });
      case "ignored":
        log.info({ type: read.type.slice(0, 80) }, "An event of Sensei does not concern us");
        return sendJson(response, 200, { ok: true, ignored: true });
      case "event": {
        const { kind } = await noteVendorEvent({ installation, event: read.event });
        log.info({ event: read.event.id, type: read.event.type, kind }, "An event of Sensei was received");
        return sendJson(response, 200, { ok: true });
      }
    }
  };
}

async function bodyOf(request: IncomingMessage): Promise<{ readonly raw: Buffer } | Refusal> {
  try {
    return { raw: await readBody(request, webhookBodyLimit) };
  } catch (error) {
    if (error instanceof BodyTooLarge) return { status: 413, why: error.message };
    return { status: 400, why: "the body did not arrive whole" };
  }
}

/** Compares digests of equal length, so that the time it takes says nothing about where they differ. */
function isSignedWith(secret: string, raw: Buffer, header: string | string[] | undefined): boolean {
  const given = typeof header === "string" ? /^sha256=([0-9a-f]{64})$/i.exec(header.trim())?.[1] : undefined;
  if (given === undefined) return false;
  const expected = createHmac("sha256", secret).update(raw).digest();
  return timingSafeEqual(Buffer.from(given, "hex"), expected);
}

function parseJson(raw: Buffer): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(raw));
  } catch {
    return undefined;
  }
}

function refuse(log: Log, response: ServerResponse, { status, why }: Refusal): void {
  log.warn({ status, why }, "A request to the Sensei webhook was refused");
  // Nothing is read any further from a sender whom we turn away.
  response.setHeader("connection", "close");
  sendJson(response, status, { error: why });
}
