import { expect, it } from "vitest";
import { senseiOperations } from "../../src/domain/cleanup-facts.ts";
import { runOperationKills } from "./operation-kills.ts";

/** The seed of a campaign can be chosen to repeat one that failed; its message names it. */
const seed = Number(process.env["FAULT_SEED"] ?? 20_260_302);
const kills = 30;

it.each(senseiOperations)(
  "however often the worker is killed over %s, it happens once at most and the receipt is true",
  async (kind) => {
    const seen = await runOperationKills(kind, seed + senseiOperations.indexOf(kind), kills);
    // The numbers are printed, for a campaign that quietly tried less would look the same.
    process.stderr.write(
      `${kind}: ${seen.kills} kills at their points (${seen.missed} never came to theirs), ${seen.happened} happened, each once.\n`,
    );
    expect(seen.happened).toBeGreaterThan(kills / 2);
  },
);
