import type { ReportNotice } from "../../../src/domain/notice.ts";
import { dateToken, zonedMoment } from "../dates.ts";
import { context, section } from "../elements.ts";
import type { Message } from "../message.ts";
import { line, mention } from "../mrkdwn.ts";

/** A frozen report in the channel; its files stand right below. */
export function reportMessage({ closeout, version, newest }: ReportNotice): Message {
  const { number, frozenAt, frozenBy, pdfSha256, markdownSha256 } = version;
  const name = line(closeout.name, 150);
  const later =
    newest === number
      ? ""
      : ` There is a newer version, number ${newest}, further down; this one stays as it was.`;
  const at = zonedMoment(frozenAt, closeout.timeZone);
  return {
    text: `Final report of ${name}, version ${number}, frozen ${at} by ${mention(frozenBy.user)}.${later}`,
    blocks: [
      section(
        `*Final report of ${name}, version ${number}*\nFrozen by ${mention(frozenBy.user)}, ${dateToken(frozenAt, "moment", closeout.timeZone)}.${later}`,
      ),
      context(`PDF, SHA-256 \`${pdfSha256}\``),
      context(`Markdown, SHA-256 \`${markdownSha256}\``),
    ],
  };
}
