import type { Closeout } from "../../../src/domain/closeout.ts";
import { type ActionItem, actionName } from "../../../src/domain/retro/action-item.ts";
import { dateToken } from "../dates.ts";
import { section } from "../elements.ts";
import type { Commands, Message } from "../message.ts";
import { line, mention } from "../mrkdwn.ts";

/** What was done to an action item, or how it was before. */
export function actionChanged(closeout: Closeout, action: ActionItem, already = false): Message {
  const state =
    action.done === undefined
      ? `${mention(action.owner)} has it, due ${dateToken(action.due, "moment", closeout.timeZone)}`
      : "it is done";
  const before = already ? " That was so before; nothing was changed." : "";
  return sentence(
    `${actionName(action)} ${line(action.title, 150)} (${line(closeout.name, 80)}): ${state}.${before}`,
  );
}

export function noSuchAction(closeout: Closeout, number: number, { closeout: command }: Commands): Message {
  return sentence(
    `${line(closeout.name, 80)} has no action item A${number}. Nothing was changed. \`${command} actions\` lists them.`,
  );
}

/** No closeout of this channel, open or closed, has action items. */
export function noActionsHere({ closeout }: Commands): Message {
  return sentence(
    `No closeout of this channel has action items. \`${closeout} todo\` shows those that wait for you, whatever channel they are from.`,
  );
}

/** A word that `actions` does not know, or an argument that is missing. */
export function unknownActionWord(
  word: string,
  suggestion: string | undefined,
  { closeout }: Commands,
): Message {
  const near =
    suggestion === undefined ? "" : ` Did you mean \`${closeout} actions ${line(suggestion, 20)}\`?`;
  return sentence(
    `I cannot do “${line(word, 40)}” with action items.${near} Nothing was changed. Write for example \`${closeout} actions done A1\`, \`actions assign A1 @maria\` or \`actions due A1 friday\`.`,
  );
}

function sentence(text: string): Message {
  return { text, blocks: [section(text)] };
}
