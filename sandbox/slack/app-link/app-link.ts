import { setTimeout as pause } from "node:timers/promises";
import { type AppRequest, acknowledged, type Delivery } from "./envelope.ts";
import { HttpSender } from "./http-sender.ts";
import { type Inbound, InboundInput } from "./inbound.ts";
import { SocketHub } from "./socket-hub.ts";

/** The way to the app: over its sockets while it has some, else to its request URLs. */
export class AppLink {
  readonly http: HttpSender;
  readonly sockets: SocketHub;
  inbound: Inbound = InboundInput.parse({});
  readonly #retryGapsMs: readonly number[];
  readonly #closing = new AbortController();

  constructor(options: { signingSecret: string; appId: string; retryGapsMs: readonly number[] }) {
    this.http = new HttpSender(options.signingSecret);
    this.sockets = new SocketHub(options.appId);
    this.#retryGapsMs = options.retryGapsMs;
  }

  /**
   * Sends a request to the app, as often and as badly as the inbound settings say.
   * @returns one entry for each time it was sent; the first is the one whose answer counts.
   */
  async deliver(request: AppRequest): Promise<Delivery[]> {
    const copies = Array.from({ length: this.inbound.copies }, (_, index) => copyOf(request, index));
    return (await Promise.all(copies.map((copy) => this.#sendOne(copy)))).flat();
  }

  /**
   * Sends an event. Until it is acknowledged it is sent again, in the background, after each of the retry gaps.
   * @returns what came of the first attempt.
   */
  async deliverEvent(request: AppRequest): Promise<Delivery[]> {
    const deliveries = await this.deliver(request);
    void this.#retry(request, deliveries[0]);
    return deliveries;
  }

  async close(): Promise<void> {
    this.#closing.abort();
    await this.sockets.close();
    await this.http.close();
  }

  async #retry(request: AppRequest, first: Delivery | undefined): Promise<void> {
    let last = first;
    for (const [index, gapMs] of this.#retryGapsMs.entries()) {
      if (acknowledged(last) || last?.noRetry === true) return;
      try {
        await pause(gapMs, undefined, { signal: this.#closing.signal, ref: false });
      } catch {
        return;
      }
      const retry = { number: index + 1, reason: reason(last) };
      [last] = await this.deliver({ ...request, retry });
    }
  }

  async #sendOne(request: AppRequest): Promise<Delivery[]> {
    const { reorder, reorder_ms: most, replay } = this.inbound;
    if (reorder) await pause(Math.random() * most);
    const send = this.#prepare(request);
    const deliveries = [await send()];
    for (let again = 0; again < replay; again += 1) deliveries.push(await send());
    return deliveries;
  }

  #prepare(request: AppRequest): () => Promise<Delivery> {
    if (this.sockets.size > 0) {
      const frame = this.sockets.frame(request);
      return () => this.sockets.send(frame);
    }
    const signed = this.http.sign(request, this.inbound);
    if (signed === undefined) return async () => ({ status: 0, body: "", ms: 0, error: "not_connected" });
    return () => this.http.send(signed);
  }
}

/** A further copy of an event says that it is one; other requests do not. */
function copyOf(request: AppRequest, index: number): AppRequest {
  if (index === 0) return request;
  if (request.kind !== "events_api") return { ...request, copy: index };
  return { ...request, copy: index, retry: { number: index, reason: "http_timeout" } };
}

function reason(delivery: Delivery | undefined): string {
  if (delivery?.error === "timeout") return "http_timeout";
  return delivery?.status === 0 ? "connection_failed" : "http_error";
}
