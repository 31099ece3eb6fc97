import { z } from "zod";
import { unreadableControl } from "../../blocks/slack/start/misuse.ts";
import type { Handling } from "./handling.ts";
import { triggerKey } from "./inbox-keys.ts";
import { type Asked, receive } from "./receive.ts";
import { senderOfInteraction } from "./sender.ts";

/** Serves one shortcut; `body` is its whole payload. */
export type ShortcutListener = (asked: Asked, body: unknown) => Promise<void>;

const shortcutSchema = z.looseObject({ callback_id: z.string() });

/** Takes a shortcut, acknowledged already, and hands it to its listener. */
export async function receiveShortcut(
  handling: Handling,
  body: unknown,
  listeners: Readonly<Record<string, ShortcutListener>>,
): Promise<void> {
  const { callback_id } = shortcutSchema.parse(body);
  const listener = Object.hasOwn(listeners, callback_id) ? listeners[callback_id] : undefined;
  const request = { key: triggerKey("shortcut", body), what: `shortcut:${callback_id}` };
  await receive(handling, senderOfInteraction(body), request, async (asked) => {
    if (listener === undefined) await asked.reply(unreadableControl(handling.commands));
    else await listener(asked, body);
  });
}
