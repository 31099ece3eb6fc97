import { test } from "vitest";
import { checkLives } from "./signoff-properties.ts";

test("quorum is never miscounted, nobody decides after the end, and no decision is lost: 6,000 lives", () => {
  checkLives(6_000);
});
