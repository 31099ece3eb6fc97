import { pageRef } from "../../../blocks/slack/actions.ts";
import { todoMessage } from "../../../blocks/slack/todo.ts";
import { reading } from "../click.ts";
import { replaceOriginal } from "../tell.ts";

/** [‹] and [›] of the private list of what waits for somebody. */
export const turnTodoPage = reading(pageRef, async (click, { p: page }) => {
  const todo = await click.useCases.readTodo({ member: click.member });
  await replaceOriginal(click.sender, todoMessage(todo, click.commands, page));
});
