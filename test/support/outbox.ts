import type { Temporal } from "temporal-polyfill";
import type { ControlClient, SeenMessage } from "../../sandbox/control-client.ts";
import { query } from "./query.ts";
import { waitFor } from "./wait-for.ts";

/** How much is left to do at a moment: reminders that are due, messages not yet sent, messages that show an older state. */
export async function leftToDo(databaseUrl: string, now: Temporal.Instant): Promise<number> {
  const [row] = await query(
    databaseUrl,
    `select
      (select count(*) from occurrence where status = 'waiting' and moment <= $1)
      + (select count(*) from delivery where status = 'pending' or (status = 'sent' and shown_revision < revision))
      as left`,
    [now.toString()],
  );
  return Number(row?.["left"] ?? Number.NaN);
}

/** Waits until nothing is left to do. */
export async function allDone(
  databaseUrl: string,
  clock: () => Promise<Temporal.Instant>,
  timeoutMs = 60_000,
): Promise<void> {
  await waitFor(async () => (await leftToDo(databaseUrl, await clock())) === 0, {
    timeoutMs,
    everyMs: 50,
    what: "everything to be delivered",
  });
}

/**
 * Lets the time pass that the store would wait for a worker that does not come back: its lanes are free again, and what was to
 * be tried later is tried now. Only while no worker lives and no call of theirs is under way.
 */
export async function letLeasesRunOut(databaseUrl: string): Promise<void> {
  await query(
    databaseUrl,
    "update lane set free_at = now(), nudged_until = '-infinity' where free_at > now()",
  );
  await query(databaseUrl, "update lane set nudged_until = '-infinity'");
  await query(databaseUrl, "update delivery set not_before = now() where not_before > now()");
}

/** A reminder as the store says it was shown: which item, why, when, where, and in which message. */
export type ShownReminder = {
  readonly item: string;
  readonly kind: string;
  readonly moment: string;
  readonly conversation: string;
  readonly delivery: string;
  readonly status: string;
};

/** Every reminder that the store has announced. */
export async function remindersOf(databaseUrl: string): Promise<readonly ShownReminder[]> {
  const rows = await query(
    databaseUrl,
    `select r.item_id, r.kind, r.moment, r.conversation, r.delivery_id, d.status
     from reminder r join delivery d on d.id = r.delivery_id order by r.moment, r.item_id`,
  );
  return rows.map((row) => ({
    item: String(row["item_id"]),
    kind: String(row["kind"]),
    moment: row["moment"] instanceof Date ? row["moment"].toISOString() : String(row["moment"]),
    conversation: String(row["conversation"]),
    delivery: String(row["delivery_id"]),
    status: String(row["status"]),
  }));
}

/** What somebody finds who compares the conversations with the store: sentences, none when all is well. */
export async function discrepancies(databaseUrl: string, control: ControlClient): Promise<readonly string[]> {
  const found: string[] = [];
  const reminders = await remindersOf(databaseUrl);
  const deliveries = await query(
    databaseUrl,
    `select d.id, d.conversation, d.subject->>'kind' as kind, d.status, parent.message->>'id' as thread
     from delivery d left join delivery parent on parent.id::text = d.subject->>'threadOf'`,
  );
  const conversations = new Map<string, readonly SeenMessage[]>();
  for (const name of new Set(deliveries.map((row) => String(row["conversation"])))) {
    conversations.set(name, await messagesIn(control, name));
  }
  const known = new Set(deliveries.map((row) => String(row["id"])));
  for (const [name, messages] of conversations) {
    for (const message of messages) {
      const id = deliveryOf(message);
      if (id !== undefined && !known.has(id))
        found.push(`${name} shows a message of no delivery: ${message.text}`);
    }
  }
  for (const row of deliveries) {
    const [id, name] = [String(row["id"]), String(row["conversation"])];
    const { thread } = row;
    const place =
      typeof thread === "string" ? await messagesIn(control, name, thread) : conversations.get(name);
    const shown = (place ?? []).filter((message) => deliveryOf(message) === id).length;
    if (shown !== 1)
      found.push(
        `${String(row["kind"])} ${id} (${String(row["status"])}) is shown ${shown} times in ${name}`,
      );
  }
  for (const [delivery, inIt] of Map.groupBy(reminders, (reminder) => reminder.delivery)) {
    const [first] = inIt;
    const messages = conversations.get(first?.conversation ?? "") ?? [];
    const message = messages.find((one) => deliveryOf(one) === delivery);
    if (message !== undefined) found.push(...missingLines(message, inIt));
  }
  const waiting = await query(
    databaseUrl,
    `select o.item_id, o.kind, o.moment from occurrence o where o.status = 'announced'
     and not exists (select from reminder r where (r.closeout_id, r.item_id, r.kind, r.moment)
       = (o.closeout_id, o.item_id, o.kind, o.moment))`,
  );
  for (const row of waiting) found.push(`announced but shown nowhere: ${JSON.stringify(row)}`);
  return found;
}

/** Reminders without a line in their message, as far as they are not on its other pages. */
function missingLines(message: SeenMessage, reminders: readonly ShownReminder[]): readonly string[] {
  const without = reminders.filter(({ item }) => linesOf(message, item) === 0);
  const elsewhere = Number(/ and (\d+) more items? on other pages/.exec(message.text)?.[1] ?? 0);
  if (new Set(without.map(({ item }) => item)).size === elsewhere) return [];
  return without.map(
    ({ item, kind, moment, conversation }) => `${item} (${kind}, ${moment}) has no line in ${conversation}`,
  );
}

/** The delivery that a message is; a file carries its mark in the id of its first block. */
export function deliveryOf({ metadata, blocks }: SeenMessage): string | undefined {
  const id = metadata?.event_payload["delivery_id"];
  if (typeof id === "string") return id;
  const [, marked] = /^delivery\.(.+)$/.exec(blocks?.[0]?.block_id ?? "") ?? [];
  return marked;
}

/** How often an item is named at the beginning of a line in a message's blocks. */
export function linesOf({ blocks = [] }: SeenMessage, item: string): number {
  return JSON.stringify(blocks).split(`*${item}* `).length - 1;
}

async function messagesIn(
  control: ControlClient,
  conversation: string,
  thread?: string,
): Promise<readonly SeenMessage[]> {
  const [kind, id = ""] = conversation.split(":");
  return kind === "channel"
    ? control.messages("U0ANA", id, thread)
    : control.messages(id, "U0CLOSEOUT", thread);
}
