/** A stream of numbers that looks random and is the same for the same seed. */
export type Random = {
  /** At least 0, less than 1. */
  next(): number;
  /** A whole number from 0 up to and without `end`. */
  below(end: number): number;
  /** One of these. */
  oneOf<const T>(things: readonly [T, ...T[]]): T;
  /** True with this probability. */
  chance(probability: number): boolean;
};

/** mulberry32: small, quick and good enough to scatter faults. */
export function randomFrom(seed: number): Random {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const below = (end: number): number => Math.floor(next() * end);
  return {
    next,
    below,
    oneOf: ([first, ...rest]) => rest[below(rest.length + 1) - 1] ?? first,
    chance: (probability) => next() < probability,
  };
}
