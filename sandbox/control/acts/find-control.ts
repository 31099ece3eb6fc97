import type { Block } from "../../slack/blocks/blocks.ts";
import { type Control, controls, type FormState } from "../../slack/blocks/form-state.ts";
import { type FieldValue, ImpossibleValue, type PlainValue } from "../../slack/blocks/values.ts";
import { ControlError } from "../control-error.ts";

/** Which control is meant; a button's value helps where several share an `action_id`. */
export type ControlName = {
  readonly action_id: string;
  readonly block_id?: string | undefined;
  readonly value?: PlainValue | undefined;
};

/**
 * The control that is meant. A block that is no longer there does not matter: an update gives the blocks other ids, and somebody may
 * still have the old ones before their eyes. @throws ControlError `control_not_found` or `ambiguous_control`.
 */
export function findControl(blocks: readonly Block[], name: ControlName): Control {
  const all = controls(blocks);
  const standing = blocks.some(({ block_id }) => block_id !== undefined && block_id === name.block_id);
  const named = all.filter(
    (control) => control.actionId === name.action_id && (!standing || control.blockId === name.block_id),
  );
  const meant = named.filter(({ element }) => {
    return element.type !== "button" || name.value === undefined || (element.value ?? "") === name.value;
  });
  const [only, other] = meant;
  if (only === undefined) {
    const there = all.map((control) => control.actionId);
    const offer = there.length === 0 ? "It has none." : `It has: ${[...new Set(there)].join(", ")}.`;
    throw new ControlError(
      404,
      "control_not_found",
      `There is no control "${name.action_id}" with that value. ${offer}`,
    );
  }
  if (other !== undefined) {
    const places = meant.map((control) => control.blockId).join(", ");
    throw new ControlError(400, "ambiguous_control", `"${name.action_id}" is in several blocks: ${places}.`);
  }
  return only;
}

/** Puts a value into a control. @throws ControlError `impossible_value` or `missing_value`. */
export function fillControl(state: FormState, control: Control, value: PlainValue | undefined): FieldValue {
  if (control.element.type !== "button" && value === undefined) {
    throw new ControlError(400, "missing_value", `"${control.actionId}" needs a value.`);
  }
  try {
    return state.fill(control, value ?? null);
  } catch (error) {
    if (error instanceof ImpossibleValue) throw new ControlError(400, "impossible_value", error.message);
    throw error;
  }
}

/** Fills several controls, named by `action_id` or `block_id`. @throws ControlError `control_not_found`. */
export function fillControls(
  state: FormState,
  blocks: readonly Block[],
  values: Readonly<Record<string, PlainValue>>,
): void {
  const known = controls(blocks);
  for (const [name, value] of Object.entries(values)) {
    const control =
      known.find((candidate) => candidate.actionId === name) ??
      known.find((candidate) => candidate.blockId === name);
    if (control === undefined) {
      const offer = known.map((candidate) => candidate.actionId).join(", ");
      throw new ControlError(404, "control_not_found", `The view has no field "${name}". It has: ${offer}.`);
    }
    fillControl(state, control, value);
  }
}
