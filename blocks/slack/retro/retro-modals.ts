import type { KnownBlock, ModalView } from "@slack/types";
import type { Closeout } from "../../../src/domain/closeout.ts";
import {
  type Contribution,
  contributionLength,
  type RetroSection,
  type Retrospective,
  retroSections,
  type Saying,
} from "../../../src/domain/retro/retrospective.ts";
import { context, field, option, plain, section } from "../elements.ts";
import type { Form } from "../forms.ts";
import { count, line, mention } from "../mrkdwn.ts";
import {
  type ContributionMetadata,
  contributionMetadata,
  retroCallbackIds,
  retroOpenMetadata,
} from "./actions-retro.ts";
import { namingWords, sectionTitles } from "./retro-board.ts";

/** The longest text that Slack lets a field hold. */
const longestNotes = 3_000;

/** Asks whether names stand; the answer is for good. */
export function openRetroModal(closeout: Closeout, channel?: string): ModalView {
  const ch = channel === undefined ? {} : { ch: channel };
  return {
    type: "modal",
    callback_id: retroCallbackIds.open,
    private_metadata: retroOpenMetadata.encode({ c: closeout.id, ...ch }),
    title: plain("Open retrospective"),
    submit: plain("Open it"),
    close: plain("Cancel"),
    blocks: [
      context(line(closeout.name, 150)),
      section(
        "A board goes into the channel, and everybody with a role is invited directly. Whoever opens it, and the owner, can close it.",
      ),
      field(
        "retro_open",
        "naming",
        {
          type: "radio_buttons",
          options: [option("With names", "named"), option("Anonymous", "anonymous")],
        },
        {
          label: "How do people write?",
          hint: "This cannot be changed later. Where it is anonymous, Closeout keeps nothing that says who wrote what.",
        },
      ),
    ],
  };
}

/** Asks for one contribution. */
export function contributeModal(
  closeout: Closeout,
  retro: Retrospective,
  metadata: ContributionMetadata,
  chosen?: RetroSection,
): ModalView {
  const options = retroSections.map((one) => option(sectionTitles[one], one));
  const initial = options.find(({ value }) => value === chosen);
  return form(closeout, retroCallbackIds.add, metadata, {
    title: "Contribute",
    submit: "Put it on the board",
    before: [context(namingWords(retro))],
    fields: [
      field(
        "retro_add",
        "section",
        { type: "radio_buttons", options, ...(initial === undefined ? {} : { initial_option: initial }) },
        { label: "What is it about?" },
      ),
      textField("retro_add"),
      ...assignedFields("retro_add", "For an action item", {}),
    ],
  });
}

/** Asks how one's own contribution should read instead. */
export function editContributionModal(
  closeout: Closeout,
  retro: Retrospective,
  contribution: Contribution,
  metadata: ContributionMetadata,
): ModalView {
  const own = contribution.section === "action" ? contribution : {};
  return form(closeout, retroCallbackIds.edit, metadata, {
    title: "Change it",
    submit: "Change it",
    before: [context(`${sectionTitles[contribution.section]} · ${namingWords(retro)}`)],
    fields: [
      textField("retro_edit", contribution.text),
      ...(contribution.section === "action" ? assignedFields("retro_edit", "Action item", own) : []),
    ],
  });
}

/** Asks for notes to be pasted; with `previewed` it shows what would be taken in, and submitting takes it in. */
export function importModal(
  closeout: Closeout,
  retro: Retrospective,
  metadata: ContributionMetadata,
  previewed?: readonly Saying[],
): ModalView {
  return form(closeout, retroCallbackIds.import, metadata, {
    title: "Paste notes",
    submit: previewed === undefined ? "Preview" : "Take them in",
    before: [
      context(namingWords(retro)),
      ...(previewed === undefined ? [section(howToPaste)] : previewBlocks(previewed)),
    ],
    fields: [
      field(
        "retro_import",
        "text",
        { type: "plain_text_input", multiline: true, max_length: longestNotes },
        {
          label: "Notes",
          hint:
            previewed === undefined
              ? "Up to 3,000 characters at once. Nothing is taken in before you have seen a preview."
              : "Change them and you see a new preview first.",
        },
      ),
      ...assignedFields("retro_import", "For action items that do not say", {}),
    ],
  });
}

const howToPaste =
  "One point on each line, under these headings:\n```Went well\n- Validation caught the date format issue\nCould improve\n- Resource estimates were too low\nAction items\n- Create a template for network planning: @maria, in 3 weeks```";

type Look = {
  readonly title: string;
  readonly submit: string;
  readonly before: readonly KnownBlock[];
  readonly fields: readonly KnownBlock[];
};

function form(closeout: Closeout, callback: string, metadata: ContributionMetadata, look: Look): ModalView {
  return {
    type: "modal",
    callback_id: callback,
    private_metadata: contributionMetadata.encode(metadata),
    title: plain(look.title),
    submit: plain(look.submit),
    close: plain("Cancel"),
    blocks: [context(line(closeout.name, 150)), ...look.before, ...look.fields],
  };
}

function textField(name: Extract<Form, "retro_add" | "retro_edit">, text?: string): KnownBlock {
  return field(
    name,
    "text",
    {
      type: "plain_text_input",
      multiline: true,
      min_length: contributionLength.min,
      max_length: contributionLength.max,
      ...(text === undefined ? {} : { initial_value: text }),
    },
    { label: "In your words" },
  );
}

function assignedFields(
  name: Extract<Form, "retro_add" | "retro_edit" | "retro_import">,
  what: string,
  { owner, due }: { readonly owner?: string; readonly due?: string },
): KnownBlock[] {
  return [
    field(
      name,
      "owner",
      { type: "users_select", ...(owner === undefined ? {} : { initial_user: owner }) },
      { label: `${what}: who does it?`, optional: true },
    ),
    field(
      name,
      "due",
      { type: "datepicker", ...(due === undefined ? {} : { initial_date: due }) },
      { label: `${what}: by when?`, optional: true },
    ),
  ];
}

/** Characters of one paragraph of the preview; below what Slack takes. */
const paragraph = 2_800;
/** Characters that the preview shows of one contribution. */
const shownLength = 160;

function previewBlocks(sayings: readonly Saying[]): KnownBlock[] {
  const cut = sayings.some(({ text }) => line(text, shownLength) !== line(text, contributionLength.max));
  const head = section(
    `*Preview: ${count(sayings.length, "contribution")}.* Nothing has been taken in yet.${cut ? " Long ones are cut short here, and kept whole." : ""}`,
  );
  const groups = retroSections.flatMap((kind) => {
    const own = sayings.filter((one) => one.section === kind);
    return own.length === 0 ? [] : paragraphs([`*${sectionTitles[kind]}*`, ...own.map(previewLine)]);
  });
  return [head, ...groups.map((text) => section(text))];
}

function previewLine(saying: Saying): string {
  const words = `• ${line(saying.text, shownLength)}`;
  return saying.section === "action" ? `${words} — ${mention(saying.owner)}, ${line(saying.due, 20)}` : words;
}

/** Lines joined into as few paragraphs as fit. */
function paragraphs(lines: readonly string[]): readonly string[] {
  const all: string[] = [];
  let text = "";
  for (const one of lines) {
    if (text !== "" && text.length + one.length + 1 > paragraph) {
      all.push(text);
      text = "";
    }
    text = text === "" ? one : `${text}\n${one}`;
  }
  return [...all, text];
}
