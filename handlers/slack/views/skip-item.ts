import { readSkipForm } from "../../../blocks/slack/forms.ts";
import { itemForm } from "../item-submission.ts";

/** The form that asks why an item is skipped. */
export const skipItem = itemForm("skip", "reason", (values) => ({
  act: { kind: "skip", reason: readSkipForm(values).reason },
}));
