import { setTimeout as delay } from "node:timers/promises";
import { z } from "zod";
import { type MenuAnswer, migrationsUnavailable } from "../../blocks/slack/options.ts";
import type { Handling } from "./handling.ts";
import { admit, reportFailure } from "./receive.ts";
import { senderOfInteraction } from "./sender.ts";

/** Serves the search of one menu. */
export type OptionsListener = (search: Handling & { readonly query: string }) => Promise<MenuAnswer>;

const searchSchema = z.looseObject({ action_id: z.string(), value: z.string().default("") });

/** Longer than any name that could be found. */
const longestQuery = 200;

/** Slack's menu gives up after three seconds. */
const patienceMs = 2_500;

/**
 * Answers a search in a menu. It changes nothing, so it is simply answered again when it arrives twice. Never rejects: when
 * nothing can be found in time, the menu says so.
 */
export async function receiveSearch(
  handling: Handling,
  body: unknown,
  listeners: Readonly<Record<string, OptionsListener>>,
): Promise<MenuAnswer> {
  const { action_id, value } = searchSchema.parse(body);
  const listener = Object.hasOwn(listeners, action_id) ? listeners[action_id] : undefined;
  if (listener === undefined) return { options: [] };
  const sender = senderOfInteraction(body);
  try {
    const search = async (): Promise<MenuAnswer> => {
      const admitted = await admit(handling, sender);
      if (admitted.kind === "refused") return { options: [] };
      return await listener({ ...handling, query: value.slice(0, longestQuery) });
    };
    const found = await Promise.race([search(), delay(patienceMs, undefined, { ref: false })]);
    return found ?? migrationsUnavailable("The search took too long. Please type again.");
  } catch (error) {
    const reference = reportFailure(handling, sender, `search:${action_id}`, error);
    return migrationsUnavailable(`The search failed (reference ${reference}). Please type again.`);
  }
}
