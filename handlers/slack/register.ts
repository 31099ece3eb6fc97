import { setImmediate as nextTurn } from "node:timers/promises";
import type { AckFn, App, ViewSubmitAction } from "@slack/bolt";
import { z } from "zod";
import { receiveClick } from "./click.ts";
import { closeoutCommand } from "./commands/closeout.ts";
import { receiveEvent } from "./event.ts";
import type { Handling } from "./handling.ts";
import { triggerKey } from "./inbox-keys.ts";
import {
  clickListeners,
  eventListeners,
  searchListeners,
  shortcutListeners,
  submissionListeners,
} from "./listeners/listeners.ts";
import { receive } from "./receive.ts";
import { receiveSearch } from "./search.ts";
import { senderOfCommand } from "./sender.ts";
import { receiveShortcut } from "./shortcut.ts";
import { receiveSubmission } from "./submission.ts";

const anything = /^/;
const commandText = z.looseObject({ text: z.string().default("") });

/**
 * Connects every listener with Bolt. Commands, clicks and shortcuts are acknowledged before anything else happens, for Slack
 * waits three seconds and people wait less; forms and searches are answered by their acknowledgement. Bolt acknowledges
 * events by itself. Ids that we do not know are taken too, so that nobody clicks into silence.
 */
export function registerListeners(app: App, handling: Handling): void {
  const { closeout, cleanup, archival } = handling.commands;
  for (const [command, area] of [
    [closeout, ""],
    [cleanup, "cleanup "],
    [archival, "archive "],
  ] as const) {
    app.command(command, async ({ ack, body }) => {
      await acknowledge(ack);
      const { text } = commandText.parse(body);
      const request = { key: triggerKey("command", body), what: "command" };
      await receive(handling, senderOfCommand(body), request, (asked) => closeoutCommand(asked, area + text));
    });
  }
  app.action(anything, async ({ ack, body }) => {
    await acknowledge(ack);
    await receiveClick(handling, body, clickListeners);
  });
  app.shortcut(anything, async ({ ack, body }) => {
    await acknowledge(ack);
    await receiveShortcut(handling, body, shortcutListeners);
  });
  app.view<ViewSubmitAction>({ callback_id: anything, type: "view_submission" }, async ({ ack, body }) => {
    await receiveSubmission(handling, body, ack, submissionListeners);
  });
  app.options(anything, async ({ ack, body }) => {
    await ack(await receiveSearch(handling, body, searchListeners));
  });
  for (const [type, listener] of Object.entries(eventListeners)) {
    app.event(type, ({ body }) => receiveEvent(handling, body, listener));
  }
}

/** Acknowledges, and lets what has arrived meanwhile be acknowledged as well before any work begins. */
async function acknowledge(ack: AckFn<never>): Promise<void> {
  await ack();
  await nextTurn();
}
