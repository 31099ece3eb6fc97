import { describe, expect, it } from "vitest";
import {
  closeoutRef,
  homeMetadata,
  homePageRef,
  itemModalMetadata,
  itemsPageRef,
  moreOption,
  pageRef,
} from "../../../blocks/slack/actions.ts";
import { itemMessage, itemModal } from "../../../blocks/slack/checklist/item-details.ts";
import { itemsMessage, itemsModal } from "../../../blocks/slack/checklist/items.ts";
import { todoMessage, todoModal } from "../../../blocks/slack/checklist/todo.ts";
import { homeView } from "../../../blocks/slack/start/home.ts";
import { everyOffer } from "../../../src/domain/checklist/governed-item.ts";
import type { Item, ItemNote } from "../../../src/domain/checklist/item.ts";
import type { ItemsView, ItemView } from "../../../src/domain/views.ts";
import { ana, at, card, closeout, item, now } from "./fixtures.ts";
import { actionIdsOf, controls, readable, texts } from "./look.ts";

const commands = { closeout: "/closeout", cleanup: "/cleanup", archival: "/archival" };

function numbered(many: number): Item[] {
  return Array.from({ length: many }, (_, index) =>
    item({ id: `S${index + 1}`, title: `Step ${index + 1}` }),
  );
}

function itemsView(items: readonly Item[]): ItemsView {
  return { closeout: closeout(), now, lists: [{ id: "a", title: "First week", parent: undefined, items }] };
}

describe("the list of items", () => {
  it("shows each item once over its pages, with a button to open it", () => {
    const view = itemsView(numbered(37));
    const opened = [0, 1, 2].flatMap((page) =>
      controls(itemsMessage(view, page).blocks)
        .filter(({ actionId }) => actionId === "item.show")
        .flatMap(({ values }) => values),
    );
    expect(opened).toHaveLength(37);
    expect(new Set(opened).size).toBe(37);
  });

  it("turns pages by closeout, as a message and as a modal", () => {
    const view = itemsView(numbered(37));
    const next = { c: closeout().id, p: 2 };
    for (const blocks of [itemsMessage(view, 1).blocks, itemsModal(view, 1).blocks]) {
      const [button] = controls(blocks).filter(({ actionId }) => actionId === "items.page.next");
      expect(button?.values.map((value) => itemsPageRef.decode(value))).toEqual([next]);
    }
  });

  it("says what an item below another is part of, and what is settled", () => {
    const done = item({ id: "X1", state: { kind: "done", by: ana, at: now } });
    const words = readable(
      itemsMessage({
        closeout: closeout(),
        now,
        lists: [{ id: "x", title: "Infrastructure", parent: "S3", items: [done] }],
      }).blocks,
    );
    expect(words).toContain("*Infrastructure* · part of S3");
    expect(words).toContain("✓ *X1*");
  });

  it("counts items as the card does, and the steps within them apart", () => {
    const done = item({ id: "X1", state: { kind: "done", by: ana, at: now } });
    const lists = [
      { id: "a", title: "First week", parent: undefined, items: numbered(4) },
      { id: "x", title: "Infrastructure", parent: "S3", items: [done, item({ id: "X2" })] },
    ];
    const { text } = itemsMessage({ closeout: closeout(), now, lists });
    expect(text).toContain("HR_PROD: 0 of 4 items settled, and 1 of the 2 steps within them.");
  });

  it("says since when an item is overdue and until when it is snoozed", () => {
    const late = item({ due: at("2026-03-02T09:00"), snoozedUntil: at("2026-03-04T09:00") });
    const later = item({ id: "I4", due: at("2026-03-01T09:00") });
    const words = readable(itemsMessage(itemsView([late, later])).blocks);
    expect(words).toContain("overdue since <!date^");
    expect(words).toContain("1 day overdue (was due <!date^");
    expect(words).toContain("snoozed until <!date^");
  });
});

const note = (changes: Partial<ItemNote>): ItemNote => ({
  id: "n",
  closeoutId: closeout().id,
  itemId: "I3",
  by: ana,
  at: now,
  kind: "note",
  text: "Sent to the auditors",
  ...changes,
});

function itemView(changes: Partial<ItemView> = {}): ItemView {
  return {
    closeout: closeout(),
    now,
    item: item(),
    hint: "Send it to all four recipients.",
    notes: [],
    mayChange: true,
    maySkip: true,
    mayChangeDue: true,
    offers: everyOffer,
    ...changes,
  };
}

describe("an item's details", () => {
  it("offer everything to somebody who may do everything", () => {
    expect(actionIdsOf(itemModal(itemView()).blocks)).toEqual([
      "item.done",
      "item.take",
      "item.snooze",
      "item.assign",
      "item.due",
      "item.skip",
      "item.note",
    ]);
  });

  it("offer no more than a person may do", () => {
    const some = actionIdsOf(itemModal(itemView({ maySkip: false, mayChangeDue: false })).blocks);
    expect(some).not.toContain("item.skip");
    expect(some).not.toContain("item.due");
    const none = itemModal(itemView({ mayChange: false }));
    expect(actionIdsOf(none.blocks)).toEqual([]);
    expect(readable(none.blocks)).toContain(
      "Changing it takes a role in the closeout; its owner <@U0ANA> gives roles.",
    );
  });

  it("offer Undo and notes once the item is settled", () => {
    const done = item({ state: { kind: "done", by: ana, at: now } });
    expect(actionIdsOf(itemModal(itemView({ item: done })).blocks)).toEqual(["item.undo", "item.note"]);
  });

  it("show notes and evidence, newest first, and count the older ones", () => {
    const notes = [
      note({ at: at("2026-03-02T10:00"), text: "the older one" }),
      note({ at: at("2026-03-02T11:00"), text: "https://example.com/report", kind: "evidence" }),
    ];
    const words = readable(itemModal(itemView({ notes })).blocks);
    expect(words.indexOf("<https://example.com/report>")).toBeLessThan(words.indexOf("the older one"));
    expect(words).toContain("Evidence by <@U0ANA>");
    const many = readable(itemModal(itemView({ notes: Array.from({ length: 30 }, () => note({})) })).blocks);
    expect(many).toContain("30, newest first · 10 older, kept in the closeout's record");
  });

  it("show a long note whole in the modal, and in short where it can be opened", () => {
    const text = "word ".repeat(600).trim();
    const notes = [note({ text })];
    expect(readable(itemModal(itemView({ notes })).blocks).replaceAll("\n", "")).toContain(text);
    expect(readable(itemMessage(itemView({ notes })).blocks)).toMatch(
      /… \(2,\d\d\d more characters; open the item\)/,
    );
  });

  it("remember where the person came from", () => {
    const modal = itemModal(itemView(), { channel: "C0HRPROD", from: "home" });
    expect(itemModalMetadata.decode(modal.private_metadata ?? "")).toEqual({
      c: closeout().id,
      i: "I3",
      ch: "C0HRPROD",
      from: "home",
    });
    const below = { list: "items", page: 2 } as const;
    const overList = itemModal(itemView(), { from: "list", below });
    expect(itemModalMetadata.decode(overList.private_metadata ?? "")).toMatchObject({ below });
  });
});

describe("todo", () => {
  it("names what waits and where, with buttons for each", () => {
    const message = todoMessage(
      { now, entries: [{ closeout: closeout(), item: item(), offers: everyOffer }] },
      commands,
    );
    expect(message.text).toBe(
      "1 thing waits for you: I3 Distribute Behavioral Equivalence Certificate in HR_PROD",
    );
    expect(actionIdsOf(message.blocks)).toEqual(["item.done", "item.snooze", "item.more"]);
    expect(readable(message.blocks)).toContain("HR_PROD in <#C0HRPROD>");
  });

  it("says how urgent each thing is, and neither repeats the reader's name nor offers what they have", () => {
    const dues = ["2026-03-01T09:00", "2026-03-02T18:00", "2026-03-05T09:00", "2026-04-02T09:00"];
    const entries = dues.map((due, index) => ({
      closeout: closeout(),
      item: item({ id: `I${index + 1}`, due: at(due) }),
      offers: everyOffer,
    }));
    const { blocks } = todoMessage({ now, entries }, commands);
    const headings = texts(blocks, "mrkdwn").filter((text) => /^\*[A-Z][a-z ]+\*$/.test(text));
    expect(headings).toEqual(["*Overdue*", "*Due today*", "*Within a week*", "*Later*"]);
    expect(readable(blocks)).not.toContain("<@U0MARIA>");
    const acts = controls(blocks)
      .filter(({ actionId }) => actionId === "item.more")
      .flatMap(({ values }) => values.map((value) => moreOption.decode(value).a));
    expect(acts).not.toContain("take");
    expect(actionIdsOf(blocks).slice(-1)).toEqual(["item.show"]);
    expect(actionIdsOf(blocks).filter((id) => id === "item.done")).toHaveLength(3);
    expect(acts).toContain("assign");
  });

  it("is the same as a window, which remembers its page", () => {
    const entries = numbered(13).map((one) => ({ closeout: closeout(), item: one, offers: everyOffer }));
    const modal = todoModal({ now, entries }, commands, 1);
    expect(pageRef.decode(modal.private_metadata ?? "")).toEqual({ p: 1 });
    expect(modal.blocks).toEqual(todoMessage({ now, entries }, commands, 1).blocks);
  });

  it("loses nothing over its pages", () => {
    const entries = numbered(23).map((one) => ({ closeout: closeout(), item: one, offers: everyOffer }));
    const done = [0, 1, 2].map(
      (page) =>
        actionIdsOf(todoMessage({ now, entries }, commands, page).blocks).filter((id) => id === "item.done")
          .length,
    );
    expect(done).toEqual([10, 10, 3]);
    const last = controls(todoMessage({ now, entries }, commands, 2).blocks).find(
      ({ actionId }) => actionId === "todo.page.previous",
    );
    expect(last?.values.map((value) => pageRef.decode(value))).toEqual([{ p: 1 }]);
  });

  it("says so when nothing waits", () => {
    expect(
      todoMessage({ now, entries: [] }, { closeout: "/co", cleanup: "/cleanup", archival: "/archival" }).text,
    ).toContain("Nothing waits for you");
    expect(
      readable(
        todoMessage({ now, entries: [] }, { closeout: "/co", cleanup: "/cleanup", archival: "/archival" })
          .blocks,
      ),
    ).toContain("`/co items`");
  });
});

describe("Home", () => {
  const home = (pages?: { t: number; c: number }) =>
    homeView(
      {
        now,
        todo: numbered(13).map((one) => ({ closeout: closeout(), item: one, offers: everyOffer })),
        closeouts: Array.from(
          { length: 12 },
          (_, index) => ({ kind: "open", card: card({ closeout: closeout({ id: `c${index}` }) }) }) as const,
        ),
      },
      "U0ANA",
      commands,
      pages,
    );

  it("puts what waits for me before my closeouts", () => {
    const words = readable(home().blocks);
    expect(words.indexOf("13 things wait for you")).toBeLessThan(words.indexOf("My closeouts"));
    expect(words).toContain("*HR_PROD* · at risk · <#C0HRPROD>\n███░░░░░░░  4 of 12 items · 1 overdue");
  });

  it("turns its two lists separately and remembers where they stand", () => {
    const view = home({ t: 1, c: 0 });
    expect(homeMetadata.decode(view.private_metadata ?? "")).toEqual({ t: 1, c: 0 });
    const pages = controls(view.blocks).filter(({ actionId }) => actionId.startsWith("home."));
    expect(
      pages.map(({ actionId, values }) => [actionId, ...values.map((value) => homePageRef.decode(value))]),
    ).toEqual([
      ["home.todo.previous", { t: 0, c: 0 }],
      ["home.closeouts.next", { t: 1, c: 1 }],
    ]);
  });

  it("gives settings to the owner only", () => {
    const settings = (reader: string) =>
      controls(
        homeView({ now, todo: [], closeouts: [{ kind: "open", card: card() }] }, reader, commands).blocks,
      )
        .filter(({ actionId }) => actionId === "closeout.settings")
        .flatMap(({ values }) => values.map((value) => closeoutRef.decode(value)));
    expect(settings("U0ANA")).toEqual([{ c: closeout().id }]);
    expect(settings("U0TOM")).toEqual([]);
  });

  it("shows closed ones, which their owner can open again", () => {
    const closeouts = [{ kind: "closed", closeout: closeout({ status: "closed" }) } as const];
    const ids = (reader: string) =>
      controls(homeView({ now, todo: [], closeouts }, reader, commands).blocks).map(
        ({ actionId }) => actionId,
      );
    expect(ids("U0ANA")).toEqual(["card.items", "closeout.reopen"]);
    expect(ids("U0TOM")).toEqual(["card.items"]);
  });

  it("says how to start when there is nothing", () => {
    expect(readable(homeView({ now, todo: [], closeouts: [] }, "U0ANA", commands).blocks)).toContain(
      "`/closeout start`",
    );
  });
});
