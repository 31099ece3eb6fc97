import { pageRef } from "../../../blocks/slack/actions.ts";
import { todoMessage, todoModal } from "../../../blocks/slack/checklist/todo.ts";
import { reading } from "../click.ts";
import { replaceOriginal } from "../tell.ts";

/** [‹] and [›] of the list of what waits for somebody, in its window or in a private answer. */
export const turnTodoPage = reading(pageRef, async (click, { p: page }) => {
  const { place, client, sender, commands, member } = click;
  const todo = await click.useCases.readTodo({ member });
  if (place.kind === "modal") {
    await client.views.update({ view_id: place.viewId, view: todoModal(todo, commands, page) });
  } else {
    await replaceOriginal(sender, todoMessage(todo, commands, page));
  }
});
