import { describe, expect, test } from "vitest";
import { entryKindSchema, type LedgerEntry } from "../../../src/domain/ledger/ledger.ts";
import { entrySentence, peopleIn } from "../../../src/domain/ledger/ledger-words.ts";

const ana = { platform: "slack", tenant: "T1", user: "U_ANA", name: "Ana" } as const;
const system = { system: "closeout" } as const;
const names: Readonly<Record<string, string>> = { U_TOM: "Tom", U_EVA: "Eva" };

function words(
  kind: LedgerEntry["kind"],
  data: LedgerEntry["data"],
  actor: LedgerEntry["actor"] = ana,
): string {
  return entrySentence({ kind, data, actor }, (user) => names[user]);
}

describe("an entry in words", () => {
  test.each(entryKindSchema.options)("%s says something even when its data says nothing", (kind) => {
    for (const data of [
      {},
      { item: 7, recipients: "x", receipt: [1], announced: [null, 3], metrics: 1, to: null },
    ]) {
      const said = words(kind, data);
      expect(said).toMatch(/^Ana \S/);
      expect(said).not.toMatch(/undefined|null|NaN|\[object/);
      expect(said).not.toContain("\n");
    }
  });

  test.each<[LedgerEntry["kind"], LedgerEntry["data"], string]>([
    ["item.completed", { item: "I3", title: "Distribute" }, "Ana marked I3 “Distribute” as done"],
    [
      "item.completed",
      { item: "I3", title: "Distribute", because: "it was delivered" },
      "Ana marked I3 “Distribute” as done, because it was delivered",
    ],
    [
      "item.completed",
      { item: "I3", title: "Distribute", insteadOf: "certificate" },
      "Ana marked I3 “Distribute” as done by hand, instead of the evidence that completes it",
    ],
    ["item.reopened", { item: "P1", was: "done" }, "Ana reopened P1, which was done"],
    [
      "item.reopened",
      { item: "P1", because: "the decommissioning needs it again" },
      "Ana reopened P1, because the decommissioning needs it again",
    ],
    ["item.assigned", { item: "I3", from: null, to: "U_TOM" }, "Ana gave I3 to Tom (before: nobody)"],
    ["item.assigned", { item: "I3", from: "U_X", to: "U_TOM" }, "Ana gave I3 to Tom (before: U_X)"],
    ["item.skipped", { item: "I4", title: "T", reason: "None left." }, "Ana skipped I4 “T”: “None left.”"],
    [
      "item.due_changed",
      { item: "S1", from: "2026-03-09T08:00:00Z", to: "2026-03-10T08:30:00Z" },
      "Ana moved the due of S1 from 2026-03-09 08:00 UTC to 2026-03-10 08:30 UTC",
    ],
    [
      "item.due_changed",
      {
        item: "D5",
        from: "2026-03-09T08:00:00Z",
        to: "2026-03-10T08:30:00Z",
        because: "the decommissioning comes to it only then",
      },
      "Ana moved the due of D5 from 2026-03-09 08:00 UTC to 2026-03-10 08:30 UTC, because the decommissioning comes to it only then",
    ],
    [
      "roles.changed",
      { it_audit: { from: "U_TOM", to: "U_EVA" } },
      "Ana changed the roles: IT audit is Eva (before: Tom)",
    ],
    [
      "act.refused",
      { act: "hold_artifact", tried: "hold", number: 3 },
      "Ana tried to hold artifact and was refused (tried hold, number 3)",
    ],
    [
      "operation.released",
      { kind: "checkpoints", statement: "not needed for audit", words: null },
      "Ana released the request to delete checkpoints (“not needed for audit”)",
    ],
    [
      "operation.succeeded",
      { kind: "storage", receipt: { requestId: "req_1", message: "Released 14 GB" } },
      "Ana is done: release temporary storage: “Released 14 GB” (request req_1)",
    ],
    [
      "signoff.replaced",
      { number: 2, name: "Eva", role: "it_audit", insteadOf: { name: "Tom" }, reason: "Tom has left." },
      "Ana put Eva in the place of Tom in sign-off 2 as IT audit: “Tom has left.”",
    ],
    [
      "signoff.delegated",
      { number: 2, name: "Ana", toName: "Eva", role: null, reason: "I am away." },
      "Ana asked Eva to decide on sign-off 2 in their place: “I am away.”",
    ],
    [
      "signoff.escalated",
      { number: 2, awaited: "U_TOM" },
      "Ana told the owner that sign-off 2 still waits for Tom",
    ],
  ])("%s", (kind, data, said) => {
    expect(words(kind, data)).toBe(said);
  });

  test("tells each item of a reminder once", () => {
    const announced = [{ item: "I1" }, { item: "I1" }, { item: "I2" }];
    expect(words("reminders.announced", { announced, dropped: [{ item: "I3" }] }, system)).toBe(
      "Closeout reminded of I1, I2, and dropped 1 reminder that nobody needs any more",
    );
  });

  test("of a kind that only a newer version knows is named as it is", () => {
    expect(entrySentence({ kind: "moon.landed", data: {}, actor: ana })).toBe("Ana: moon.landed");
  });

  test("shortens long words", () => {
    const said = words("item.skipped", { item: "I4", reason: "x".repeat(10_000) });
    expect(said.length).toBeLessThan(400);
  });

  test("names the people in it", () => {
    const data = { from: "U_TOM", to: "U_EVA", item: "I1" };
    expect(peopleIn({ kind: "item.assigned", actor: ana, data }).toSorted()).toEqual(["U_EVA", "U_TOM"]);
  });
});
