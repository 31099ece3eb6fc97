import type { Temporal } from "temporal-polyfill";
import type { Conversation } from "../domain/conversation.ts";
import { system } from "../domain/identity.ts";
import { type Item, isSnoozed } from "../domain/item.ts";
import type { Occurrence } from "../domain/occurrence.ts";
import { nextOverdue, overdueMoments } from "../domain/reminders.ts";
import type { AnnouncedReminder, Announcement, DueCloseout, Lane } from "../ports.ts";
import type { Deps } from "./deps.ts";
import { hurryDeliveries } from "./hurry-deliveries.ts";

/** Closeouts per transaction: few enough that clicks on them never wait long for the sweep. */
const closeoutsPerTransaction = 100;

/**
 * Finds the reminders that have fallen due, at any time until now, and turns them into one digest per conversation. Those
 * missed while nobody swept are all in that one digest. Safe to run on any number of workers at once.
 * @returns the lanes that were handed to the queue.
 */
export async function announceReminders(
  deps: Pick<Deps, "clock" | "reminders" | "queue" | "log">,
): Promise<readonly Lane[]> {
  const now = deps.clock.now();
  const handed: Lane[] = [];
  for (;;) {
    const { closeouts, lanes } = await deps.reminders.announceDue(now, closeoutsPerTransaction, (due) =>
      due.map((one) => announce(one, now)),
    );
    await hurryDeliveries(deps, lanes);
    handed.push(...lanes);
    if (closeouts < closeoutsPerTransaction) return handed;
  }
}

function announce({ closeout, items, due }: DueCloseout, now: Temporal.Instant): Announcement {
  const itemOf = new Map(items.map((item) => [item.id, item]));
  const speaks = ({ itemId }: Occurrence): boolean => {
    const item = itemOf.get(itemId);
    return item?.state.kind === "open" && !isSnoozed(item, now);
  };
  const dropped = due.filter((occurrence) => !speaks(occurrence));
  const first = due.filter(speaks);
  const missed = missedDaily(first, closeout, now);
  const announced = [...first, ...missed];
  const next = first
    .filter(({ kind }) => kind === "overdue")
    .map((occurrence) => ({ ...occurrence, moment: nextOverdue(now, closeout) }));
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

/**
 * The daily reminders between each that is announced late and now; each is accounted for, all in one digest. Items that fell
 * due together share their days, which are reckoned once.
 */
function missedDaily(
  announced: readonly Occurrence[],
  closeout: DueCloseout["closeout"],
  now: Temporal.Instant,
): readonly Occurrence[] {
  const daily = announced.filter(({ kind }) => kind === "overdue");
  const byMoment = Map.groupBy(daily, ({ moment }) => moment.epochMilliseconds);
  return [...byMoment.values()].flatMap((together) => {
    const moments = together.slice(0, 1).flatMap(({ moment }) => overdueMoments(moment, now, closeout));
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
