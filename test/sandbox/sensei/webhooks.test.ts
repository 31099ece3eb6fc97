import { createHmac } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { afterEach, beforeEach, expect, it } from "vitest";
import { z } from "zod";
import { type SenseiSimulator, startSensei } from "../../../sandbox/sensei/start-sensei.ts";

const secret = "a-secret-of-sixteen";
const hr = "mig_hr_prod_2026";

let simulator: SenseiSimulator;
let product: Server;
let received: { body: string; signature: unknown }[];
let answers: number[];
beforeEach(async () => {
  received = [];
  answers = [];
  product = createServer((request, response) => void hear(request, response));
  product.listen(0, "127.0.0.1");
  await once(product, "listening");
  const address = product.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  const url = `http://127.0.0.1:${address.port}/webhooks/sensei`;
  simulator = await startSensei({ webhook: { url, secret } });
});
afterEach(async () => {
  await simulator.close();
  product.close();
});

/** Takes an event as the product would, and answers what it was told to. */
async function hear(request: IncomingMessage, response: ServerResponse): Promise<void> {
  let body = "";
  for await (const chunk of request) body += String(chunk);
  received.push({ body, signature: request.headers["x-sensei-signature"] });
  response.writeHead(answers.shift() ?? 200).end();
}

const answerSchema = z.object({
  event: z.object({ id: z.string(), type: z.string() }),
  deliveries: z.array(z.object({ status: z.number() })),
});

async function send(order: Readonly<Record<string, unknown>>) {
  const response = await fetch(`${simulator.controlUrl}/webhooks`, {
    method: "POST",
    body: JSON.stringify({ type: "migration.completed", migration_id: hr, ...order }),
  });
  const json: unknown = await response.json();
  return { status: response.status, json };
}

async function sent(order: Readonly<Record<string, unknown>> = {}) {
  return answerSchema.parse((await send(order)).json);
}

function signatureOf(body: string, by = secret): string {
  return `sha256=${createHmac("sha256", by).update(body).digest("hex")}`;
}

it("sends an event in the vendor's envelope, signed over its bytes", async () => {
  const { event, deliveries } = await sent({ data: { validation_id: "val_1" } });
  expect(deliveries).toEqual([{ status: 200 }]);
  const [one] = received;
  expect(one?.signature).toBe(signatureOf(one?.body ?? ""));
  expect(JSON.parse(one?.body ?? "")).toEqual({
    id: event.id,
    type: "migration.completed",
    created_at: expect.any(String),
    data: { migration_id: hr, migration_name: "HR production to PostgreSQL", validation_id: "val_1" },
    metadata: { organization_id: "org_northwind", environment: "sandbox" },
  });
});

it("sends the same event again until it is answered with 2xx", async () => {
  answers.push(500, 503);
  expect((await sent()).deliveries.map(({ status }) => status)).toEqual([500, 503, 200]);
  expect(new Set(received.map(({ body }) => body)).size).toBe(1);
});

it("can send it several times at once", async () => {
  expect((await sent({ duplicates: 4 })).deliveries).toHaveLength(5);
  expect(new Set(received.map(({ body }) => body)).size).toBe(1);
});

it.each(["body", "secret", "unsigned"])("can tamper with the %s", async (tamper) => {
  await sent({ tamper });
  const [one] = received;
  expect(one?.signature).not.toBe(signatureOf(one?.body ?? ""));
});

it("says when nobody answers, and when it does not know where to", async () => {
  const nowhere = await sent({ url: "http://127.0.0.1:9/", attempts: 1 });
  expect(nowhere.deliveries).toMatchObject([{ status: 0 }]);
  expect((await send({ migration_id: "mig_gone" })).status).toBe(404);
});
