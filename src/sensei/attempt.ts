import type { RateGate } from "../ports.ts";
import {
  type Expectation,
  type GoodAnswer,
  type Judged,
  judgeAnswer,
  promisesWebPage,
  webPageFault,
} from "./answer-fault.ts";
import type { AttemptFault } from "./attempt-fault.ts";
import { durationWords } from "./duration-words.ts";
import { type HttpExchange, type HttpHead, type HttpStream, read } from "./http-exchange.ts";
import { networkFault } from "./network-fault.ts";
import { readRateLimit } from "./rate-limit.ts";

/** What an attempt needs besides the request. */
export type AttemptMeans = {
  readonly exchange: HttpExchange;
  readonly gate: RateGate;
  readonly apiKey: string;
  /** Deadline of a whole answer, and of a stream's head. */
  readonly timeoutMs: number;
};

/** One request as it will be sent, and what is expected of its answer. */
export type AttemptRequest = Expectation & {
  readonly method: "GET" | "POST" | "DELETE";
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly requestId: string;
  readonly signal?: AbortSignal | undefined;
  /** 16 MB by default. */
  readonly mostBytes?: number;
};

/** An answer whose body is still under way; `cut` ends it. */
export type OpenAnswer = HttpStream & { cut(): void };

const largestAnswerBytes = 16 * 1024 * 1024;

/** Sends one request and says what came of it; never rejects. If the answer asks for peace, the gate closes. */
export async function attempt(means: AttemptMeans, request: AttemptRequest): Promise<Judged<GoodAnswer>> {
  const deadline = AbortSignal.timeout(means.timeoutMs);
  return await guarded(means, request, deadline, async () => {
    const answer = await means.exchange.send(
      sendable(means, request, deadline),
      request.mostBytes ?? largestAnswerBytes,
    );
    return heed(means.gate, answer, judgeAnswer(answer, request));
  });
}

/** The same for an answer that is read as it arrives: the deadline holds for its head alone. */
export async function attemptOpen(means: AttemptMeans, request: AttemptRequest): Promise<Judged<OpenAnswer>> {
  const ending = new AbortController();
  const timer = setTimeout(() => ending.abort(), means.timeoutMs);
  try {
    return await guarded(means, request, ending.signal, async () => {
      const answer = await means.exchange.open(sendable(means, request, ending.signal));
      return await judgeStream(means, request, answer, ending);
    });
  } finally {
    clearTimeout(timer);
  }
}

async function judgeStream(
  means: AttemptMeans,
  request: AttemptRequest,
  answer: HttpStream,
  ending: AbortController,
): Promise<Judged<OpenAnswer>> {
  const isGood = answer.status >= 200 && answer.status < 300;
  if (!isGood) {
    const whole = await read(answer, largestAnswerBytes);
    const judged = judgeAnswer(whole, request);
    return judged.kind === "fault" ? heed(means.gate, whole, judged) : judgedOdd(whole);
  }
  const cut = () => {
    // Whoever reads no longer does; the error of an end that we chose ourselves is nobody's business.
    answer.body.on("error", () => undefined);
    ending.abort();
  };
  if (promisesWebPage(answer)) {
    cut();
    return { kind: "fault", fault: webPageFault(answer.status) };
  }
  return heed(means.gate, answer, { kind: "answer", answer: { ...answer, cut } });
}

function judgedOdd({ status }: HttpHead): Judged<never> {
  const reason = `an answer with status ${status}`;
  return { kind: "fault", fault: { code: "unexpected_answer", retryable: false, status, reason } };
}

/** Runs one exchange and turns whatever it throws into a fault. */
async function guarded<T>(
  means: AttemptMeans,
  request: AttemptRequest,
  deadline: AbortSignal,
  exchange: () => Promise<Judged<T>>,
): Promise<Judged<T>> {
  const beforehand = endedBy(request.signal);
  if (beforehand !== undefined) {
    return { kind: "fault", fault: { ...beforehand, notSent: true } };
  }
  try {
    return await exchange();
  } catch (thrown) {
    const ended = endedBy(request.signal);
    if (ended !== undefined) {
      return { kind: "fault", fault: ended };
    }
    return { kind: "fault", fault: deadline.aborted ? lateFault(means.timeoutMs) : networkFault(thrown) };
  }
}

function endedBy(signal: AbortSignal | undefined): AttemptFault | undefined {
  return signal?.aborted === true ? abortFault(signal) : undefined;
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

function sendable(means: AttemptMeans, request: AttemptRequest, deadline: AbortSignal) {
  const { method, path, query = {}, headers, requestId, signal } = request;
  return {
    method,
    path,
    query,
    headers: {
      accept: "application/json",
      authorization: `Bearer ${means.apiKey}`,
      "user-agent": "closeout",
      "x-request-id": requestId,
      ...headers,
    },
    signal: signal === undefined ? deadline : AbortSignal.any([deadline, signal]),
  };
}

async function heed<T>(gate: RateGate, head: HttpHead, judged: Judged<T>): Promise<Judged<T>> {
  const inBodyMs = judged.kind === "fault" ? judged.fault.retryAfterMs : undefined;
  const retryAfterMs = readRateLimit(head.status, head.headers, inBodyMs);
  if (retryAfterMs === undefined) {
    return judged;
  }
  await gate.closeFor(retryAfterMs);
  return judged.kind === "fault" ? { kind: "fault", fault: { ...judged.fault, retryAfterMs } } : judged;
}
