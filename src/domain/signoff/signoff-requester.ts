import type { Closeout } from "../closeout.ts";
import type { SignoffRequest } from "./signoff.ts";

/** Who stands behind a request. What Closeout asks for by itself has no requester among people, and so nobody's own request. */

/** Whether this person has made the request: then they cannot decide on it. */
export function isRequester({ requestedBy }: Pick<SignoffRequest, "requestedBy">, user: string): boolean {
  return "user" in requestedBy && requestedBy.user === user;
}

/** Who answers questions about a request and hears how it ended: whoever made it, or the owner for what Closeout asks by itself. */
export function answererOf(
  { owner }: Pick<Closeout, "owner">,
  { requestedBy }: Pick<SignoffRequest, "requestedBy">,
): string {
  return "user" in requestedBy ? requestedBy.user : owner;
}
