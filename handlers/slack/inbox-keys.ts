import { createHash } from "node:crypto";
import { z } from "zod";

/**
 * What makes two requests the same one. Slack sends a request again with the same body and a fresh signature, so the key
 * has to come from the body, and from a part of it that no other request shares.
 */

const triggered = z.looseObject({ trigger_id: z.string().min(1) });
const event = z.looseObject({ event_id: z.string().min(1) });
const submission = z.looseObject({
  user: z.looseObject({ id: z.string() }),
  view: z.looseObject({
    id: z.string(),
    private_metadata: z.string().default(""),
    state: z.unknown(),
  }),
});

/** Commands, clicks and shortcuts: Slack makes one trigger for each. */
export function triggerKey(kind: "command" | "click" | "shortcut", body: unknown): string {
  return `${kind}:${digest(triggered.parse(body).trigger_id)}`;
}

/** Events: each has an id. */
export function eventKey(body: unknown): string {
  return `event:${event.parse(body).event_id}`;
}

/**
 * Forms: what was filled in, in which view, by whom. When our answer is lost, Slack lets the person press the button again,
 * which makes a new trigger for the same intention.
 */
export function submissionKey(body: unknown): string {
  const { user, view } = submission.parse(body);
  return `view:${view.id}:${digest(JSON.stringify([user.id, view.private_metadata, view.state]))}`;
}

/**
 * Forms in which people may write anonymously: nobody's id, and what was filled in only together with the form's own secret, which is kept
 * nowhere. So the key leads neither to whoever submitted it nor, for somebody who guesses, to what they wrote.
 */
export function unlinkedKey(body: unknown): string {
  const { view } = submission.parse(body);
  return `form:${digest(JSON.stringify([view.id, view.private_metadata, view.state]))}`;
}

function digest(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 32);
}
