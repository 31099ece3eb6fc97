import type { KnownBlock } from "@slack/types";
import { assertNever } from "../../../src/domain/assert-never.ts";
import type { Closeout } from "../../../src/domain/closeout.ts";
import { type DigestLine, type DigestNotice, digestPageSize } from "../../../src/domain/notice.ts";
import { actionIds, digestPageRef } from "../actions.ts";
import { dateToken, sameDay, zonedDay } from "../dates.ts";
import { context, header, section } from "../elements.ts";
import type { Message } from "../message.ts";
import { actorWords, assigneeWords, channelLink, count, line, mention, plainLine } from "../mrkdwn.ts";
import { onPage, type Page, pageButtons } from "../pages.ts";
import { itemBlocks, openDetails } from "./item-line.ts";

/** The headings of a digest, most urgent first. */
const urgencies = ["overdue", "due", "soon"] as const;
type Urgency = (typeof urgencies)[number];

type Entry = { readonly closeout: Closeout; readonly line: DigestLine; readonly urgency: Urgency };

/**
 * One page of a digest: per closeout what is overdue, due and coming up, each open item with its buttons, each settled one with
 * who settled it. Ten lines a page; the text alone names them all.
 */
export function digestMessage(notice: DigestNotice): Message {
  const entries = sorted(notice);
  const page = onPage(entries, notice.page, digestPageSize);
  return {
    text: digestText(notice, page),
    blocks: [
      header(title(notice, entries)),
      ...lateBlocks(page.shown),
      ...groupBy(page.shown, (entry) => entry.closeout.id).flatMap((group) => closeoutBlocks(notice, group)),
      ...pageButtons(page, "item", (turn, p) => ({
        actionId: turn === "previous" ? actionIds.digestPrevious : actionIds.digestNext,
        value: digestPageRef.encode({ d: notice.deliveryId, p }),
      })),
    ],
  };
}

/** All lines in the order of the pages: closeout by closeout, most urgent first. */
function sorted(notice: DigestNotice): readonly Entry[] {
  return notice.sections.flatMap(({ closeout, lines }) =>
    urgencies.flatMap((urgency) =>
      lines
        .filter((entry) => urgencyOf(entry) === urgency)
        .map((entry): Entry => ({ closeout, line: entry, urgency })),
    ),
  );
}

function urgencyOf({ reason, daysOverdue }: DigestLine): Urgency {
  switch (reason) {
    case "overdue":
    case "sponsor":
      return "overdue";
    case "due":
      return "due";
    case "snoozed":
      return daysOverdue > 0 ? "overdue" : "due";
    case "soon":
      return "soon";
    default:
      return assertNever(reason);
  }
}

function title({ audience, sections }: DigestNotice, entries: readonly Entry[]): string {
  const open = entries.filter((entry) => entry.line.item.state.kind === "open").length;
  if (audience === "direct") return directTitle(entries, open);
  const name = plainLine(sections[0]?.closeout.name ?? "", 100);
  return open === 0 ? `All settled · ${name}` : `${count(open, "item")} to look at · ${name}`;
}

/** To the business sponsor, who is told of others' work, as well as to somebody whose own work it is. */
function directTitle(entries: readonly Entry[], open: number): string {
  if (open === 0) return "Nothing waits for you here any more";
  const toSponsor = entries.filter((entry) => entry.line.reason === "sponsor").length;
  if (toSponsor === entries.length)
    return `${count(open, "item")} ${open === 1 ? "has" : "have"} been overdue for days`;
  if (toSponsor > 0) return `${count(open, "item")} to look at`;
  return `${count(open, "item")} ${open === 1 ? "waits" : "wait"} for you`;
}

function closeoutBlocks(notice: DigestNotice, entries: readonly Entry[]): KnownBlock[] {
  const closeout = entries[0]?.closeout;
  if (closeout === undefined) return [];
  const heading =
    notice.audience === "direct"
      ? [section(`*${line(closeout.name, 150)}* in ${channelLink(closeout.channel)}`)]
      : [];
  return [
    ...heading,
    ...groupBy(entries, (entry) => entry.urgency).flatMap((group) => [
      context(`*${urgencyWords(group, notice)}*${ownerKnowsAll(group) ? ` · ${ownerWords(closeout)}` : ""}`),
      ...group.flatMap((entry) =>
        itemBlocks(closeout, entry.line, notice.now, lineDetails(entry, notice, ownerKnowsAll(group))),
      ),
    ]),
  ];
}

/** "Due today" only while that is so; the message stays when the day is over. */
function urgencyWords(group: readonly Entry[], { now }: DigestNotice): string {
  const urgency = group[0]?.urgency ?? "soon";
  switch (urgency) {
    case "overdue":
      return "Overdue";
    case "due":
      return group.every((entry) => sameDay(entry.line.item.due, now, entry.closeout.timeZone))
        ? "Due today"
        : "Due";
    case "soon":
      return "Coming up";
    default:
      return assertNever(urgency);
  }
}

/** Where the owner was informed of every line of a group, its heading says so once. */
function ownerKnowsAll(group: readonly Entry[]): boolean {
  return group.length > 1 && group.every((entry) => entry.line.ownerInformed);
}

function ownerWords({ owner }: Closeout): string {
  return `owner ${mention(owner)} informed`;
}

function lineDetails(
  { closeout, line: entry }: Entry,
  notice: DigestNotice,
  ownerNamedAbove: boolean,
): string {
  const { item, ownerInformed, lateSince, reason } = entry;
  const details = [openDetails(closeout, item, notice.now)];
  if (ownerInformed && !ownerNamedAbove) details.push(ownerWords(closeout));
  if (reason === "snoozed") details.push("its snooze is over");
  if (reason === "sponsor") details.push("told to you as business sponsor");
  if (lateSince !== undefined)
    details.push(`_late: planned for ${dateToken(lateSince, "moment", closeout.timeZone)}_`);
  return details.join(" · ");
}

function lateBlocks(entries: readonly Entry[]): KnownBlock[] {
  const late = entries.filter((entry) => entry.line.lateSince !== undefined).length;
  if (late === 0) return [];
  const words = late === 1 ? "One reminder below comes" : `${late} reminders below come`;
  return [
    context(
      `${words} late, because Closeout could not post at the planned time. Each is marked and shown once.`,
    ),
  ];
}

/** "1 overdue, 2 due today in HR_PROD: I1 Confirm … (@tom), …": understood without opening Slack. */
function digestText(notice: DigestNotice, page: Page<Entry>): string {
  const parts = groupBy(page.shown, (entry) => entry.closeout.id).map((group) => closeoutText(group, notice));
  if (parts.length === 0) return "Nothing to be reminded of any more.";
  const rest = page.total - page.shown.length;
  return parts.join(" — ") + (rest > 0 ? ` — and ${count(rest, "more item")} on other pages` : "");
}

function closeoutText(entries: readonly Entry[], notice: DigestNotice): string {
  const closeout = entries[0]?.closeout;
  const open = entries.filter((entry) => entry.line.item.state.kind === "open");
  const settled = entries.filter((entry) => entry.line.item.state.kind !== "open");
  const counts = groupBy(open, (entry) => entry.urgency).map((group, at) => {
    const many = at === 0 ? count(group.length, "item") : String(group.length);
    return `${many} ${urgencyWords(group, notice).toLowerCase()}`;
  });
  const names = open.map(
    ({ line: { item } }) => `${line(item.id, 12)} ${line(item.title, 60)} (${assigneeWords(item.assignee)})`,
  );
  const where = ` in ${line(closeout?.name ?? "", 80)}`;
  const done = settled.map(({ line: { item }, closeout: { timeZone } }) => settledText(item, timeZone));
  if (names.length === 0) return `All settled${where}: ${done.join(", ")}`;
  return `${counts.join(", ")}${where}: ${[...names, ...done].join(", ")}`;
}

function settledText(item: DigestLine["item"], timeZone: string): string {
  if (item.state.kind === "open") return "";
  const verb = item.state.kind === "done" ? "done" : "skipped";
  return `${line(item.id, 12)} ${verb} by ${actorWords(item.state.by)} on ${zonedDay(item.state.at, timeZone)}`;
}

/** Neighbours with the same key together, in their order. */
function groupBy<T>(things: readonly T[], key: (thing: T) => string): readonly (readonly T[])[] {
  return [...Map.groupBy(things, key).values()];
}
