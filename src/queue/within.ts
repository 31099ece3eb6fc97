import { setTimeout as delay } from "node:timers/promises";

/** Settles as `promise` does, or rejects after `ms` milliseconds with what `late` makes. The promise itself goes on. */
export async function within<T>(promise: Promise<T>, ms: number, late: () => unknown): Promise<T> {
  const patience = new AbortController();
  const timeout = delay(ms, undefined, { signal: patience.signal }).then(() => {
    throw late();
  });
  timeout.catch(() => undefined);
  try {
    return await Promise.race([promise, timeout]);
  } finally {
    patience.abort();
  }
}

/** Waits for `promise` to settle either way, at most `ms` milliseconds; whether it did. */
export async function settles(promise: Promise<unknown>, ms: number): Promise<boolean> {
  const settled = promise.then(
    () => true,
    () => true,
  );
  return within(settled, ms, () => undefined).catch(() => false);
}
