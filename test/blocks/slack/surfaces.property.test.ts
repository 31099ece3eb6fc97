import * as fc from "fast-check";
import { expect, it } from "vitest";
import { nastyWords, surfaceProblems } from "./surface-problems.ts";

it.each([1, 3, 10, 40])(
  "shows anything that people and vendors write, %i of everything, without harm",
  (many) => {
    fc.assert(
      fc.property(nastyWords, (words) => {
        expect(surfaceProblems(words, many)).toEqual([]);
      }),
      { numRuns: 12 },
    );
  },
);
