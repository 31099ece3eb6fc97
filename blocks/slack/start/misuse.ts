import type { KnownBlock, ModalView } from "@slack/types";
import type { Commands, Message } from "../message.ts";
import { line } from "../mrkdwn.ts";

/** Sentences for what goes wrong on the way in, before or beside the rules of a closeout. */

/** The value of a button or form does not read: it was made by another version, or by somebody else. */
export function unreadableControl({ closeout }: Commands): Message {
  return sentence(
    `I cannot read this button or form any more, so nothing was changed. Type \`${closeout}\` to get fresh ones.`,
  );
}

/** Slack lets us answer a click with a window for three seconds only. */
export function tooLateForWindow(): Message {
  return sentence(
    "That took me longer than Slack allows for opening a window. Nothing was changed; please try again.",
  );
}

/** A closeout lives in a channel that its team shares. */
export function notInDirectMessage({ closeout }: Commands): Message {
  return sentence(
    `A closeout lives in a channel, so that the whole team sees it. Type \`${closeout}\` in the migration's channel; here, \`${closeout} todo\` shows what waits for you everywhere.`,
  );
}

/** We cannot post where we are not a member. */
export function inviteFirst({ closeout }: Commands, botUser: string): Message {
  return sentence(
    `I am not in this channel yet, so I could not post anything here. Type \`/invite\` <@${botUser}>, then \`${closeout} start\` again.`,
  );
}

/** More items in one command than anybody means to change by typing. */
export function tooManyAtOnce(limit: number): Message {
  return sentence(`That is more than ${limit} items at once. Nothing was changed; please name fewer.`);
}

/** An argument does not make sense; `why` is the rule's own sentence and may quote what was typed. */
export function cannotDo(why: string): Message {
  return sentence(`${line(why, 1000)} Nothing was changed.`);
}

/** The same, and what to type instead: `type` follows Closeout's command, `does` says what that does. */
export function cannotDoSo(
  why: string,
  { type, does }: { readonly type: string; readonly does: string },
  { closeout }: Commands,
): Message {
  return sentence(
    `${line(why, 1000)} Nothing was changed; \`${closeout} ${line(type, 60)}\` ${line(does, 80)}.`,
  );
}

/** Told by the window of a form that took long and went well. */
export function formAccepted(): Message {
  return sentence("Done. You can close this window.");
}

/** Told by the window of a form that took long and needs correcting; each problem is a rule's own sentence. */
export function formNeedsCorrection(problems: readonly string[]): Message {
  const lines = [
    "Nothing was changed. Close this window and correct the form:",
    ...problems.map((problem) => `• ${line(problem, 500)}`),
  ];
  return { text: lines.join("\n"), blocks: lines.map(section) };
}

/** A window with nothing but a message, for places where no private message can be sent: Home and other windows. */
export function noticeModal(message: Message): ModalView {
  return {
    type: "modal",
    title: { type: "plain_text", text: "Closeout" },
    close: { type: "plain_text", text: "Close" },
    blocks: message.blocks,
  };
}

/** The end of a form that took too long to be answered in place; closing it closes the form as well. */
export function settledModal(message: Message): ModalView {
  return { ...noticeModal(message), clear_on_close: true };
}

/** Shown while something outside takes its time. */
export function waitingModal(): ModalView {
  return noticeModal(sentence("One moment, I am still working on it. This window will say how it went."));
}

function sentence(text: string): Message {
  return { text, blocks: [section(text)] };
}

function section(text: string): KnownBlock {
  return { type: "section", text: { type: "mrkdwn", text } };
}
