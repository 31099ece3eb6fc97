import { assertNever } from "../domain/assert-never.ts";
import type { SenseiFaultCode } from "../ports.ts";
import { durationWords } from "./duration-words.ts";

/** Everything a sentence about a failed call can be made of. All words are already free of secrets. */
export type FaultFacts = {
  readonly code: SenseiFaultCode;
  /** Requests that were really sent. */
  readonly attempts: number;
  readonly elapsedMs: number;
  readonly host: string;
  readonly status?: number | undefined;
  /** What was wrong with the network, as half a sentence: "the connection was refused". */
  readonly reason?: string | undefined;
  /** The vendor's own words. */
  readonly vendorMessage?: string | undefined;
  readonly migrationId?: string | undefined;
  /** The scope that the key lacks. */
  readonly scope?: string | undefined;
  readonly retryAfterMs?: number | undefined;
  /** Where a redirect pointed to. */
  readonly redirectHost?: string | undefined;
  /** The call would have changed something at Sensei. */
  readonly changing?: boolean | undefined;
  /** What the call did there; `none` unless it is said. */
  readonly effect?: "none" | "unknown" | undefined;
  /** What was asked for besides the migration: "plan", "performance comparison". */
  readonly subject?: string | undefined;
};

const nothingChanged = "Nothing was changed.";
const notKnown =
  "We do not yet know whether it happened: look at the migration in Sensei before anybody tries again.";

/**
 * One to three sentences for a person: what happened, what to do if they can do something about it and, of a call that would have
 * changed something, whether it did.
 */
export function faultSentence(facts: FaultFacts): string {
  const happened = whatHappened(facts);
  if (facts.changing !== true || facts.code === "invalid_id") {
    return happened;
  }
  if (facts.effect === "unknown") {
    return `${happened} ${notKnown}`;
  }
  // A refusal because of the state may mean that the same was done before: that nothing was changed is not the point then.
  return facts.code === "invalid_state" ? happened : `${happened} ${nothingChanged}`;
}

function whatHappened(facts: FaultFacts): string {
  switch (facts.code) {
    case "invalid_id":
      if (facts.subject === "validation") {
        return `“${facts.migrationId ?? ""}” is not the id of a validation.`;
      }
      return `“${facts.migrationId ?? ""}” is not a migration id. It looks like mig_hr_prod_2026; choose the migration from the list, or copy its id from Sensei.`;
    case "migration_not_found":
      return `Sensei knows no migration “${facts.migrationId ?? ""}”. Check the id, or choose the migration from the list.`;
    case "nothing_there":
      return facts.migrationId === undefined
        ? `Sensei has no such ${facts.subject ?? "record"}.`
        : `Sensei has no ${facts.subject ?? "record"} for the migration “${facts.migrationId}”.`;
    case "not_found":
      return `Sensei at ${facts.host} does not know this address (404). Check SENSEI_API_URL; it ends in /v1.`;
    case "unauthorized":
      return "Sensei does not accept our API key. Set a valid one in SENSEI_API_KEY and start Closeout again.";
    case "forbidden":
      return facts.scope === undefined
        ? `Sensei does not allow this with our API key${quoted(facts.vendorMessage)}. Give the key the scope that is missing, or set another one in SENSEI_API_KEY.`
        : `Our API key for Sensei lacks the scope ${facts.scope}. Give it to the key, or set another one in SENSEI_API_KEY.`;
    case "invalid_state":
      return `Sensei refuses this in the migration's present state${quoted(facts.vendorMessage)}.`;
    case "validation_error":
      return `Sensei did not accept the request${quoted(facts.vendorMessage)}.`;
    case "rate_limited":
      return `Our limit of requests to Sensei is used up; ${
        facts.retryAfterMs === undefined
          ? "try again in a minute"
          : `try again in ${durationWords(facts.retryAfterMs)}`
      }.`;
    case "unavailable":
      return notAnswering(
        facts,
        facts.status === undefined ? undefined : `the last answer was an error ${facts.status}`,
      );
    case "timeout":
    case "unreachable":
      return notAnswering(facts, facts.reason);
    case "damaged_answer":
      return `Sensei's answer arrived damaged (${tries(facts)}).`;
    case "unexpected_answer":
      return `What answered at ${facts.host} does not speak like Sensei (${facts.reason ?? "an answer of another form"}). Check SENSEI_API_URL and any proxy on the way.`;
    case "redirected":
      return `Sensei at ${facts.host} sent us on to ${facts.redirectHost ?? "another address"}. Our key does not go there by itself: if that is right, set it as SENSEI_API_URL.`;
    case "cancelled":
      return facts.changing === true
        ? "The call to Sensei was called off before it was answered."
        : "The question to Sensei was called off before it was answered.";
    case "restart_needed":
      return `The export from Sensei broke off and cannot be continued (${facts.reason ?? "the connection was cut"}). It has to be downloaded from the beginning.`;
    default:
      return assertNever(facts.code);
  }
}

function notAnswering(facts: FaultFacts, detail: string | undefined): string {
  const trouble = facts.changing === true && facts.status !== undefined ? "having trouble" : "not answering";
  return `Sensei is ${trouble} (${[tries(facts), detail].filter((part) => part !== undefined).join("; ")}).`;
}

function tries({ attempts, elapsedMs }: FaultFacts): string {
  const span = durationWords(elapsedMs);
  if (attempts === 1) {
    return `I tried once and waited ${span}`;
  }
  return `I tried ${attempts} times ${elapsedMs < 1000 ? "in" : "over"} ${span}`;
}

function quoted(words: string | undefined): string {
  return words === undefined || words === "" ? "" : `: “${words.replace(/[.!\s]+$/, "")}”`;
}
