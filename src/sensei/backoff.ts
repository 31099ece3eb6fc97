const firstMs = 250;
const longestMs = 5000;

/**
 * How long to wait before the next attempt: doubling from a quarter of a second to five seconds, of which half is chance, so
 * that several processes do not come back in step.
 */
export function backoffMs(attemptsMade: number, random: () => number): number {
  const full = Math.min(longestMs, firstMs * 2 ** (attemptsMade - 1));
  return full / 2 + (random() * full) / 2;
}
