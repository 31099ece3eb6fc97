import * as fc from "fast-check";
import { Temporal } from "temporal-polyfill";
import { describe, expect, test } from "vitest";
import {
  mostReminders,
  planRecipients,
  receiptFollowUp,
} from "../../../src/domain/certificate/distribution.ts";
import { isAllowed } from "../../../src/domain/checklist/working-time.ts";
import { dueFollowUp, nextFollowUp } from "../../../src/domain/follow-up.ts";
import { at, closeout } from "../examples.ts";

test("the procedure's roles stand for people, each once and in its order", () => {
  const wanted = [
    { role: "technical_lead", reason: "for records" },
    { role: "compliance_officer", reason: "for audit file" },
    { role: "it_audit", reason: "for compliance evidence" },
  ] as const;
  const holders = { ...closeout.roles, technical_lead: "U_A", compliance_officer: "U_B", it_audit: "U_A" };
  expect(planRecipients(wanted, holders)).toEqual([
    { user: "U_A", reasons: [wanted[0], wanted[2]] },
    { user: "U_B", reasons: [wanted[1]] },
  ]);
});

describe("reminders of a certificate", () => {
  test("are planned with growing gaps, at moments at which the closeout may speak", () => {
    const delivered = at("2026-03-06T16:30");
    const moments = [0, 1, 2, 3].map((reminded) =>
      nextFollowUp(receiptFollowUp(delivered, closeout), reminded, closeout)
        .toZonedDateTimeISO("Europe/Berlin")
        .toPlainDateTime()
        .toString(),
    );
    // Friday afternoon; one day on is Saturday, three are Monday, six Thursday, ten Monday.
    expect(moments).toEqual([
      "2026-03-09T09:00:00",
      "2026-03-09T16:30:00",
      "2026-03-12T16:30:00",
      "2026-03-16T16:30:00",
    ]);
  });

  test("always end with the owner, in a few steps, each at an allowed moment and a day or more apart", () => {
    const anyMoment = fc
      .integer({ min: Date.UTC(2026, 0), max: Date.UTC(2028, 0) })
      .map((ms) => Temporal.Instant.fromEpochMilliseconds(ms));
    fc.assert(
      fc.property(
        anyMoment,
        fc.array(fc.integer({ min: 0, max: 400 }), { maxLength: 5 }),
        (deliveredAt, lateHours) => {
          let reminded = 0;
          const plan = receiptFollowUp(deliveredAt, closeout);
          let moment = nextFollowUp(plan, 0, closeout);
          let said: Temporal.Instant | undefined;
          for (let turn = 0; turn <= mostReminders; turn += 1) {
            expect(isAllowed(moment, closeout)).toBe(true);
            const now = moment.add({ hours: lateHours[turn] ?? 0 });
            if (said !== undefined) expect(now.since(said).total("hours")).toBeGreaterThanOrEqual(23);
            const step = dueFollowUp(plan, reminded, now, closeout);
            if (step.kind === "tell_owner") {
              expect(reminded).toBe(mostReminders);
              return;
            }
            expect(step.reminded).toBeGreaterThan(reminded);
            ({ reminded } = step);
            moment = step.next;
            said = now;
          }
          throw new Error("the owner was never told");
        },
      ),
    );
  });
});
