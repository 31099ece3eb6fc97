import type { ControlName } from "../deeds.ts";
import {
  type Json,
  type JsonObject,
  numberAt,
  objectAt,
  objectsAt,
  stringAt,
  stringsAt,
  textAt,
} from "../json.ts";

/** What an input holds: what the API takes for it, and the labels of chosen options. */
export type Field = { readonly value: Json; readonly labels: Readonly<Record<string, string>> };

/** What is filled in on a surface; an input keeps it while its block and action ids stay, however often the view changes. */
export type Fields = {
  readonly get: (control: ControlName, element: JsonObject) => Field;
  readonly set: (control: ControlName, field: Field) => void;
};

/** Filled-in fields by their control, as a plain map. */
export type FieldMap = ReadonlyMap<string, Field>;

/** The key of a control in a field map. */
export function fieldKey(control: ControlName): string {
  return `${control.blockId}\n${control.actionId}`;
}

/** What an element holds before anybody touches it. */
export function initialField(element: JsonObject): Field {
  const options = objectsAt(element, "initial_options");
  const option = objectAt(element, "initial_option");
  switch (textAt(element, "type")) {
    case "static_select":
    case "external_select":
    case "radio_buttons":
      return option === undefined ? empty(null) : chosen(textAt(option, "value"), [option]);
    case "multi_static_select":
    case "multi_external_select":
    case "checkboxes":
      return chosen(
        options.map((each) => textAt(each, "value")),
        options,
      );
    case "users_select":
      return empty(stringAt(element, "initial_user") ?? null);
    case "conversations_select":
      return empty(stringAt(element, "initial_conversation") ?? null);
    case "channels_select":
      return empty(stringAt(element, "initial_channel") ?? null);
    case "multi_users_select":
      return empty(stringsAt(element, "initial_users"));
    case "multi_conversations_select":
      return empty(stringsAt(element, "initial_conversations"));
    case "multi_channels_select":
      return empty(stringsAt(element, "initial_channels"));
    case "datepicker":
      return empty(stringAt(element, "initial_date") ?? null);
    case "timepicker":
      return empty(stringAt(element, "initial_time") ?? null);
    case "datetimepicker":
      return empty(numberAt(element, "initial_date_time") ?? null);
    default:
      return empty(stringAt(element, "initial_value") ?? null);
  }
}

/** A field with a value that needs no label. */
export function empty(value: Json): Field {
  return { value, labels: {} };
}

function chosen(value: Json, options: readonly JsonObject[]): Field {
  return {
    value,
    labels: Object.fromEntries(options.map((each) => [textAt(each, "value"), optionLabel(each)])),
  };
}

/** The words of an option. */
export function optionLabel(option: JsonObject): string {
  const text = objectAt(option, "text");
  return text === undefined ? textAt(option, "value") : textAt(text, "text");
}

/** The chosen values of a field, however many it can hold. */
export function chosenValues(field: Field): string[] {
  if (Array.isArray(field.value)) return field.value.filter((each) => typeof each === "string");
  return typeof field.value === "string" && field.value !== "" ? [field.value] : [];
}

/**
 * The values of all inputs in blocks, by action id, as the API takes them: of input blocks, and of selects, pickers and
 * boxes that stand elsewhere. Buttons and menus hold nothing.
 */
export function valuesOf(blocks: readonly JsonObject[], filled: FieldMap): Record<string, Json> {
  const values: Record<string, Json> = {};
  for (const block of blocks) {
    for (const element of elementsOf(block)) {
      const actionId = textAt(element, "action_id");
      if (actionId === "" || HOLDS_NOTHING.has(textAt(element, "type"))) continue;
      const control = { actionId, blockId: textAt(block, "block_id") };
      values[actionId] = (filled.get(fieldKey(control)) ?? initialField(element)).value;
    }
  }
  return values;
}

const HOLDS_NOTHING: ReadonlySet<string> = new Set([
  "button",
  "overflow",
  "image",
  "workflow_button",
  "icon_button",
]);

function elementsOf(block: JsonObject): JsonObject[] {
  const single = [objectAt(block, "element"), objectAt(block, "accessory")].filter(
    (each) => each !== undefined,
  );
  const inActions = stringAt(block, "type") === "actions" ? objectsAt(block, "elements") : [];
  return [...single, ...inActions];
}
