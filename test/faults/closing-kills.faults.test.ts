import { expect, it } from "vitest";
import { testFolder } from "../archive/support.ts";
import { runClosingKills } from "./closing-kills.ts";

/** The seed of a campaign can be chosen to repeat one that failed; its message names it. */
const seed = Number(process.env["FAULT_SEED"] ?? 20_260_505);
const leastKills = Number(process.env["CLOSING_KILLS"] ?? 32);
const folder = testFolder();

it("however often the product is killed around a closing, it is closed once, with one bundle, and everything says so once", async () => {
  const seen = await runClosingKills(folder.fresh(), seed, leastKills);
  // The numbers are printed, for a campaign that quietly tried less would look the same.
  process.stderr.write(
    `Closing: ${seen.kills} kills at their points (${seen.missed} never came to theirs), ${seen.again} pressed once more.\n`,
  );
  expect(seen.kills).toBe(leastKills);
});
