import { helpTopicSchema } from "../../../blocks/slack/actions.ts";
import { itemsMessage } from "../../../blocks/slack/checklist/items.ts";
import { statusMessage } from "../../../blocks/slack/checklist/status.ts";
import { todoMessage } from "../../../blocks/slack/checklist/todo.ts";
import type { Message } from "../../../blocks/slack/message.ts";
import { noCloseoutHere, unknownCommand } from "../../../blocks/slack/refusals.ts";
import { helpMessage, noSuchTopic } from "../../../blocks/slack/start/help.ts";
import { assertNever } from "../../../src/domain/assert-never.ts";
import type { Closeout } from "../../../src/domain/closeout.ts";
import { type Command, parseCommandLine } from "../../../src/domain/command-line.ts";
import { openSettings } from "../forms/open-settings.ts";
import { openStart } from "../forms/open-start.ts";
import type { Asked } from "../receive.ts";
import { actionsCommand } from "./actions.ts";
import { archiveCommand } from "./archive.ts";
import { auditCommand } from "./audit.ts";
import { baselineCommand } from "./baseline.ts";
import { budgetCommand } from "./budget.ts";
import { certificateCommand } from "./certificate.ts";
import { cleanupCommand } from "./cleanup.ts";
import { closeCommand, listCommand, reopenCommand } from "./closing.ts";
import { decommissionCommand } from "./decommission.ts";
import { handoverCommand } from "./handover.ts";
import { askOrAct, assignByCommand, changeSeveral, showByCommand } from "./item-commands.ts";
import { reportCommand } from "./report.ts";
import { retroCommand } from "./retro.ts";
import { signoffCommand } from "./signoff.ts";

/** Serves `/closeout …`: reads the words, finds the channel's closeout where one is needed, and does what they ask. */
export async function closeoutCommand(asked: Asked, text: string): Promise<void> {
  const command = parseCommandLine(text);
  if (isAnywhere(command)) await anywhere(asked, command);
  else await inCloseout(asked, command);
}

type AnywhereCommand = Extract<
  Command,
  { readonly kind: "help" | "todo" | "list" | "start" | "actions" | "unknown" }
>;
type CloseoutCommand = Exclude<Command, AnywhereCommand>;

function isAnywhere(command: Command): command is AnywhereCommand {
  return ["help", "todo", "list", "start", "actions", "unknown"].includes(command.kind);
}

/** The commands that make sense where there is no open closeout. */
async function anywhere(asked: Asked, command: AnywhereCommand): Promise<void> {
  const { member, commands, useCases } = asked;
  switch (command.kind) {
    case "help":
      return await asked.reply(help(asked, command.topic));
    case "todo":
      return await asked.reply(todoMessage(await useCases.readTodo({ member }), commands));
    case "list":
      return await listCommand(asked);
    case "start":
      return await openStart(asked, command.migrationId);
    case "actions":
      return await actionsCommand(asked, command.words);
    case "unknown":
      return await asked.reply(unknownCommand(command.word, command.suggestion, commands));
    default:
      return assertNever(command);
  }
}

/** The commands that concern the closeout of the channel in which they are typed. */
async function inCloseout(asked: Asked, command: CloseoutCommand): Promise<void> {
  const closeout = await closeoutHere(asked);
  if (closeout === undefined) return await asked.reply(noCloseoutHere(asked.commands));
  const { id: closeoutId } = closeout;
  switch (command.kind) {
    case "status":
      return await answer(asked, asked.useCases.readStatus({ closeoutId }), statusMessage);
    case "items":
      return await answer(asked, asked.useCases.readItems({ closeoutId }), itemsMessage);
    case "certificate":
      return await certificateCommand(asked, closeout, command.words);
    case "baseline":
      return await baselineCommand(asked, closeout, command.words);
    case "cleanup":
      return await cleanupCommand(asked, closeout, command.words);
    case "archive":
      return await archiveCommand(asked, closeout, command.words);
    case "audit":
      return await auditCommand(asked, closeout, command.words);
    case "decommission":
      return await decommissionCommand(asked, closeout, command.words);
    case "signoff":
      return await signoffCommand(asked, closeout, command.words);
    case "report":
      return await reportCommand(asked, closeout, command.words);
    case "retro":
      return await retroCommand(asked, closeout, command.words);
    case "budget":
      return await budgetCommand(asked, closeout, command.words);
    case "handover":
      return await handoverCommand(asked, closeout, command.words);
    case "close":
      return await closeCommand(asked, closeout);
    case "reopen":
      return await reopenCommand(asked, closeout, command.reason);
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

/** Answers with what was read; the closeout may have gone since it was found. */
async function answer<View>(
  asked: Asked,
  reading: Promise<View | undefined>,
  draw: (view: View) => Message,
): Promise<void> {
  const view = await reading;
  await asked.reply(view === undefined ? noCloseoutHere(asked.commands) : draw(view));
}

async function closeoutHere({ useCases, workspace, sender }: Asked): Promise<Closeout | undefined> {
  if (sender.channel === undefined) return undefined;
  return await useCases.findCloseout({ installation: workspace.installation, channel: sender.channel });
}

function help({ commands }: Asked, words: string | undefined): Message {
  if (words === undefined) return helpMessage(commands);
  const topic = helpTopicSchema.safeParse(words);
  return topic.success ? helpMessage(commands, topic.data) : noSuchTopic(words, commands);
}
