import type { InputBlock, KnownBlock, ModalView, PlainTextOption } from "@slack/types";
import type { Item } from "../../../src/domain/checklist/item.ts";
import { longestNote, skipReasonLength } from "../../../src/domain/checklist/item-rules.ts";
import type { Closeout } from "../../../src/domain/closeout.ts";
import type { ItemsView } from "../../../src/domain/views.ts";
import { type CallbackId, callbackIds, itemModalMetadata, snoozeChoices } from "../actions.ts";
import { isoDay, zonedMoment, zonedTime } from "../dates.ts";
import { context, field, option, optionWords, plain, plainWords, section } from "../elements.ts";
import { limits } from "../limits.ts";
import type { Origin } from "../message.ts";
import { line, plainLine, plainPieces } from "../mrkdwn.ts";
import { itemName } from "./item-line.ts";

/** What a note begins with when it is opened from somewhere that suggests it. */
export type NoteDraft = { readonly kind: "note" | "evidence"; readonly text: string };

/** Asks why an item is skipped. */
export function skipModal(closeout: Closeout, item: Item, origin: Origin): ModalView {
  return itemForm(closeout, item, origin, {
    callback: callbackIds.skip,
    title: "Skip",
    submit: "Skip it",
    fields: [
      field(
        "skip",
        "reason",
        {
          type: "plain_text_input",
          multiline: true,
          min_length: skipReasonLength.min,
          max_length: skipReasonLength.max,
          focus_on_load: true,
        },
        { label: "Why is it skipped?", hint: "The reason stays with the item; an auditor may read it." },
      ),
    ],
  });
}

/** Asks until when an item is left alone; the date counts where "a date" is chosen. */
export function snoozeModal(closeout: Closeout, item: Item, origin: Origin): ModalView {
  const choices: Readonly<Record<(typeof snoozeChoices)[number], string>> = {
    "1h": "For 1 hour",
    tomorrow: "Until tomorrow",
    "next-working-day": "Until the next working day",
    date: "Until the date below",
  };
  const options = snoozeChoices.map((choice) => option(choices[choice], choice));
  const last = options.at(-1);
  return itemForm(closeout, item, origin, {
    callback: callbackIds.snooze,
    title: "Snooze",
    submit: "Snooze",
    fields: [
      field(
        "snooze",
        "until",
        { type: "radio_buttons", options, ...(last === undefined ? {} : { initial_option: last }) },
        { label: "No reminders" },
      ),
      field(
        "snooze",
        "date",
        { type: "datepicker" },
        {
          label: "Date",
          hint: `At ${closeout.settings.digestTime}, ${plainLine(closeout.timeZone, 80)}.`,
          optional: true,
        },
      ),
    ],
  });
}

/** Asks who takes an item; left empty, nobody has it. */
export function assignModal(closeout: Closeout, item: Item, origin: Origin): ModalView {
  return itemForm(closeout, item, origin, {
    callback: callbackIds.assign,
    title: "Assign",
    submit: "Assign",
    fields: [
      field(
        "assign",
        "user",
        {
          type: "users_select",
          placeholder: plain("Nobody"),
          ...(item.assignee === undefined ? {} : { initial_user: item.assignee }),
        },
        { label: "Who takes it?", hint: "They are told directly when it is due.", optional: true },
      ),
    ],
  });
}

/** Asks for a new due, in the closeout's own time zone. */
export function dueModal(closeout: Closeout, item: Item, origin: Origin): ModalView {
  const { timeZone } = closeout;
  return itemForm(closeout, item, origin, {
    callback: callbackIds.due,
    title: "Change due",
    submit: "Change",
    before: [context(`Now due ${zonedMoment(item.due, timeZone)}.`)],
    fields: [
      field(
        "due",
        "date",
        { type: "datepicker", initial_date: isoDay(item.due, timeZone) },
        { label: "New date" },
      ),
      field(
        "due",
        "time",
        { type: "timepicker", initial_time: zonedTime(item.due, timeZone) },
        { label: "Time", hint: `In ${plainLine(timeZone, 80)}.` },
      ),
    ],
  });
}

/** Asks for a note or an evidence link. */
export function noteModal(closeout: Closeout, item: Item, origin: Origin, draft?: NoteDraft): ModalView {
  return itemForm(closeout, item, origin, {
    callback: callbackIds.note,
    title: "Add to item",
    submit: "Add",
    fields: noteFields(draft),
  });
}

/** The same for the message shortcut, which also asks which item. */
export function addToItemModal(view: ItemsView, origin: Origin, draft: NoteDraft): ModalView {
  const { closeout } = view;
  const groups = itemGroups(view);
  return {
    type: "modal",
    callback_id: callbackIds.note,
    private_metadata: itemModalMetadata.encode({ c: closeout.id, ch: origin.channel, from: origin.from }),
    title: plain("Add to item"),
    submit: plain("Add"),
    close: plain("Cancel"),
    blocks: [
      section(line(closeout.name, 150)),
      field(
        "note",
        "item",
        { type: "static_select", placeholder: plain("Choose an item"), option_groups: groups },
        { label: "Item" },
      ),
      ...noteFields(draft),
    ],
  };
}

type ItemForm = {
  readonly callback: CallbackId;
  readonly title: string;
  readonly submit: string;
  readonly before?: readonly KnownBlock[];
  readonly fields: readonly InputBlock[];
};

function itemForm(closeout: Closeout, item: Item, origin: Origin, form: ItemForm): ModalView {
  return {
    type: "modal",
    callback_id: form.callback,
    private_metadata: itemModalMetadata.encode({
      c: closeout.id,
      i: item.id,
      ch: origin.channel,
      from: origin.from,
      below: origin.below,
    }),
    title: plain(`${form.title} ${plainLine(item.id, 10)}`),
    submit: plain(form.submit),
    close: plain("Cancel"),
    blocks: [
      section(itemName(item, 600)),
      context(line(closeout.name, 150)),
      ...(form.before ?? []),
      ...form.fields,
    ],
  };
}

function noteFields(draft: NoteDraft = { kind: "note", text: "" }): InputBlock[] {
  const [text] = plainPieces(draft.text, longestNote, longestNote);
  const kinds: Readonly<Record<NoteDraft["kind"], PlainTextOption>> = {
    note: option("Note", "note"),
    evidence: option("Evidence: a link", "evidence"),
  };
  return [
    field(
      "note",
      "kind",
      { type: "radio_buttons", options: [kinds.note, kinds.evidence], initial_option: kinds[draft.kind] },
      { label: "What is it?" },
    ),
    field(
      "note",
      "text",
      {
        type: "plain_text_input",
        multiline: true,
        max_length: longestNote,
        ...(text === undefined ? {} : { initial_value: text }),
        placeholder: plain("Words, or a link that begins with https://"),
      },
      { label: "Text or link" },
    ),
  ];
}

/** Every item as a choice, by list; a list of more than a menu's hundred goes on in a further group. */
function itemGroups({ lists }: ItemsView) {
  return lists.flatMap(({ title, items }) => {
    const choices = items.map((item) => optionWords(`${item.id} ${item.title}`, item.id));
    const groups = [];
    for (let at = 0; at < choices.length; at += limits.selectOptions) {
      const label = plainWords(at === 0 ? title : `${title.slice(0, 60)} (continued)`, limits.groupLabel);
      groups.push({ label, options: choices.slice(at, at + limits.selectOptions) });
    }
    return groups;
  });
}
