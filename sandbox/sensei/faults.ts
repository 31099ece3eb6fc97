import type { ServerResponse } from "node:http";
import { z } from "zod";
import { errorAnswer, sendAnswer } from "./http.ts";
import { tooMany } from "./request-limit.ts";

/** A fault for the next calls whose path below `/v1` begins with `path`. */
export const faultSchema = z.strictObject({
  kind: z.enum(["429", "500", "503_html", "timeout", "drop", "malformed", "redirect", "delay"]),
  path: z.string().startsWith("/").default("/"),
  times: z.int().min(1).default(1),
  /** Seconds that a 429 asks to wait. */
  retry_after: z.number().min(0).default(1),
  /** Where a 429 says so. */
  spelling: z.enum(["retry-after", "x-ratelimit-retry-after", "both", "body"]).default("both"),
  /** How long `delay` waits before it answers as usual, and `timeout` before it cuts the connection. */
  delay_ms: z.number().min(0).optional(),
  /** Where a redirect leads. */
  location: z.string().default("http://elsewhere.invalid/v1/migrations"),
});

export type Fault = z.infer<typeof faultSchema>;

/** The faults waiting to happen, oldest first. */
export class Faults {
  #waiting: Fault[] = [];

  add(fault: Fault): void {
    this.#waiting.push({ ...fault });
  }

  clear(): void {
    this.#waiting = [];
  }

  list(): readonly Fault[] {
    return this.#waiting;
  }

  /** The fault that strikes a call to this path, used up by one. */
  strike(path: string): Fault | undefined {
    const fault = this.#waiting.find((waiting) => path.startsWith(waiting.path));
    if (fault === undefined) return undefined;
    fault.times -= 1;
    this.#waiting = this.#waiting.filter((waiting) => waiting.times > 0);
    return fault;
  }
}

const proxyPage = `<!doctype html><html><head><title>503 Service Unavailable</title></head>
<body><h1>503 Service Unavailable</h1><p>No server is available to handle this request.</p></body></html>`;

type Act = (fault: Fault, response: ServerResponse) => Promise<number | undefined> | number;

const acts: Readonly<Record<Fault["kind"], Act>> = {
  "429": (fault, response) => {
    sendAnswer(response, tooMany(fault.retry_after, fault.spelling));
    return 429;
  },
  "500": (_, response) => {
    sendAnswer(response, errorAnswer(500, "internal_error", "Something went wrong on our side."));
    return 500;
  },
  "503_html": (_, response) => {
    response.writeHead(503, { "content-type": "text/html" }).end(proxyPage);
    return 503;
  },
  malformed: (_, response) => {
    response.writeHead(200, { "content-type": "application/json" }).end('{"data":[{"id":"mig_hr_pr');
    return 200;
  },
  redirect: (fault, response) => {
    response.writeHead(302, { location: fault.location }).end();
    return 302;
  },
  drop: (_, response) => {
    response.destroy();
    return 0;
  },
  timeout: async (fault, response) => {
    await delayed(fault.delay_ms ?? 60_000, response);
    response.destroy();
    return 0;
  },
  delay: async (fault, response) => {
    await delayed(fault.delay_ms ?? 1000, response);
    return undefined;
  },
};

/**
 * Does what the fault says instead of answering. Resolves to the status that was sent, 0 for none, and to `undefined` when
 * the call is to be answered as usual after all.
 */
export async function commit(fault: Fault, response: ServerResponse): Promise<number | undefined> {
  return acts[fault.kind](fault, response);
}

/** Waits that long, or until nobody listens any more. */
async function delayed(ms: number, response: ServerResponse): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, ms);
  response.once("close", resolve);
  await promise;
  clearTimeout(timer);
}
