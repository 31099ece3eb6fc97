import { itemMessage } from "../../../blocks/slack/checklist/item-details.ts";
import type { Message } from "../../../blocks/slack/message.ts";
import { tooManyAtOnce } from "../../../blocks/slack/start/misuse.ts";
import type { Command } from "../../../src/domain/command-line.ts";
import type { ItemAct } from "../../../src/usecases/checklist/change-item.ts";
import { changeAnswer } from "../answers/change-answer.ts";
import { type ItemForm, openItemFormFor } from "../forms/open-item-form.ts";
import { openItems } from "../forms/open-items.ts";
import { missingItem } from "../missing-item.ts";
import type { Asked } from "../receive.ts";

/** More than this by one command is a slip; it also keeps the answer within one message. */
const mostAtOnce = 20;

/** `check I1 I2`, `uncheck I3`: every item by itself, all outcomes in one answer. No ids: the window with all of them. */
export async function changeSeveral(
  asked: Asked,
  closeoutId: string,
  ids: readonly string[],
  act: ItemAct,
): Promise<void> {
  if (ids.length === 0) return await openItems(asked, closeoutId);
  if (ids.length > mostAtOnce) return await asked.reply(tooManyAtOnce(mostAtOnce));
  const answers: Message[] = [];
  for (const itemId of ids) answers.push(await change(asked, closeoutId, itemId, act));
  await asked.reply(together(answers));
}

/**
 * `skip I1 because …`, `due I1 friday`, …: acts when everything was given, else opens the form that asks for the rest, or
 * without an id the window in which every item has its buttons.
 */
export async function askOrAct(
  asked: Asked,
  closeoutId: string,
  itemId: string | undefined,
  form: ItemForm,
  words: string | undefined,
  act: (words: string) => ItemAct,
): Promise<void> {
  if (itemId === undefined) return await openItems(asked, closeoutId);
  if (words === undefined) return await openForm(asked, closeoutId, itemId, form);
  await asked.reply(await change(asked, closeoutId, itemId, act(words)));
}

/** `assign I1 @maria`. A name that is not a mention could be anybody's, so the form asks whom it means. */
export async function assignByCommand(
  asked: Asked,
  closeoutId: string,
  { id: itemId, assignee }: Extract<Command, { readonly kind: "assign" }>,
): Promise<void> {
  if (itemId === undefined) return await openItems(asked, closeoutId);
  if (assignee === undefined || assignee.kind === "name")
    return await openForm(asked, closeoutId, itemId, "assign");
  const user = { me: asked.member.user, nobody: undefined, user: undefined }[assignee.kind];
  const act: ItemAct = { kind: "assign", user: assignee.kind === "user" ? assignee.user : user };
  await asked.reply(await change(asked, closeoutId, itemId, act));
}

/** `show I1`, or an item's id alone. */
export async function showByCommand(
  asked: Asked,
  closeoutId: string,
  itemId: string | undefined,
): Promise<void> {
  if (itemId === undefined) return await openItems(asked, closeoutId);
  const view = await asked.useCases.readItem({ closeoutId, itemId, member: asked.member });
  await asked.reply("kind" in view ? await missingItem(asked, closeoutId, itemId) : itemMessage(view));
}

async function change(asked: Asked, closeoutId: string, itemId: string, act: ItemAct): Promise<Message> {
  const outcome = await asked.useCases.changeItem({ closeoutId, itemId, member: asked.member, act });
  return changeAnswer(asked, itemId, act.kind, outcome);
}

async function openForm(asked: Asked, closeoutId: string, itemId: string, form: ItemForm): Promise<void> {
  const { channel } = asked.sender;
  const origin = { from: "message", ...(channel === undefined ? {} : { channel }) } as const;
  await openItemFormFor(asked, { c: closeoutId, i: itemId }, form, origin);
}

function together(answers: readonly Message[]): Message {
  return {
    text: answers.map(({ text }) => text).join("\n"),
    blocks: answers.flatMap(({ blocks }) => blocks),
  };
}
