import type { ClickListener } from "../click.ts";
import { openStart } from "../forms/open-start.ts";

/** [Start a closeout], offered where there is none yet. */
export const startButton: ClickListener = (click) => openStart(click, undefined);
