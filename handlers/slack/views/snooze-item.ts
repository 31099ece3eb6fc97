import { readSnoozeForm } from "../../../blocks/slack/forms.ts";
import { itemForm } from "../item-submission.ts";

/** The form that asks until when an item is snoozed. */
export const snoozeItem = itemForm("snooze", "date", (values) => {
  const { until, date } = readSnoozeForm(values);
  if (until !== "date") return { act: { kind: "snooze", until: { kind: until } } };
  if (date === undefined) return { problem: "Pick the date until which I should wait." };
  return { act: { kind: "snooze", until: { kind: "date", date } } };
});
