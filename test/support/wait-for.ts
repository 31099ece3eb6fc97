/** How long to wait, how often to look, and what to call the thing waited for. */
export type WaitOptions = {
  /** Gives up after this long; a minute unless told. */
  readonly timeoutMs?: number;
  /** Looks again after this long; 10 milliseconds unless told. */
  readonly everyMs?: number;
  /** Named in the error when it never comes. */
  readonly what?: string;
};

type Truthy<T> = Exclude<T, false | null | undefined | 0 | "">;

function isThere<T>(value: T): value is Truthy<T> {
  return Boolean(value);
}

/**
 * Waits until `look` returns something truthy and returns that; a look that throws counts as "not yet". Instead of
 * sleeping: a test waits for a condition, never for a time.
 * @throws Error naming what was waited for, with the last failure as its cause, once the time is up.
 */
export async function waitFor<T>(look: () => T | Promise<T>, options: WaitOptions = {}): Promise<Truthy<T>> {
  const { timeoutMs = 60_000, everyMs = 10, what = "the condition" } = options;
  const deadline = performance.now() + timeoutMs;
  let cause: unknown;
  for (;;) {
    try {
      const value = await look();
      if (isThere(value)) return value;
      cause = undefined;
    } catch (error) {
      cause = error;
    }
    if (performance.now() > deadline) {
      throw new Error(`Waited ${timeoutMs} ms in vain for ${what}`, { cause });
    }
    await new Promise((resolve) => setTimeout(resolve, everyMs));
  }
}
