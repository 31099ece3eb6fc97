import type { KnownBlock, ModalView } from "@slack/types";
import type { Temporal } from "temporal-polyfill";
import { assertNever } from "../../../src/domain/assert-never.ts";
import type { Item } from "../../../src/domain/checklist/item.ts";
import type { Closeout } from "../../../src/domain/closeout.ts";
import type { ClosingBasis, ClosingNotice, Missing } from "../../../src/domain/closing.ts";
import { reasonLength } from "../../../src/domain/reason.ts";
import { actionIds, callbackIds, closeoutRef } from "../actions.ts";
import { confirmation } from "../archive/archive-words.ts";
import { itemName, openDetails, showButton } from "../checklist/item-line.ts";
import { operationName } from "../cleanup/operation-words.ts";
import { dateToken } from "../dates.ts";
import { actions, button, context, field, header, plain, section } from "../elements.ts";
import type { Commands, Message } from "../message.ts";
import { count, line, mention, plainLine, quote } from "../mrkdwn.ts";
import { reopenModalMetadata } from "./actions-closing.ts";

/** Most items that are named with a button of their own, operations and people; the rest is counted. */
const most = { items: 20, operations: 5, people: 60 } as const;

/** Told in the channel when a closeout was closed or opened again. */
export function closingMessage(notice: ClosingNotice): Message {
  const { closeout, closing } = notice;
  const name = line(closeout.name, 150);
  const when = dateToken(closing.at, "moment", closeout.timeZone);
  const value = closeoutRef.encode({ c: closeout.id });
  if (closing.kind === "reopened") {
    const text = `The closeout of ${name} is open again. ${mention(closing.by.user)} reopened it, ${when}.`;
    return {
      text,
      blocks: [
        section(`${text}\n${quote(closing.reason, 2000, "the ledger has it all")}`),
        context(
          "Reminders start anew from now on; nothing of the time in between is caught up. Sign-offs that ended stay ended.",
        ),
      ],
    };
  }
  const text = `The closeout of ${name} is closed. Thank you, everybody.`;
  const basis = `${mention(closing.by.user)} closed it, ${when}, upon version ${closing.report} of the final report, accepted by sign-off ${closing.signoff}.`;
  return {
    text,
    blocks: [
      header(`Closed · ${plainLine(closeout.name, 120)}`),
      section(`${text}\n${basis}`),
      ...thanksBlocks(notice),
      context(`${afterwards(notice)} It is read-only from now on; its owner can open it again for a reason.`),
      actions(button("Show items", actionIds.cardItems, value)),
    ],
  };
}

function thanksBlocks({ thanks, unnamed }: ClosingNotice): KnownBlock[] {
  const others = thanks.length - most.people + unnamed;
  const rest = Math.max(unnamed, others);
  const named = thanks.slice(0, most.people).map(mention).join(", ");
  const more = rest === 0 ? "" : ` and ${count(rest, "more person").replace("persons", "people")}`;
  return named === "" ? [] : [section(`Thanks to those who worked on it: ${named}${more}.`)];
}

function afterwards({ openActions }: ClosingNotice): string {
  const kept = "Reminders have ended; artifacts stay archived for as long as they have to be kept.";
  if (openActions === 0) return kept;
  return `${kept} ${count(openActions, "action item")} of the retrospective ${openActions === 1 ? "is" : "are"} still reminded of.`;
}

/** Nothing is missing: what closing means, and the button that does it. */
export function readyToClose(closeout: Closeout, { report, acceptance }: ClosingBasis): Message {
  const text = `${line(closeout.name, 150)} can be closed: every item is settled, and version ${report.number} of the final report was accepted by sign-off ${acceptance.number}.`;
  const dialog = confirmation(
    "Close this closeout?",
    "Reminders end, open sign-offs are withdrawn, everything becomes read-only, and a bundle of all evidence goes into the archive. You can open it again for a reason.",
    "Close it",
  );
  const value = closeoutRef.encode({ c: closeout.id });
  return {
    text: `${text} It is still open.`,
    blocks: [
      section(text),
      context(
        "Closing ends the reminders, except those of action items; the channel is told, and everything stays readable.",
      ),
      actions(button("Close…", actionIds.closeoutClose, value, { style: "primary", confirm: dialog })),
    ],
  };
}

/** What is missing, each with the button or the command that leads on. */
export function notReadyToClose(where: Where, missing: readonly Missing[], commands: Commands): Message {
  const { closeout } = where;
  const text = `${line(closeout.name, 150)} cannot be closed yet. Nothing was changed. Missing: ${missing.map(shortly).join("; ")}.`;
  return {
    text,
    blocks: [
      section(`*${line(closeout.name, 150)} cannot be closed yet.* Nothing was changed. Missing:`),
      ...missing.flatMap((one) => missingBlocks(where, one, commands)),
      context(`Ask again with \`${commands.closeout} close\`.`),
    ],
  };
}

function shortly(missing: Missing): string {
  switch (missing.kind) {
    case "items":
      return count(missing.items.length, "open item");
    case "operations":
      return `${count(missing.operations.length, "operation")} that has not ended`;
    case "report":
      return "a frozen final report";
    case "acceptance":
      return "the acceptance of exactly that report";
    default:
      return assertNever(missing);
  }
}

/** Which closeout, and when it is looked at. */
type Where = { readonly closeout: Closeout; readonly now: Temporal.Instant };

function missingBlocks(where: Where, missing: Missing, { closeout: command }: Commands): KnownBlock[] {
  const { closeout } = where;
  const value = closeoutRef.encode({ c: closeout.id });
  switch (missing.kind) {
    case "items":
      return itemsMissing(where, missing.items, command);
    case "operations": {
      const named = missing.operations.slice(0, most.operations).map((one) => line(operationName(one), 80));
      const left = missing.operations.length - named.length;
      const more = left > 0 ? ` and ${left} more` : "";
      return [
        section(
          `*Not ended:* ${named.join(", ")}${more}. \`${command} cleanup\` shows how far it is; decide or settle it there.`,
        ),
      ];
    }
    case "report":
      return [
        section(
          `*Final report:* not frozen. Preview it, then freeze it: \`${command} report freeze\`.`,
          button("Preview", actionIds.reportPreview, value),
        ),
      ];
    case "acceptance":
      return [section(`*Project acceptance:* ${acceptanceWords(missing, command)}`)];
    default:
      return assertNever(missing);
  }
}

function itemsMissing({ closeout, now }: Where, items: readonly Item[], command: string): KnownBlock[] {
  const shown = items.slice(0, most.items);
  const left = items.length - shown.length;
  const value = closeoutRef.encode({ c: closeout.id });
  return [
    section(
      `*${count(items.length, "item")}* neither done nor skipped. \`${command} check\` marks items as done, \`${command} skip\` skips one with a reason.`,
      button("Show items", actionIds.cardItems, value),
    ),
    ...shown.map((item) =>
      section(`${itemName(item)}\n${openDetails(closeout, item, now)}`, showButton(item)),
    ),
    ...(left === 0 ? [] : [context(`… and ${count(left, "more item")}: _Show items_`)]),
  ];
}

function acceptanceWords(
  { report, state, request }: Extract<Missing, { kind: "acceptance" }>,
  command: string,
): string {
  if (report === undefined) return `ask for it once the report is frozen: \`${command} signoff request\`.`;
  const ask = `Request it on version ${report.number} of the report: \`${command} signoff request\`.`;
  const number = request?.number ?? 0;
  switch (state) {
    case "none":
      return `not requested. ${ask}`;
    case "open":
      return `awaited. \`${command} signoff show ${number}\` shows by whom.`;
    case "earlier":
      return `sign-off ${number} was not about this version of the report. ${ask}`;
    case "not_given":
      return `not given in sign-off ${number}. ${ask}`;
    default:
      return assertNever(state);
  }
}

/** Private confirmation that it is closed. */
export function closedNow(closeout: Closeout): Message {
  return sentence(
    `${line(closeout.name, 150)} is closed. The channel is told; the evidence bundle comes to you directly and goes into the archive.`,
  );
}

/** A bundle that was asked for before stands in the way. */
export function bundleInTheWay(closeout: Closeout): Message {
  return sentence(
    `${line(closeout.name, 150)} was not closed: the evidence bundle that you asked for is still being made, and closing makes one more. Try again in a minute.`,
  );
}

/** It is closed already; how to open it again. */
export function closedAlready(closeout: Closeout, { closeout: command }: Commands): Message {
  return sentence(
    `${line(closeout.name, 150)} is closed already. Nothing was changed. \`${command} status\`, \`audit\` and \`report\` still show it; \`${command} reopen\` opens it again.`,
  );
}

/** Private confirmation that it is open again. */
export function reopened(closeout: Closeout): Message {
  return sentence(`${line(closeout.name, 150)} is open again, and the channel is told why.`);
}

export function openAlready(closeout: Closeout): Message {
  return sentence(`${line(closeout.name, 150)} is open already. Nothing was changed.`);
}

/** Another one has its place. */
export function placeTaken(closeout: Closeout): Message {
  return sentence(
    `${line(closeout.name, 150)} cannot be opened again: this channel or its migration has another open closeout by now, and each has at most one. Nothing was changed. Close the other one first.`,
  );
}

/** Asks why a closeout is opened again. */
export function reopenModal(closeout: Closeout, channel?: string): ModalView {
  return {
    type: "modal",
    callback_id: callbackIds.closeoutReopen,
    private_metadata: reopenModalMetadata.encode({
      c: closeout.id,
      ...(channel === undefined ? {} : { ch: channel }),
    }),
    title: plain("Open it again"),
    submit: plain("Open it again"),
    close: plain("Cancel"),
    blocks: [
      context(line(closeout.name, 150)),
      section("The channel is told, and reminders start anew from now on."),
      field(
        "reopen",
        "reason",
        { type: "plain_text_input", multiline: true, max_length: reasonLength.max },
        { label: "Why?", hint: "An auditor will read it." },
      ),
    ],
  };
}

function sentence(text: string): Message {
  return { text, blocks: [section(text)] };
}
