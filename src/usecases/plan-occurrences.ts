import type { Temporal } from "temporal-polyfill";
import type { Closeout } from "../domain/closeout.ts";
import { type Item, isSnoozed } from "../domain/item.ts";
import type { Occurrence } from "../domain/occurrence.ts";
import { type PlannedReminder, planReminders, snoozedMoment } from "../domain/reminders.ts";
import { findList, type ReminderPolicy, type Template } from "../domain/template.ts";

/** How items of this list are reminded of. Every item's list is in the template that its closeout started from. */
export function policyOf(template: Template, item: Pick<Item, "list">): ReminderPolicy {
  const list = findList(template, item.list);
  if (list === undefined) throw new TypeError(`The template has no list ${item.list}`);
  return list.reminders;
}

/** The reminders of an item from now on: none once it is settled, and while it is snoozed none before the snooze ends. */
export function planOccurrences(
  closeout: Pick<Closeout, "settings" | "timeZone">,
  template: Template,
  item: Item,
  now: Temporal.Instant,
): readonly Occurrence[] {
  if (item.state.kind !== "open") return [];
  const { settings, timeZone } = closeout;
  const policy = policyOf(template, item);
  const plan = { due: item.due, policy, settings, timeZone };
  const until = isSnoozed(item, now) ? item.snoozedUntil : undefined;
  const planned = until === undefined ? planReminders({ ...plan, from: now }) : afterSnooze(until);
  return planned.map((reminder) => ({ closeoutId: item.closeoutId, itemId: item.id, ...reminder }));

  /** The snooze's own reminder speaks for whatever else would fall on the same moment. */
  function afterSnooze(end: Temporal.Instant): readonly PlannedReminder[] {
    const moment = snoozedMoment(end, policy, { settings, timeZone });
    const later = planReminders({ ...plan, from: end }).filter(
      (reminder) =>
        reminder.kind === "sponsor" || reminder.kind === "overdue" || !reminder.moment.equals(moment),
    );
    return [{ kind: "snoozed", moment }, ...later];
  }
}
