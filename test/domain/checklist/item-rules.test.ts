import { describe, expect, test } from "vitest";
import type { Item } from "../../../src/domain/checklist/item.ts";
import {
  assignItem,
  changeDue,
  completeItem,
  longestNote,
  readNote,
  reopenItem,
  skipItem,
  snoozeItem,
} from "../../../src/domain/checklist/item-rules.ts";
import { at, item, maria, tom } from "../examples.ts";

const now = at("2026-03-03T10:00");
const later = at("2026-03-04T10:00");
const done = item({ state: { kind: "done", by: maria, at: now } });
const skipped = item({ state: { kind: "skipped", by: maria, at: now, reason: "not needed" } });

describe("completing", () => {
  test("settles an open item, says who and when, and ends its snooze", () => {
    expect(completeItem(item({ snoozedUntil: later }), tom, now)).toEqual({
      kind: "changed",
      item: item({ state: { kind: "done", by: tom, at: now } }),
    });
  });
  test("a done item again changes nothing and tells who was first", () => {
    expect(completeItem(done, tom, later)).toEqual({ kind: "already", item: done });
  });
  test("a skipped item is refused, so that its reason does not disappear unseen", () => {
    expect(completeItem(skipped, tom, later)).toEqual({ kind: "refused", reason: "skipped", item: skipped });
  });
});

describe("reopening", () => {
  test("takes back what was done or skipped", () => {
    expect(reopenItem(done)).toEqual({ kind: "changed", item: item() });
    expect(reopenItem(skipped)).toEqual({ kind: "changed", item: item() });
  });
  test("an open item changes nothing", () => {
    expect(reopenItem(item())).toEqual({ kind: "already", item: item() });
  });
});

describe("skipping", () => {
  test("settles an open item with its reason, trimmed", () => {
    expect(skipItem(item({ snoozedUntil: later }), tom, now, "  no vendor accounts ")).toEqual({
      kind: "changed",
      item: item({ state: { kind: "skipped", by: tom, at: now, reason: "no vendor accounts" } }),
    });
  });
  test.each([
    ["", "reason_missing"],
    [" \n ", "reason_missing"],
    ["no", "reason_too_short"],
    ["x".repeat(2001), "reason_too_long"],
  ])("for the reason %# is refused", (reason, why) => {
    expect(skipItem(item(), tom, now, reason)).toMatchObject({ kind: "refused", reason: why });
  });
  test("takes reasons of 3 and of 2000 characters", () => {
    expect(skipItem(item(), tom, now, "n/a").kind).toBe("changed");
    expect(skipItem(item(), tom, now, "x".repeat(2000)).kind).toBe("changed");
  });
  test("a skipped item again changes nothing, whatever the reason; a done one is refused", () => {
    expect(skipItem(skipped, tom, later, "").kind).toBe("already");
    expect(skipItem(done, tom, later, "not needed")).toMatchObject({ kind: "refused", reason: "done" });
  });
});

describe("assigning", () => {
  test("gives an open item to somebody, to somebody else, or to nobody", () => {
    expect(assignItem(item(), "U1")).toEqual({ kind: "changed", item: item({ assignee: "U1" }) });
    expect(assignItem(item({ assignee: "U1" }), "U2")).toEqual({
      kind: "changed",
      item: item({ assignee: "U2" }),
    });
    expect(assignItem(item({ assignee: "U1" }), undefined)).toEqual({ kind: "changed", item: item() });
  });
  test("to the same person changes nothing", () => {
    expect(assignItem(item({ assignee: "U1" }), "U1").kind).toBe("already");
    expect(assignItem(item(), undefined).kind).toBe("already");
  });
});

describe("snoozing", () => {
  test("puts an open item off until a moment ahead, and may be changed", () => {
    expect(snoozeItem(item(), later, now)).toEqual({ kind: "changed", item: item({ snoozedUntil: later }) });
    expect(snoozeItem(item({ snoozedUntil: later }), later.add({ hours: 1 }), now).kind).toBe("changed");
    expect(snoozeItem(item({ snoozedUntil: later }), later, now).kind).toBe("already");
  });
  test("until now or earlier is refused, and so is more than a year", () => {
    expect(snoozeItem(item(), now, now)).toMatchObject({ kind: "refused", reason: "past" });
    const far = now.add({ hours: 24 * 366, seconds: 1 });
    expect(snoozeItem(item(), far, now)).toMatchObject({ kind: "refused", reason: "too_far" });
    expect(snoozeItem(item(), far.subtract({ seconds: 1 }), now).kind).toBe("changed");
  });
});

describe("changing the due", () => {
  test("moves it to a moment ahead and ends a snooze that was meant for the old one", () => {
    expect(changeDue(item({ snoozedUntil: later }), later, now)).toEqual({
      kind: "changed",
      item: item({ due: later }),
    });
  });
  test("to the same moment changes nothing, to the past is refused", () => {
    expect(changeDue(item(), item().due, now).kind).toBe("already");
    expect(changeDue(item(), now, now)).toMatchObject({ kind: "refused", reason: "past" });
  });
});

test.each([done, skipped])(
  "a settled item (%#) is neither assigned nor snoozed nor given a new due",
  (settled: Item) => {
    expect(assignItem(settled, "U1")).toMatchObject({ kind: "refused", reason: "settled" });
    expect(snoozeItem(settled, later, now)).toMatchObject({ kind: "refused", reason: "settled" });
    expect(changeDue(settled, later, now)).toMatchObject({ kind: "refused", reason: "settled" });
  },
);

describe("a note", () => {
  test("is words as written, or evidence if it is a web address alone", () => {
    expect(readNote(" p95 is 87 ms ")).toEqual({
      kind: "accepted",
      note: { kind: "note", text: "p95 is 87 ms" },
    });
    expect(readNote("https://grafana.example/d/1?x=1")).toMatchObject({ note: { kind: "evidence" } });
    expect(readNote("see https://grafana.example")).toMatchObject({ note: { kind: "note" } });
    expect(readNote("https://grafana.example", "note")).toMatchObject({ note: { kind: "note" } });
  });
  test.each([
    "javascript:alert(1)",
    "ftp://a.example/x",
    "file:///etc/passwd",
    "grafana",
    "https://",
    "https://a b",
    "https://a.example|<!channel>",
  ])("%s is no evidence link", (text) => {
    expect(readNote(text, "evidence")).toEqual({ kind: "refused", reason: "not_a_link" });
  });
  test("of nothing or of more than fits is refused", () => {
    expect(readNote("  ")).toEqual({ kind: "refused", reason: "empty" });
    expect(readNote("x".repeat(longestNote + 1))).toEqual({ kind: "refused", reason: "too_long" });
    expect(readNote("x".repeat(longestNote)).kind).toBe("accepted");
  });
});
