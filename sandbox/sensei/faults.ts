import type { ServerResponse } from "node:http";
import { z } from "zod";
import { errorAnswer, sendAnswer } from "./http.ts";
import { tooMany } from "./request-limit.ts";

/** A fault for the next calls whose path below `/v1` begins with `path`. The `_after` ones strike when the work is done. */
export const faultSchema = z.strictObject({
  kind: z.enum([
    "429",
    "500",
    "500_after",
    "503",
    "503_html",
    "200_html",
    "timeout",
    "timeout_after",
    "drop",
    "drop_after",
    "malformed",
    "redirect",
    "delay",
  ]),
  path: z.string().startsWith("/").default("/"),
  /** Any by default. */
  method: z.enum(["GET", "POST", "DELETE"]).optional(),
  /** Lets so many matching calls pass first. */
  skip: z.int().min(0).default(0),
  times: z.int().min(1).default(1),
  /** Seconds that a 429 or 503 asks to wait. */
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
  strike(method: string, path: string): Fault | undefined {
    const fault = this.#waiting.find(
      (waiting) => path.startsWith(waiting.path) && (waiting.method ?? method) === method,
    );
    if (fault === undefined) return undefined;
    if (fault.skip > 0) {
      fault.skip -= 1;
      return undefined;
    }
    fault.times -= 1;
    this.#waiting = this.#waiting.filter((waiting) => waiting.times > 0);
    return fault;
  }
}

const proxyPage = `<!doctype html><html><head><title>503 Service Unavailable</title></head>
<body><h1>503 Service Unavailable</h1><p>No server is available to handle this request.</p></body></html>`;

const loginPage = `<!doctype html><html><head><title>Sign in</title></head><body>Please sign in to the proxy.</body></html>`;

type Act = (fault: Fault, response: ServerResponse) => Promise<number | undefined> | number;

const internalError = errorAnswer(500, "internal_error", "Something went wrong on our side.");

const acts: Readonly<Record<Fault["kind"], Act>> = {
  "429": (fault, response) => {
    sendAnswer(response, tooMany(fault.retry_after, fault.spelling));
    return 429;
  },
  "500": failInside,
  "500_after": failInside,
  "503": (fault, response) => {
    const busy = errorAnswer(503, "service_unavailable", "We are busy; come back.");
    sendAnswer(response, { ...busy, headers: { "retry-after": String(fault.retry_after) } });
    return 503;
  },
  "200_html": (_, response) => {
    response.writeHead(200, { "content-type": "text/html" }).end(loginPage);
    return 200;
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
  drop: hangUp,
  drop_after: hangUp,
  timeout: staySilent,
  timeout_after: staySilent,
  delay: async (fault, response) => {
    await delayed(fault.delay_ms ?? 1000, response);
    return undefined;
  },
};

function failInside(_: Fault, response: ServerResponse): number {
  sendAnswer(response, internalError);
  return 500;
}

function hangUp(_: Fault, response: ServerResponse): number {
  response.destroy();
  return 0;
}

async function staySilent(fault: Fault, response: ServerResponse): Promise<number> {
  await delayed(fault.delay_ms ?? 60_000, response);
  response.destroy();
  return 0;
}

/** Whether the call is carried out before the fault strikes. */
export function strikesAfter(fault: Fault | undefined): boolean {
  return fault?.kind.endsWith("_after") === true;
}

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
