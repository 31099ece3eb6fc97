import { describe, expect, it } from "vitest";
import { onRedis } from "../support/on-redis.ts";
import { type CampaignReport, runKillCampaign } from "./kill-campaign.ts";

/** The seed of a campaign can be chosen to repeat one that failed; its message names it. */
const seed = Number(process.env["FAULT_SEED"] ?? 20_260_302);
const kills = 50;

/** The numbers are printed, for a campaign that quietly tried less would look the same. */
function report(queue: string, { kills: hit, missed, days, reminders }: CampaignReport): void {
  process.stderr.write(
    `Queue on ${queue}: ${hit} kills at their points (${missed} never came to theirs), ${days} days, ` +
      `${reminders} reminders, each shown once.\n`,
  );
}

describe.concurrent("however often the worker is killed, each reminder is shown exactly once", () => {
  it("with the queue on PostgreSQL", async () => {
    const seen = await runKillCampaign({ seed, kills });
    report("PostgreSQL", seen);
    expect(seen.reminders).toBeGreaterThan(seen.days * 8);
  });

  it("with the queue on Redis", (context) =>
    onRedis(context, "the kill campaign on Redis", async ({ url }) => {
      const seen = await runKillCampaign({ seed: seed + 1, kills, redisUrl: url });
      report("Redis", seen);
      expect(seen.reminders).toBeGreaterThan(seen.days * 8);
    }));
});
