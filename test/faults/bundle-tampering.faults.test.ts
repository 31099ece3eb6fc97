import { afterAll, beforeAll, expect, test } from "vitest";
import { type Files, namesIt, openChecker, readFiles, tamperWith } from "../support/bundle-tampering.ts";
import { bundleTemplate, exportBundle, livedCloseout } from "../support/bundles.ts";
import { testSigner } from "../support/signers.ts";
import { shareWorld } from "../support/world.ts";
import { randomFrom } from "./random.ts";

/** Ten thousand and more in all; the seed of one that is not caught repeats it. */
const each = 2_600;

const world = shareWorld({ template: bundleTemplate });
let files: Files = new Map();
let checker: Awaited<ReturnType<typeof openChecker>> | undefined;

beforeAll(async () => {
  files = await readFiles(await exportBundle(world, await livedCloseout(world)));
  checker = await openChecker(testSigner.key.id);
});
afterAll(() => checker?.close());

test.each([1, 2, 3, 4])("%i: each of so many random tamperings is caught by its name", async (round) => {
  expect(await checker?.check(files)).toMatchObject({ kind: "holds" });
  for (let index = 0; index < each; index += 1) {
    const seed = round * 1_000_000 + index;
    const tampering = tamperWith(randomFrom(seed), files);
    const verdict = await checker?.check(tampering.files);
    if (verdict?.kind !== "broken" || !namesIt(tampering, verdict.fault)) {
      expect.fail(`seed ${seed}: ${tampering.what} gave ${JSON.stringify(verdict)}`);
    }
  }
});
