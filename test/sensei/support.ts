import { createServer, type RequestListener, type Server } from "node:http";
import { afterEach, beforeEach } from "vitest";
import { z } from "zod";
import { type SenseiSimulator, startSensei } from "../../sandbox/sensei/start-sensei.ts";
import { isSenseiFault, type SenseiFault } from "../../src/ports.ts";
import { createSenseiClient, type SenseiClient, type SenseiClientOptions } from "../../src/sensei/client.ts";
import { listenOnLoopback } from "../support/listen.ts";

/** A simulator, clients of it whose pauses take no time, and what the simulator saw. */
export type SenseiBench = {
  readonly simulator: SenseiSimulator;
  /** Pauses between attempts, in milliseconds, in order. */
  readonly pauses: number[];
  /** Every line that a client logged. */
  readonly logged: unknown[];
  client(options?: Partial<SenseiClientOptions>): SenseiClient;
  fault(fault: Readonly<Record<string, unknown>>): Promise<void>;
  control(method: string, path: string, body?: unknown): Promise<unknown>;
  calls(): Promise<readonly SeenCall[]>;
  /** A server that answers in its own way; it ends with the bench. Its address is on loopback. */
  serve(respond?: RequestListener): Promise<{ readonly url: string; readonly server: Server }>;
  close(): Promise<void>;
};

/** A bench of its own for every test of a file. */
export function benchForEach(): SenseiBench {
  let opened: SenseiBench | undefined;
  beforeEach(async () => {
    opened = await openBench();
  });
  afterEach(() => opened?.close());
  return new Proxy<SenseiBench>(Object.create(null), {
    get(_, name: keyof SenseiBench) {
      if (opened === undefined) throw new Error("The bench is open within tests only.");
      return opened[name];
    },
  });
}

const callsSchema = z.object({
  calls: z.array(
    z.object({
      method: z.string(),
      path: z.string(),
      idempotency_key: z.string().optional(),
      range: z.string().optional(),
      status: z.number(),
      request_id: z.string(),
      authorized: z.boolean(),
    }),
  ),
});

export type SeenCall = z.infer<typeof callsSchema>["calls"][number];

export async function openBench(
  simulatorOptions: Parameters<typeof startSensei>[0] = {},
): Promise<SenseiBench> {
  const simulator = await startSensei(simulatorOptions);
  const clients: SenseiClient[] = [];
  const servers: Server[] = [];
  const pauses: number[] = [];
  const logged: unknown[] = [];
  let skippedMs = 0;

  async function control(method: string, path: string, body?: unknown): Promise<unknown> {
    const init = body === undefined ? { method } : { method, body: JSON.stringify(body) };
    const response = await fetch(`${simulator.controlUrl}${path}`, init);
    if (!response.ok) throw new Error(await response.text());
    return response.json();
  }

  return {
    simulator,
    pauses,
    logged,
    control,
    async serve(respond) {
      const server = createServer(respond);
      servers.push(server);
      return { url: await listenOnLoopback(server), server };
    },
    client(options = {}) {
      const client = createSenseiClient({
        baseUrl: simulator.url,
        apiKey: simulator.apiKey,
        timeoutMs: 5000,
        maxAttempts: 3,
        monotonic: () => performance.now() + skippedMs,
        sleep: async (ms) => {
          pauses.push(ms);
          skippedMs += ms;
        },
        log: { debug: (...line) => logged.push(line), warn: (...line) => logged.push(line) },
        ...options,
      });
      clients.push(client);
      return client;
    },
    async fault(fault) {
      await control("POST", "/faults", fault);
    },
    async calls() {
      return callsSchema.parse(await control("GET", "/calls")).calls;
    },
    async close() {
      // First the server, which cuts what hangs on purpose.
      await simulator.close();
      await Promise.all(clients.map((client) => client.close()));
      for (const server of servers) {
        server.closeAllConnections();
        server.close();
      }
    },
  };
}

/** The fault that a call is expected to end with. */
export async function faultOf(call: Promise<unknown>): Promise<SenseiFault> {
  try {
    await call;
  } catch (caught) {
    if (isSenseiFault(caught)) return caught;
    throw caught;
  }
  throw new Error("the call succeeded");
}
