import { readAssignForm } from "../../../blocks/slack/forms.ts";
import { itemForm } from "../item-submission.ts";

/** The form that asks who takes an item. */
export const assignItem = itemForm("assign", "user", (values) => ({
  act: { kind: "assign", user: readAssignForm(values).user },
}));
