import { randomUUID } from "node:crypto";
import { setTimeout as sleepFor } from "node:timers/promises";
import type { Log } from "../ports.ts";
import { type AttemptRequest, abortFault, attempt } from "./attempt.ts";
import type { AttemptFault } from "./attempt-fault.ts";
import { backoffMs } from "./backoff.ts";
import { SenseiError } from "./errors.ts";
import { createHttpExchange } from "./http-exchange.ts";
import { createQuietGate } from "./quiet-gate.ts";
import { redact } from "./redact.ts";

/** The product's log, and each attempt in detail. */
export type SenseiLog = Pick<Log, "warn"> & { readonly debug: Log["info"] };

export type TransportOptions = {
  /** `https://api.sensei.ai/v1`, or another host with the same paths. */
  readonly baseUrl: string;
  readonly apiKey: string;
  /** Deadline of one attempt, headers and body together. */
  readonly timeoutMs: number;
  /** How often a call that is safe to repeat is sent at most. */
  readonly maxAttempts: number;
  readonly log?: SenseiLog | undefined;
  /** Longest pause between two attempts, 15 s by default; if Sensei asks for more, the call fails and says so. */
  readonly longestPauseMs?: number;
  /** Monotonic milliseconds. */
  readonly monotonic?: () => number;
  /** Rejects when the signal is aborted. */
  readonly sleep?: (ms: number, signal: AbortSignal | undefined) => Promise<void>;
  /** 0 up to 1. */
  readonly random?: () => number;
};

/** One call: an HTTP request and what its failure would be about. */
export type TransportCall = Omit<AttemptRequest, "requestId"> & {
  /** Named in sentences. */
  readonly migrationId?: string;
  /** Fewer attempts than the client's. */
  readonly maxAttempts?: number;
};

/** A call's answer, with the id under which both sides know the call. */
export type TransportAnswer = { readonly json: unknown; readonly requestId: string };

/**
 * The one place that talks to Sensei: address, key, deadlines, retries, rate limits and request ids. Only reading calls are
 * repeated. Everything that goes wrong is a {@link SenseiError}.
 */
export type Transport = {
  call(call: TransportCall): Promise<TransportAnswer>;
  /** The error for an answer that arrived well and is not what the documentation says. */
  misunderstood(answer: TransportAnswer, reason: string): SenseiError;
  /** Resolves when the running calls have ended. */
  close(): Promise<void>;
};

/** A call under way. */
type Run = {
  readonly call: TransportCall;
  readonly requestId: string;
  readonly startedAt: number;
  attempts: number;
};

/** Opens the connection pool; throws a `TypeError` on an address that cannot be one. */
export function createTransport(options: TransportOptions): Transport {
  const { apiKey, timeoutMs, log } = options;
  const monotonic = options.monotonic ?? (() => performance.now());
  const sleep =
    options.sleep ?? ((ms, signal) => sleepFor(ms, undefined, signal === undefined ? {} : { signal }));
  const random = options.random ?? Math.random;
  const longestPauseMs = options.longestPauseMs ?? 15_000;
  const exchange = createHttpExchange(options.baseUrl, timeoutMs);
  const gate = createQuietGate(monotonic);
  const means = { exchange, gate, apiKey, timeoutMs };

  async function call(asked: TransportCall): Promise<TransportAnswer> {
    const run: Run = { call: asked, requestId: randomUUID(), startedAt: monotonic(), attempts: 0 };
    const maxAttempts = asked.method === "GET" ? (asked.maxAttempts ?? options.maxAttempts) : 1;
    await awaitGate(run);
    for (;;) {
      const result = await tryOnce(run);
      if (result.kind === "json") {
        return { json: result.json, requestId: run.requestId };
      }
      const { fault } = result;
      if (!fault.retryable || asked.signal?.aborted === true || run.attempts >= maxAttempts) {
        throw failure(run, fault);
      }
      await pause(run, fault, Math.max(backoffMs(run.attempts, random), gate.waitMs()));
    }
  }

  async function tryOnce(run: Run): ReturnType<typeof attempt> {
    run.attempts += 1;
    const began = monotonic();
    const result = await attempt(means, { ...run.call, requestId: run.requestId });
    log?.debug(
      { ...logFields(run), ms: Math.round(monotonic() - began), outcome: result.kind },
      "asked Sensei",
    );
    return result;
  }

  /** Before the first attempt: waits while Sensei wants to be left alone. */
  async function awaitGate(run: Run): Promise<void> {
    const retryAfterMs = gate.waitMs();
    if (retryAfterMs > 0) {
      await pause(run, { code: "rate_limited", retryable: true, retryAfterMs }, retryAfterMs);
    }
  }

  /** Sleeps, or fails with what made us wait when that takes too long or the caller has had enough. */
  async function pause(run: Run, cause: AttemptFault, ms: number): Promise<void> {
    const { signal } = run.call;
    if (ms > longestPauseMs) {
      throw failure(run, cause);
    }
    try {
      await sleep(ms, signal);
    } catch {
      const ended = signal === undefined ? undefined : abortFault(signal);
      throw failure(run, ended?.code === "cancelled" ? ended : cause);
    }
  }

  function failure(run: Run, fault: AttemptFault): SenseiError {
    const { reason, vendorMessage, vendorRequestId, redirectHost, ...plain } = fault;
    const error = new SenseiError({
      ...plain,
      reason: clean(reason),
      vendorMessage: clean(vendorMessage),
      redirectHost: clean(redirectHost),
      requestId: clean(vendorRequestId) ?? run.requestId,
      attempts: run.attempts,
      elapsedMs: monotonic() - run.startedAt,
      host: exchange.host,
      migrationId: run.call.migrationId,
    });
    log?.warn({ ...logFields(run), code: error.code, status: error.status }, error.message);
    return error;
  }

  function misunderstood(answer: TransportAnswer, reason: string): SenseiError {
    const told = { requestId: answer.requestId, host: exchange.host, attempts: 1, elapsedMs: 0 };
    const error = new SenseiError({ ...told, code: "unexpected_answer", retryable: false, reason });
    log?.warn({ requestId: answer.requestId, code: error.code }, error.message);
    return error;
  }

  function clean(words: string | undefined): string | undefined {
    return words === undefined ? undefined : redact(words, apiKey);
  }

  return { call, misunderstood, close: () => exchange.close() };
}

function logFields(run: Run): Record<string, unknown> {
  const { method, path } = run.call;
  return { requestId: run.requestId, method, path, attempt: run.attempts };
}
