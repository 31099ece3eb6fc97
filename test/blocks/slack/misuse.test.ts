import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { assertWithinLimits } from "../../../blocks/slack/limits.ts";
import {
  cannotDo,
  formAccepted,
  formNeedsCorrection,
  inviteFirst,
  notInDirectMessage,
  noticeModal,
  settledModal,
  tooLateForWindow,
  tooManyAtOnce,
  unreadableControl,
  waitingModal,
} from "../../../blocks/slack/start/misuse.ts";

const commands = { closeout: "/closeout", cleanup: "/cleanup", archival: "/archival" };

describe("sentences for what goes wrong on the way in", () => {
  it.each([
    unreadableControl(commands),
    tooLateForWindow(),
    notInDirectMessage(commands),
    inviteFirst(commands, "U0CLOSEOUT"),
    tooManyAtOnce(20),
    formAccepted(),
  ])("$text stands alone, within Slack's limits, as a message and in a window", (message) => {
    assertWithinLimits(message);
    assertWithinLimits(noticeModal(message));
    assertWithinLimits(settledModal(message));
    expect(message.text).toMatch(/[.]$/);
  });

  it("stay within limits and let nobody ring a channel, whatever the rules quote", () => {
    const nasty = fc.oneof(
      fc.string({ unit: "binary", maxLength: 12_000 }),
      fc.constant("<!channel> <https://x|y>"),
    );
    fc.assert(
      fc.property(fc.array(nasty, { minLength: 1, maxLength: 12 }), (problems) => {
        for (const message of [cannotDo(problems[0] ?? ""), formNeedsCorrection(problems)]) {
          assertWithinLimits(message);
          assertWithinLimits(noticeModal(message));
          expect(message.text).not.toContain("<!channel>");
        }
      }),
      { numRuns: 50 },
    );
  });

  it("the waiting window needs no answer", () => {
    assertWithinLimits(waitingModal());
    expect(waitingModal().submit).toBeUndefined();
  });
});
