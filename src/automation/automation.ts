import { Agent, errors, request } from "undici";
import { z } from "zod";
import { storableText } from "../domain/typed-text.ts";
import type { Automation, CallOutcome, Clock, Look } from "../ports.ts";
import { isInside, lookupOutside, PrivateAddress } from "./address-guard.ts";
import { signRequest } from "./signature.ts";

/** One endpoint that may be called. */
export type AutomationEndpoint = {
  readonly task: string;
  readonly url: string;
  /** It may lie on a private network or on this machine. */
  readonly inside: boolean;
};

export type AutomationOptions = {
  readonly endpoints: readonly AutomationEndpoint[];
  /** Shared with the automation; signs every request. */
  readonly secret: string;
  readonly clock: Clock;
  /** For a whole answer; 20 s by default. */
  readonly timeoutMs?: number;
};

const mostBytes = 64 * 1024;

const text = z
  .string()
  .trim()
  .transform((value) => storableText(value.slice(0, 2_000)))
  .optional()
  .catch(undefined);
const answerSchema = z.object({
  status: z.enum(["succeeded", "failed", "running"]),
  message: text,
  log_url: z
    .url({ protocol: /^https?$/ })
    .max(2_000)
    .transform((address) => new URL(address).href)
    .optional()
    .catch(undefined),
});
type TaskAnswer = z.output<typeof answerSchema>;

type Exchange =
  | { readonly kind: "answer"; readonly status: number; readonly answer: TaskAnswer | undefined }
  /** `sent`: it may have arrived. */
  | { readonly kind: "failed"; readonly sent: boolean; readonly why: string };

/** Calls the company's own automation over HTTPS. Redirects are not followed, answers are bounded, addresses are judged. */
export function createAutomation(options: AutomationOptions): Automation & { close(): Promise<void> } {
  const { endpoints, secret, clock, timeoutMs = 20_000 } = options;
  const timeouts = { headersTimeout: timeoutMs, bodyTimeout: timeoutMs };
  const outside = new Agent({ connect: { lookup: lookupOutside, timeout: timeoutMs }, ...timeouts });
  const within = new Agent({ connect: { timeout: timeoutMs }, ...timeouts });
  const endpointOf = (task: string) => endpoints.find((one) => one.task === task);

  async function exchange(
    task: string,
    method: "GET" | "POST",
    query: Readonly<Record<string, string>>,
    body: string,
    headers: Readonly<Record<string, string>>,
  ): Promise<Exchange> {
    const endpoint = endpointOf(task);
    if (endpoint === undefined) return { kind: "failed", sent: false, why: "no automation is set up for it" };
    const url = new URL(endpoint.url);
    for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
    if (
      !endpoint.inside &&
      /^[\d.]+$|^\[/.test(url.hostname) &&
      isInside(url.hostname.replace(/^\[|\]$/g, ""))
    ) {
      return { kind: "failed", sent: false, why: "its address is a private one" };
    }
    const timestamp = String(Math.floor(clock.now().epochMilliseconds / 1000));
    const signature = signRequest(secret, { timestamp, method, path: `${url.pathname}${url.search}`, body });
    try {
      const response = await request(url, {
        method,
        dispatcher: endpoint.inside ? within : outside,
        signal: AbortSignal.timeout(timeoutMs),
        headers: {
          accept: "application/json",
          "user-agent": "closeout",
          "x-closeout-timestamp": timestamp,
          "x-closeout-signature": signature,
          ...headers,
        },
        ...(method === "POST" ? { body } : {}),
      });
      const answer = await readAnswer(response.body, Number(response.headers["content-length"] ?? 0));
      return { kind: "answer", status: response.statusCode, answer };
    } catch (error) {
      return { kind: "failed", ...judge(error) };
    }
  }

  return {
    has: (taskId) => endpointOf(taskId) !== undefined,

    async run(asked) {
      const { requestId, idempotencyKey } = asked;
      const body = JSON.stringify({
        version: 1,
        task: asked.task,
        closeout: asked.closeout,
        migration: asked.migration,
        requested_by: asked.requestedBy,
        requested_at: asked.requestedAt,
        idempotency_key: idempotencyKey,
      });
      const headers = {
        "content-type": "application/json",
        "x-idempotency-key": idempotencyKey,
        "x-request-id": requestId,
      };
      return outcomeOf(await exchange(asked.task.id, "POST", {}, body, headers), requestId);
    },

    async look({ task, idempotencyKey, requestId }) {
      const query = { idempotency_key: idempotencyKey };
      return lookOf(await exchange(task.id, "GET", query, "", { "x-request-id": requestId }));
    },

    async close() {
      await Promise.all([outside.close(), within.close()]);
    },
  };
}

function outcomeOf(exchange: Exchange, requestId: string): CallOutcome {
  if (exchange.kind === "failed") {
    const sentence = `The automation could not be reached: ${exchange.why}.`;
    return exchange.sent
      ? { kind: "lost", requestId, sentence }
      : {
          kind: "rejected",
          requestId,
          sentence: `${sentence} Nothing was changed.`,
          conflict: false,
          afterMs: undefined,
        };
  }
  const { status, answer } = exchange;
  if (status >= 200 && status < 300) {
    if (answer === undefined) {
      return status === 202
        ? { kind: "accepted", requestId, status, message: undefined }
        : { kind: "lost", requestId, sentence: "The automation's answer is not in the agreed form." };
    }
    const { message, log_url: logUrl } = answer;
    if (answer.status === "failed")
      return rejected(requestId, `The automation reports that it failed${said(message)}.`);
    const kind = answer.status === "running" || status === 202 ? "accepted" : "done";
    return { kind, requestId, status, message, logUrl };
  }
  if (status === 429 || status === 503) {
    const sentence = `The automation is busy (${status}).`;
    return { kind: "rejected", requestId, sentence, conflict: false, afterMs: 0 };
  }
  if (status >= 400 && status < 500 && status !== 408) {
    return rejected(requestId, `The automation refused the request (${status})${said(answer?.message)}.`);
  }
  return {
    kind: "lost",
    requestId,
    sentence: `The automation answered with status ${status}${said(answer?.message)}.`,
  };
}

function rejected(requestId: string, sentence: string): CallOutcome {
  return { kind: "rejected", requestId, sentence, conflict: false, afterMs: undefined };
}

function said(message: string | undefined): string {
  return message === undefined || message === "" ? "" : `: “${message.replace(/[.\s]+$/, "")}”`;
}

function lookOf(exchange: Exchange): Look {
  if (exchange.kind === "failed") {
    return { kind: "unreadable", sentence: `The automation could not be asked: ${exchange.why}.` };
  }
  const { status, answer } = exchange;
  if (status === 404) return { kind: "seen", reading: "not_applied", progress: undefined };
  if (status >= 500 || status === 429) {
    return { kind: "unreadable", sentence: `The automation could not be asked (${status}).` };
  }
  if (status !== 200 || answer === undefined)
    return { kind: "seen", reading: "unknown", progress: undefined };
  const { message, log_url: logUrl } = answer;
  if (answer.status === "failed") return { kind: "failed", message, logUrl };
  const reading = answer.status === "succeeded" ? "applied" : "unknown";
  return { kind: "seen", reading, progress: undefined, message, logUrl };
}

/** The answer if it is in the agreed form and not too long. */
async function readAnswer(
  body: AsyncIterable<Uint8Array> & { destroy(): unknown },
  announced: number,
): Promise<TaskAnswer | undefined> {
  const chunks: Uint8Array[] = [];
  let bytes = announced;
  let read = 0;
  for await (const chunk of body) {
    read += chunk.length;
    bytes = Math.max(bytes, read);
    if (bytes > mostBytes) {
      body.destroy();
      return undefined;
    }
    chunks.push(chunk);
  }
  try {
    return answerSchema.safeParse(JSON.parse(Buffer.concat(chunks).toString("utf8"))).data;
  } catch {
    return undefined;
  }
}

const neverSent: readonly unknown[] = [
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "ENETUNREACH",
];

/** Whether the request may have arrived, and half a sentence about what went wrong. */
function judge(error: unknown): { readonly sent: boolean; readonly why: string } {
  if (error instanceof PrivateAddress) return { sent: false, why: "its address is a private one" };
  if (error instanceof errors.ConnectTimeoutError) return { sent: false, why: "no connection in time" };
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  if (neverSent.includes(code)) return { sent: false, why: `no connection (${String(code)})` };
  if (typeof code === "string" && /CERT|TLS|SSL|SIGNATURE/.test(code)) {
    return { sent: false, why: `its certificate is not accepted (${code})` };
  }
  const late = error instanceof Error && /Timeout/.test(error.name);
  return { sent: true, why: late ? "no answer in time" : "the connection was cut" };
}
