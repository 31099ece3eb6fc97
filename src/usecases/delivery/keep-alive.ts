/** Work on something that is leased: it is held on to every second, and called off when it is lost or we are to stop. */
export type KeptAlive = {
  /** Aborted with the reason once the work must stop. */
  readonly signal: AbortSignal;
  /** Whether the lease was lost, so that somebody else may be at work. */
  lost(): boolean;
  /** Ends the holding on; resolves when the last beat is over. */
  end(): Promise<void>;
};

const everyMs = 1_000;

/**
 * Calls `beat` every second, one call at a time. `false` from it, or failures of it for `leaseMs`, mean that the lease is lost.
 */
export function keepAlive(
  beat: () => Promise<boolean>,
  { stopping, leaseMs }: { readonly stopping: AbortSignal; readonly leaseMs: number },
): KeptAlive {
  const lease = new AbortController();
  const signal = AbortSignal.any([lease.signal, stopping]);
  let beating: Promise<void> = Promise.resolve();
  let busy = false;
  let heldAt = performance.now();
  const once = async (): Promise<void> => {
    const at = performance.now();
    try {
      if (await beat()) heldAt = at;
      else lease.abort(new Error("Somebody else has taken over"));
    } catch (error) {
      if (performance.now() - heldAt > leaseMs / 2) lease.abort(error);
    } finally {
      busy = false;
    }
  };
  const timer = setInterval(() => {
    if (busy) return;
    busy = true;
    beating = once();
  }, everyMs);
  return {
    signal,
    lost: () => lease.signal.aborted,
    end: async () => {
      clearInterval(timer);
      await beating;
    },
  };
}
