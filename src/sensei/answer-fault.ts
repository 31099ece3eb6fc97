import type { AttemptFault } from "./attempt-fault.ts";
import { type ErrorBody, parseErrorBody } from "./error-body.ts";
import { type HttpAnswer, type HttpHead, redirectTarget } from "./http-exchange.ts";
import { parseJson } from "./parse-json.ts";

/** What came of an attempt. */
export type Judged<T> =
  | { readonly kind: "answer"; readonly answer: T }
  | { readonly kind: "fault"; readonly fault: AttemptFault };

/** An answer that is what was asked for. `json` is `undefined` where there is none or none was asked for. */
export type GoodAnswer = HttpAnswer & { readonly json: unknown };

/** What is expected of an answer. */
export type Expectation = {
  /** `json` by default; `bytes` are taken as they come. */
  readonly form?: "json" | "bytes";
  /** What a 404 in the vendor's own form says is not there, when it is not the migration. */
  readonly subject?: string | undefined;
};

/** Decides what an answer means, by its status first and by its body as far as it can be read. */
export function judgeAnswer(answer: HttpAnswer, expected: Expectation): Judged<GoodAnswer> {
  const { status } = answer;
  if (status >= 200 && status < 300) {
    return judgeBody(answer, expected);
  }
  const body = parseErrorBody(parseJson(textOf(answer))?.json);
  return { kind: "fault", fault: { status, ...describe(body), ...classify(answer, body, expected) } };
}

function judgeBody(answer: HttpAnswer, { form }: Expectation): Judged<GoodAnswer> {
  if (isWebPage(answer)) {
    return { kind: "fault", fault: webPageFault(answer.status) };
  }
  if (form === "bytes" && /^\s*application\/json\b/i.test(answer.headers["content-type"] ?? "")) {
    return {
      kind: "fault",
      fault: { ...webPageFault(answer.status), reason: "a message instead of a file" },
    };
  }
  if (answer.bytes.length === 0 || form === "bytes") {
    return { kind: "answer", answer: { ...answer, json: undefined } };
  }
  const parsed = parseJson(textOf(answer));
  return parsed === undefined
    ? { kind: "fault", fault: { code: "damaged_answer", retryable: true, status: answer.status } }
    : { kind: "answer", answer: { ...answer, json: parsed.json } };
}

/** A proxy's page in place of what Sensei would have said. */
export function webPageFault(status: number): AttemptFault {
  return { code: "unexpected_answer", retryable: false, status, reason: "a web page instead of data" };
}

/** Whether the head says so already. */
export function promisesWebPage({ headers }: HttpHead): boolean {
  return /^\s*text\/html\b/i.test(headers["content-type"] ?? "");
}

function isWebPage(answer: HttpAnswer): boolean {
  return promisesWebPage(answer) || /^\s*</.test(answer.bytes.toString("utf8", 0, 256));
}

function textOf(answer: HttpAnswer): string {
  return answer.bytes.toString("utf8");
}

function describe(body: ErrorBody | undefined): Partial<AttemptFault> {
  return { vendorMessage: body?.message, vendorRequestId: body?.requestId };
}

function classify(answer: HttpHead, body: ErrorBody | undefined, expected: Expectation): AttemptFault {
  switch (answer.status) {
    case 400:
    case 422:
      return { code: "validation_error", retryable: false };
    case 401:
      return { code: "unauthorized", retryable: false };
    case 403:
      return { code: "forbidden", retryable: false, scope: body?.scope };
    case 404:
    case 410:
      return { code: notFoundCode(body, expected), retryable: false };
    case 409:
      return { code: "invalid_state", retryable: false };
    case 416:
      return { code: "restart_needed", retryable: true, reason: "the rest of it is no longer there" };
    case 429:
      return { code: "rate_limited", retryable: true, ...wait(body) };
    case 408:
      return { code: "timeout", retryable: true, reason: "it gave up waiting for us" };
    default:
      return classifyRest(answer, body);
  }
}

function classifyRest(answer: HttpHead, body: ErrorBody | undefined): AttemptFault {
  if (answer.status >= 500) {
    return { code: "unavailable", retryable: true, ...wait(body) };
  }
  if (answer.status >= 300 && answer.status < 400) {
    return { code: "redirected", retryable: false, redirectHost: redirectTarget(answer)?.host };
  }
  return { code: "unexpected_answer", retryable: false, reason: `an answer with status ${answer.status}` };
}

/** A 404 that is not in the vendor's form comes from somewhere else: the address is wrong. */
function notFoundCode(body: ErrorBody | undefined, { subject }: Expectation) {
  if (body?.code === "migration_not_found") {
    return "migration_not_found";
  }
  return body === undefined || subject === undefined ? "not_found" : "nothing_there";
}

function wait(body: ErrorBody | undefined): Partial<AttemptFault> {
  return body?.retryAfterS === undefined ? {} : { retryAfterMs: body.retryAfterS * 1000 };
}
