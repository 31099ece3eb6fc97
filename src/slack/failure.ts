import {
  WebAPIHTTPError,
  WebAPIPlatformError,
  WebAPIRateLimitedError,
  WebAPIRequestError,
} from "@slack/web-api";

/**
 * What a failed call means for the thing that was to happen: `refused` for good; surely not done and worth trying `later`;
 * or `uncertain`, because Slack may have done it before the answer was lost.
 */
export type SlackFailure =
  | { readonly kind: "refused"; readonly code: string }
  | {
      readonly kind: "later";
      readonly afterMs: number;
      readonly why: string;
      /** Our token no longer works here: nothing will, until somebody installs the app again. */
      readonly installationBroken?: true;
    }
  | { readonly kind: "uncertain"; readonly why: string };

const second = 1_000;
const minute = 60 * second;

/**
 * Reads an error of the official client. Everything that is not known to have stopped short of Slack counts as uncertain.
 */
export function readFailure(error: unknown): SlackFailure {
  if (error instanceof WebAPIRateLimitedError) {
    return { kind: "later", afterMs: Math.max(1, error.retryAfter) * second, why: "rate limited" };
  }
  if (error instanceof WebAPIPlatformError) return readCode(error);
  if (error instanceof WebAPIHTTPError) return readStatus(error.statusCode);
  if (error instanceof WebAPIRequestError) return readTransport(error.original);
  if (error instanceof Error && error.message.startsWith("Retry header did not contain a valid timeout")) {
    return { kind: "later", afterMs: 30 * second, why: "rate limited" };
  }
  return readTransport(error);
}

/** Codes of an answer that was not the last word on what happened. */
const uncertainCodes = new Set(["internal_error", "fatal_error"]);

/** Codes of a passing refusal, with the wait that they deserve. */
const passingCodes = new Map([
  ["ratelimited", 30 * second],
  ["rate_limited", 30 * second],
  ["message_limit_exceeded", 5 * minute],
  ["service_unavailable", minute],
  ["request_timeout", 5 * second],
  ["team_added_to_org", 10 * minute],
  ["accesslimited", 10 * minute],
  ["ekm_access_denied", 10 * minute],
]);

/** Codes that say that our token is no good here. They concern everything, not this message. */
const brokenInstallation = new Set([
  "invalid_auth",
  "not_authed",
  "account_inactive",
  "token_revoked",
  "token_expired",
  "invalid_token",
  "no_permission",
  "missing_scope",
  "not_allowed_token_type",
  "org_login_required",
  "team_access_not_granted",
  "access_denied",
  "two_factor_setup_required",
]);

function readCode({ data }: WebAPIPlatformError): SlackFailure {
  const code = data.error;
  // The SDK turns a body that is no JSON into such an error as well, with the body in place of the code.
  if (typeof code !== "string" || !/^[a-z][a-z0-9_]{1,79}$/.test(code)) {
    return { kind: "uncertain", why: "an answer that is not Slack's" };
  }
  if (uncertainCodes.has(code)) return { kind: "uncertain", why: code };
  if (brokenInstallation.has(code)) {
    return { kind: "later", afterMs: 10 * minute, why: code, installationBroken: true };
  }
  const wait = passingCodes.get(code);
  if (wait === undefined) return { kind: "refused", code };
  const asked = data.response_metadata?.retryAfter;
  return { kind: "later", afterMs: asked === undefined ? wait : Math.max(1, asked) * second, why: code };
}

/**
 * 5xx may come after the deed; anything else was turned away on the doorstep, usually by a proxy. A rate limit may come
 * without its length.
 */
function readStatus(status: number): SlackFailure {
  if (status === 429) return { kind: "later", afterMs: 30 * second, why: "rate limited" };
  const why = `HTTP ${status}`;
  return status >= 500 || status === 408
    ? { kind: "uncertain", why }
    : { kind: "later", afterMs: minute, why };
}

/** Errors that come before the first byte of a request has left. */
const beforeSending = new Set([
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EAI_FAIL",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "ENETDOWN",
  "EADDRNOTAVAIL",
  "UND_ERR_CONNECT_TIMEOUT",
  "CERT_HAS_EXPIRED",
  "CERT_NOT_YET_VALID",
  "DEPTH_ZERO_SELF_SIGNED_CERT",
  "SELF_SIGNED_CERT_IN_CHAIN",
  "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
  "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
  "ERR_TLS_CERT_ALTNAME_INVALID",
]);

function readTransport(error: unknown): SlackFailure {
  const codes = [...causes(error)].map(codeOf).filter((one) => one !== undefined);
  const before = codes.find((one) => beforeSending.has(one));
  if (before !== undefined)
    return { kind: "later", afterMs: 5 * second, why: `Slack cannot be reached (${before})` };
  const name = error instanceof Error ? error.name : "unknown failure";
  return { kind: "uncertain", why: name === "TimeoutError" ? "no answer in time" : (codes[0] ?? name) };
}

/** An error, its causes, and where several addresses were tried, the error of each. */
function* causes(error: unknown): Generator<Error> {
  let at: unknown = error;
  for (let depth = 0; depth < 8 && at instanceof Error; depth += 1) {
    yield at;
    if (at instanceof AggregateError) for (const one of at.errors) if (one instanceof Error) yield one;
    at = at.cause;
  }
}

function codeOf(error: Error): string | undefined {
  return "code" in error && typeof error.code === "string" ? error.code : undefined;
}
