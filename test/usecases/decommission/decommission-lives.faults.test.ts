import { expect, it } from "vitest";
import { fullTemplate } from "../../support/decommissions.ts";
import { shareWorld } from "../../support/world.ts";
import { liveThrough } from "./decommission-lives.ts";

const world = shareWorld({ template: fullTemplate });

it("in whatever life, and killed wherever, no step is taken without all its conditions, and what the automation did is recorded once", async () => {
  const { kills, taken, irreversible, byAutomation } = await liveThrough(world, 120);
  // The numbers are printed, for a campaign that quietly tried less would look the same.
  process.stderr.write(
    `Decommissionings: ${taken} steps taken, ${irreversible} of them irreversible, ${byAutomation} by the automation; ${kills} deaths.\n`,
  );
  expect(Math.min(irreversible, byAutomation, kills)).toBeGreaterThan(20);
});
