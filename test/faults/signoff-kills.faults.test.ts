import { expect, it } from "vitest";
import { runSignoffKills } from "./signoff-kills.ts";

/** The seed of a campaign can be chosen to repeat one that failed; its message names it. */
const seed = Number(process.env["FAULT_SEED"] ?? 20_260_403);
const leastKills = Number(process.env["SIGNOFF_KILLS"] ?? 50);

it("however often the product is killed around a decision, it is there once, every message shows it, and the chain holds", async () => {
  const seen = await runSignoffKills(seed, leastKills);
  // The numbers are printed, for a campaign that quietly tried less would look the same.
  process.stderr.write(
    `Sign-off: ${seen.kills} kills at their points (${seen.missed} never came to theirs), ${seen.again} submitted once more.\n`,
  );
  expect(seen.kills).toBe(leastKills);
});
