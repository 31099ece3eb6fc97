import * as fc from "fast-check";
import { expect, it } from "vitest";
import { nastyWords, surfaceProblems } from "./surface-problems.ts";

it("shows anything that people and vendors write, hundreds of everything, without harm", () => {
  fc.assert(
    fc.property(nastyWords, fc.constantFrom(1, 2, 5, 10, 11, 16, 50, 101), (words, many) => {
      expect(surfaceProblems(words, many)).toEqual([]);
    }),
    { numRuns: 40 },
  );
});
