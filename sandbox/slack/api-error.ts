import type { JsonObject } from "./json.ts";

/** A call that Slack refuses: HTTP 200 with `ok: false` and this error code. */
export class SlackApiError extends Error {
  override readonly name = "SlackApiError";
  readonly code: string;
  readonly details: JsonObject;

  constructor(code: string, details: JsonObject = {}) {
    super(code);
    this.code = code;
    this.details = details;
  }
}

/** A refusal with Slack's explanations, one for each thing that is wrong. */
export function refusal(code: string, complaints: readonly string[]): SlackApiError {
  return new SlackApiError(code, {
    errors: complaints,
    response_metadata: { messages: complaints.map((sentence) => `[ERROR] ${sentence}`) },
  });
}
