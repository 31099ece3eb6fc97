import { describe, expect, it } from "vitest";
import {
  actionIds,
  callbackIds,
  homePageRef,
  itemModalMetadata,
  itemRef,
  moreOption,
  snoozeOption,
} from "../../../blocks/slack/actions.ts";
import { limits } from "../../../blocks/slack/limits.ts";

const ref = { c: "0b9c7a52-6c3d-4d57-9d0c-3c1f6f3b8a11", i: "ABC123" };

describe("what travels through Slack", () => {
  it("comes back as it went", () => {
    expect(itemRef.decode(itemRef.encode(ref))).toEqual(ref);
    expect(
      itemModalMetadata.decode(itemModalMetadata.encode({ ...ref, ch: "C0HRPROD", from: "home" })),
    ).toEqual({
      ...ref,
      ch: "C0HRPROD",
      from: "home",
    });
  });

  it.each([
    ["no JSON", "hello"],
    ["another shape", '{"c":"x"}'],
    ["a list", "[]"],
    ["nothing", ""],
    ["an id without end", JSON.stringify({ c: "x".repeat(65), i: "I1" })],
    ["a page before the first", '{"t":-1,"c":0}'],
  ])("is refused when it is %s", (_, text) => {
    expect(itemRef.safeDecode(text).success).toBe(false);
    expect(homePageRef.safeDecode(text).success).toBe(false);
  });

  it("fits into an option, longest ids included", () => {
    expect(snoozeOption.encode({ ...ref, s: "next-working-day" }).length).toBeLessThanOrEqual(
      limits.optionValue,
    );
    expect(moreOption.encode({ ...ref, a: "assign" }).length).toBeLessThanOrEqual(limits.optionValue);
  });

  it("has no id twice", () => {
    for (const ids of [actionIds, callbackIds]) {
      const values = Object.values(ids);
      expect(new Set(values).size).toBe(values.length);
    }
  });
});
