import type { HomeView, ModalView } from "@slack/types";
import type { Message } from "./message.ts";

/**
 * Slack's limits, in UTF-16 code units or pieces (docs.slack.dev, reference/block-kit and reference/views). `messageText` is
 * what chat.update takes before it answers `msg_too_long`; `messageBlocksText` is the undocumented sum over all blocks at
 * which chat.postMessage answers `msg_blocks_too_long` (12,000 by Slack's own account in slackapi/bolt-js#2509).
 */
export const limits = {
  messageBlocks: 50,
  messageText: 4_000,
  messageBlocksText: 12_000,
  viewBlocks: 100,
  viewTitle: 24,
  viewButton: 24,
  viewBytes: 250_000,
  privateMetadata: 3_000,
  id: 255,
  headerText: 150,
  sectionText: 3_000,
  fieldText: 2_000,
  fields: 10,
  contextElements: 10,
  actionsElements: 25,
  buttonText: 75,
  buttonValue: 2_000,
  optionText: 75,
  optionDescription: 75,
  optionValue: 150,
  selectOptions: 100,
  optionGroups: 100,
  groupLabel: 75,
  overflowOptions: 5,
  checkboxes: 10,
  placeholder: 150,
  inputLabel: 2_000,
  inputHint: 2_000,
  inputText: 3_000,
  confirmTitle: 100,
  confirmText: 300,
  confirmButton: 30,
  tableRows: 100,
  tableCells: 20,
} as const;
export type Limit = keyof typeof limits;

/** A view builder of ours made something that Slack would refuse: a defect, never the fault of a person. */
export class OverSlackLimit extends Error {
  readonly code = "slack_limit";
  readonly retryable = false;
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(`Over Slack's limits: ${problems.join("; ")}`);
    this.name = "OverSlackLimit";
    this.problems = problems;
  }
}

/** Throws {@link OverSlackLimit} with every problem found; never changes what it is given. */
export function assertWithinLimits(surface: Message | ModalView | HomeView): void {
  const problems = "type" in surface ? viewProblems(surface) : messageProblems(surface);
  if (problems.length > 0) throw new OverSlackLimit(problems);
}

function messageProblems(message: Message): string[] {
  const found = new Problems();
  found.text("text", message.text, "messageText");
  found.count("blocks", message.blocks, "messageBlocks");
  found.blocks(message.blocks);
  const sum = textLength(message.blocks);
  if (sum > limits.messageBlocksText) {
    found.list.push(
      `the texts of all blocks have ${sum} characters (messageBlocksText ${limits.messageBlocksText})`,
    );
  }
  return found.list;
}

function viewProblems(view: ModalView | HomeView): string[] {
  const found = new Problems();
  found.count("blocks", view.blocks, "viewBlocks");
  found.blocks(view.blocks);
  if (view.private_metadata) found.text("private_metadata", view.private_metadata, "privateMetadata");
  if (view.callback_id !== undefined) found.text("callback_id", view.callback_id, "id");
  if (view.type === "modal") {
    found.text("title", view.title.text, "viewTitle");
    if (view.submit) found.text("submit", view.submit.text, "viewButton");
    if (view.close) found.text("close", view.close.text, "viewButton");
    if (!view.submit && view.blocks.some((block) => block.type === "input"))
      found.list.push("submit is missing");
  }
  const bytes = Buffer.byteLength(JSON.stringify(view));
  if (bytes > limits.viewBytes)
    found.list.push(`the view has ${bytes} bytes (viewBytes ${limits.viewBytes})`);
  return found.list;
}

/** What people read in a tree of blocks, in characters. */
export function textLength(node: unknown): number {
  if (!isRecord(node) && !Array.isArray(node)) return 0;
  let sum = 0;
  for (const value of Object.values(node)) if (typeof value === "object") sum += textLength(value);
  return "text" in node && typeof node["text"] === "string" ? sum + node["text"].length : sum;
}

type Json = Readonly<Record<string, unknown>>;

function isRecord(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Collects problems while walking blocks; works on plain JSON, so that it also judges what our types would not allow. */
class Problems {
  readonly list: string[] = [];

  text(where: string, text: unknown, limit: Limit): void {
    if (typeof text !== "string" || text.length === 0) this.list.push(`${where} is empty`);
    else if (text.length > limits[limit]) {
      this.list.push(`${where} has ${text.length} characters (${limit} ${limits[limit]})`);
    }
  }

  count(where: string, list: readonly unknown[], limit: Limit, least = 1): void {
    if (list.length < least) this.list.push(`${where} has ${list.length} entries, fewer than ${least}`);
    if (list.length > limits[limit]) {
      this.list.push(`${where} has ${list.length} entries (${limit} ${limits[limit]})`);
    }
  }

  blocks(blocks: readonly object[]): void {
    const ids = new Set<unknown>();
    for (const [index, block] of blocks.entries()) {
      if (!isRecord(block)) continue;
      const id = block["block_id"];
      if (id !== undefined) {
        this.text(`blocks[${index}].block_id`, id, "id");
        if (ids.has(id)) this.list.push(`blocks[${index}].block_id ${JSON.stringify(id)} is used twice`);
        ids.add(id);
      }
      this.block(`blocks[${index}]`, block);
    }
  }

  private block(where: string, block: Json): void {
    switch (block["type"]) {
      case "divider":
        return;
      case "header":
        return this.textObject(`${where}.text`, block["text"], "headerText");
      case "section":
        return this.section(where, block);
      case "context":
        return this.context(where, arrayOf(block["elements"]));
      case "actions":
        return this.actions(where, arrayOf(block["elements"]));
      case "table":
        return this.table(where, arrayOf(block["rows"]));
      case "input":
        this.textObject(`${where}.label`, block["label"], "inputLabel");
        if (block["hint"] !== undefined) this.textObject(`${where}.hint`, block["hint"], "inputHint");
        return this.element(`${where}.element`, block["element"]);
      default:
        this.list.push(`${where} is of a type that is not checked: ${JSON.stringify(block["type"])}`);
    }
  }

  private section(where: string, block: Json): void {
    if (block["text"] !== undefined) this.textObject(`${where}.text`, block["text"], "sectionText");
    if (block["fields"] !== undefined) {
      const fields = arrayOf(block["fields"]);
      this.count(`${where}.fields`, fields, "fields");
      for (const [at, field] of fields.entries())
        this.textObject(`${where}.fields[${at}]`, field, "fieldText");
    }
    if (block["text"] === undefined && block["fields"] === undefined) this.list.push(`${where} has no text`);
    if (block["accessory"] !== undefined) this.element(`${where}.accessory`, block["accessory"]);
  }

  private context(where: string, elements: readonly unknown[]): void {
    this.count(`${where}.elements`, elements, "contextElements");
    for (const [at, element] of elements.entries()) {
      this.textObject(`${where}.elements[${at}]`, element, "sectionText");
    }
  }

  private table(where: string, rows: readonly unknown[]): void {
    this.count(`${where}.rows`, rows, "tableRows");
    for (const [at, row] of rows.entries()) {
      const cells = arrayOf(row);
      this.count(`${where}.rows[${at}]`, cells, "tableCells");
      for (const cell of cells) this.textObject(`${where}.rows[${at}]`, cell, "fieldText");
    }
  }

  private actions(where: string, elements: readonly unknown[]): void {
    this.count(`${where}.elements`, elements, "actionsElements");
    const ids = new Set<unknown>();
    for (const [at, element] of elements.entries()) {
      this.element(`${where}.elements[${at}]`, element);
      const id = isRecord(element) ? element["action_id"] : undefined;
      if (ids.has(id))
        this.list.push(`${where}.elements[${at}].action_id ${JSON.stringify(id)} is used twice`);
      ids.add(id);
    }
  }

  private element(where: string, element: unknown): void {
    if (!isRecord(element)) {
      this.list.push(`${where} is missing`);
      return;
    }
    this.text(`${where}.action_id`, element["action_id"], "id");
    if (element["placeholder"] !== undefined) {
      this.textObject(`${where}.placeholder`, element["placeholder"], "placeholder");
    }
    if (element["confirm"] !== undefined) this.confirm(`${where}.confirm`, element["confirm"]);
    switch (element["type"]) {
      case "button":
        this.textObject(`${where}.text`, element["text"], "buttonText");
        if (element["value"] !== undefined) this.text(`${where}.value`, element["value"], "buttonValue");
        return;
      case "overflow":
        return this.options(where, element["options"], "overflowOptions");
      case "checkboxes":
      case "radio_buttons":
        return this.options(where, element["options"], "checkboxes");
      case "static_select":
        if (element["option_groups"] === undefined)
          return this.options(where, element["options"], "selectOptions");
        return this.groups(where, arrayOf(element["option_groups"]));
      case "external_select":
      case "users_select":
      case "multi_users_select":
      case "datepicker":
      case "timepicker":
      case "datetimepicker":
      case "number_input":
      case "url_text_input":
        return;
      case "plain_text_input":
        if (element["initial_value"] !== undefined) {
          this.text(`${where}.initial_value`, element["initial_value"], "inputText");
        }
        return;
      default:
        this.list.push(`${where} is of a type that is not checked: ${JSON.stringify(element["type"])}`);
    }
  }

  private groups(where: string, groups: readonly unknown[]): void {
    this.count(`${where}.option_groups`, groups, "optionGroups");
    for (const [at, group] of groups.entries()) {
      if (!isRecord(group)) continue;
      this.textObject(`${where}.option_groups[${at}].label`, group["label"], "groupLabel");
      this.options(`${where}.option_groups[${at}]`, group["options"], "selectOptions");
    }
  }

  private options(where: string, options: unknown, limit: Limit): void {
    const list = arrayOf(options);
    this.count(`${where}.options`, list, limit);
    for (const [at, option] of list.entries()) {
      if (!isRecord(option)) continue;
      this.textObject(`${where}.options[${at}].text`, option["text"], "optionText");
      this.text(`${where}.options[${at}].value`, option["value"], "optionValue");
      if (option["description"] !== undefined) {
        this.textObject(`${where}.options[${at}].description`, option["description"], "optionDescription");
      }
    }
  }

  private confirm(where: string, confirm: unknown): void {
    if (!isRecord(confirm)) return;
    this.textObject(`${where}.title`, confirm["title"], "confirmTitle");
    this.textObject(`${where}.text`, confirm["text"], "confirmText");
    this.textObject(`${where}.confirm`, confirm["confirm"], "confirmButton");
    this.textObject(`${where}.deny`, confirm["deny"], "confirmButton");
  }

  private textObject(where: string, object: unknown, limit: Limit): void {
    this.text(where, isRecord(object) ? object["text"] : undefined, limit);
  }
}

function arrayOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
