import { describe, expect, test } from "vitest";
import type { Closeout } from "../../../src/domain/closeout.ts";
import { type DigestNotice, digestPageSize } from "../../../src/domain/notice.ts";
import { loadTemplate } from "../../../src/template-file.ts";
import { announceReminders } from "../../../src/usecases/checklist/announce-reminders.ts";
import { sweep } from "../../../src/usecases/delivery/sweep.ts";
import { at, local } from "../../domain/examples.ts";
import { templateFrom } from "../../support/small-template.ts";
import { member, openWorld, type World } from "../../support/world.ts";

/** Every digest that stands somewhere, as its conversation and its lines such as `W1 due`. */
function digests(world: World) {
  return world.chat.posts.flatMap(({ conversation, notice }) =>
    notice.kind === "digest" ? [{ conversation, lines: linesOf(notice) }] : [],
  );
}

function linesOf({ sections }: DigestNotice): readonly string[] {
  return sections.flatMap(({ lines }) => lines.map(({ item, reason }) => `${item.id} ${reason}`));
}

/** Occurrences by their status, as `W1 due Mon 2026-03-09 09:00`. */
async function occurrences(world: World, status: "waiting" | "announced" | "dropped", itemId?: string) {
  const rows = await world.db
    .selectFrom("occurrence")
    .selectAll()
    .where("status", "=", status)
    .orderBy("moment")
    .orderBy("item_id")
    .orderBy("kind")
    .execute();
  return rows
    .filter(({ item_id }) => itemId === undefined || item_id === itemId)
    .map(({ item_id, kind, moment }) => `${item_id} ${kind} ${local(moment)}`);
}

async function announcements(world: World, closeout: Closeout) {
  const ledger = await world.ledger(closeout);
  return ledger.filter(({ kind }) => kind === "reminders.announced");
}

describe("one sweep", () => {
  test("says nothing before the time", async () => {
    const world = await openWorld();
    const closeout = await world.start();
    await world.sweepAt("2026-03-06T08:59");
    expect(await occurrences(world, "announced")).toEqual([]);
    expect(await announcements(world, closeout)).toEqual([]);
  });

  test("makes one digest per conversation: the channel, and each assignee directly", async () => {
    const world = await openWorld();
    const closeout = await world.start({ channel: "C1" });
    await world.sweepAt("2026-03-06T09:00");
    await world.deliver();
    expect(digests(world)).toEqual(
      expect.arrayContaining([
        { conversation: "channel:C1", lines: ["W1 soon", "W2 soon", "W3 soon"] },
        { conversation: "direct:U_ANA", lines: ["W1 soon"] },
        { conversation: "direct:U_OLA", lines: ["W3 soon"] },
      ]),
    );
    expect(digests(world)).toHaveLength(3);
    expect(await announcements(world, closeout)).toMatchObject([
      {
        actor: { system: "closeout" },
        data: { announced: [{ item: "W1", kind: "before" }, { item: "W2" }, { item: "W3" }], dropped: [] },
      },
    ]);
  });

  test("says each reminder once, however often it runs", async () => {
    const world = await openWorld();
    const closeout = await world.start();
    for (let run = 0; run < 3; run += 1) await world.sweepAt("2026-03-06T09:00");
    await world.deliver();
    expect(digests(world)).toHaveLength(3);
    expect(await announcements(world, closeout)).toHaveLength(1);
  });

  test("plans the successor of a daily reminder, and keeps daily ones coming", async () => {
    const world = await openWorld();
    await world.start();
    await world.act(await only(world), "W2", { kind: "complete" });
    await world.act(await only(world), "W3", { kind: "complete" });
    for (const day of ["10", "11", "12", "13", "16"]) {
      await world.sweepAt(`2026-03-${day}T09:00`);
      await world.deliver();
    }
    const toAna = digests(world).filter(({ conversation }) => conversation === "direct:U_ANA");
    expect(toAna).toHaveLength(5);
    expect(await occurrences(world, "waiting")).toEqual(["W1 overdue Tue 2026-03-17 09:00"]);
  });

  test("brings the card up to date, for what is overdue shows there", async () => {
    const world = await openWorld();
    await world.start({ channel: "C1" });
    await world.deliver();
    await world.sweepAt("2026-03-10T09:00");
    await world.deliver();
    const [card] = world.chat.posts;
    expect(card).toMatchObject({ updates: 1, notice: { kind: "card", health: "at_risk" } });
  });

  test("asks the queue to deliver, and costs nothing when there is nothing to say", async () => {
    const world = await openWorld();
    await world.start();
    const before = world.queue.jobs.length;
    await world.sweepAt("2026-03-05T09:00");
    expect(world.queue.jobs).toHaveLength(before);
    await world.sweepAt("2026-03-06T09:00");
    expect(world.queue.jobs.length).toBeGreaterThan(before);
  });

  test("announces although the queue is away, and the next sweep hands the messages over", async () => {
    const world = await openWorld();
    await world.start();
    world.queue.away = true;
    await world.sweepAt("2026-03-06T09:00");
    expect(world.queue.jobs.filter(({ name }) => name === "deliver")).toHaveLength(1);
    world.queue.away = false;
    await sweep(world.deps);
    const [, ...later] = world.queue.jobs;
    expect(later).toMatchObject([{ name: "deliver", payload: { lanes: { length: 3 } } }]);
  });

  test("leaves a closeout that somebody is changing to the next sweep", async () => {
    const world = await openWorld();
    const closeout = await world.start();
    const other = world.another();
    await world.store.closeouts.change(closeout.id, async () => {
      world.clock.set(at("2026-03-06T09:00"));
      await announceReminders(other);
    });
    expect(await occurrences(world, "announced")).toEqual([]);
    await announceReminders(other);
    expect(await occurrences(world, "announced")).toHaveLength(3);
  });
});

async function only(world: World): Promise<Closeout> {
  const [closeout] = await world.store.closeouts.openOf(member("ana"), "U_ANA");
  if (closeout === undefined) throw new Error("No closeout is open");
  return closeout;
}

describe("several workers", () => {
  test("that sweep at the same moment remind once", async () => {
    const world = await openWorld();
    const closeouts = await Promise.all(Array.from({ length: 60 }, () => world.start()));
    world.clock.set(at("2026-03-10T09:30"));
    const workers = [world.deps, world.another(), world.another(), world.another()];
    await Promise.all(workers.map((deps) => announceReminders(deps)));
    await announceReminders(world.deps);
    for (const closeout of closeouts) {
      const [announced, ...more] = await announcements(world, closeout);
      expect(announced?.data["announced"]).toHaveLength(9);
      expect(more).toEqual([]);
    }
    await world.deliver();
    for (const { channel } of closeouts) {
      expect(
        world.chat.in({ kind: "channel", channel }).filter(({ notice }) => notice.kind === "digest"),
      ).toHaveLength(1);
    }
  });

  test("that sweep over and over remind of each thing once in each conversation", async () => {
    const world = await openWorld();
    await Promise.all(Array.from({ length: 10 }, () => world.start()));
    const workers = [world.deps, world.another(), world.another(), world.another()];
    for (const day of ["06", "09", "10", "11"]) {
      world.clock.set(at(`2026-03-${day}T09:00`));
      await Promise.all(workers.flatMap((deps) => [announceReminders(deps), announceReminders(deps)]));
    }
    await announceReminders(world.deps);
    expect(await occurrences(world, "announced")).toHaveLength(10 * 3 * 4);
    // W1 and W3 in the channel and directly, W2 in the channel alone.
    const [row] = await world.sql("select count(*)::int as shown from reminder");
    expect(row).toEqual({ shown: 10 * 5 * 4 });
  });
});

describe("nothing is said", () => {
  test.each([
    ["done", { kind: "complete" }],
    ["skipped", { kind: "skip", reason: "Not needed" }],
    ["snoozed", { kind: "snooze", until: { kind: "words", words: "2026-03-20" } }],
  ] as const)("of an item that is %s", async (_, act) => {
    const world = await openWorld();
    await world.start();
    await world.act(await only(world), "W1", act);
    await world.sweepAt("2026-03-10T09:00");
    await world.deliver();
    const lines = digests(world).flatMap((digest) => digest.lines);
    expect(lines.some((line) => line.startsWith("W1"))).toBe(false);
    expect(lines.some((line) => line.startsWith("W2"))).toBe(true);
  });

  test("of an item that was settled behind the plan's back; the ledger says that it was dropped", async () => {
    const world = await openWorld();
    const closeout = await world.start();
    await world.sql(
      `update item set state = 'done', settled_at = now(), settled_by = '{"platform":"slack","tenant":"T1","user":"U_TOM","name":"tom"}'`,
    );
    await world.sweepAt("2026-03-06T09:00");
    await world.deliver();
    expect(digests(world)).toEqual([]);
    expect(await occurrences(world, "dropped")).toHaveLength(3);
    expect(await announcements(world, closeout)).toMatchObject([
      { data: { announced: [], dropped: { length: 3 } } },
    ]);
  });

  test("in the quiet hours or at the weekend", async () => {
    const world = await openWorld();
    await world.start();
    await world.sweepAt("2026-03-09T08:59");
    const said = await occurrences(world, "announced");
    expect(said).toEqual([
      "W1 before Fri 2026-03-06 09:00",
      "W2 before Fri 2026-03-06 09:00",
      "W3 before Fri 2026-03-06 09:00",
    ]);
  });
});

describe("after an absence", () => {
  test("ten missed days are caught up in one digest per conversation, and every missed moment is accounted for", async () => {
    const world = await openWorld();
    const closeout = await world.start({ channel: "C1" });
    await world.deliver();
    await world.sweepAt("2026-03-20T10:00");
    await world.deliver();
    expect(
      digests(world)
        .map(({ conversation }) => conversation)
        .toSorted(),
    ).toEqual(["channel:C1", "direct:U_ANA", "direct:U_EVA", "direct:U_OLA"]);
    expect(await occurrences(world, "announced", "W2")).toEqual([
      "W2 before Fri 2026-03-06 09:00",
      "W2 due Mon 2026-03-09 09:00",
      ...["Tue 2026-03-10", "Wed 2026-03-11"].map((day) => `W2 overdue ${day} 09:00`),
      "W2 overdue Thu 2026-03-12 09:00",
      "W2 sponsor Thu 2026-03-12 09:00",
      ...[
        "Fri 2026-03-13",
        "Mon 2026-03-16",
        "Tue 2026-03-17",
        "Wed 2026-03-18",
        "Thu 2026-03-19",
        "Fri 2026-03-20",
      ].map((day) => `W2 overdue ${day} 09:00`),
    ]);
    expect(await occurrences(world, "waiting", "W2")).toEqual(["W2 overdue Mon 2026-03-23 09:00"]);
    expect(await announcements(world, closeout)).toHaveLength(1);
  });

  test("the lines say since when they are late", async () => {
    const world = await openWorld();
    await world.start({ channel: "C1" });
    await world.sweepAt("2026-03-20T10:00");
    await world.deliver();
    const [digest] = world.chat
      .in({ kind: "channel", channel: "C1" })
      .filter(({ notice }) => notice.kind === "digest");
    expect(digest?.notice).toMatchObject({
      sections: [{ lines: [{ reason: "overdue", daysOverdue: 11, ownerInformed: true }, {}, {}] }],
    });
    const since =
      digest?.notice.kind === "digest" ? digest.notice.sections[0]?.lines[0]?.lateSince : undefined;
    expect(since).toEqual(at("2026-03-06T09:00"));
  });

  test("a reminder that comes on time is not marked late", async () => {
    const world = await openWorld();
    await world.start({ channel: "C1" });
    await world.sweepAt("2026-03-06T09:09");
    await world.deliver();
    const lines = world.chat.posts.flatMap(({ notice }) =>
      notice.kind === "digest" ? notice.sections.flatMap((section) => section.lines) : [],
    );
    expect(lines.map(({ lateSince }) => lateSince)).toEqual(lines.map(() => undefined));
  });

  test("of years, nothing is too much for one sweep", async () => {
    const world = await openWorld({ template: await loadTemplate() });
    const closeout = await world.start();
    await world.sweepAt("2028-03-03T12:00");
    const [row] = await world.sql(`select
      count(*) filter (where status = 'waiting')::int as waiting,
      count(*) filter (where status = 'announced')::int as announced from occurrence`);
    expect(row?.["waiting"]).toBe(37);
    // More rows than a statement has parameters for.
    expect(row?.["announced"]).toBeGreaterThan(65_535 / 4);
    expect(await announcements(world, closeout)).toHaveLength(1);
  });
});

describe("escalation", () => {
  test("names the owner after a day and tells the sponsor once, directly, after three", async () => {
    const world = await openWorld();
    await world.start({ channel: "C1" });
    const owner: boolean[] = [];
    for (const day of ["09", "10", "11", "12", "13", "16"]) {
      await world.sweepAt(`2026-03-${day}T09:00`);
      await world.deliver();
      const latest = world.chat.in({ kind: "channel", channel: "C1" }).at(-1)?.notice;
      if (latest?.kind === "digest") owner.push(latest.sections[0]?.lines[0]?.ownerInformed ?? false);
    }
    expect(owner).toEqual([false, true, true, true, true, true]);
    expect(world.chat.in({ kind: "direct", user: "U_EVA" })).toMatchObject([
      { notice: { kind: "digest", audience: "direct", sections: [{ lines: { length: 3 } }] } },
    ]);
    expect(digests(world).filter(({ conversation }) => conversation === "direct:U_EVA")).toEqual([
      { conversation: "direct:U_EVA", lines: ["W1 sponsor", "W2 sponsor", "W3 sponsor"] },
    ]);
  });
});

describe("folding", () => {
  test("one direct digest holds what is due in several channels; each channel hears of its own", async () => {
    const world = await openWorld();
    await world.start({ channel: "C1", input: { name: "One" } });
    await world.start({ channel: "C2", input: { name: "Two" } });
    await world.sweepAt("2026-03-06T09:00");
    await world.deliver();
    const toAna = world.chat.in({ kind: "direct", user: "U_ANA" });
    expect(toAna).toHaveLength(1);
    const [digest] = toAna;
    const names =
      digest?.notice.kind === "digest" ? digest.notice.sections.map(({ closeout }) => closeout.name) : [];
    expect(names.toSorted()).toEqual(["One", "Two"]);
    for (const channel of ["C1", "C2"]) {
      const [, inChannel, ...more] = world.chat.in({ kind: "channel", channel });
      expect(more).toEqual([]);
      expect(inChannel?.notice).toMatchObject({ sections: [{ closeout: { channel } }] });
    }
  });

  test("people of the same id in different workspaces do not read each other's items", async () => {
    const world = await openWorld();
    await world.start({ channel: "C1" });
    await world.sql("insert into installation values ('slack:T2', 'slack', 'T2', now())");
    const other = await world.start({ channel: "C2" });
    await world.sql("update closeout set installation = 'slack:T2' where id = $1", other.id);
    await world.sweepAt("2026-03-06T09:00");
    const [row] = await world.sql(
      "select count(*)::int as n, count(distinct installation)::int as tenants from delivery where conversation = 'direct:U_ANA'",
    );
    expect(row).toEqual({ n: 2, tenants: 2 });
  });

  test("a long digest keeps every line; pages are the reader's business", async () => {
    const template = templateFrom(manyItems(35));
    const world = await openWorld({ template });
    await world.start({ channel: "C1" });
    await world.sweepAt("2026-03-06T09:00");
    await world.deliver();
    const [digest, ...more] = world.chat
      .in({ kind: "channel", channel: "C1" })
      .filter(({ notice }) => notice.kind === "digest");
    expect(more).toEqual([]);
    expect(digest?.notice.kind === "digest" && linesOf(digest.notice)).toHaveLength(35);
    expect(35).toBeGreaterThan(digestPageSize);
  });
});

function manyItems(count: number): string {
  const items = Array.from(
    { length: count },
    (_, index) => `      - { id: L${index + 1}, title: Line ${index + 1} }`,
  );
  return `
version: 1
name: Many items
settings:
  digest_time: "09:00"
  quiet: { from: "18:00", to: "08:00" }
  working_days: [monday, tuesday, wednesday, thursday, friday]
  escalation: { owner_after_days: 1, sponsor_after_days: 3 }
lists:
  - id: week
    title: First week
    due: P7D
    reminders: { before: [{ working_days: 1 }], at_due: true, overdue: daily, ignores_quiet_hours: false }
    items:
${items.join("\n")}
decommission: { prerequisites: week, steps: week, timeline: [{ id: all, title: All of it }] }
certificate_recipients: []
artifacts: []
`;
}

describe("the next moment", () => {
  test("is the earliest reminder that waits anywhere", async () => {
    const world = await openWorld();
    expect(await world.store.closeouts.nextMoment()).toBeUndefined();
    await world.start();
    expect(await world.store.closeouts.nextMoment()).toEqual(at("2026-03-06T09:00"));
    await world.sweepAt("2026-03-06T09:00");
    expect(await world.store.closeouts.nextMoment()).toEqual(at("2026-03-09T09:00"));
  });
});
