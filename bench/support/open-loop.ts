import { setTimeout as sleep } from "node:timers/promises";

/**
 * Calls `request` at a fixed rate on a schedule made beforehand, whether or not earlier calls have come back: a slow answer
 * never slows the questions. Returns what each call measured, in milliseconds.
 */
export async function openLoop(
  perSecond: number,
  seconds: number,
  request: () => Promise<number>,
): Promise<readonly number[]> {
  const begin = performance.now();
  const underway: Promise<number>[] = [];
  for (let index = 0; index < perSecond * seconds; index += 1) {
    const at = begin + (index * 1_000) / perSecond;
    const wait = at - performance.now();
    if (wait > 0) await sleep(wait);
    underway.push(request());
  }
  return await Promise.all(underway);
}
