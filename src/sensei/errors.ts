import type { SenseiFault, SenseiFaultCode } from "../ports.ts";
import { type FaultFacts, faultSentence } from "./sentences.ts";

/** Everything known about a failed call. */
export type SenseiErrorFacts = FaultFacts & { readonly retryable: boolean; readonly requestId: string };

/**
 * A call to Sensei that failed. Its message is for the operator and its `sentence` for the person who waits; neither holds
 * the key, a header or a body.
 */
export class SenseiError extends Error implements SenseiFault {
  override readonly name = "SenseiError";
  readonly code: SenseiFaultCode;
  readonly retryable: boolean;
  readonly effect: "none" | "unknown";
  readonly status: number | undefined;
  readonly requestId: string;
  readonly sentence: string;
  readonly attempts: number;
  readonly retryAfterMs: number | undefined;

  constructor(facts: SenseiErrorFacts) {
    super(operatorMessage(facts));
    this.code = facts.code;
    this.retryable = facts.retryable;
    this.effect = facts.effect ?? "none";
    this.status = facts.status;
    this.requestId = facts.requestId;
    this.sentence = faultSentence(facts);
    this.attempts = facts.attempts;
    this.retryAfterMs = facts.retryAfterMs;
  }
}

function operatorMessage(facts: SenseiErrorFacts): string {
  const parts = [
    facts.status === undefined ? undefined : `HTTP ${facts.status}`,
    facts.reason,
    facts.vendorMessage,
    `${facts.attempts} attempts in ${Math.round(facts.elapsedMs)} ms`,
    `request ${facts.requestId}`,
  ];
  return `Sensei ${facts.code}: ${parts.filter((part) => part !== undefined).join(", ")}`;
}
