import { setTimeout as sleep } from "node:timers/promises";
import { isTransient } from "./store-unavailable.ts";

/**
 * Runs `work`, and once more after each transient failure (see `isTransient`) for about `forMs`; then the last failure is
 * thrown. Only for work that may run twice: one transaction that a unique key guards, or reading.
 */
export async function retryTransient<T>(work: () => Promise<T>, forMs = 2_000): Promise<T> {
  const begin = performance.now();
  for (let pauseMs = 20; ; pauseMs = Math.min(pauseMs * 2, 500)) {
    try {
      return await work();
    } catch (error) {
      if (!isTransient(error) || performance.now() - begin + pauseMs > forMs) throw error;
      await sleep(pauseMs);
    }
  }
}
