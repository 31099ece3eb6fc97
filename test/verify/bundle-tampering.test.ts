import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { randomFrom } from "../faults/random.ts";
import {
  type Files,
  forged,
  namesIt,
  openChecker,
  readFiles,
  tamperWith,
} from "../support/bundle-tampering.ts";
import { bundleTemplate, exportBundle, livedCloseout } from "../support/bundles.ts";
import { testSigner } from "../support/signers.ts";
import { shareWorld } from "../support/world.ts";

const world = shareWorld({ template: bundleTemplate });
let files: Files = new Map();
let checker: Awaited<ReturnType<typeof openChecker>> | undefined;

beforeAll(async () => {
  files = await readFiles(await exportBundle(world, await livedCloseout(world)));
  checker = await openChecker(testSigner.key.id);
}, 120_000);
afterAll(() => checker?.close());

describe("a bundle that somebody has tampered with", () => {
  test("300 times at random is caught each time, and the file or entry is named", async () => {
    expect(await checker?.check(files)).toMatchObject({ kind: "holds" });
    for (let seed = 1; seed <= 300; seed += 1) {
      const tampering = tamperWith(randomFrom(seed), files);
      const verdict = await checker?.check(tampering.files);
      if (verdict?.kind !== "broken" || !namesIt(tampering, verdict.fault)) {
        expect.fail(`seed ${seed}: ${tampering.what} gave ${JSON.stringify(verdict)}`);
      }
    }
  });

  test("and forged as a whole holds for who knows no key, which is said plainly", async () => {
    const other = await openChecker(undefined);
    const { files: foreign, key } = forged(files, true);
    expect(await other.check(foreign)).toMatchObject({ kind: "holds", summary: { trusted: false, key } });
    expect(await checker?.check(foreign)).toMatchObject({ kind: "broken", fault: { file: "manifest.json" } });
    await other.close();
  });
});
