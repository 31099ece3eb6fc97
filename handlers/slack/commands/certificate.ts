import type { Closeout } from "../../../src/domain/closeout.ts";
import type { Asked } from "../receive.ts";

/** Serves `/closeout certificate …`. */
export async function certificateCommand(asked: Asked, closeout: Closeout, words: string): Promise<void> {
  await asked.reply({ text: `${closeout.name}: ${words}`, blocks: [] });
}
