import type { AttemptFault } from "./attempt-fault.ts";

const reasons: Readonly<Record<string, string>> = {
  ECONNREFUSED: "the connection was refused",
  ECONNRESET: "the connection was cut",
  EPIPE: "the connection was cut",
  UND_ERR_SOCKET: "the connection was cut",
  UND_ERR_ABORTED: "the connection was cut",
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: "its answer ended too early",
  ANSWER_TOO_SHORT: "its answer ended too early",
  ENOTFOUND: "its host name is not known",
  EAI_AGAIN: "its host name could not be looked up",
  EHOSTUNREACH: "there is no route to it",
  ENETUNREACH: "there is no route to it",
  ETIMEDOUT: "no connection came about",
  UND_ERR_CONNECT_TIMEOUT: "no connection came about",
};

/** Node's codes for a certificate that nobody vouches for: waiting does not mend them. */
const certificateTrouble = /CERT|SELF_SIGNED|UNABLE_TO_|ERR_TLS|ERR_SSL|HOSTNAME_MISMATCH/;

/** Says what a request ran into that was never answered in full. */
export function networkFault(thrown: unknown): AttemptFault {
  const code = errorCode(thrown);
  if (code === "ANSWER_TOO_LARGE") {
    return { code: "unexpected_answer", retryable: false, reason: "a far too large answer" };
  }
  if (code.startsWith("HPE_")) {
    return { code: "unexpected_answer", retryable: false, reason: "something that is not HTTP" };
  }
  if (certificateTrouble.test(code)) {
    const reason = `its TLS certificate is not trusted: ${code}`;
    return { code: "unreachable", retryable: false, reason, notSent: neverSent(thrown) };
  }
  const reason = Object.hasOwn(reasons, code) ? reasons[code] : undefined;
  return {
    code: "unreachable",
    retryable: true,
    reason: reason ?? `the network reported ${code}`,
    notSent: neverSent(thrown),
  };
}

const beforeSending =
  /^(?:ENOTFOUND|EAI_AGAIN|UND_ERR_CONNECT_TIMEOUT)$|CERT|SELF_SIGNED|UNABLE_TO_|HOSTNAME_MISMATCH/;

/** Whether it failed while the connection was still coming about, so that nothing of the request was sent. */
function neverSent(thrown: unknown): boolean {
  if (thrown instanceof AggregateError) {
    return thrown.errors.length > 0 && thrown.errors.every(neverSent);
  }
  const connecting = thrown instanceof Error && "syscall" in thrown && thrown.syscall === "connect";
  return connecting || beforeSending.test(errorCode(thrown));
}

/** The code of an error or, for a connection tried over several addresses, of the first of its parts. */
function errorCode(thrown: unknown): string {
  if (typeof thrown !== "object" || thrown === null) {
    return "an unknown error";
  }
  if ("code" in thrown && typeof thrown.code === "string" && thrown.code !== "") {
    return thrown.code;
  }
  if (thrown instanceof AggregateError && thrown.errors.length > 0) {
    return errorCode(thrown.errors[0]);
  }
  return thrown instanceof Error ? thrown.name : "an unknown error";
}
