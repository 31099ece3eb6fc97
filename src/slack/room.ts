/** Lets only so many pieces of work be under way at once; the others wait their turn, first come, first served. */
export type Room = { within<T>(work: () => Promise<T>): Promise<T> };

/** A room for `places` pieces of work. */
export function createRoom(places: number): Room {
  let free = places;
  const waiting: (() => void)[] = [];
  return {
    async within(work) {
      if (free > 0) free -= 1;
      else await new Promise<void>((enter) => waiting.push(enter));
      try {
        return await work();
      } finally {
        const next = waiting.shift();
        if (next === undefined) free += 1;
        else next();
      }
    },
  };
}
