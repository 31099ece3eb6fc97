import type { Temporal } from "temporal-polyfill";
import { type Item, isSnoozed } from "../../domain/checklist/item.ts";
import type { Occurrence } from "../../domain/checklist/occurrence.ts";
import { nextOverdue, overdueMoments } from "../../domain/checklist/reminders.ts";
import type { Conversation } from "../../domain/conversation.ts";
import { system } from "../../domain/identity.ts";
import type { AnnouncedReminder, Announcement, DueCloseout, Lane } from "../../ports.ts";
import { hurryDeliveries } from "../delivery/hurry-deliveries.ts";
import type { Deps } from "../deps.ts";

/** Closeouts per transaction: few enough that clicks on them never wait long for the sweep. */
const closeoutsPerTransaction = 100;

/** Transactions at once when there is more than one has room for: while one waits for the disk, the other thinks. */
const transactionsAtOnce = 2;

/**
 * Finds the reminders that have fallen due, at any time until now, and turns them into one digest per conversation. Those
 * missed while nobody swept are all in that one digest. Safe to run on any number of workers at once.
 */
export async function announceReminders(
  deps: Pick<Deps, "clock" | "reminders" | "deliveries" | "queue" | "log">,
): Promise<void> {
  const now = deps.clock.now();
  const calendar = rememberDays(now);
  const announceSome = async (): Promise<{ readonly mayBeMore: boolean }> => {
    const { closeouts, lanes } = await deps.reminders.announceDue(now, closeoutsPerTransaction, (due) =>
      due.map((one) => announce(one, now, calendar)),
    );
    await hand(deps, lanes);
    return { mayBeMore: closeouts === closeoutsPerTransaction };
  };
  const announceRest = async (): Promise<void> => {
    while ((await announceSome()).mayBeMore);
  };
  const { mayBeMore } = await announceSome();
  if (mayBeMore) await Promise.all(Array.from({ length: transactionsAtOnce }, announceRest));
}

/** Hands the new digests to the queue, and says so before, lest the look at what wants delivery hands them over again. */
async function hand(deps: Pick<Deps, "deliveries" | "queue" | "log">, lanes: readonly Lane[]): Promise<void> {
  await deps.deliveries.nudged(lanes, true);
  const { told } = await hurryDeliveries(deps, lanes);
  if (!told) await deps.deliveries.nudged(lanes, false);
}

function announce(
  { closeout, items, due }: DueCloseout,
  now: Temporal.Instant,
  calendar: Calendar,
): Announcement {
  const itemOf = new Map(items.map((item) => [item.id, item]));
  const speaks = ({ itemId }: Occurrence): boolean => {
    const item = itemOf.get(itemId);
    return item?.state.kind === "open" && !isSnoozed(item, now);
  };
  const dropped = due.filter((occurrence) => !speaks(occurrence));
  const first = due.filter(speaks);
  const missed = missedDaily(first, closeout, calendar);
  const announced = [...first, ...missed];
  const next = first
    .filter(({ kind }) => kind === "overdue")
    .map((occurrence) => ({ ...occurrence, moment: calendar.next(closeout) }));
  return {
    closeoutId: closeout.id,
    announced,
    dropped,
    planned: [...missed, ...next],
    reminders: announced.flatMap((occurrence) =>
      conversationsFor(occurrence, itemOf.get(occurrence.itemId), closeout).map(
        (conversation): AnnouncedReminder => ({ occurrence, conversation }),
      ),
    ),
    entry: {
      actor: system,
      kind: "reminders.announced",
      data: { announced: announced.map(inWords), dropped: dropped.map(inWords) },
    },
  };
}

type Hours = Pick<DueCloseout["closeout"], "settings" | "timeZone">;

/** Daily reminders as seen from this sweep: the next one to come, and those between a moment and now. */
type Calendar = {
  next(closeout: Hours): Temporal.Instant;
  missed(since: Temporal.Instant, closeout: Hours): readonly Temporal.Instant[];
};

/** Closeouts that keep the same hours share their days, so that each day is reckoned once in a sweep. */
function rememberDays(now: Temporal.Instant): Calendar {
  const next = remembering<Temporal.Instant>();
  const missed = remembering<readonly Temporal.Instant[]>();
  const hours = ({ settings, timeZone }: Hours) => JSON.stringify([timeZone, settings]);
  return {
    next: (closeout) => next(hours(closeout), () => nextOverdue(now, closeout)),
    missed: (since, closeout) =>
      missed(`${since.epochMilliseconds} ${hours(closeout)}`, () => overdueMoments(since, now, closeout)),
  };
}

function remembering<T>(): (key: string, reckon: () => T) => T {
  const known = new Map<string, { readonly value: T }>();
  return (key, reckon) => {
    const found = known.get(key) ?? { value: reckon() };
    known.set(key, found);
    return found.value;
  };
}

/**
 * The daily reminders between each that is announced late and now; each is accounted for, all in one digest. Items that fell
 * due together share their days, which are reckoned once.
 */
function missedDaily(
  announced: readonly Occurrence[],
  closeout: DueCloseout["closeout"],
  calendar: Calendar,
): readonly Occurrence[] {
  const daily = announced.filter(({ kind }) => kind === "overdue");
  const byMoment = Map.groupBy(daily, ({ moment }) => moment.epochMilliseconds);
  return [...byMoment.values()].flatMap((together) => {
    const moments = together.slice(0, 1).flatMap(({ moment }) => calendar.missed(moment, closeout));
    return together.flatMap((occurrence) => moments.map((moment) => ({ ...occurrence, moment })));
  });
}

/** The channel and whoever holds the item; the sponsor is told directly and alone. */
function conversationsFor(
  { kind }: Occurrence,
  item: Item | undefined,
  { channel, roles }: DueCloseout["closeout"],
): readonly Conversation[] {
  if (kind === "sponsor") return [{ kind: "direct", user: roles.business_sponsor }];
  const inChannel: Conversation = { kind: "channel", channel };
  return item?.assignee === undefined ? [inChannel] : [inChannel, { kind: "direct", user: item.assignee }];
}

function inWords({ itemId, kind, moment }: Occurrence) {
  return { item: itemId, kind, moment: moment.toString() };
}
