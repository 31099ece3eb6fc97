import { afterEach, describe, expect, it } from "vitest";
import { allDone, discrepancies, remindersOf } from "../support/outbox.ts";
import {
  cast,
  clockOf,
  fewItems,
  hrProd,
  moveClockTo,
  openScenario,
  type Scenario,
  startCloseout,
} from "../support/scenario.ts";

const { channel } = hrProd;

describe("ten days without a worker", () => {
  let scenario: Scenario;
  afterEach(() => scenario.close());

  it("are caught up in one message, in which each late reminder says so", async () => {
    scenario = await openScenario({ product: { env: { CLOSEOUT_TEMPLATE: fewItems } } });
    const { control, database } = scenario;
    await scenario.start({ role: "web" });
    const worker = await scenario.start({ role: "worker" });
    await startCloseout(control, hrProd);
    await moveClockTo(control, "09:00");
    await allDone(database.url, () => clockOf(control));
    await worker.kill();
    const before = await control.messages(cast.owner, channel);

    for (let day = 0; day < 10; day += 1) await moveClockTo(control, "09:00");
    await scenario.start({ role: "worker" });
    await allDone(database.url, () => clockOf(control));

    const fresh = (await control.messages(cast.owner, channel)).slice(before.length);
    expect(fresh.map(({ text }) => text.slice(0, 31))).toEqual(["4 items overdue in HR_PROD: A1 "]);
    const words = JSON.stringify(fresh[0]?.blocks);
    expect(words).toContain(
      "4 reminders below come late, because Closeout could not post at the planned time.",
    );
    expect(words.split("_late: planned for ").length - 1).toBe(4);
    // Each missed day is accounted for, and none of them became a message of its own.
    const days = (await remindersOf(database.url)).filter(
      ({ item, kind, conversation }) =>
        item === "A4" && kind === "overdue" && conversation === `channel:${channel}`,
    );
    expect(days.length).toBeGreaterThanOrEqual(10);
    expect(await discrepancies(database.url, control)).toEqual([]);
  });
});
