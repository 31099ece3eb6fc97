import { todoModal } from "../../../blocks/slack/checklist/todo.ts";
import type { ClickListener } from "../click.ts";
import { openModal } from "../forms/open-modal.ts";

/** [What is mine] of the card: a window, for the card may stand far above where a private answer would appear. */
export const showTodo: ClickListener = (click) =>
  openModal(
    click,
    async () => ({
      view: todoModal(await click.useCases.readTodo({ member: click.member }), click.commands),
    }),
    { onTop: click.place.kind === "modal" },
  );
