import { readNoteForm } from "../../../blocks/slack/forms.ts";
import { itemForm } from "../item-submission.ts";

/** The form that takes a note or an evidence link; the message shortcut's form asks for the item as well. */
export const addNote = itemForm("note", "text", (values) => {
  const { itemId, kind, text } = readNoteForm(values);
  return { itemId, act: { kind, text } };
});
