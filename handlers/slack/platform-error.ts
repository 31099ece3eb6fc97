import { WebAPIPlatformError } from "@slack/web-api";

/** Slack's own code for why a call was refused, such as `not_in_channel`; `undefined` for every other failure. */
export function platformErrorCode(error: unknown): string | undefined {
  return error instanceof WebAPIPlatformError ? error.data.error : undefined;
}
