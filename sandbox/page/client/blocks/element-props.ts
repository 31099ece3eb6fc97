import { type Json, type JsonObject, objectAt } from "../json.ts";
import { type Field, fieldKey } from "./fields.ts";
import { controlName, type Surface } from "./surface.ts";

/** What every control that can be filled in is given. */
export type ElementProps = {
  readonly block: JsonObject;
  readonly element: JsonObject;
  readonly surface: Surface;
  /** What it is called: the label of its input block, or its placeholder. */
  readonly label: string;
  /** Whether the app is told at once; else the value waits for the form to be submitted. */
  readonly dispatch: boolean;
  /** Ids of the hint and the error that belong to it. */
  readonly describedBy?: string | undefined;
  readonly invalid?: boolean;
};

/** What a control holds now. */
export function fieldOf(props: ElementProps): Field {
  return props.surface.fields.get(controlName(props.block, props.element), props.element);
}

/** Keeps what was filled in, and tells the app when it wants to know; what a confirm dialog denies is taken back. */
export async function fill(
  props: ElementProps,
  field: Field,
  told: Json | undefined = field.value,
): Promise<void> {
  const control = controlName(props.block, props.element);
  const before = fieldOf(props);
  props.surface.fields.set(control, field);
  if (!props.dispatch) return;
  const went = await props.surface.act(control, told, objectAt(props.element, "confirm"));
  if (!went) props.surface.fields.set(control, before);
}

/** An id for the DOM that is the control's own on this surface. */
export function domId(props: ElementProps): string {
  return `field-${fieldKey(controlName(props.block, props.element)).replace(/[^\w-]+/g, "-")}`;
}
