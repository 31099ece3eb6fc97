import type { KnownBlock } from "@slack/types";
import type { AuditLine, AuditView } from "../../../src/domain/ledger/audit-view.ts";
import { actionIds } from "../actions.ts";
import { dateToken } from "../dates.ts";
import { context, section } from "../elements.ts";
import type { Commands, Message } from "../message.ts";
import { count, line, mention } from "../mrkdwn.ts";
import { pageButtons } from "../pages.ts";
import { auditPageRef } from "./actions-audit.ts";

/** Characters of one entry's words; the entry itself keeps them whole. */
const wordsRoom = 700;

/** One page of the ledger, newest first, as a private answer. `words` are those behind `audit`; they ride on the page buttons. */
export function auditMessage(view: AuditView, words: string, { closeout: command }: Commands): Message {
  const { closeout, lines, total, page, pages, upTo } = view;
  const filtered = words === "" ? "" : ` for ${askedWords(words)}`;
  const name = line(closeout.name, 80);
  if (total === 0) {
    const text = `The ledger of ${name} holds no entry${filtered}. \`${command} audit\` shows every entry.`;
    return { text, blocks: [section(text)] };
  }
  const summary = `Ledger of ${name}${filtered}: ${count(total, "entry")}, newest first.`;
  const shown = lines.map(({ seq, words: said }) => `#${seq} ${line(said, 120)}`);
  return {
    text: `${summary}${pages === 1 ? "" : ` Page ${page + 1} of ${pages}.`} ${shown.join("; ")}`,
    blocks: [
      section(`*${summary}*`),
      ...lines.map((one) => entryBlock(one, closeout.timeZone)),
      ...pageButtons({ shown: lines, number: page, pages, total }, "entry", (turn, p) => ({
        actionId: turn === "previous" ? actionIds.auditPrevious : actionIds.auditNext,
        value: auditPageRef.encode({ c: closeout.id, w: words, s: upTo, p }),
      })),
      context(`\`${command} audit verify\` computes the whole chain anew.`),
    ],
  };
}

/** What was asked for, as it was typed: people by their names, which Slack shows, and the rest in quotation marks. */
function askedWords(words: string): string {
  const asked = words.split(/(<@[A-Z0-9]+(?:\|[^>]*)?>)/iu).map((part) => {
    const user = /^<@([A-Z0-9]+)/iu.exec(part)?.[1];
    if (user !== undefined) return mention(user.toUpperCase());
    return part.trim() === "" ? "" : `“${line(part, 100)}”`;
  });
  return asked.filter((part) => part !== "").join(" ");
}

/** "*#41* · today at 16:02 · `5b1d90ac` / Ana marked I3 … as done" */
function entryBlock({ seq, at, words, hash }: AuditLine, timeZone: string): KnownBlock {
  return section(
    `*#${seq}* · ${dateToken(at, "moment", timeZone)} · \`${hash.slice(0, 8)}\`\n${line(words, wordsRoom)}`,
  );
}
