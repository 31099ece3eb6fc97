import { closure } from "./closure.ts";
import type { Desk } from "./desk.ts";
import { firstDay } from "./first-day.ts";
import { firstWeek } from "./first-week.ts";
import { removal } from "./removal.ts";
import { secondWeek } from "./second-week.ts";
import { start } from "./start.ts";
import type { Chapter, Picture, Step } from "./step.ts";

/**
 * The five weeks of a closeout in the sandbox's page, from its start until it is closed, with every command once. A test walks it, the
 * pictures of `docs/walkthrough.md` are taken on the way, and that page tells it in words.
 */
export const walk: readonly Chapter[] = [start, firstDay, firstWeek, secondWeek, removal, closure];

/** Every picture of the walk, in its order. */
export const pictures: readonly Picture[] = walk.flatMap(({ steps }) =>
  steps.flatMap(({ picture }) => picture ?? []),
);

/** Takes one step as whoever takes it. */
export async function take(step: Step, desk: Desk): Promise<void> {
  await desk.go(step.by, step.at ?? "channel");
  for (const wait of step.waits ?? []) await desk.moveClock(wait);
  if (step.types !== undefined) await desk.say(step.types);
  await step.does(desk);
}
