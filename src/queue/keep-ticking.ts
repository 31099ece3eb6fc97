import type { Producer } from "./backend.ts";
import { TICK_OPTIONS } from "./job-options.ts";

/**
 * Makes sure that a job of this name recurs every `everyMs`, touching nothing where it already does: to register a scheduler
 * anew would take its overdue tick away and put it at the end of the queue. A chain of ticks is whole as long as the job of
 * the tick that it names as its next exists, waiting or running; otherwise (lost data, a failure while the next tick was
 * being made, another interval) it is built again, and ticks at once.
 */
export async function keepTicking(queue: Producer, name: string, everyMs: number): Promise<void> {
  const scheduler = await queue.getJobScheduler(name);
  if (scheduler?.every === everyMs && scheduler.next !== undefined) {
    const next = await queue.getJob(`repeat:${name}:${scheduler.next}`);
    if (next !== undefined) return;
  }
  await queue.upsertJobScheduler(name, { every: everyMs }, { name, data: {}, opts: TICK_OPTIONS });
}
