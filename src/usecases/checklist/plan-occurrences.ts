import { Temporal } from "temporal-polyfill";
import { type Item, isSnoozed } from "../../domain/checklist/item.ts";
import type { Occurrence } from "../../domain/checklist/occurrence.ts";
import {
  nextOverdue,
  type PlannedReminder,
  planReminders,
  snoozedMoment,
  sponsorIsInformed,
} from "../../domain/checklist/reminders.ts";
import { nextDigest } from "../../domain/checklist/working-time.ts";
import type { Closeout } from "../../domain/closeout.ts";
import { findList, type ReminderPolicy, type Template } from "../../domain/template/template.ts";

/** How items of this list are reminded of. Every item's list is in the template that its closeout started from. */
export function policyOf(template: Template, item: Pick<Item, "list">): ReminderPolicy {
  const list = findList(template, item.list);
  if (list === undefined) throw new TypeError(`The template has no list ${item.list}`);
  return list.reminders;
}

/**
 * The reminders of an item from now on, given what was said of it before: none once it is settled, and while it is snoozed
 * none before the snooze ends. The sponsor is told of each due once; late rather than never, if the item was settled,
 * snoozed or not yet kept here when the moment came.
 */
export function planOccurrences(
  closeout: Pick<Closeout, "settings" | "timeZone">,
  template: Template,
  item: Item,
  now: Temporal.Instant,
  said: readonly Occurrence[] = [],
): readonly Occurrence[] {
  if (item.state.kind !== "open") return [];
  const { settings, timeZone } = closeout;
  const policy = policyOf(template, item);
  const sponsorTold = said.some(({ kind, moment }) => kind === "sponsor" && isAfter(moment, item.due));
  const plan = { due: item.due, policy, settings, timeZone, sponsorTold };
  const until = isSnoozed(item, now) ? item.snoozedUntil : undefined;
  const planned = until === undefined ? planReminders({ ...plan, from: now }) : afterSnooze(until);
  return [...planned, ...lateSponsor(planned, until ?? now)]
    .flatMap(notAgain)
    .map((reminder) => ({ closeoutId: item.closeoutId, itemId: item.id, ...reminder }));

  /** The snooze's own reminder speaks for whatever else would fall on the same moment. */
  function afterSnooze(end: Temporal.Instant): readonly PlannedReminder[] {
    const moment = snoozedMoment(end, policy, { settings, timeZone });
    const later = planReminders({ ...plan, from: end }).filter(
      (reminder) =>
        reminder.kind === "sponsor" || reminder.kind === "overdue" || !reminder.moment.equals(moment),
    );
    return [{ kind: "snoozed", moment }, ...later];
  }

  function lateSponsor(
    others: readonly PlannedReminder[],
    from: Temporal.Instant,
  ): readonly PlannedReminder[] {
    const isPlanned = others.some(({ kind }) => kind === "sponsor");
    const isDue = policy.overdue === "daily" && sponsorIsInformed(item.due, settings, from);
    if (isPlanned || sponsorTold || !isDue) return [];
    return [{ kind: "sponsor", moment: nextDigest(from, closeout, "at_or_after") }];
  }

  /** What was said at this very moment is not said again; the chain of daily reminders goes on with the next. */
  function notAgain(reminder: PlannedReminder): readonly PlannedReminder[] {
    const { kind, moment } = reminder;
    if (!said.some((one) => one.kind === kind && one.moment.equals(moment))) return [reminder];
    return kind === "overdue" ? [{ kind, moment: nextOverdue(moment, closeout) }] : [];
  }
}

function isAfter(a: Temporal.Instant, b: Temporal.Instant): boolean {
  return Temporal.Instant.compare(a, b) > 0;
}
