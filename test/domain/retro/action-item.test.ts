import * as fc from "fast-check";
import { Temporal } from "temporal-polyfill";
import { describe, expect, test } from "vitest";
import { isAllowed } from "../../../src/domain/checklist/working-time.ts";
import { parseActionCommand } from "../../../src/domain/retro/action-command.ts";
import {
  type ActionReminder,
  overdueDays,
  readActionNumber,
  reminderAfter,
  reminderAfterThis,
} from "../../../src/domain/retro/action-item.ts";
import { at, berlin, local, settings } from "../examples.ts";

const time = { settings, timeZone: berlin };
const due = at("2026-04-01T17:00");

/** Every reminder until a moment, each taken as soon as it falls due. */
function remindersUntil(end: Temporal.Instant, from: Temporal.Instant, of = due): readonly ActionReminder[] {
  const all: ActionReminder[] = [];
  let next = reminderAfter(of, from, time);
  while (Temporal.Instant.compare(next.at, end) <= 0) {
    all.push(next);
    next = reminderAfterThis({ due: of, next }, next.at, time);
  }
  return all;
}

describe("the reminders of an action item", () => {
  test("come the working day before, at the due, and then with growing gaps", () => {
    const all = remindersUntil(at("2026-07-20T00:00"), at("2026-03-10T10:00"));
    expect(all.map(({ at: moment }) => local(moment))).toEqual([
      "Tue 2026-03-31 09:00",
      "Wed 2026-04-01 17:00",
      "Fri 2026-04-03 09:00",
      "Mon 2026-04-06 09:00",
      "Thu 2026-04-09 09:00",
      "Fri 2026-04-17 09:00",
      "Mon 2026-05-04 09:00",
      "Tue 2026-06-02 09:00",
      "Thu 2026-07-02 09:00",
    ]);
  });

  test("that are over before anybody could be reminded do not come", () => {
    expect(local(reminderAfter(due, at("2026-03-31T12:00"), time).at)).toBe("Wed 2026-04-01 17:00");
  });

  test("that were missed are one, and the next keeps a day's distance", () => {
    const next = reminderAfter(due, at("2026-03-10T10:00"), time);
    const late = reminderAfterThis({ due, next }, at("2026-04-09T08:59"), time);
    expect(local(late.at)).toBe("Fri 2026-04-10 08:59");
  });

  test("never come twice at a moment, never when the closeout is quiet, and never end", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 400 * 24 * 60 }),
        fc.integer({ min: 0, max: 400 * 24 * 60 }),
        fc.array(fc.integer({ min: 0, max: 60 * 24 * 60 }), { maxLength: 8 }),
        (dueAfter, openedAfter, delays) => {
          const start = at("2026-01-01T00:00");
          const of = start.add({ minutes: dueAfter });
          let now = start.add({ minutes: openedAfter });
          let next = reminderAfter(of, now, time);
          for (const delay of delays) {
            expect(Temporal.Instant.compare(next.at, now)).toBe(1);
            expect(isAllowed(next.at, time)).toBe(true);
            now = next.at.add({ minutes: delay });
            const following = reminderAfterThis({ due: of, next }, now, time);
            expect(following.step).toBeGreaterThan(next.step);
            next = following;
          }
        },
      ),
      { numRuns: 30 },
    );
  });

  test("while overdue come after 1, 3, 7, 15, 31, 61, 91 days and so on", () => {
    expect([0, 1, 2, 3, 4, 5, 6, 7].map(overdueDays)).toEqual([1, 3, 7, 15, 31, 61, 91, 121]);
  });
});

describe("`actions` as people type it", () => {
  test.each([
    ["", { kind: "list", all: false }],
    ["all", { kind: "list", all: true }],
    ["done A1, a2 3", { kind: "done", numbers: [1, 2, 3] }],
    ["undo A1", { kind: "reopen", numbers: [1] }],
    ["assign A2 <@U0MARIA|maria>", { kind: "assign", number: 2, user: "U0MARIA" }],
    ["assign A2 to nobody", { kind: "assign", number: 2, user: undefined }],
    ["due A1 to friday 9am", { kind: "due", number: 1, when: "friday 9am" }],
    ["due", { kind: "due", number: undefined, when: undefined }],
    ["asign A1", { kind: "unknown", word: "asign", suggestion: "assign" }],
  ])("%j", (words, command) => {
    expect(parseActionCommand(words)).toEqual(command);
  });

  test.each([
    ["A0", undefined],
    ["B1", undefined],
    ["a12", 12],
  ])("%s is a number: %s", (word, number) => {
    expect(readActionNumber(word)).toBe(number);
  });
});
