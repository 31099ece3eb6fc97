/** Seen signatures, each for a limited time. What has been seen by other processes is the inbox's matter. */
export type ReplayGuard = {
  /** `true` exactly once per signature while it is remembered. */
  admit(signature: string, nowMs: number): boolean;
  /** Lets the same request come again, for it was not served. */
  forget(signature: string): void;
};

/** Longer than a signature can be valid: its timestamp may lie five minutes behind or ahead of us. */
export const signatureLifeMs = 10 * 60_000;

/** Bounds memory (about 20 MB); at a flood beyond it the oldest signatures go first. */
const capacity = 100_000;

/** Remembers signatures for {@link signatureLifeMs}. Only signatures that were verified may be shown to it. */
export function createReplayGuard(limit = capacity): ReplayGuard {
  // A Map iterates in the order of insertion, so that the oldest signature always comes first.
  const seenAt = new Map<string, number>();
  return {
    admit(signature, nowMs) {
      for (const [oldest, at] of seenAt) {
        if (nowMs - at < signatureLifeMs && seenAt.size < limit) break;
        seenAt.delete(oldest);
      }
      if (seenAt.has(signature)) return false;
      seenAt.set(signature, nowMs);
      return true;
    },
    forget(signature) {
      seenAt.delete(signature);
    },
  };
}
