import { describe, expect, it } from "vitest";
import { digestPageRef, itemRef, moreOption, snoozeOption } from "../../../blocks/slack/actions.ts";
import { digestMessage } from "../../../blocks/slack/checklist/digest.ts";
import { assertWithinLimits } from "../../../blocks/slack/limits.ts";
import type { DigestLine } from "../../../src/domain/notice.ts";
import { ana, at, closeout, digest, item, line, now } from "./fixtures.ts";
import { actionIdsOf, controls, readable } from "./look.ts";

const many = (count: number) =>
  Array.from({ length: count }, (_, index) =>
    line({ item: item({ id: `S${index + 1}`, title: `Step ${index + 1}` }) }),
  );

describe("a digest", () => {
  it("says in its text alone what is due, where and for whom", () => {
    const { text } = digestMessage(
      digest([
        line({ item: item({ due: at("2026-03-02T23:00") }) }),
        line({
          item: item({
            id: "S1",
            title: "Performance baseline",
            assignee: undefined,
            due: at("2026-03-02T22:00"),
          }),
        }),
      ]),
    );
    expect(text).toBe(
      "2 items due today in HR_PROD: I3 Distribute Behavioral Equivalence Certificate (<@U0MARIA>), S1 Performance baseline (nobody yet)",
    );
  });

  it("puts what is overdue first, then what is due, then what is coming up", () => {
    const words = readable(
      digestMessage(
        digest([
          line({ item: item({ id: "A1" }), reason: "soon" }),
          line({ item: item({ id: "A2" }), reason: "due" }),
          line({ item: item({ id: "A3" }), reason: "overdue", daysOverdue: 1 }),
        ]),
      ).blocks,
    );
    const order = ["*Overdue*", "*A3*", "*Due*", "*A2*", "*Coming up*", "*A1*"].map((part) =>
      words.indexOf(part),
    );
    expect(order).toEqual(order.toSorted((one, other) => one - other));
    expect(order).not.toContain(-1);
  });

  it("calls today what is due on the closeout's own day only", () => {
    const today = digestMessage(digest([line({ item: item({ due: at("2026-03-02T23:59") }) })]));
    const tomorrow = digestMessage(digest([line({ item: item({ due: at("2026-03-03T00:01") }) })]));
    expect(readable(today.blocks)).toContain("*Due today*");
    expect(readable(tomorrow.blocks)).toContain("*Due*");
  });

  it("gives every open item Done, Snooze and more", () => {
    const { blocks } = digestMessage(digest([line()]));
    expect(actionIdsOf(blocks)).toEqual(["item.done", "item.snooze", "item.more"]);
    const [done, snooze, more] = controls(blocks);
    const ref = { c: closeout().id, i: "I3" };
    expect(done?.values.map((value) => itemRef.decode(value))).toEqual([ref]);
    expect(snooze?.values.map((value) => snoozeOption.decode(value))).toEqual(
      ["1h", "tomorrow", "next-working-day", "date"].map((s) => ({ ...ref, s })),
    );
    expect(more?.values.map((value) => moreOption.decode(value).a)).toEqual([
      "take",
      "assign",
      "skip",
      "note",
      "show",
    ]);
  });

  it("offers Take it first where nobody has the item", () => {
    const { blocks } = digestMessage(digest([line({ item: item({ assignee: undefined }) })]));
    expect(actionIdsOf(blocks)).toEqual(["item.take", "item.done", "item.snooze", "item.more"]);
    expect(readable(blocks)).toContain("nobody yet");
  });

  it("keeps only Undo once an item is settled, and says who settled it", () => {
    const done = item({ state: { kind: "done", by: ana, at: now } });
    const { blocks, text } = digestMessage(digest([line({ item: done })]));
    expect(actionIdsOf(blocks)).toEqual(["item.undo"]);
    expect(readable(blocks)).toContain(
      "✓ *I3* Distribute Behavioral Equivalence Certificate — done by <@U0ANA>",
    );
    expect(text).toBe("All settled in HR_PROD: I3 done by <@U0ANA> on Mon 2 Mar");
  });

  it("shows why an item was skipped", () => {
    const skipped = item({ state: { kind: "skipped", by: ana, at: now, reason: "No users left <yet>" } });
    expect(readable(digestMessage(digest([line({ item: skipped })])).blocks)).toContain(
      "skipped by <@U0ANA>, <!date^1772463600^{date_short_pretty} at {time}|Mon 2 Mar 2026, 16:00 (Europe/Berlin)>: “No users left &lt;yet&gt;”",
    );
  });

  it("names the owner of what has been overdue for a day", () => {
    const words = readable(
      digestMessage(
        digest([
          line({
            item: item({ due: at("2026-02-28T02:30") }),
            reason: "overdue",
            daysOverdue: 2,
            ownerInformed: true,
          }),
        ]),
      ).blocks,
    );
    expect(words).toMatch(/<@U0MARIA> · 2 days overdue \(was due <!date[^>]*>\) · owner <@U0ANA> informed/);
  });

  it("names the owner once where all that is overdue has been so for a day", () => {
    const late = (id: string) =>
      line({ item: item({ id, due: at("2026-02-28T02:30") }), reason: "overdue", ownerInformed: true });
    const words = readable(digestMessage(digest([late("I1"), late("I2")])).blocks);
    expect(words).toContain("*Overdue* · owner <@U0ANA> informed");
    expect(words.split("<@U0ANA>")).toHaveLength(2);
    const one = line({ item: item({ due: at("2026-03-02T02:30") }), reason: "overdue" });
    const mixed = readable(digestMessage(digest([late("I1"), one])).blocks);
    expect(mixed).not.toContain("*Overdue* ·");
    expect(mixed).toContain("(was due");
  });

  it("marks what comes late with the moment it was planned for", () => {
    const words = readable(digestMessage(digest([line({ lateSince: at("2026-02-27T09:00") })])).blocks);
    expect(words).toContain("One reminder below comes late");
    expect(words).toContain(
      "_late: planned for <!date^1772179200^{date_short_pretty} at {time}|Fri 27 Feb 2026, 09:00",
    );
  });

  it("shows ten lines a page, loses none and turns by the delivery's id", () => {
    const shown = [0, 1, 2].map((page) => digestMessage(digest(many(23), { page })));
    const done = shown.map(
      ({ blocks }) => controls(blocks).filter(({ actionId }) => actionId === "item.done").length,
    );
    expect(done).toEqual([10, 10, 3]);
    const pages = controls(shown[1]?.blocks).filter(({ actionId }) => actionId.startsWith("digest.page"));
    expect(
      pages.map(({ actionId, values }) => [actionId, ...values.map((value) => digestPageRef.decode(value))]),
    ).toEqual([
      ["digest.page.previous", { d: "d-1", p: 0 }],
      ["digest.page.next", { d: "d-1", p: 2 }],
    ]);
    expect(readable(shown[1]?.blocks)).toContain("Page 2 of 3 · 23 items");
    expect(shown[0]?.text).toContain("and 13 more items on other pages");
  });

  it("shows the last page where the wanted one no longer exists", () => {
    expect(readable(digestMessage(digest(many(11), { page: 7 })).blocks)).toContain("Page 2 of 2");
  });

  it("names each closeout and its channel to one person", () => {
    const other = closeout({ id: "c2", name: "CRM", channel: "C0CRM" });
    const message = digestMessage(
      digest([], {
        audience: "direct",
        sections: [
          { closeout: closeout(), lines: [line()] },
          {
            closeout: other,
            lines: [line({ item: item({ closeoutId: "c2" }), reason: "sponsor", daysOverdue: 3 })],
          },
        ],
      }),
    );
    const words = readable(message.blocks);
    expect(words).toContain("2 items to look at");
    expect(words).toContain("*CRM* in <#C0CRM>");
    expect(words).toContain("told to you as business sponsor");
    expect(message.text).toContain("1 item overdue in CRM");
  });

  it("tells the sponsor that others' work is overdue, not that it waits for them", () => {
    const told = line({ reason: "sponsor", daysOverdue: 3 });
    const words = (lines: DigestLine[]) =>
      readable(digestMessage(digest(lines, { audience: "direct" })).blocks);
    expect(words([told])).toContain("1 item has been overdue for days");
    expect(words([line()])).toContain("1 item waits for you");
  });

  it("says so when nothing is left of it", () => {
    const message = digestMessage(digest([]));
    expect(message.text).toBe("Nothing to be reminded of any more.");
    expect(() => assertWithinLimits(message)).not.toThrow();
  });
});

describe("what settles an item", () => {
  it.each([
    ["done", "item.done", "Done"],
    ["evidence", "decommission.evidence", "Add evidence…"],
    ["step", "decommission.step", "Do I3…"],
    ["irreversible_step", "decommission.step", "Prepare I3…"],
    ["decommission", "decommission.show", "Show the decommissioning"],
  ] as const)("is what its reminder offers: %s", (settle, actionId, words) => {
    const { blocks } = digestMessage(digest([line({ offers: { settle, skip: false, undo: false } })]));
    expect(actionIdsOf(blocks)).toEqual([actionId, "item.snooze", "item.more"]);
    expect(JSON.stringify(blocks)).toContain(`"text":"${words}"`);
    expect(JSON.stringify(blocks)).not.toContain("Skip…");
  });

  it("is not offered where no button does it, nor taken back where none does", () => {
    const offers = { settle: "none", skip: true, undo: false } as const;
    const open = digestMessage(digest([line({ offers })]));
    expect(actionIdsOf(open.blocks)).toEqual(["item.snooze", "item.more"]);
    expect(JSON.stringify(open.blocks)).toContain("Skip…");
    const done = item({ state: { kind: "done", by: { system: "closeout" }, at: at("2026-03-02T09:00") } });
    expect(actionIdsOf(digestMessage(digest([line({ item: done, offers })])).blocks)).toEqual([]);
  });
});
