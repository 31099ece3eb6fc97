import { readDueForm } from "../../../blocks/slack/forms.ts";
import { itemForm } from "../item-submission.ts";

/** The form that asks for a new due. */
export const changeDue = itemForm("due", "date", (values) => ({
  act: { kind: "due", to: readDueForm(values).to },
}));
