import type { KnownBlock, ModalView } from "@slack/types";
import { assertNever } from "../../../src/domain/assert-never.ts";
import { actionIds, callbackIds, type HelpTopic, helpTopics } from "../actions.ts";
import { actions, context, option, plain, section } from "../elements.ts";
import type { Commands, Message } from "../message.ts";
import { enumerate, line } from "../mrkdwn.ts";

/** What each topic is called in the menu. */
const topicNames: Readonly<Record<HelpTopic, string>> = {
  start: "Starting a closeout",
  items: "Working on items",
  reminders: "Reminders and quiet hours",
  people: "Who may do what",
  commands: "Every command",
};

/** Every command: what is typed after the slash command, and what it does. */
export const commandTable: readonly { readonly usage: string; readonly does: string }[] = [
  { usage: "", does: "how the closeout of this channel is doing (also `status`)" },
  { usage: "start [migration-id]", does: "start a closeout in this channel" },
  { usage: "items", does: "every item, list by list" },
  { usage: "show I3", does: "one item with its notes and evidence" },
  { usage: "todo", does: "what waits for me, in all channels" },
  { usage: "check I1 I2", does: "mark items as done" },
  { usage: "uncheck I1", does: "reopen an item" },
  { usage: "skip I4 [reason]", does: "skip an item; the reason is kept" },
  { usage: "assign I3 @maria", does: "give an item to somebody (`me` and `nobody` work too)" },
  { usage: "snooze I3 [1h | tomorrow | next-working-day | a date]", does: "leave an item alone until then" },
  { usage: "due S1 [2026-03-09 14:00]", does: "change when an item is due" },
  { usage: "note I3 [text or link]", does: "attach a note, or a link as evidence" },
  {
    usage: "certificate [fetch | send | send again @eva | replace @eva]",
    does: "the migration's certificate, and who has received it",
  },
  { usage: "baseline [measure | send]", does: "source and target compared, and sent to the stakeholders" },
  { usage: "cleanup [run storage | checkpoints | migration | X1]", does: "what can be released and deleted" },
  {
    usage: "archive [run | status | verify | hold | release]",
    does: "archive the artifacts, read them again, hold them",
  },
  {
    usage: "signoff [request | show 2 | approve 2 | withdraw 2]",
    does: "ask for approval, see who has decided, decide",
  },
  {
    usage: "audit [@maria | I3 | certificate | verify | export]",
    does: "the ledger in words, whether it holds, all evidence as one file",
  },
  {
    usage: "report [preview | edit | freeze | opt-out]",
    does: "the final report: look at it, write its words, keep it for good",
  },
  {
    usage: "retro [add | mine | import | close]",
    does: "the retrospective: open it, contribute, vote, close it",
  },
  {
    usage: "actions [done A1 | assign A1 @maria | due A1 friday | all]",
    does: "what the retrospective left to be done, also after the closeout",
  },
  {
    usage: "budget [set compute 12000 11400 | remove compute | import | export | share | reconcile]",
    does: "estimated and actual costs by line",
  },
  {
    usage: "handover [add | edit 1 | confirm 1 | team @maria | document U1 link | review U1]",
    does: "documents and knowledge transfer: what has changed, who reviewed it, who can run it",
  },
  {
    usage: "decommission [evidence P1 | approval | step D1 | undo D1 | straggler | early | post]",
    does: "wind the source down: timeline, evidence, steps",
  },
  { usage: "close", does: "what is missing for closing, and closing once nothing is" },
  { usage: "reopen [reason]", does: "open a closed closeout again; the reason is kept" },
  { usage: "list", does: "my closeouts in all channels: phase, overdue, awaited; closed ones too" },
  { usage: "settings", does: "digest time, quiet hours, working days, escalation and roles" },
  { usage: "help [topic]", does: "this help" },
];

/** Help: an overview with every command, or one topic. */
export function helpMessage(commands: Commands, topic?: HelpTopic): Message {
  const name = commands.closeout;
  if (topic === undefined) {
    return {
      text: `Closeout reminds a team of everything that is left to do after a database migration. Type ${name} to see how this channel's closeout is doing, or ${name} help commands for every command.`,
      blocks: [
        section(
          "*Closeout* finishes a database migration after cutover: a checklist with dues, reminders for whoever is awaited, and a record of who did what.",
        ),
        section(commandLines(name)),
        topicMenu(),
      ],
    };
  }
  const body = topicBody(topic, name);
  return {
    text: `${topicNames[topic]}. ${body[0] ?? ""}`,
    blocks: [section(`*${topicNames[topic]}*`), ...body.map((text) => section(text)), topicMenu()],
  };
}

/** There is no such topic; which there are. */
export function noSuchTopic(words: string, commands: Commands): Message {
  const text = `There is no help on “${line(words, 60)}”. It is on ${enumerate(helpTopics, helpTopics.length)}; \`${commands.closeout} help\` shows what can be typed.`;
  return { text, blocks: [section(text), topicMenu()] };
}

/** The same as a window, which changes in place when a topic is chosen. */
export function helpModal(commands: Commands, topic?: HelpTopic): ModalView {
  return {
    type: "modal",
    callback_id: callbackIds.help,
    title: plain("Help"),
    close: plain("Close"),
    blocks: helpMessage(commands, topic).blocks,
  };
}

function commandLines(name: string): string {
  return commandTable.map(({ usage, does }) => `\`${`${name} ${usage}`.trim()}\` — ${does}`).join("\n");
}

function topicBody(topic: HelpTopic, name: string): readonly [string, ...string[]] {
  switch (topic) {
    case "start":
      return [
        `Type \`${name} start\` in the migration's channel. You choose the migration, the moment of the cutover and the five stakeholders; Closeout posts and pins the project card and reminds from then on.`,
        "A closeout starts from a migration that is completed or certified. A channel and a migration each have at most one open closeout. Whoever starts it owns it.",
      ];
    case "items":
      return [
        "Each item has a short id such as `I3`. The buttons under a reminder mark it as done, give it to you or put it off; *⋯* holds the rest.",
        `In a thread, slash commands do not work: use the buttons, or *Add to closeout item* in a message's own menu, which attaches that message to an item as evidence.`,
        "The performance baseline's item is done by itself once the newest measurement was sent to the stakeholders and no regression waits to be waived or measured away.",
        `Anything that was done or skipped can be reopened with *Undo* or \`${name} uncheck\`.`,
      ];
    case "reminders":
      return [
        "Reminders come before an item is due, when it is due, and every working day while it is overdue: one message per channel, at the digest time. Whoever has an item is told directly as well.",
        "Nothing is posted in quiet hours or outside working days, except for the first 24 hours after cutover. After one day overdue the owner is named, after three the business sponsor is told directly.",
        `The owner changes all of this with \`${name} settings\`. A reminder that could not be posted in time is caught up once and marked late.`,
      ];
    case "people":
      return [
        "*Complete, reopen, snooze, assign, add notes:* anyone with a role in the closeout.\n*Skip an item, measure the performance baseline and send it, clean up:* the owner or the technical lead.\n*Waive a regression:* the technical lead or the business sponsor.\n*Delete checkpoints:* asked for by owner or technical lead, released by the compliance officer.\n*Change dues, settings and roles:* the owner.",
        "*Archive the artifacts, say what a file is:* the owner or the technical lead.\n*Have the archive read again:* they, the compliance officer and IT audit.\n*Hold an artifact, decide what becomes of it after its retention:* the compliance officer.\n*Read the ledger, have it verified, take the evidence:* the owner, the compliance officer and IT audit.",
        "*Ask for a sign-off:* the owner, the technical lead, the compliance officer or the operations lead. *Decide on it:* those who are asked, or whom they have asked to decide for them; never whoever has requested it.\n*Withdraw it:* the requester or the owner. *Replace somebody who is asked, go on without approval where the procedure allows it:* the owner.",
        "*Say what has changed in a document, review what somebody else has changed:* anyone with a role. *Plan sessions of the knowledge transfer:* the owner, the technical lead or the operations lead.\n*Open the retrospective, contribute, vote:* anyone with a role; whoever opened it, or the owner, closes it. *Change an action item:* anyone with a role, and whoever has it.",
        "*See the budget and the final report:* anyone with a role. *Change the budget, edit the report:* the owner or the technical lead. *Freeze the report, close the closeout and open it again:* the owner.",
        "*Note evidence for the decommissioning, ask for its approval, take its steps:* the owner, the technical lead or the operations lead; what cannot be undone takes two of them. *Open it early:* the business sponsor and the compliance officer, both. *Say that somebody still uses the source:* anyone with a role.",
        "The roles are technical lead, compliance officer, business sponsor, IT audit and operations lead. Guests and people of other workspaces can read what is posted, and change nothing.",
      ];
    case "commands":
      return [
        commandLines(name),
        "Ids may be typed in small letters, and several at once: `check i1 i2, i3`.",
      ];
    default:
      return assertNever(topic);
  }
}

function topicMenu(): KnownBlock {
  return actions({
    type: "static_select",
    action_id: actionIds.helpTopic,
    placeholder: plain("Read more about…"),
    options: helpTopics.map((topic) => option(topicNames[topic], topic)),
  });
}

/** Said where people mention Closeout without a command. */
export function greetingMessage(commands: Commands): Message {
  const text = `I close out database migrations. Type \`${commands.closeout}\` to see how this channel's closeout is doing, \`${commands.closeout} help\` for everything else.`;
  return { text, blocks: [section(text), context("Slash commands do not work in threads; buttons do.")] };
}
