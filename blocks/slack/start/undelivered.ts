import type { UndeliveredNotice } from "../../../src/domain/notice.ts";
import { context, section } from "../elements.ts";
import type { Message } from "../message.ts";
import { channelLink, line, mention } from "../mrkdwn.ts";

/** Tells the owner what could not be delivered, why, and what to do about it. */
export function undeliveredMessage({ closeout, what, where, reason }: UndeliveredNotice): Message {
  const place = where.kind === "channel" ? channelLink(where.channel) : mention(where.user);
  const thing = things[what];
  const { why, next } = reasonWords(reason, where.kind === "channel");
  const text = `The ${thing} of ${line(closeout.name, 150)} could not be delivered to ${place}: ${why}`;
  return {
    text,
    blocks: [
      section(`${text}\n${next}`),
      context(
        `Nothing else was lost: the closeout goes on, and this is in its ledger. Slack's code: ${line(reason, 80)}`,
      ),
    ],
  };
}

const things: Readonly<Record<UndeliveredNotice["what"], string>> = {
  card: "project card",
  digest: "reminders",
  file: "files",
  baseline: "performance baseline",
  cleanup_plan: "cleanup plan",
  operation: "message about an operation",
  release_request: "request to release checkpoints",
  certificate: "certificate",
  validation_failed: "warning of a failed validation",
  start_offer: "announcement",
  archive_run: "message about archiving",
  archive_verification: "message about the archive's verification",
  archive_findings: "alert about the archive",
  signoff: "sign-off message",
  report: "final report",
  budget: "budget",
  handover_session: "message about the knowledge transfer",
  bundle: "message about an evidence bundle",
  decommission: "view of the decommissioning",
  decommission_news: "news of the decommissioning",
  disposal: "question about what may be disposed of",
  retro: "board of the retrospective",
  retro_invitation: "invitation to the retrospective",
  action_items: "message about action items",
  closing: "message that the closeout was closed or opened again",
};

type ReasonWords = { readonly why: string; readonly next: string };

const outOfChannel: ReasonWords = {
  why: "Closeout is not in that channel.",
  next: "Invite it back there with `/invite`, and the next reminders will arrive.",
};

const noSuchChannel: ReasonWords = {
  why: "Slack shows Closeout no such channel any more; it was deleted, or it is private and Closeout was removed from it.",
  next: "If the channel is still there, invite Closeout back with `/invite`; the next reminders will arrive.",
};

const nobodyThere: ReasonWords = {
  why: "that person's account is not active in this workspace.",
  next: "Give their items or their role to somebody else.",
};

/** What Slack's code means to the person who reads it. */
function reasonWords(reason: string, toChannel: boolean): ReasonWords {
  switch (reason) {
    case "not_in_channel":
      return outOfChannel;
    case "channel_not_found":
      return toChannel ? noSuchChannel : nobodyThere;
    case "is_archived":
      return {
        why: "the channel is archived.",
        next: "Unarchive the channel, and the next reminders will arrive.",
      };
    case "user_disabled":
    case "user_not_found":
    case "account_inactive":
      return nobodyThere;
    case "cannot_dm_bot":
      return { why: "it is a bot.", next: "Give the items to a person." };
    case "restricted_action":
    case "restricted_action_read_only_channel":
      return {
        why: "the workspace does not let Closeout write there.",
        next: "Ask a workspace admin to allow it to post in that channel.",
      };
    case "cannot_be_drawn":
      return {
        why: "Closeout could not put it into a message that Slack takes. That is a defect of ours.",
        next: "Look at the closeout by hand today, and tell whoever runs Closeout; its log says more.",
      };
    default:
      return {
        why: "Slack refused it for good.",
        next: "Look there by hand today, and tell whoever runs Closeout the code below.",
      };
  }
}
