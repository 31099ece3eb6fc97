import { randomUUID } from "node:crypto";
import { setTimeout as sleepFor } from "node:timers/promises";
import type { Log, RateGate } from "../ports.ts";
import type { GoodAnswer, Judged } from "./answer-fault.ts";
import { type AttemptRequest, abortFault, attempt, attemptOpen, type OpenAnswer } from "./attempt.ts";
import { type AttemptFault, effectOf } from "./attempt-fault.ts";
import { backoffMs } from "./backoff.ts";
import { SenseiError } from "./errors.ts";
import { createHttpExchange } from "./http-exchange.ts";
import { redact } from "./redact.ts";
import { createSharedGate } from "./shared-gate.ts";

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
  /** What other processes know about our limit of requests; without it each process goes by itself. */
  readonly sharedGate?: RateGate | undefined;
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
  /** A fresh one by default. */
  readonly requestId?: string | undefined;
  /** Named in sentences. */
  readonly migrationId?: string | undefined;
  /** Fewer attempts than the client's. */
  readonly maxAttempts?: number;
};

/** A call's answer, with the id under which both sides know the call. */
export type TransportAnswer = GoodAnswer & { readonly requestId: string };

/** An answer that is read as it arrives. Whatever goes wrong then becomes an error by `failed`. */
export type TransportStream = OpenAnswer & {
  readonly requestId: string;
  failed(fault: AttemptFault): SenseiError;
};

/**
 * The one place that talks to Sensei: address, key, deadlines, retries, rate limits and request ids. A call that changes
 * something is repeated only where nothing was sent or where Sensei asked to come back. Everything that goes wrong is a
 * {@link SenseiError}.
 */
export type Transport = {
  call(call: TransportCall): Promise<TransportAnswer>;
  /** For reading calls alone. */
  open(call: TransportCall): Promise<TransportStream>;
  /** The error for an answer that arrived well and is not what the documentation says. */
  misunderstood(answer: { readonly requestId: string }, reason: string): SenseiError;
  /** The pause before a call is tried again after so many attempts; rejects when the signal is aborted. */
  rest(attemptsMade: number, signal: AbortSignal | undefined): Promise<void>;
  /** Words from outside, without our key and on one line. */
  clean(words: string): string;
  /** Cuts open streams and resolves when the running calls have ended. */
  close(): Promise<void>;
};

/** A call under way. */
type Run = {
  readonly call: TransportCall;
  readonly requestId: string;
  readonly startedAt: number;
  attempts: number;
  /** What the attempts so far may have done. */
  effect: "none" | "unknown";
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
  const gate = createSharedGate(monotonic, options.sharedGate, log);
  const means = { exchange, gate, apiKey, timeoutMs };
  const streams = new Set<OpenAnswer>();
  let closed: Promise<void> | undefined;

  async function call(asked: TransportCall): Promise<TransportAnswer> {
    const { run, answer } = await repeat(asked, (request) => attempt(means, request));
    return { ...answer, requestId: run.requestId };
  }

  async function open(asked: TransportCall): Promise<TransportStream> {
    const { run, answer } = await repeat(asked, (request) => attemptOpen(means, request));
    streams.add(answer);
    answer.body.once("close", () => streams.delete(answer));
    return { ...answer, requestId: run.requestId, failed: (fault) => failure(run, fault) };
  }

  async function repeat<T>(asked: TransportCall, once: (request: AttemptRequest) => Promise<Judged<T>>) {
    const requestId = asked.requestId ?? randomUUID();
    const run: Run = { call: asked, requestId, startedAt: monotonic(), attempts: 0, effect: "none" };
    const maxAttempts = asked.maxAttempts ?? options.maxAttempts;
    await awaitGate(run);
    for (;;) {
      const result = await tryOnce(run, once);
      if (result.kind === "answer") {
        return { run, answer: result.answer };
      }
      const { fault } = result;
      if (!mayRepeat(asked, fault) || asked.signal?.aborted === true || run.attempts >= maxAttempts) {
        throw failure(run, fault);
      }
      await pause(run, fault, Math.max(backoffMs(run.attempts, random), await gate.waitMs()));
    }
  }

  async function tryOnce<T>(run: Run, once: (request: AttemptRequest) => Promise<Judged<T>>) {
    run.attempts += 1;
    const began = monotonic();
    const result = await once({ ...run.call, requestId: run.requestId });
    if (result.kind === "fault" && isChanging(run.call) && effectOf(result.fault) === "unknown") {
      run.effect = "unknown";
    }
    log?.debug(
      { ...logFields(run), ms: Math.round(monotonic() - began), outcome: result.kind },
      "asked Sensei",
    );
    return result;
  }

  /** Before the first attempt: waits while Sensei wants to be left alone. */
  async function awaitGate(run: Run): Promise<void> {
    const retryAfterMs = await gate.waitMs();
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
      reason: reason && clean(reason),
      vendorMessage: vendorMessage && clean(vendorMessage),
      redirectHost: redirectHost && clean(redirectHost),
      requestId: (vendorRequestId && clean(vendorRequestId)) ?? run.requestId,
      attempts: run.attempts,
      elapsedMs: monotonic() - run.startedAt,
      host: exchange.host,
      migrationId: run.call.migrationId,
      subject: run.call.subject,
      changing: isChanging(run.call),
      effect: run.effect,
    });
    log?.warn(
      { ...logFields(run), code: error.code, status: error.status, effect: error.effect },
      error.message,
    );
    return error;
  }

  function misunderstood(answer: { readonly requestId: string }, reason: string): SenseiError {
    const told = { requestId: answer.requestId, host: exchange.host, attempts: 1, elapsedMs: 0 };
    const error = new SenseiError({ ...told, code: "unexpected_answer", retryable: false, reason });
    log?.warn({ requestId: answer.requestId, code: error.code }, error.message);
    return error;
  }

  function clean(words: string): string {
    return redact(words, apiKey);
  }

  return {
    call,
    open,
    misunderstood,
    clean,
    rest: (attemptsMade, signal) => sleep(backoffMs(attemptsMade, random), signal),
    close() {
      for (const stream of streams) stream.cut();
      closed ??= exchange.close();
      return closed;
    },
  };
}

function isChanging(call: TransportCall): boolean {
  return call.method !== "GET";
}

/** A changing call is sent again only when it cannot have had an effect, or Sensei itself says when to come back. */
function mayRepeat(call: TransportCall, fault: AttemptFault): boolean {
  if (!fault.retryable || !isChanging(call)) {
    return fault.retryable;
  }
  const askedBack = fault.status === 429 || (fault.status === 503 && fault.retryAfterMs !== undefined);
  return fault.notSent === true || askedBack;
}

function logFields(run: Run): Record<string, unknown> {
  const { method, path } = run.call;
  return { requestId: run.requestId, method, path, attempt: run.attempts };
}
