import { randomUUID } from "node:crypto";
import { beforeEach, describe, expect, test } from "vitest";
import type { Closeout } from "../../src/domain/closeout.ts";
import type { SignoffRequest } from "../../src/domain/signoff/signoff.ts";
import { at } from "../domain/examples.ts";
import { decide, requested, signoffTemplate, stored } from "../support/signoffs.ts";
import { installation, shareWorld } from "../support/world.ts";

const world = shareWorld({ template: signoffTemplate });
let closeout: Closeout;
let request: SignoffRequest;

beforeEach(async () => {
  closeout = await world.start();
  request = await requested(world, closeout);
});

describe("a request", () => {
  test("is read as it was written", async () => {
    const [first, ...others] = request.seats;
    if (first === undefined) throw new Error("no seat");
    const by = { platform: "slack", tenant: "T1", user: "U_ANA", name: "ana" } as const;
    const seat = { ...first, reminded: 2, remindAt: at("2026-03-04T09:00"), leftAt: at("2026-03-03T09:00") };
    const given = {
      ...seat,
      delegation: {
        to: "U_MARIA",
        name: "maria",
        offeredAt: at("2026-03-02T09:00"),
        state: "accepted",
        answeredAt: at("2026-03-02T10:00"),
        reason: "I am away.",
      },
      replaced: { by, at: at("2026-03-02T11:00"), reason: "He has left.", seat: randomUUID() },
    } as const;
    const changed: SignoffRequest = {
      ...request,
      seats: [given, ...others],
      questions: [{ id: randomUUID(), by, at: at("2026-03-02T12:00"), words: "Why?" }],
    };
    await world.store.closeouts.change(closeout.id, (change) => change.signoffs.save(changed));
    const { head, ...read } = await stored(world, request);
    expect(read).toEqual({ ...changed, head: undefined } satisfies SignoffRequest);
    expect(head).toBeDefined();
  });

  test("has the next number of its closeout, and is found by it", async () => {
    const second = await requested(world, closeout);
    const elsewhere = await requested(world, await world.start());
    expect([request.number, second.number, elsewhere.number]).toEqual([1, 2, 1]);
    expect((await world.store.signoffs.byNumber(closeout.id, 2))?.id).toBe(second.id);
    expect((await world.store.signoffs.all(closeout.id)).map(({ id }) => id)).toEqual([
      request.id,
      second.id,
    ]);
    expect(await world.store.signoffs.byNumber(closeout.id, 3)).toBeUndefined();
  });

  test("waits for those whose turn it is and who have not decided, over all channels, the most urgent first", async () => {
    const urgent = await requested(world, await world.start(), { decideBy: at("2026-03-03T17:00") });
    const mine = async (user: string) =>
      (await world.store.signoffs.awaiting(installation, user))
        .map(({ id }) => id)
        .filter((id) => id === request.id || id === urgent.id);
    expect(await mine("U_TOM")).toEqual([urgent.id, request.id]);
    await decide(world.deps, urgent, "tom");
    expect(await mine("U_TOM")).toEqual([request.id]);
    expect(await mine("U_ANA")).toEqual([]);
    expect(await world.store.signoffs.awaiting({ platform: "slack", tenant: "T2" }, "U_TOM")).toEqual([]);
  });
});

describe("the server itself refuses", () => {
  const final = /written once|has ended|kept for good/;

  test.each([
    "update signoff_seat set decision = 'rejected', words = 'No.' where decision is not null",
    "update signoff_seat set decision = null, decided_by = null, decided_at = null, time_zone = null, platform_request = null where decision is not null",
    "update signoff_seat set words = 'Other words.' where decision is not null",
    "update signoff_seat set decided_by = '{}'::jsonb where decision is not null",
    "update signoff_seat set user_id = 'U_MALLORY' where decision is not null",
    "delete from signoff_seat",
    "delete from signoff_request",
    "truncate signoff_seat, signoff_request, signoff_question cascade",
    "update signoff_question set words = 'Another question.'",
  ])("%s", async (statement) => {
    await decide(world.deps, request, "tom");
    await expect(world.sql(statement)).rejects.toThrow(final);
    expect((await stored(world, request)).seats[0]).toMatchObject({
      user: "U_TOM",
      decision: { decision: "approved", by: { user: "U_TOM" }, words: undefined },
    });
  });

  test("a decision, or another end, after the end", async () => {
    await decide(world.deps, request, "tom", "rejected");
    const late = `update signoff_seat set decision = 'approved', decided_by = '{}'::jsonb, decided_at = now(),
      time_zone = 'UTC', platform_request = 'x' where request = $1 and decision is null`;
    await expect(world.sql(late, request.id)).rejects.toThrow(final);
    const again = "update signoff_request set state = 'approved' where id = $1";
    await expect(world.sql(again, request.id)).rejects.toThrow(final);
  });

  test("the same person in the same role twice, and a rejection without a reason", async () => {
    const twice = `insert into signoff_seat (id, request, position, role, user_id, name, turn)
      values (gen_random_uuid(), $1, 9, 'technical_lead', 'U_TOM', 'tom', 1)`;
    await expect(world.sql(twice, request.id)).rejects.toThrow(/signoff_seat_once/);
    const silent = `update signoff_seat set decision = 'rejected', decided_by = '{}'::jsonb, decided_at = now(),
      time_zone = 'UTC', platform_request = 'x' where request = $1`;
    await expect(world.sql(silent, request.id)).rejects.toThrow(/check constraint/);
  });
});
