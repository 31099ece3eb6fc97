import type { AttemptFault } from "./attempt-fault.ts";
import { type ErrorBody, parseErrorBody } from "./error-body.ts";
import { type HttpAnswer, redirectTarget } from "./http-exchange.ts";
import { parseJson } from "./parse-json.ts";

/** An answer in the end: the JSON that it carries (`undefined` for none), or what is wrong with it. */
export type Judged =
  | { readonly kind: "json"; readonly json: unknown }
  | { readonly kind: "fault"; readonly fault: AttemptFault };

/** Decides what an answer means, by its status first and by its body as far as it can be read. */
export function judgeAnswer(answer: HttpAnswer): Judged {
  const { status } = answer;
  if (status >= 200 && status < 300) {
    return judgeBody(answer);
  }
  const body = parseErrorBody(parseJson(answer.text)?.json);
  return { kind: "fault", fault: { status, ...describe(body), ...classify(answer, body) } };
}

function judgeBody(answer: HttpAnswer): Judged {
  if (answer.text === "") {
    return { kind: "json", json: undefined };
  }
  const parsed = parseJson(answer.text);
  if (parsed !== undefined) {
    return { kind: "json", json: parsed.json };
  }
  const page = /^\s*</.test(answer.text);
  const fault: AttemptFault = page
    ? { code: "unexpected_answer", retryable: false, reason: "a web page instead of data" }
    : { code: "damaged_answer", retryable: true };
  return { kind: "fault", fault: { ...fault, status: answer.status } };
}

function describe(body: ErrorBody | undefined): Partial<AttemptFault> {
  return { vendorMessage: body?.message, vendorRequestId: body?.requestId };
}

function classify(answer: HttpAnswer, body: ErrorBody | undefined): AttemptFault {
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
      return { code: body?.code === undefined ? "not_found" : notFoundCode(body.code), retryable: false };
    case 409:
      return { code: "invalid_state", retryable: false };
    case 429:
      return { code: "rate_limited", retryable: true, ...wait(body) };
    case 408:
      return { code: "timeout", retryable: true, reason: "it gave up waiting for us" };
    default:
      return classifyRest(answer, body);
  }
}

function classifyRest(answer: HttpAnswer, body: ErrorBody | undefined): AttemptFault {
  if (answer.status >= 500) {
    return { code: "unavailable", retryable: true, ...wait(body) };
  }
  if (answer.status >= 300 && answer.status < 400) {
    return { code: "redirected", retryable: false, redirectHost: redirectTarget(answer)?.host };
  }
  return { code: "unexpected_answer", retryable: false, reason: `an answer with status ${answer.status}` };
}

function notFoundCode(code: string): "migration_not_found" | "not_found" {
  return code === "migration_not_found" ? "migration_not_found" : "not_found";
}

function wait(body: ErrorBody | undefined): Partial<AttemptFault> {
  return body?.retryAfterS === undefined ? {} : { retryAfterMs: body.retryAfterS * 1000 };
}
