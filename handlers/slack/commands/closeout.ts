import { helpTopicSchema } from "../../../blocks/slack/actions.ts";
import { helpMessage } from "../../../blocks/slack/help.ts";
import { itemsMessage } from "../../../blocks/slack/items.ts";
import { noCloseoutHere, unknownCommand } from "../../../blocks/slack/refusals.ts";
import { statusMessage } from "../../../blocks/slack/status.ts";
import { todoMessage } from "../../../blocks/slack/todo.ts";
import { assertNever } from "../../../src/domain/assert-never.ts";
import type { Closeout } from "../../../src/domain/closeout.ts";
import { type Command, parseCommandLine } from "../../../src/domain/command-line.ts";
import { openSettings } from "../open-settings.ts";
import { openStart } from "../open-start.ts";
import type { Asked } from "../receive.ts";
import { askOrAct, assignByCommand, changeSeveral, showByCommand } from "./item-commands.ts";

/** Serves `/closeout …`: reads the words, finds the channel's closeout where one is needed, and does what they ask. */
export async function closeoutCommand(asked: Asked, text: string): Promise<void> {
  const command = parseCommandLine(text);
  switch (command.kind) {
    case "help":
      return await asked.reply(help(asked, command.topic));
    case "todo":
      return await asked.reply(
        todoMessage(await asked.useCases.readTodo({ member: asked.member }), asked.commands),
      );
    case "start":
      return await openStart(asked, command.migrationId);
    case "unknown":
      return await asked.reply(unknownCommand(command.word, command.suggestion, asked.commands));
    default:
      return await inCloseout(asked, command);
  }
}

type CloseoutCommand = Exclude<Command, { readonly kind: "help" | "todo" | "start" | "unknown" }>;

/** The commands that concern the closeout of the channel in which they are typed. */
async function inCloseout(asked: Asked, command: CloseoutCommand): Promise<void> {
  const closeout = await closeoutHere(asked);
  if (closeout === undefined) return await asked.reply(noCloseoutHere(asked.commands));
  const { id: closeoutId } = closeout;
  switch (command.kind) {
    case "status":
      return await asked.reply(statusMessage(await asked.useCases.readStatus({ closeoutId })));
    case "items":
      return await asked.reply(itemsMessage(await asked.useCases.readItems({ closeoutId })));
    case "settings":
      return await openSettings(asked, closeoutId);
    case "show":
      return await showByCommand(asked, closeoutId, command.id);
    case "check":
      return await changeSeveral(asked, closeoutId, command.ids, { kind: "complete" });
    case "uncheck":
      return await changeSeveral(asked, closeoutId, command.ids, { kind: "reopen" });
    case "assign":
      return await assignByCommand(asked, closeoutId, command);
    case "skip":
      return await askOrAct(asked, closeoutId, command.id, "skip", command.reason, (reason) => ({
        kind: "skip",
        reason,
      }));
    case "snooze":
      return await askOrAct(asked, closeoutId, command.id, "snooze", command.when, (words) => ({
        kind: "snooze",
        until: { kind: "words", words },
      }));
    case "due":
      return await askOrAct(asked, closeoutId, command.id, "due", command.when, (to) => ({
        kind: "due",
        to,
      }));
    case "note":
      return await askOrAct(asked, closeoutId, command.id, "note", command.text, (text) => ({
        kind: "note",
        text,
      }));
    default:
      return assertNever(command);
  }
}

async function closeoutHere({ useCases, workspace, sender }: Asked): Promise<Closeout | undefined> {
  if (sender.channel === undefined) return undefined;
  return await useCases.findCloseout({ installation: workspace.installation, channel: sender.channel });
}

function help({ commands }: Asked, words: string | undefined) {
  const topic = helpTopicSchema.safeParse(words);
  return topic.success ? helpMessage(commands, topic.data) : helpMessage(commands);
}
