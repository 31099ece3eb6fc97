import { SlackApiError } from "./api-error.ts";
import { newId } from "./ids.ts";
import { LIMITS } from "./limits.ts";

type Trigger = {
  readonly user: string;
  readonly viewId: string | undefined;
  readonly expires: number;
  used: boolean;
};

/** The short permissions to open a modal that come with commands and clicks. They live for three real seconds. */
export class Triggers {
  readonly #triggers = new Map<string, Trigger>();

  /** A trigger for what `user` just did, in the view `viewId` if it was done there. */
  issue(user: string, viewId?: string): string {
    const id = `${newId("")}.${newId("")}`;
    const expires = performance.now() + LIMITS.triggerMs;
    this.#triggers.set(id, { user, viewId, expires, used: false });
    this.#forget();
    return id;
  }

  /**
   * Uses a trigger up.
   * @throws SlackApiError `invalid_trigger_id`, `exchanged_trigger_id` or `expired_trigger_id`.
   */
  exchange(id: string): { readonly user: string; readonly viewId: string | undefined } {
    const trigger = this.#triggers.get(id);
    if (trigger === undefined) throw new SlackApiError("invalid_trigger_id");
    if (trigger.used) throw new SlackApiError("exchanged_trigger_id");
    if (performance.now() > trigger.expires) throw new SlackApiError("expired_trigger_id");
    trigger.used = true;
    return trigger;
  }

  /** Keeps the table small; what is long gone is unknown rather than expired. */
  #forget(): void {
    if (this.#triggers.size < 5000) return;
    const oldest = this.#triggers.keys().next().value;
    if (oldest !== undefined) this.#triggers.delete(oldest);
  }
}
