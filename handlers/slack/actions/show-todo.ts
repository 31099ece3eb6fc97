import { todoMessage } from "../../../blocks/slack/todo.ts";
import type { ClickListener } from "../click.ts";

/** [What is mine] of the card. */
export const showTodo: ClickListener = async (click) => {
  await click.reply(todoMessage(await click.useCases.readTodo({ member: click.member }), click.commands));
};
