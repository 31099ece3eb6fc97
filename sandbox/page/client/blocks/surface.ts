import type { ControlName } from "../deeds.ts";
import { type Json, type JsonObject, objectAt, textAt } from "../json.ts";
import type { Reading } from "../page-context.ts";
import type { Fields } from "./fields.ts";

/** What a block stands on: a message, a modal or the Home. */
export type Surface = {
  readonly kind: "message" | "modal" | "home";
  readonly reading: Reading;
  /** What has been filled in on this surface. */
  readonly fields: Fields;
  /** What is wrong with an input, by block id. */
  readonly errors: Readonly<Record<string, string>>;
  /** Tells the app that a control was used, after its confirm dialog if it has one. @returns false when that was denied. */
  readonly act: (
    control: ControlName,
    value: Json | undefined,
    confirm: JsonObject | undefined,
  ) => Promise<boolean>;
  /** Asks the app for the options of an external select. */
  readonly options: (control: ControlName, query: string) => Promise<JsonObject>;
};

/** How the API names an element of a block. */
export function controlName(block: JsonObject, element: JsonObject): ControlName {
  return { actionId: textAt(element, "action_id"), blockId: textAt(block, "block_id") };
}

/** The text of a text object, or of a plain string. */
export function textOf(from: JsonObject, key: string): string {
  const value = from[key];
  if (typeof value === "string") return value;
  const text = objectAt(from, key);
  return text === undefined ? "" : textAt(text, "text");
}
