import { expect, it } from "vitest";
import { fullTemplate } from "../../support/decommissions.ts";
import { shareWorld } from "../../support/world.ts";
import { liveThrough } from "./decommission-lives.ts";

const world = shareWorld({ template: fullTemplate });

it("in whatever life, and killed wherever, no step is taken without all its conditions, and what the automation did is recorded once", async () => {
  const { kills, taken } = await liveThrough(world, 8);
  expect(Math.min(kills, taken)).toBeGreaterThan(0);
}, 120_000);
