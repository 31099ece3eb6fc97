import type { Closeout } from "../../../src/domain/closeout.ts";
import type { Asked } from "../receive.ts";

/** Serves `/closeout baseline …`. */
export async function baselineCommand(asked: Asked, closeout: Closeout, words: string): Promise<void> {
  await asked.reply({ text: `${closeout.name}: ${words}`, blocks: [] });
}
