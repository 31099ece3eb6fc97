import { type Judged, judgeAnswer } from "./answer-fault.ts";
import type { AttemptFault } from "./attempt-fault.ts";
import { durationWords } from "./duration-words.ts";
import type { HttpAnswer, HttpExchange } from "./http-exchange.ts";
import { networkFault } from "./network-fault.ts";
import type { QuietGate } from "./quiet-gate.ts";
import { readRateLimit } from "./rate-limit.ts";

/** What an attempt needs besides the request. */
export type AttemptMeans = {
  readonly exchange: HttpExchange;
  readonly gate: QuietGate;
  readonly apiKey: string;
  /** Deadline, headers and body together. */
  readonly timeoutMs: number;
};

/** One request as it will be sent. */
export type AttemptRequest = {
  readonly method: "GET" | "POST" | "DELETE";
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly requestId: string;
  readonly signal?: AbortSignal | undefined;
};

/** Sends one request and says what came of it; never rejects. If the answer asks for peace, the gate closes. */
export async function attempt(means: AttemptMeans, request: AttemptRequest): Promise<Judged> {
  const deadline = AbortSignal.timeout(means.timeoutMs);
  const called = request.signal;
  try {
    const answer = await means.exchange.send({
      method: request.method,
      path: request.path,
      query: request.query ?? {},
      headers: headersFor(means.apiKey, request.requestId),
      signal: called === undefined ? deadline : AbortSignal.any([deadline, called]),
    });
    return heed(means.gate, answer);
  } catch (thrown) {
    if (called?.aborted === true) {
      return { kind: "fault", fault: abortFault(called) };
    }
    return { kind: "fault", fault: deadline.aborted ? lateFault(means.timeoutMs) : networkFault(thrown) };
  }
}

/** The caller ended the call: by a deadline of their own, or because they no longer want it. */
export function abortFault(signal: AbortSignal): AttemptFault {
  const reason: unknown = signal.reason;
  const late = reason instanceof DOMException && reason.name === "TimeoutError";
  return { code: late ? "timeout" : "cancelled", retryable: true };
}

function lateFault(timeoutMs: number): AttemptFault {
  return { code: "timeout", retryable: true, reason: `no answer within ${durationWords(timeoutMs)}` };
}

function headersFor(apiKey: string, requestId: string): Record<string, string> {
  return {
    accept: "application/json",
    authorization: `Bearer ${apiKey}`,
    "user-agent": "closeout",
    "x-request-id": requestId,
  };
}

function heed(gate: QuietGate, answer: HttpAnswer): Judged {
  const judged = judgeAnswer(answer);
  const inBodyMs = judged.kind === "fault" ? judged.fault.retryAfterMs : undefined;
  const retryAfterMs = readRateLimit(answer.status, answer.headers, inBodyMs);
  if (retryAfterMs === undefined) {
    return judged;
  }
  gate.closeFor(retryAfterMs);
  return judged.kind === "fault" ? { kind: "fault", fault: { ...judged.fault, retryAfterMs } } : judged;
}
