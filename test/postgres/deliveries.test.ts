import { describe, expect, test } from "vitest";
import type { ClaimedDelivery, Lane } from "../../src/ports.ts";
import { installation, openWorld, type World } from "../support/world.ts";

const lane = (channel: string): Lane => ({ installation, conversation: { kind: "channel", channel } });

async function withCards(...channels: readonly string[]): Promise<World> {
  const world = await openWorld();
  for (const channel of channels) await world.start({ channel });
  return world;
}

function claim(world: World, ...lanes: readonly Lane[]): Promise<readonly ClaimedDelivery[]> {
  return world.store.deliveries.claim(lanes, world.clock.now());
}

async function claimOne(world: World, one = lane("C1")): Promise<ClaimedDelivery> {
  const [claimed] = await claim(world, one);
  if (claimed === undefined) throw new Error("Nothing could be claimed");
  return claimed;
}

const message = { channel: "C1", id: "1.1" };

describe("what wants delivery", () => {
  test("is found by the sweep, and left to the queue for a while", async () => {
    const world = await withCards("C1", "C2");
    const { deliveries } = world.store;
    expect(await deliveries.wanting(10)).toEqual([lane("C1"), lane("C2")]);
    expect(await deliveries.wanting(10)).toEqual([]);
    await world.sql("update lane set nudged_until = now()");
    expect(await deliveries.wanting(10)).toHaveLength(2);
  });

  test("is found up to the limit, the rest the next time", async () => {
    const world = await withCards("C1", "C2", "C3");
    const first = await world.store.deliveries.wanting(2);
    const second = await world.store.deliveries.wanting(2);
    expect([...first, ...second]).toHaveLength(3);
  });

  test("is not found while it is in somebody's hands, nor once it is sent", async () => {
    const world = await withCards("C1");
    const { deliveries } = world.store;
    const delivery = await claimOne(world);
    expect(await deliveries.wanting(10)).toEqual([]);
    await deliveries.settle([{ delivery, kind: "sent", message, pinned: true }]);
    expect(await deliveries.wanting(10)).toEqual([]);
    expect(await deliveries.outstanding()).toBe(0);
  });

  test("is found again after a worker died, as soon as its lease has run out", async () => {
    const world = await withCards("C1");
    await claimOne(world);
    await world.letLeasesExpire();
    expect(await world.store.deliveries.wanting(10)).toEqual([lane("C1")]);
  });

  test("is not found before its time", async () => {
    const world = await withCards("C1");
    const delivery = await claimOne(world);
    await world.store.deliveries.settle([{ delivery, kind: "later", afterMs: 60_000 }]);
    await world.sql("update lane set free_at = now(), nudged_until = now()");
    expect(await world.store.deliveries.wanting(10)).toEqual([]);
    expect(await world.store.deliveries.outstanding()).toBe(1);
  });
});

describe("a claim", () => {
  test("is one worker's alone, however many try", async () => {
    const world = await withCards("C1", "C2");
    const workers = [world.store.deliveries, world.another().deliveries, world.another().deliveries];
    const claims = await Promise.all(
      workers.flatMap((deliveries) => [
        deliveries.claim([lane("C1"), lane("C2")], world.clock.now()),
        deliveries.claim([lane("C2"), lane("C1")], world.clock.now()),
      ]),
    );
    expect(claims.flat()).toHaveLength(2);
    expect(new Set(claims.flat().map(({ id }) => id)).size).toBe(2);
  });

  test("notes the attempt before it is made", async () => {
    const world = await withCards("C1");
    const delivery = await claimOne(world);
    expect(delivery).toMatchObject({
      message: undefined,
      attemptedSince: undefined,
      subject: { kind: "card" },
    });
    const [row] = await world.sql("select attempts, attempted_since is not null as noted from delivery");
    expect(row).toEqual({ attempts: 1, noted: true });
  });

  test("after a lease ran out says since when the message may be there", async () => {
    const world = await withCards("C1");
    const begun = world.clock.now();
    await claimOne(world);
    await world.letLeasesExpire();
    world.clock.set(begun.add({ hours: 1 }));
    expect((await claimOne(world)).attemptedSince).toEqual(begun);
    await world.letLeasesExpire();
    expect((await claimOne(world)).attemptedSince).toEqual(begun);
  });

  test("of a lane where nothing waits does not hold it", async () => {
    const world = await withCards();
    const { deliveries } = world.store;
    expect(await claim(world, lane("C1"))).toEqual([]);
    await world.start({ channel: "C1" });
    expect(await claim(world, lane("C1"))).toHaveLength(1);
    expect(await deliveries.claim([], world.clock.now())).toEqual([]);
  });

  test("takes new messages one by one, the oldest first, and updates after them", async () => {
    const world = await withCards("C1");
    const { deliveries } = world.store;
    const card = await claimOne(world);
    await deliveries.settle([{ delivery: card, kind: "sent", message, pinned: true }]);
    await world.sweepAt("2026-03-06T09:00");
    await world.sweepAt("2026-03-09T09:00");
    const kinds: string[] = [];
    for (let round = 0; round < 4; round += 1) {
      const claimed = await claim(world, lane("C1"));
      kinds.push(
        claimed.map(({ subject, message: there }) => `${subject.kind}${there ? " again" : ""}`).join(),
      );
      await deliveries.settle(claimed.map((delivery) => ({ delivery, kind: "sent", message, pinned: true })));
    }
    expect(kinds).toEqual(["digest", "digest", "card again", ""]);
  });

  test("brings a digest's reminders and closeouts along", async () => {
    const world = await withCards("C1", "C2");
    await world.sweepAt("2026-03-06T09:00");
    const direct: Lane = { installation, conversation: { kind: "direct", user: "U_ANA" } };
    const { reminders, closeoutIds } = await claimOne(world, direct);
    expect(reminders.map(({ occurrence }) => `${occurrence.itemId} ${occurrence.kind}`)).toEqual([
      "W1 before",
      "W1 before",
    ]);
    expect(reminders[0]?.announcedAt).toEqual(world.clock.now());
    expect(new Set(closeoutIds).size).toBe(2);
  });
});

describe("settling", () => {
  test("a message that became stale while it was sent wants work again", async () => {
    const world = await withCards("C1");
    const { deliveries } = world.store;
    const delivery = await claimOne(world);
    await deliveries.refresh(delivery.id);
    await deliveries.settle([{ delivery, kind: "sent", message, pinned: false }]);
    expect(await deliveries.wanting(10)).toEqual([lane("C1")]);
    expect(await claimOne(world)).toMatchObject({ message, pinned: false, revision: delivery.revision + 1 });
  });

  test("what was surely not accepted is sent without looking; what is uncertain is looked for", async () => {
    const world = await withCards("C1", "C2");
    const { deliveries } = world.store;
    const [one, two] = [await claimOne(world, lane("C1")), await claimOne(world, lane("C2"))];
    await deliveries.settle([
      { delivery: one, kind: "later", afterMs: 1_000 },
      { delivery: two, kind: "uncertain", afterMs: 1_000 },
    ]);
    await world.letLeasesExpire();
    expect((await claimOne(world, lane("C1"))).attemptedSince).toBeUndefined();
    expect((await claimOne(world, lane("C2"))).attemptedSince).toEqual(world.clock.now());
  });

  test("a lost message is sent anew", async () => {
    const world = await withCards("C1");
    const { deliveries } = world.store;
    await deliveries.settle([{ delivery: await claimOne(world), kind: "sent", message, pinned: true }]);
    const [row] = await world.sql("update delivery set revision = revision + 1 returning id");
    const delivery = await claimOne(world);
    expect(delivery.id).toBe(row?.["id"]);
    await deliveries.settle([{ delivery, kind: "lost" }]);
    expect(await claimOne(world)).toMatchObject({
      message: undefined,
      pinned: false,
      attemptedSince: undefined,
    });
  });

  test("a refusal is final, even if a late worker says that it was sent", async () => {
    const world = await withCards("C1");
    const { deliveries } = world.store;
    const delivery = await claimOne(world);
    await deliveries.refuse(delivery, "channel_not_found");
    await deliveries.settle([{ delivery, kind: "sent", message, pinned: false }]);
    await world.letLeasesExpire();
    expect(await claim(world, lane("C1"))).toEqual([]);
  });

  test("a refusal that is reported twice is in the ledger once, and the owner is told once", async () => {
    const world = await withCards("C1");
    const delivery = await claimOne(world);
    const told = await Promise.all([
      world.store.deliveries.refuse(delivery, "not_in_channel"),
      world.another().deliveries.refuse(delivery, "not_in_channel"),
    ]);
    expect(told.flat()).toEqual([{ installation, conversation: { kind: "direct", user: "U_ANA" } }]);
    const [row] = await world.sql(
      "select count(*)::int as n from ledger_entry where kind = 'delivery.refused'",
    );
    expect(row).toEqual({ n: 1 });
  });
});
