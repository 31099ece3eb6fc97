import { randomUUID } from "node:crypto";
import { once } from "node:events";
import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import { type WebSocket, WebSocketServer } from "ws";
import { z } from "zod";
import { newSecret } from "../ids.ts";
import { parseJson } from "../json.ts";
import { LIMITS } from "../limits.ts";
import type { AppRequest, Delivery } from "./envelope.ts";

const Ack = z.object({ envelope_id: z.string(), payload: z.unknown().optional() });
const pingEveryMs = 10_000;
const leaveMs = 500;

/** Why Slack asks an app to reconnect. */
export type DisconnectReason = "warning" | "refresh_requested" | "link_disabled";

/** A frame as it goes to one of the sockets; sending it twice is a replay. */
export type Frame = { readonly envelopeId: string; readonly text: string };

/** Socket Mode: the app's sockets, the envelopes sent to them in turn, and their acknowledgements. */
export class SocketHub {
  readonly #appId: string;
  readonly #server = new WebSocketServer({ noServer: true });
  readonly #tickets = new Set<string>();
  readonly #sockets = new Set<WebSocket>();
  readonly #awaited = new Map<string, (body: string) => void>();
  readonly #heartbeat: NodeJS.Timeout;
  #turn = 0;

  constructor(appId: string) {
    this.#appId = appId;
    this.#heartbeat = setInterval(() => {
      for (const socket of this.#sockets) socket.ping("Ping from the sandbox");
    }, pingEveryMs).unref();
  }

  /** How many sockets are open. */
  get size(): number {
    return this.#sockets.size;
  }

  /** A path with a ticket that opens one socket. */
  issuePath(): string {
    const ticket = newSecret();
    this.#tickets.add(ticket);
    return `/socket?ticket=${ticket}&app_id=${this.#appId}`;
  }

  /** Takes over an HTTP upgrade; refuses it without a fresh ticket. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const url = new URL(request.url ?? "/", "http://sandbox");
    const ticket = url.searchParams.get("ticket") ?? "";
    if (url.pathname !== "/socket" || !this.#tickets.delete(ticket)) {
      socket.end("HTTP/1.1 401 Unauthorized\r\nconnection: close\r\n\r\n");
      return;
    }
    this.#server.handleUpgrade(request, socket, head, (opened) => this.#welcome(opened));
  }

  /** Frames a request for a socket. */
  frame({ kind, payload, retry }: AppRequest): Frame {
    const envelopeId = randomUUID();
    const retried = retry === undefined ? {} : { retry_attempt: retry.number, retry_reason: retry.reason };
    const envelope = {
      envelope_id: envelopeId,
      type: kind,
      payload,
      accepts_response_payload: kind !== "events_api",
      ...retried,
    };
    return { envelopeId, text: JSON.stringify(envelope) };
  }

  /** Sends a frame to the next socket and waits for its acknowledgement, three seconds at most. */
  send(frame: Frame): Promise<Delivery> {
    const start = performance.now();
    const sockets = [...this.#sockets];
    const socket = sockets[this.#turn % Math.max(1, sockets.length)];
    this.#turn += 1;
    if (socket === undefined) return Promise.resolve({ status: 0, body: "", ms: 0, error: "not_connected" });
    return new Promise((resolve) => {
      const settle = (answer: Omit<Delivery, "ms">) => {
        clearTimeout(timer);
        this.#awaited.delete(frame.envelopeId);
        resolve({ ...answer, ms: Math.round(performance.now() - start) });
      };
      const timer = setTimeout(() => settle({ status: 0, body: "", error: "timeout" }), LIMITS.ackMs);
      this.#awaited.set(frame.envelopeId, (body) => settle({ status: 200, body }));
      socket.send(frame.text);
    });
  }

  /** Asks the app to reconnect, as Slack does now and then. */
  disconnect(reason: DisconnectReason): void {
    const message = JSON.stringify({ type: "disconnect", reason, debug_info: { host: "sandbox" } });
    for (const socket of this.#sockets) socket.send(message);
  }

  /** Takes leave of every socket; those that do not answer in time are cut. */
  async close(): Promise<void> {
    clearInterval(this.#heartbeat);
    const sockets = [...this.#sockets];
    const closed = Promise.all(sockets.map((socket) => once(socket, "close")));
    for (const socket of sockets) socket.close(1001);
    const cut = setTimeout(() => {
      for (const socket of sockets) socket.terminate();
    }, leaveMs);
    await closed;
    clearTimeout(cut);
    this.#server.close();
  }

  #welcome(socket: WebSocket): void {
    socket.on("error", () => socket.terminate());
    if (this.#sockets.size >= LIMITS.sockets) {
      socket.send(JSON.stringify({ type: "disconnect", reason: "too_many_websockets" }));
      socket.close();
      return;
    }
    this.#sockets.add(socket);
    socket.on("close", () => this.#sockets.delete(socket));
    socket.on("message", (data) => {
      if (Buffer.isBuffer(data)) this.#hear(data.toString());
    });
    socket.send(
      JSON.stringify({
        type: "hello",
        num_connections: this.#sockets.size,
        connection_info: { app_id: this.#appId },
        debug_info: { host: "sandbox", approximate_connection_time: 18_060 },
      }),
    );
  }

  #hear(text: string): void {
    const ack = Ack.safeParse(parseJson(text));
    if (!ack.success) return;
    const { envelope_id: envelopeId, payload } = ack.data;
    this.#awaited.get(envelopeId)?.(isEmpty(payload) ? "" : JSON.stringify(payload));
  }
}

function isEmpty(payload: unknown): boolean {
  return payload === undefined || payload === null || JSON.stringify(payload) === "{}";
}
