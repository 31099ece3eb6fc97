import { describe, expect, it } from "vitest";
import { allDone, discrepancies, remindersOf } from "../support/outbox.ts";
import {
  clockOf,
  crm,
  fewItems,
  hrProd,
  moveClockTo,
  openScenario,
  startCloseout,
} from "../support/scenario.ts";
import { waitFor } from "../support/wait-for.ts";
import { randomFrom } from "./random.ts";

const seed = Number(process.env["FAULT_SEED"] ?? 20_260_302);

/** The faults of one day, one after the other; `delay` is longer than we wait for an answer, so that it comes to nobody. */
const storms = [
  [{ method: "chat.postMessage", kind: "429", retry_after: 1, times: 3 }],
  [{ method: "chat.postMessage", kind: "500_before", times: 3 }],
  [{ method: "chat.postMessage", kind: "500_after", times: 4 }],
  [{ method: "chat.postMessage", kind: "drop_before", times: 3 }],
  [{ method: "chat.postMessage", kind: "drop_after", times: 4 }],
  [{ method: "chat.postMessage", kind: "delay", delay_ms: 11_000, times: 2 }],
  [
    { method: "chat.postMessage", kind: "drop_after", times: 2 },
    { method: "conversations.history", kind: "500_before", times: 2 },
    { method: "chat.update", kind: "500_after", times: 2 },
  ],
  [{ method: "conversations.open", kind: "drop_after", times: 2 }],
  [{ method: "*", kind: "429", retry_after: 1, times: 6 }],
] as const;

describe("while Slack fails in every way it can, each reminder is shown exactly once", () => {
  it("with two workers at work", async () => {
    const random = randomFrom(seed);
    const scenario = await openScenario({ product: { env: { CLOSEOUT_TEMPLATE: fewItems } } });
    const { control, database } = scenario;
    try {
      await scenario.start({ role: "web" });
      await scenario.start({ role: "worker" });
      await scenario.start({ role: "worker" });
      for (const where of [hrProd, crm]) await startCloseout(control, where);
      for (const faults of storms) {
        for (const fault of faults) await control.post("faults", { ...fault, skip: random.below(2) });
        await moveClockTo(control, "09:00");
        await waitFor(async () => (await remindersOf(database.url)).length > 0, {
          what: "the day's reminders",
        });
        await allDone(database.url, () => clockOf(control), 90_000);
        await control.delete("faults");
      }
      expect(await discrepancies(database.url, control), `seed ${seed}`).toEqual([]);
    } finally {
      await scenario.close();
    }
  });
});
