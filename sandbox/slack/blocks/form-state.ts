import type { Block } from "./blocks.ts";
import { interactives } from "./check.ts";
import type { Option } from "./composition.ts";
import type { Interactive } from "./elements.ts";
import { type FieldValue, filledValue, initialValue, type PlainValue } from "./values.ts";

/** A control in its block. */
export type Control = {
  readonly block: Block;
  readonly blockId: string;
  readonly actionId: string;
  readonly element: Interactive;
};

/** Slack's `state.values`. */
export type StateValues = Record<string, Record<string, FieldValue>>;

/** The controls of these blocks, in the order shown. */
export function controls(blocks: readonly Block[]): Control[] {
  return blocks.flatMap((block) =>
    interactives(block).flatMap((element) =>
      block.block_id === undefined || element.action_id === undefined
        ? []
        : [{ block, blockId: block.block_id, actionId: element.action_id, element }],
    ),
  );
}

/** What a person has put into the controls of one surface. Survives an update of the blocks where the ids stay. */
export class FormState {
  readonly #filled = new Map<string, FieldValue>();
  readonly #suggested = new Map<string, readonly Option[]>();

  /**
   * Puts a value into a control.
   * @throws ImpossibleValue when a person could not have done that.
   */
  fill(control: Control, plain: PlainValue): FieldValue {
    const value = filledValue(control.element, plain, this.#suggested.get(key(control)) ?? []);
    if (initialValue(control.element) !== undefined) this.#filled.set(key(control), value);
    return value;
  }

  /** Remembers the options that the app has offered for an external menu. */
  suggest(control: Control, options: readonly Option[]): void {
    this.#suggested.set(key(control), options);
  }

  /** What the control holds; `undefined` if it has no state. */
  value(control: Control): FieldValue | undefined {
    const filled = this.#filled.get(key(control));
    return filled?.type === control.element.type ? filled : initialValue(control.element);
  }

  /** All values, as Slack sends them. */
  values(blocks: readonly Block[]): StateValues {
    const values: StateValues = {};
    for (const control of controls(blocks)) {
      const value = this.value(control);
      if (value === undefined) continue;
      const block = values[control.blockId] ?? {};
      block[control.actionId] = value;
      values[control.blockId] = block;
    }
    return values;
  }
}

function key(control: Control): string {
  return `${control.blockId}\n${control.actionId}`;
}
