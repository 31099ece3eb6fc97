import { describe, expect, test } from "vitest";
import type { Closeout } from "../../../src/domain/closeout.ts";
import {
  type ChangeItemOutcome,
  changeItem,
  type ItemAct,
} from "../../../src/usecases/checklist/change-item.ts";
import { readItem } from "../../../src/usecases/checklist/read-items.ts";
import { describeDocument, reviewDocument } from "../../../src/usecases/handover/change-document.ts";
import { at } from "../../domain/examples.ts";
import { fullTemplate } from "../../support/decommissions.ts";
import { waiting } from "../../support/occurrences.ts";
import { member, openWorld, shareWorld, type World } from "../../support/world.ts";

/** For tests that need a fresh closeout, but no database to themselves. The clock stands still at eight. */
const sharedWorld = shareWorld();
const shared = { world: sharedWorld, closeout: () => sharedWorld.start() };

const complete = { kind: "complete" } as const;
const reopen = { kind: "reopen" } as const;
const skip = (reason: string): ItemAct => ({ kind: "skip", reason });
const snooze = (words: string): ItemAct => ({ kind: "snooze", until: { kind: "words", words } });
const due = (to: string): ItemAct => ({ kind: "due", to });
const assign = (user: string | undefined): ItemAct => ({ kind: "assign", user });
const note = (text: string): ItemAct => ({ kind: "note", text });

async function itemOf(world: World, { id }: Closeout, itemId: string) {
  return (await world.store.closeouts.items([id])).find((item) => item.id === itemId);
}

function messageOf(outcome: ChangeItemOutcome): string {
  return outcome.kind === "invalid" ? outcome.message : outcome.kind;
}

const fromTheStart = [
  "before Fri 2026-03-06 09:00",
  "due Mon 2026-03-09 09:00",
  "overdue Tue 2026-03-10 09:00",
  "sponsor Thu 2026-03-12 09:00",
];

describe("completing", () => {
  test("settles the item with who and when, ends its reminders and is in the ledger", async () => {
    const world = await openWorld();
    const closeout = await world.start();
    expect(await waiting(world, closeout, "W1")).toEqual(fromTheStart);
    expect(await world.act(closeout, "W1", complete, member("tom"))).toMatchObject({
      kind: "changed",
      item: { id: "W1", state: { kind: "done", by: { user: "U_TOM", name: "tom" } } },
    });
    const state = (await itemOf(world, closeout, "W1"))?.state;
    expect(state).toMatchObject({ kind: "done", by: { user: "U_TOM" } });
    expect(state?.kind === "done" && state.at).toEqual(at("2026-03-02T08:00"));
    expect(await waiting(world, closeout, "W1")).toEqual([]);
    expect(await waiting(world, closeout, "W2")).toEqual(fromTheStart);
    expect(await world.ledger(closeout)).toMatchObject([
      { kind: "closeout.started" },
      { kind: "item.completed", actor: { user: "U_TOM" }, data: { item: "W1", title: "Compare baselines" } },
    ]);
  });

  test("by hand, where evidence completes the item, says so in the outcome, the ledger and the details", async () => {
    const world = await openWorld({ template: fullTemplate });
    const closeout = await world.start();
    const read = async (itemId: string) => {
      const view = await readItem(world.deps, { closeoutId: closeout.id, itemId, member: member("tom") });
      return "kind" in view ? view.kind : view.insteadOf;
    };
    expect(await world.act(closeout, "I3", complete)).toMatchObject({ insteadOf: "certificate" });
    expect(await world.act(closeout, "U1", complete)).toMatchObject({ insteadOf: "review" });
    expect(await world.act(closeout, "I1", complete)).not.toHaveProperty("insteadOf");
    const completed = (await world.ledger(closeout)).filter(({ kind }) => kind === "item.completed");
    expect(completed.map(({ data }) => data["insteadOf"])).toEqual(["certificate", "review", undefined]);
    expect([await read("I3"), await read("U1"), await read("I1")]).toEqual([
      "certificate",
      "review",
      undefined,
    ]);
  });

  test("by its evidence says nothing of a hand, also where a review is somebody's own act", async () => {
    const world = await openWorld({ template: fullTemplate });
    const closeout = await world.start();
    const about = { closeoutId: closeout.id, itemId: "U1" };
    const link = "https://wiki.example.com/diagram";
    await describeDocument(world.deps, {
      ...about,
      member: member("tom"),
      link,
      words: "",
    });
    await reviewDocument(world.deps, { ...about, member: member("ola"), number: 1 });
    const view = await readItem(world.deps, { ...about, member: member("tom") });
    expect(view).toMatchObject({ item: { state: { kind: "done", by: { user: "U_OLA" } } } });
    expect(view).not.toHaveProperty("insteadOf");
  });

  test("twice has one effect; the second is told who was first", async () => {
    const world = await openWorld();
    const closeout = await world.start();
    await world.act(closeout, "W1", complete, member("tom"));
    expect(await world.act(closeout, "W1", complete, member("ola"))).toMatchObject({
      kind: "already",
      item: { state: { kind: "done", by: { user: "U_TOM" } } },
    });
    expect(await world.ledger(closeout)).toHaveLength(2);
  });

  test("updates the card in place", async () => {
    const world = await openWorld();
    const closeout = await world.start();
    await world.deliver();
    await world.act(closeout, "W1", complete);
    await world.deliver();
    expect(world.chat.posts).toMatchObject([
      { updates: 1, notice: { kind: "card", phases: [{ list: "week", settled: 1, total: 3 }] } },
    ]);
  });

  test("by twenty at the same moment leaves no gap and no fork in the ledger", async () => {
    const world = await openWorld();
    const closeout = await world.start();
    await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        world.act(closeout, `W${(index % 3) + 1}`, note(`Note ${index}`)),
      ),
    );
    const ledger = await world.ledger(closeout);
    expect(ledger).toHaveLength(21);
    expect(new Set(ledger.slice(1).map(({ data }) => data["text"])).size).toBe(20);
    const [row] = await world.sql("select ledger_seq as head, ledger_hash from closeout");
    expect(row).toMatchObject({ head: 21 });
  });

  test("and reopening by many at once comes out as one order of events", async () => {
    const world = await openWorld();
    const closeout = await world.start();
    const outcomes = await Promise.all(
      Array.from({ length: 12 }, (_, index) =>
        world.act(closeout, "W1", index % 2 === 0 ? complete : reopen),
      ),
    );
    const kinds = (await world.ledger(closeout)).slice(1).map(({ kind }) => kind);
    expect(kinds).toHaveLength(outcomes.filter(({ kind }) => kind === "changed").length);
    // Each change finds the state that the one before it left.
    expect(kinds).toEqual(kinds.map((_, index) => (index % 2 === 0 ? "item.completed" : "item.reopened")));
  });
});

describe("reopening", () => {
  test("brings the reminders back", async () => {
    const world = await openWorld();
    const closeout = await world.start();
    await world.act(closeout, "W1", complete);
    expect(await world.act(closeout, "W1", reopen)).toMatchObject({ item: { state: { kind: "open" } } });
    expect(await waiting(world, closeout, "W1")).toEqual(fromTheStart);
    expect((await world.ledger(closeout)).at(-1)).toMatchObject({
      kind: "item.reopened",
      data: { was: "done" },
    });
  });

  test("an overdue item is reminded of at the next digest, and of nothing that was announced before", async () => {
    const world = await openWorld();
    const closeout = await world.start();
    await world.sweepAt("2026-03-10T09:00");
    await world.act(closeout, "W1", complete);
    await world.act(closeout, "W1", reopen);
    expect(await waiting(world, closeout, "W1")).toEqual([
      "overdue Wed 2026-03-11 09:00",
      "sponsor Thu 2026-03-12 09:00",
    ]);
  });

  test("of an open item changes nothing", async () => {
    const world = await openWorld();
    const closeout = await world.start();
    expect(await world.act(closeout, "W1", reopen)).toMatchObject({ kind: "already" });
    expect(await world.ledger(closeout)).toHaveLength(1);
  });
});

describe("skipping", () => {
  test("keeps the reason in the item and the ledger, and ends the reminders", async () => {
    const world = await openWorld();
    const closeout = await world.start();
    const outcome = await world.act(closeout, "W2", skip("  No users yet\u0000 "));
    expect(outcome).toMatchObject({ item: { state: { kind: "skipped", reason: "No users yet" } } });
    expect((await itemOf(world, closeout, "W2"))?.state).toMatchObject({
      kind: "skipped",
      reason: "No users yet",
    });
    expect(await waiting(world, closeout, "W2")).toEqual([]);
    expect((await world.ledger(closeout)).at(-1)).toMatchObject({
      kind: "item.skipped",
      data: { reason: "No users yet" },
    });
  });

  test.each([
    ["", "Say why it is skipped"],
    [" \u0000 ", "Say why it is skipped"],
    ["no", "at least 3 characters"],
    ["x".repeat(2001), "longer than 2000 characters"],
  ])("with the reason %j is refused in words", async (reason, sentence) => {
    const closeout = await shared.closeout();
    expect(messageOf(await shared.world.act(closeout, "W1", skip(reason)))).toContain(sentence);
    expect(await shared.world.ledger(closeout)).toHaveLength(1);
  });
});

describe("assigning", () => {
  test("gives the item to somebody, and back to nobody", async () => {
    const world = await openWorld();
    const closeout = await world.start();
    expect(await world.act(closeout, "W2", assign("U_MARIA"))).toMatchObject({
      item: { assignee: "U_MARIA" },
    });
    expect((await itemOf(world, closeout, "W2"))?.assignee).toBe("U_MARIA");
    await world.act(closeout, "W2", assign(undefined));
    expect((await itemOf(world, closeout, "W2"))?.assignee).toBeUndefined();
    expect((await world.ledger(closeout)).slice(1)).toMatchObject([
      { kind: "item.assigned", data: { from: null, to: "U_MARIA" } },
      { kind: "item.assigned", data: { from: "U_MARIA", to: null } },
    ]);
    expect(await waiting(world, closeout, "W2")).toEqual(fromTheStart);
  });

  test.each(["U_GUS", "U_SAM", "U_ROBOT", "U_DON", "U_NOBODY"])("to %s is refused", async (user) => {
    const closeout = await shared.closeout();
    expect(messageOf(await shared.world.act(closeout, "W2", assign(user)))).toContain("full members");
    expect((await itemOf(shared.world, closeout, "W2"))?.assignee).toBeUndefined();
  });
});

describe("snoozing", () => {
  test("silences the item until then and reminds at the end", async () => {
    const world = await openWorld();
    const closeout = await world.start();
    expect(await world.act(closeout, "W1", snooze("2026-03-10 14:00"))).toMatchObject({ kind: "changed" });
    expect(await waiting(world, closeout, "W1")).toEqual([
      "snoozed Tue 2026-03-10 14:00",
      "overdue Wed 2026-03-11 09:00",
      "sponsor Thu 2026-03-12 09:00",
    ]);
    expect((await world.ledger(closeout)).at(-1)).toMatchObject({
      kind: "item.snoozed",
      data: { item: "W1", until: at("2026-03-10T14:00").toString() },
    });
  });

  test.each([
    [{ kind: "1h" }, "2026-03-02T09:00"],
    [{ kind: "tomorrow" }, "2026-03-03T09:00"],
    [{ kind: "next-working-day" }, "2026-03-03T09:00"],
    [{ kind: "date", date: "2026-03-20" }, "2026-03-20T09:00"],
  ] as const)("until %j", async (until, shown) => {
    const closeout = await shared.closeout();
    const outcome = await shared.world.act(closeout, "W1", { kind: "snooze", until });
    expect(outcome.kind === "changed" && outcome.item.snoozedUntil).toEqual(at(shown));
  });

  test.each([
    ["yesterday", "I do not understand “yesterday”"],
    ["2026-02-01", "is in the past"],
    ["2028-01-01", "more than a year away"],
    ["", "Say when"],
  ])("until %j is refused in words", async (words, sentence) => {
    const closeout = await shared.closeout();
    expect(messageOf(await shared.world.act(closeout, "W1", snooze(words)))).toContain(sentence);
    expect((await itemOf(shared.world, closeout, "W1"))?.snoozedUntil).toBeUndefined();
  });
});

describe("the sponsor", () => {
  test("is told after a snooze that outlasts their moment", async () => {
    const world = await openWorld();
    const closeout = await world.start();
    await world.act(closeout, "W1", snooze("2026-03-20 14:00"));
    expect(await waiting(world, closeout, "W1")).toEqual([
      "snoozed Fri 2026-03-20 14:00",
      "overdue Mon 2026-03-23 09:00",
      "sponsor Mon 2026-03-23 09:00",
    ]);
  });

  test("who was told of a due is not told of it again, but of a new one", async () => {
    const world = await openWorld();
    const closeout = await world.start();
    await world.sweepAt("2026-03-12T09:00");
    await world.act(closeout, "W1", snooze("2026-03-20 14:00"));
    expect(await waiting(world, closeout, "W1")).toEqual([
      "snoozed Fri 2026-03-20 14:00",
      "overdue Mon 2026-03-23 09:00",
    ]);
    await world.act(closeout, "W1", due("2026-03-13 10:00"));
    expect(await waiting(world, closeout, "W1")).toEqual([
      "before Thu 2026-03-12 09:00",
      "due Fri 2026-03-13 10:00",
      "overdue Mon 2026-03-16 09:00",
      "sponsor Tue 2026-03-17 09:00",
    ]);
  });

  test("is told once of an item that was settled when their moment came and is reopened", async () => {
    const world = await openWorld();
    const closeout = await world.start();
    await world.act(closeout, "W1", complete);
    await world.sweepAt("2026-03-19T10:00");
    await world.act(closeout, "W1", reopen);
    const planned = ["overdue Fri 2026-03-20 09:00", "sponsor Fri 2026-03-20 09:00"];
    expect(await waiting(world, closeout, "W1")).toEqual(planned);
    await world.sweepAt("2026-03-20T09:00");
    await world.act(closeout, "W1", complete);
    await world.act(closeout, "W1", reopen);
    expect(await waiting(world, closeout, "W1")).toEqual(["overdue Mon 2026-03-23 09:00"]);
  });
});

describe("changing the due", () => {
  test("plans the reminders anew and ends a snooze", async () => {
    const world = await openWorld();
    const closeout = await world.start();
    await world.act(closeout, "W1", snooze("2026-03-05 10:00"));
    expect(await world.act(closeout, "W1", due("2026-03-17"))).toMatchObject({ kind: "changed" });
    const item = await itemOf(world, closeout, "W1");
    expect(item?.due).toEqual(at("2026-03-17T17:00"));
    expect(item?.snoozedUntil).toBeUndefined();
    expect(await waiting(world, closeout, "W1")).toEqual([
      "before Mon 2026-03-16 09:00",
      "due Tue 2026-03-17 17:00",
      "overdue Wed 2026-03-18 09:00",
      "sponsor Mon 2026-03-23 09:00",
    ]);
    expect((await world.ledger(closeout)).at(-1)).toMatchObject({
      kind: "item.due_changed",
      data: { from: at("2026-03-09T02:30").toString(), to: at("2026-03-17T17:00").toString() },
    });
  });

  test.each([
    ["last week", "I do not understand “last week”"],
    ["2026-02-01", "is in the past"],
    ["2026-02-30", "is not a day in the calendar"],
    ["9999-01-01", "more than five years away"],
  ])("to %j is refused in words", async (words, sentence) => {
    const closeout = await shared.closeout();
    expect(messageOf(await shared.world.act(closeout, "W1", due(words)))).toContain(sentence);
  });
});

describe("notes and evidence", () => {
  test("are there once when the answer to the commit was lost and the change is made again", async () => {
    const world = await openWorld();
    const closeout = await world.start();
    const { closeouts } = world.deps;
    const twice: typeof closeouts = {
      ...closeouts,
      async change(closeoutId, work) {
        await closeouts.change(closeoutId, work);
        return closeouts.change(closeoutId, work);
      },
    };
    const input = { closeoutId: closeout.id, itemId: "W1", member: member("tom"), act: note("Seen.") };
    expect(await changeItem({ ...world.deps, closeouts: twice }, input)).toMatchObject({ kind: "changed" });
    expect(await closeouts.notes(closeout.id, "W1")).toHaveLength(1);
    const added = (await world.ledger(closeout)).filter(({ kind }) => kind === "item.note_added");
    expect(added).toHaveLength(1);
  });

  test("say what they were kept as: a link is evidence, also where a note was asked for", async () => {
    const world = await openWorld();
    const closeout = await world.start();
    expect(await world.act(closeout, "W1", note("https://example.com/p95"))).toMatchObject({
      kind: "changed",
      attached: "evidence",
    });
    expect(await world.act(closeout, "W1", note("It took an hour."))).toMatchObject({ attached: "note" });
  });

  test("are kept in order with their writers, on settled items too", async () => {
    const world = await openWorld();
    const closeout = await world.start();
    await world.act(closeout, "W1", complete);
    await world.act(closeout, "W1", note("It took an hour.\u0000 \ud800"), member("tom"));
    world.clock.set(at("2026-03-02T08:01"));
    await world.act(closeout, "W1", { kind: "evidence", text: " https://example.com/p95 " }, member("ola"));
    const notes = await world.store.closeouts.notes(closeout.id, "W1");
    expect(notes).toMatchObject([
      { kind: "note", text: "It took an hour. \ufffd", by: { user: "U_TOM" } },
      { kind: "evidence", text: "https://example.com/p95", by: { user: "U_OLA" } },
    ]);
    expect((await world.ledger(closeout)).slice(2)).toMatchObject([
      { kind: "item.note_added", data: { item: "W1", kind: "note" } },
      { kind: "item.note_added", data: { item: "W1", kind: "evidence", text: "https://example.com/p95" } },
    ]);
    expect(await world.store.closeouts.notes(closeout.id, "W2")).toEqual([]);
  });

  test.each<[string, ItemAct, string]>([
    ["an empty note", note(" "), "There is nothing to attach"],
    ["a note that is too long", note("x".repeat(3001)), "longer than 3000 characters"],
    ["evidence that is no link", { kind: "evidence", text: "see the wiki" }, "Evidence is a link"],
    ["a link that does something", { kind: "evidence", text: "javascript:alert(1)" }, "Evidence is a link"],
  ])("%s is refused in words", async (_, act, sentence) => {
    const closeout = await shared.closeout();
    expect(messageOf(await shared.world.act(closeout, "W1", act))).toContain(sentence);
    expect(await shared.world.store.closeouts.notes(closeout.id, "W1")).toEqual([]);
  });
});

describe("what a settled item does not allow", () => {
  test.each<[string, ItemAct, ItemAct, string]>([
    ["completing what was skipped", skip("Not needed"), complete, "It was skipped. Reopen it first"],
    ["skipping what is done", complete, skip("Not needed"), "It is done already"],
    ["assigning what is done", complete, assign("U_TOM"), "It is settled. Reopen it first."],
    ["snoozing what is done", complete, snooze("tomorrow"), "It is settled. Reopen it first."],
    ["moving the due of what is done", complete, due("tomorrow"), "It is settled. Reopen it first."],
  ])("%s", async (_, first, second, sentence) => {
    const closeout = await shared.closeout();
    await shared.world.act(closeout, "W1", first);
    expect(messageOf(await shared.world.act(closeout, "W1", second))).toContain(sentence);
    expect(await shared.world.ledger(closeout)).toHaveLength(2);
  });
});

describe("who may do what", () => {
  const everybody = ["ana", "tom", "jonas", "eva", "li", "ola"];
  const cast = [...everybody, "maria"];
  const table: readonly (readonly [string, ItemAct, readonly string[]])[] = [
    ["complete", complete, everybody],
    ["assign", assign("U_MARIA"), everybody],
    ["snooze", snooze("tomorrow"), everybody],
    ["add a note", note("Seen."), everybody],
    ["attach evidence", { kind: "evidence", text: "https://example.com" }, everybody],
    ["skip", skip("Not needed"), ["ana", "tom"]],
    ["move the due", due("2026-03-20"), ["ana"]],
  ];

  test.each(table)("%s", async (_, act, allowed) => {
    const outcomes = await Promise.all(
      cast.map(async (name) => {
        const closeout = await shared.closeout();
        const { kind } = await shared.world.act(closeout, "W2", act, member(name));
        expect(await shared.world.ledger(closeout)).toHaveLength(kind === "changed" ? 2 : 1);
        return { name, kind };
      }),
    );
    expect(outcomes.filter(({ kind }) => kind === "changed").map(({ name }) => name)).toEqual(allowed);
    const rest = outcomes.filter(({ name }) => !allowed.includes(name));
    expect(rest.every(({ kind }) => kind === "not_permitted")).toBe(true);
  });

  test("reopening is everybody's with a role", async () => {
    const outcomes = await Promise.all(
      cast.map(async (name) => {
        const closeout = await shared.closeout();
        await shared.world.act(closeout, "W1", complete);
        return (await shared.world.act(closeout, "W1", reopen, member(name))).kind;
      }),
    );
    expect(outcomes).toEqual([...everybody.map(() => "changed"), "not_permitted"]);
  });

  test("a refusal names who can", async () => {
    const closeout = await shared.closeout();
    expect(await shared.world.act(closeout, "W1", skip("Not needed"), member("eva"))).toMatchObject({
      kind: "not_permitted",
      who: ["owner", "technical_lead"],
    });
  });

  test.each([
    ["workspace", { tenant: "T2" }],
    ["platform", { platform: "teams" }],
  ] as const)("the owner's user id from another %s is a stranger", async (_, different) => {
    const closeout = await shared.closeout();
    for (const [, act] of table) {
      const outcome = await shared.world.act(closeout, "W1", act, member("ana", different));
      expect(outcome.kind).toBe("not_permitted");
    }
    expect(await shared.world.ledger(closeout)).toHaveLength(1);
  });
});

describe("what is not there", () => {
  test("an unknown item gets the nearest suggestion", async () => {
    const closeout = await shared.closeout();
    expect(await shared.world.act(closeout, "W11", complete)).toMatchObject({
      kind: "no_such_item",
      suggestion: "W1",
    });
    expect(await shared.world.act(closeout, "nonsense", complete)).toEqual({
      kind: "no_such_item",
      closeout,
    });
    expect(await shared.world.act(closeout, "W\u0000", complete)).toMatchObject({ kind: "no_such_item" });
  });

  test("a closeout that does not exist is said so", async () => {
    const closeout = await shared.closeout();
    const unknown = { ...closeout, id: "00000000-0000-4000-8000-000000000000" };
    expect(await shared.world.act(unknown, "W1", complete)).toEqual({ kind: "no_closeout" });
  });

  test("a closed closeout changes no more", async () => {
    const world = await openWorld();
    const closeout = await world.start();
    await world.sql("update closeout set status = 'closed'");
    expect(await world.act(closeout, "W1", complete)).toEqual({ kind: "closed" });
    expect(await world.ledger(closeout)).toHaveLength(1);
  });
});

describe("the store", () => {
  test("keeps nothing of a change that fails half-way", async () => {
    const world = await openWorld();
    const closeout = await world.start();
    const failing = world.store.closeouts.change(closeout.id, async (change) => {
      const item = await change.item("W1");
      if (item === undefined) throw new Error("W1 is missing");
      await change.saveItem({ ...item, assignee: "U_MARIA" });
      await change.replan("W1", []);
      await change.record({ actor: member("ana"), kind: "item.assigned", data: {} });
      await change.refresh(["W1"]);
      throw new RangeError("half-way");
    });
    await expect(failing).rejects.toThrow("half-way");
    expect((await itemOf(world, closeout, "W1"))?.assignee).toBe("U_ANA");
    expect(await waiting(world, closeout, "W1")).toEqual(fromTheStart);
    expect(await world.ledger(closeout)).toHaveLength(1);
  });

  test("says that it has no such closeout to change", async () => {
    const { closeouts } = shared.world.store;
    await expect(
      closeouts.change("00000000-0000-4000-8000-000000000000", async () => 1),
    ).rejects.toMatchObject({
      code: "no_such_closeout",
      retryable: false,
    });
  });

  test("hurries the lanes of what became stale", async () => {
    const world = await openWorld();
    const closeout = await world.start({ channel: "C1" });
    const before = world.queue.jobs.length;
    await world.act(closeout, "W1", complete);
    expect(world.queue.jobs.slice(before)).toMatchObject([
      {
        payload: {
          lanes: [{ installation: closeout.installation, conversation: { kind: "channel", channel: "C1" } }],
        },
      },
    ]);
  });

  test("changes although the queue is away", async () => {
    const world = await openWorld();
    const closeout = await world.start();
    world.queue.away = true;
    expect(await world.act(closeout, "W1", complete)).toMatchObject({ kind: "changed" });
  });
});
