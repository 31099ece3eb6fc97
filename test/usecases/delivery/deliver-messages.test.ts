import { describe, expect, test } from "vitest";
import type { Closeout } from "../../../src/domain/closeout.ts";
import type { Lane } from "../../../src/ports.ts";
import { readStatus } from "../../../src/usecases/checklist/read-status.ts";
import { reviveCard } from "../../../src/usecases/checklist/revive-card.ts";
import { deliverMessages } from "../../../src/usecases/delivery/deliver-messages.ts";
import { refreshMessage, turnPage } from "../../../src/usecases/delivery/show-message-again.ts";
import { installation, openWorld, type World } from "../../support/world.ts";

const channel: Lane = { installation, conversation: { kind: "channel", channel: "C1" } };

/** A closeout in C1 whose card has not been sent yet. */
async function withCard(): Promise<{ world: World; closeout: Closeout }> {
  const world = await openWorld();
  return { world, closeout: await world.start({ channel: "C1" }) };
}

/** The same with its card in the channel. */
async function withCardSent(): Promise<{ world: World; closeout: Closeout }> {
  const opened = await withCard();
  await opened.world.deliver();
  return opened;
}

function once(world: World, ...lanes: readonly Lane[]): Promise<void> {
  return deliverMessages(world.deps, { lanes: lanes.length === 0 ? [channel] : lanes });
}

async function deliveryOf(world: World, kind = "card"): Promise<Record<string, unknown>> {
  const [row] = await world.sql(
    `select status, message, revision, shown_revision, pinned, attempts, attempted_since,
       extract(epoch from not_before - now())::float as wait
     from delivery where subject->>'kind' = $1 order by created_at desc limit 1`,
    kind,
  );
  return row ?? {};
}

/** Seconds until a lane may be used again. */
async function restOf(world: World, conversation = "channel:C1"): Promise<number> {
  const [row] = await world.sql(
    "select extract(epoch from free_at - now())::float as rest from lane where conversation = $1",
    conversation,
  );
  return Number(row?.["rest"]);
}

async function digestIn(world: World, where: string): Promise<string> {
  const post = world.chat.posts.findLast(
    ({ conversation, notice }) => conversation === where && notice.kind === "digest",
  );
  if (post === undefined) throw new Error(`No digest in ${where}`);
  return post.deliveryId;
}

describe("a message that is accepted", () => {
  test("is sent once, however often it is asked for", async () => {
    const { world } = await withCard();
    await once(world);
    await once(world);
    await world.letLeasesExpire();
    await once(world);
    expect(world.chat.calls.filter((call) => call.startsWith("send"))).toEqual(["send channel:C1"]);
    expect(await deliveryOf(world)).toMatchObject({ status: "sent", attempted_since: null, pinned: true });
  });

  test("goes out from one worker when several are told of it at once", async () => {
    const { world } = await withCard();
    const workers = [world.deps, world.another(), world.another(), world.another()];
    await Promise.all(workers.map((deps) => deliverMessages(deps, { lanes: [channel, channel] })));
    expect(world.chat.posts).toHaveLength(1);
  });

  test("goes out to many conversations with few round trips", async () => {
    const world = await openWorld();
    const channels = Array.from({ length: 25 }, (_, index) => `C${index}`);
    for (const name of channels) await world.start({ channel: name });
    await once(
      world,
      ...channels.map((name): Lane => ({ installation, conversation: { kind: "channel", channel: name } })),
    );
    expect(world.chat.posts.map(({ conversation }) => conversation).toSorted()).toEqual(
      channels.map((name) => `channel:${name}`).toSorted(),
    );
  });

  test("says how things are when it is sent, not when it was written", async () => {
    const { world, closeout } = await withCard();
    await world.act(closeout, "W1", { kind: "complete" });
    await world.deliver();
    expect(world.chat.posts).toMatchObject([{ updates: 0, notice: { phases: [{ settled: 1 }] } }]);
  });

  test("is brought up to date again when it became stale while it was on its way", async () => {
    const { world, closeout } = await withCard();
    world.chat.beforeSend = async () => {
      world.chat.beforeSend = async () => undefined;
      await world.act(closeout, "W1", { kind: "complete" });
    };
    await world.deliver();
    expect(world.chat.posts).toMatchObject([{ updates: 1, notice: { phases: [{ settled: 1 }] } }]);
  });
});

describe("one conversation", () => {
  test("gets its messages one at a time and in order", async () => {
    const { world } = await withCard();
    await world.sweepAt("2026-03-06T09:00");
    await world.sweepAt("2026-03-09T09:00");
    await world.deliver();
    expect(world.chat.in(channel.conversation).map(({ notice }) => notice.kind)).toEqual([
      "card",
      "digest",
      "digest",
    ]);
  });

  test("is in one worker's hands alone", async () => {
    const { world } = await withCard();
    const sending = Promise.withResolvers<void>();
    const release = Promise.withResolvers<void>();
    world.chat.beforeSend = () => {
      sending.resolve();
      return release.promise;
    };
    const first = once(world);
    await sending.promise;
    await deliverMessages(world.another(), { lanes: [channel] });
    expect(world.chat.calls).toEqual(["send channel:C1"]);
    release.resolve();
    await first;
    expect(world.chat.posts).toHaveLength(1);
  });

  test("rests after a new message, and not after an update", async () => {
    const world = await openWorld({ pacing: { betweenPostsMs: 60_000 } });
    const closeout = await world.start({ channel: "C1" });
    await once(world);
    expect(await restOf(world)).toBeGreaterThan(55);
    await world.letLeasesExpire();
    await world.act(closeout, "W1", { kind: "complete" });
    await once(world);
    expect(world.chat.posts).toMatchObject([{ updates: 1 }]);
    expect(await restOf(world)).toBeLessThanOrEqual(0);
  });

  test("that rests is not disturbed, and others are served meanwhile", async () => {
    const world = await openWorld({ pacing: { betweenPostsMs: 60_000 } });
    await world.start({ channel: "C1" });
    await once(world);
    await world.sweepAt("2026-03-06T09:00");
    const direct: Lane = { installation, conversation: { kind: "direct", user: "U_ANA" } };
    await once(world, channel, direct);
    expect(world.chat.posts.map(({ conversation }) => conversation)).toEqual(["channel:C1", "direct:U_ANA"]);
  });
});

describe("a worker that dies", () => {
  test("before the attempt costs its lease, and the message is looked for before it is sent", async () => {
    const { world } = await withCard();
    await world.store.deliveries.claim([channel], world.clock.now());
    await deliverMessages(world.another(), { lanes: [channel] });
    expect(world.chat.calls).toEqual([]);
    await world.letLeasesExpire();
    await once(world);
    expect(world.chat.calls).toEqual(["find channel:C1", "send channel:C1"]);
    expect(world.chat.posts).toHaveLength(1);
  });

  test("after the platform accepted leaves a message that is found and not sent again", async () => {
    const { world, closeout } = await withCard();
    const [claimed] = await world.store.deliveries.claim([channel], world.clock.now());
    if (claimed === undefined) throw new Error("Nothing was claimed");
    const notice = await readStatus(world.deps, { closeoutId: closeout.id });
    if (notice === undefined) throw new Error("There is no card");
    await world.chat.send({ ...channel, deliveryId: claimed.id }, notice);
    await world.letLeasesExpire();
    await once(world);
    expect(world.chat.posts).toMatchObject([{ updates: 1, pinned: true, notice: { kind: "card" } }]);
    expect(await deliveryOf(world)).toMatchObject({
      status: "sent",
      message: { channel: "channel:C1", id: "1" },
    });
  });
});

describe("an attempt that nobody knows the end of", () => {
  const uncertain = { kind: "uncertain", why: "timeout" } as const;

  test("is looked for after a while; found, it is not sent again", async () => {
    const { world } = await withCard();
    world.chat.goWrong({ ...uncertain, arrives: true });
    await once(world);
    expect(await deliveryOf(world)).toMatchObject({ status: "pending", message: null });
    expect((await deliveryOf(world))["attempted_since"]).not.toBeNull();
    expect(await restOf(world)).toBeGreaterThan(3);
    await world.letLeasesExpire();
    await once(world);
    expect(world.chat.calls).toEqual(["send channel:C1", "find channel:C1", "update channel:C1"]);
    expect(world.chat.posts).toHaveLength(1);
    expect(await deliveryOf(world)).toMatchObject({ status: "sent" });
  });

  test("is sent anew when it did not arrive", async () => {
    const { world } = await withCard();
    world.chat.goWrong(uncertain);
    await once(world);
    await world.letLeasesExpire();
    await once(world);
    expect(world.chat.calls).toEqual(["send channel:C1", "find channel:C1", "send channel:C1"]);
    expect(world.chat.posts).toHaveLength(1);
  });

  test("is not sent while it cannot be looked for", async () => {
    const { world } = await withCard();
    world.chat.goWrong({ ...uncertain, arrives: true });
    await once(world);
    world.chat.down = new Error("history is away");
    await world.letLeasesExpire();
    await once(world);
    await world.letLeasesExpire();
    await once(world);
    expect(world.chat.calls.filter((call) => call.startsWith("send"))).toHaveLength(1);
    world.chat.down = undefined;
    await world.letLeasesExpire();
    await once(world);
    expect(world.chat.posts).toHaveLength(1);
    expect(await deliveryOf(world)).toMatchObject({ status: "sent" });
  });

  test("stays known to be there when bringing it up to date has to wait", async () => {
    const { world } = await withCard();
    world.chat.goWrong(
      { ...uncertain, arrives: true },
      { kind: "later", afterMs: 1_000, why: "ratelimited" },
    );
    await once(world);
    for (let round = 0; round < 3; round += 1) {
      await world.letLeasesExpire();
      await once(world);
    }
    expect(world.chat.posts).toHaveLength(1);
    expect(world.chat.calls.filter((call) => call.startsWith("send"))).toHaveLength(1);
    expect(await deliveryOf(world)).toMatchObject({ status: "sent" });
  });

  test("of an update is simply made again", async () => {
    const { world, closeout } = await withCardSent();
    await world.act(closeout, "W1", { kind: "complete" });
    world.chat.goWrong(uncertain);
    await once(world);
    await world.letLeasesExpire();
    await once(world);
    expect(world.chat.posts).toMatchObject([{ updates: 1, notice: { phases: [{ settled: 1 }] } }]);
    expect(world.chat.calls.filter((call) => call.startsWith("find"))).toEqual([]);
  });
});

describe("an attempt that failed in an unforeseen way", () => {
  test("is taken for uncertain, told to the operator, and tried again", async () => {
    const { world } = await withCard();
    world.chat.goWrong(new TypeError("a defect"));
    await once(world);
    expect(world.logged).toContainEqual(expect.objectContaining({ level: "error" }));
    expect(await restOf(world)).toBeGreaterThan(30);
    await world.letLeasesExpire();
    await once(world);
    expect(world.chat.posts).toHaveLength(1);
  });

  test("does not keep other conversations from theirs", async () => {
    const { world } = await withCard();
    await world.start({ channel: "C2" });
    world.chat.goWrong(new TypeError("a defect"));
    await once(world, channel, { installation, conversation: { kind: "channel", channel: "C2" } });
    expect(world.chat.posts).toHaveLength(1);
    await world.letLeasesExpire();
    await world.deliver();
    expect(world.chat.posts).toHaveLength(2);
  });
});

describe("a platform that asks us to wait", () => {
  test("is left alone for as long as it says, in that conversation", async () => {
    const { world } = await withCard();
    world.chat.goWrong({ kind: "later", afterMs: 30_000, why: "ratelimited" });
    await once(world);
    expect(await restOf(world)).toBeGreaterThan(25);
    expect(await deliveryOf(world)).toMatchObject({ status: "pending", attempted_since: null });
    await once(world);
    expect(world.chat.calls).toHaveLength(1);
    await world.letLeasesExpire();
    await once(world);
    expect(world.chat.calls).toEqual(["send channel:C1", "send channel:C1"]);
  });
});

describe("a message that is refused for good", () => {
  const refused = { kind: "refused", reason: "not_in_channel" } as const;

  test("is in the ledger, and its owner is told directly", async () => {
    const { world, closeout } = await withCard();
    world.chat.goWrong(refused);
    await once(world);
    expect(await deliveryOf(world)).toMatchObject({ status: "refused" });
    expect((await world.ledger(closeout)).at(-1)).toMatchObject({
      kind: "delivery.refused",
      actor: { system: "closeout" },
      data: { about: "card", conversation: "channel:C1", reason: "not_in_channel" },
    });
    await world.deliver();
    expect(world.chat.posts).toMatchObject([
      {
        conversation: "direct:U_ANA",
        notice: { kind: "undelivered", what: "card", where: channel.conversation, reason: "not_in_channel" },
      },
    ]);
    expect(world.queue.jobs.at(-1)).toMatchObject({
      payload: { lanes: [{ conversation: { user: "U_ANA" } }] },
    });
  });

  test("is not tried again, nor kept up to date", async () => {
    const { world, closeout } = await withCard();
    world.chat.goWrong(refused);
    await once(world);
    await world.act(closeout, "W1", { kind: "complete" });
    await world.letLeasesExpire();
    await once(world);
    expect(world.chat.calls).toEqual(["send channel:C1"]);
  });

  test("to the owner themselves is in the ledger, and that is all: nobody is told in vain", async () => {
    const { world, closeout } = await withCardSent();
    await world.act(closeout, "W2", { kind: "complete" });
    await world.act(closeout, "W3", { kind: "complete" });
    await world.deliver();
    await world.sweepAt("2026-03-06T09:00");
    world.chat.goWrong(refused, refused);
    await world.deliver();
    const kinds = (await world.ledger(closeout)).map(({ kind }) => kind);
    expect(kinds.filter((kind) => kind === "delivery.refused")).toHaveLength(2);
    await world.deliver();
    const told = world.chat
      .in({ kind: "direct", user: "U_ANA" })
      .filter(({ notice }) => notice.kind === "undelivered");
    expect(told).toHaveLength(1);
    expect(await world.sql("select 1 from delivery where status = 'pending'")).toEqual([]);
  });

  test("as an update of an old digest is left as it was read", async () => {
    const { world, closeout } = await withCardSent();
    await world.sweepAt("2026-03-06T09:00");
    await world.deliver();
    await world.sql(
      "update delivery set shown_revision = revision - 1 where subject->>'kind' = 'digest' and conversation = 'channel:C1'",
    );
    world.chat.goWrong({ kind: "refused", reason: "edit_window_closed" });
    await world.deliver();
    expect((await world.ledger(closeout)).map(({ kind }) => kind)).not.toContain("delivery.refused");
    expect(await deliveryOf(world, "digest")).toMatchObject({ status: "sent" });
  });

  test("comes after all once we are let in", async () => {
    const { world } = await withCard();
    world.chat.goWrong(refused);
    await once(world);
    await reviveCard(world.deps, { installation, channel: "C1" });
    await world.deliver();
    expect(world.chat.in(channel.conversation)).toMatchObject([{ notice: { kind: "card" }, pinned: true }]);
  });

  test("as an update of a card is made in place once we are let in again", async () => {
    const { world, closeout } = await withCardSent();
    await world.act(closeout, "W1", { kind: "complete" });
    world.chat.goWrong(refused);
    await once(world);
    await world.act(closeout, "W2", { kind: "complete" });
    await reviveCard(world.deps, { installation, channel: "C1" });
    await world.deliver();
    expect(world.chat.in(channel.conversation)).toMatchObject([
      { updates: 1, pinned: true, notice: { phases: [{ settled: 2 }] } },
    ]);
  });

  test("of a digest does not come back: it would be old news", async () => {
    const { world } = await withCardSent();
    await world.sweepAt("2026-03-06T09:00");
    world.chat.goWrong(refused);
    await once(world);
    await reviveCard(world.deps, { installation, channel: "C1" });
    await world.deliver();
    expect(world.chat.in(channel.conversation)).toHaveLength(1);
  });
});

describe("a card that somebody deleted", () => {
  test("is posted and pinned anew", async () => {
    const { world, closeout } = await withCardSent();
    world.chat.posts.splice(0);
    await world.act(closeout, "W1", { kind: "complete" });
    await world.deliver();
    expect(world.chat.posts).toMatchObject([
      { pinned: true, notice: { kind: "card", phases: [{ settled: 1 }] } },
    ]);
  });
});

describe("pinning", () => {
  test("that fails leaves the card where it is; the next update tries again", async () => {
    const { world, closeout } = await withCard();
    world.chat.down = new Error("pins are away");
    await once(world);
    expect(await deliveryOf(world)).toMatchObject({ status: "sent", pinned: false });
    world.chat.down = undefined;
    await world.act(closeout, "W1", { kind: "complete" });
    await world.deliver();
    expect(world.chat.posts).toMatchObject([{ pinned: true }]);
    expect(await deliveryOf(world)).toMatchObject({ pinned: true });
  });

  test("is for cards alone", async () => {
    const { world } = await withCardSent();
    await world.sweepAt("2026-03-06T09:00");
    await world.deliver();
    expect(world.chat.posts.map(({ pinned }) => pinned)).toEqual([true, false, false, false]);
  });
});

describe("a digest", () => {
  test("shows what was done since, in place", async () => {
    const { world, closeout } = await withCardSent();
    await world.sweepAt("2026-03-06T09:00");
    await world.deliver();
    await world.act(closeout, "W2", { kind: "complete" });
    await world.deliver();
    const [, digest] = world.chat.in(channel.conversation);
    expect(digest).toMatchObject({
      updates: 1,
      notice: { sections: [{ lines: [{}, { item: { id: "W2", state: { kind: "done" } } }, {}] }] },
    });
    // The direct digests do not hold W2 and are left alone.
    expect(world.chat.in({ kind: "direct", user: "U_ANA" })).toMatchObject([{ updates: 0 }]);
  });

  test("of long ago stays as it was read; a click brings it up to date", async () => {
    const { world, closeout } = await withCardSent();
    const days = ["06", "09", "10", "11", "12", "13", "16", "17"];
    for (const day of days) {
      await world.sweepAt(`2026-03-${day}T09:00`);
      await world.deliver();
    }
    const [, oldest] = world.chat.in(channel.conversation);
    await world.act(closeout, "W2", { kind: "complete" });
    await world.deliver();
    expect(oldest).toMatchObject({ updates: 0 });
    expect(world.chat.in(channel.conversation).at(-1)).toMatchObject({ updates: 1 });
    await refreshMessage(world.deps, { deliveryId: oldest?.deliveryId ?? "" });
    await world.deliver();
    expect(oldest).toMatchObject({ updates: 1 });
  });

  test("turns its page for everybody who sees it", async () => {
    const { world } = await withCardSent();
    await world.sweepAt("2026-03-06T09:00");
    await world.deliver();
    const deliveryId = await digestIn(world, "channel:C1");
    expect(await turnPage(world.deps, { deliveryId, page: 2 })).toBe(true);
    await world.deliver();
    expect(world.chat.in(channel.conversation).at(-1)).toMatchObject({ updates: 1, notice: { page: 2 } });
  });

  test("that does not exist cannot be turned, nor can a card", async () => {
    const { world } = await withCardSent();
    const card = world.chat.posts[0]?.deliveryId ?? "";
    const unknown = "00000000-0000-4000-8000-000000000000";
    expect(await turnPage(world.deps, { deliveryId: card, page: 1 })).toBe(false);
    expect(await turnPage(world.deps, { deliveryId: unknown, page: 1 })).toBe(false);
    await refreshMessage(world.deps, { deliveryId: unknown });
    expect(world.chat.posts).toMatchObject([{ updates: 0 }]);
  });
});
