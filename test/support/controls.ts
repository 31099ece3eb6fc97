import { z } from "zod";
import { itemRef, snoozeOption } from "../../blocks/slack/actions.ts";

const elementSchema = z.looseObject({
  action_id: z.string(),
  value: z.string().optional(),
  options: z.array(z.looseObject({ value: z.string() })).optional(),
});

type Element = z.output<typeof elementSchema>;

/** Every control in some blocks, in their order. */
export function controlsOf(blocks: unknown): readonly Element[] {
  if (Array.isArray(blocks)) return blocks.flatMap(controlsOf);
  if (typeof blocks !== "object" || blocks === null) return [];
  const inner = Object.values(blocks).flatMap(controlsOf);
  const element = elementSchema.safeParse(blocks);
  return element.success ? [element.data, ...inner] : inner;
}

/** The value of an item's button in some blocks, as a click on it has to name it. */
export function buttonValue(blocks: unknown, actionId: string, item: string): string {
  const found = controlsOf(blocks).find(
    (element) => element.action_id === actionId && itemOf(element.value) === item,
  );
  if (found?.value === undefined) throw new Error(`There is no ${actionId} for ${item}.`);
  return found.value;
}

/** A choice in an item's snooze menu, and the block that the menu stands in. */
export function snoozeChoice(
  blocks: readonly { readonly block_id: string }[] = [],
  item: string,
  until: string,
): { readonly block_id: string; readonly value: string } {
  for (const block of blocks) {
    const values = controlsOf(block).flatMap(({ options = [] }) => options.map(({ value }) => value));
    const value = values.find((one) => {
      const read = snoozeOption.safeDecode(one);
      return read.success && read.data.i === item && read.data.s === until;
    });
    if (value !== undefined) return { block_id: block.block_id, value };
  }
  throw new Error(`There is no snooze ${until} for ${item}.`);
}

function itemOf(value: string | undefined): string | undefined {
  const read = itemRef.safeDecode(value ?? "");
  return read.success ? read.data.i : undefined;
}
