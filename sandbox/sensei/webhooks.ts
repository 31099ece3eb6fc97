import { createHmac, randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import type { SimulatedMigration } from "./example-migrations.ts";

/** An event to be sent to the product. */
export const webhookOrder = z.strictObject({
  /** `migration.completed`, `validation.failed` or any other. */
  type: z.string(),
  migration_id: z.string(),
  /** Where to, and signed with what; what the simulator was started with by default. */
  url: z.url().optional(),
  secret: z.string().optional(),
  /** The event's id; a fresh one by default. */
  id: z.string().optional(),
  /** More members of `data`. */
  data: z.record(z.string(), z.unknown()).default({}),
  /** Sends the same event so many times more, at once. */
  duplicates: z.int().min(0).max(50).default(0),
  /** Changes the body after signing, signs with another secret, or does not sign. */
  tamper: z.enum(["body", "secret", "unsigned"]).optional(),
  /** How often a delivery that is not answered with 2xx is made at most. */
  attempts: z.int().min(1).max(7).default(3),
});

export type WebhookOrder = z.infer<typeof webhookOrder>;
export type WebhookTarget = { readonly url: string; readonly secret: string };

/** One request and what came of it; status 0 is no answer. */
type Delivery = { readonly attempt: number; readonly status: number; readonly ms: number };

/** The vendor waits longer; its pauses are minutes and hours, which nobody has in a sandbox. */
const patienceMs = 30_000;
const pauseMs = 100;

/** Sends the event and answers what was sent and how each delivery went; `undefined` when it is not known where to. */
export async function sendWebhook(
  order: WebhookOrder,
  migration: SimulatedMigration,
  target: WebhookTarget | undefined,
) {
  const url = order.url ?? target?.url;
  const secret = order.secret ?? target?.secret;
  if (url === undefined || secret === undefined) return undefined;
  const event = eventOf(order, migration);
  const body = JSON.stringify(event);
  const request = {
    url,
    body:
      order.tamper === "body" ? body.replace('"environment":"sandbox"', '"environment":"production"') : body,
    signature:
      order.tamper === "unsigned" ? undefined : sign(body, order.tamper === "secret" ? `${secret}!` : secret),
  };
  const copies = Array.from({ length: 1 + order.duplicates }, () => deliver(request, order.attempts));
  return { event, deliveries: (await Promise.all(copies)).flat() };
}

function eventOf(order: WebhookOrder, migration: SimulatedMigration) {
  return {
    id: order.id ?? `evt_${randomUUID().replaceAll("-", "")}`,
    type: order.type,
    created_at: new Date().toISOString(),
    data: { migration_id: migration.id, migration_name: migration.wire["name"], ...order.data },
    metadata: { organization_id: "org_northwind", environment: "sandbox" },
  };
}

function sign(body: string, secret: string): string {
  return `sha256=${createHmac("sha256", secret).update(body).digest("hex")}`;
}

type Request = { readonly url: string; readonly body: string; readonly signature: string | undefined };

async function deliver(request: Request, attempts: number): Promise<readonly Delivery[]> {
  const made: Delivery[] = [];
  for (let attempt = 1; attempt <= attempts; attempt += 1) {
    if (attempt > 1) await sleep(pauseMs * attempt);
    const began = performance.now();
    const status = await post(request);
    made.push({ attempt, status, ms: Math.round(performance.now() - began) });
    if (status >= 200 && status < 300) break;
  }
  return made;
}

async function post({ url, body, signature }: Request): Promise<number> {
  try {
    const response = await fetch(url, {
      method: "POST",
      body,
      headers: {
        "content-type": "application/json",
        ...(signature === undefined ? {} : { "x-sensei-signature": signature }),
      },
      signal: AbortSignal.timeout(patienceMs),
      redirect: "manual",
    });
    await response.arrayBuffer();
    return response.status;
  } catch {
    return 0;
  }
}
