import { test } from "vitest";
import { checkLives } from "./signoff-properties.ts";

test("quorum is never miscounted, nobody decides after the end, and no decision is lost: 30,000 lives", () => {
  checkLives(30_000);
});
