import { describe, expect, test } from "vitest";
import type { Closeout } from "../../../src/domain/closeout.ts";
import type { SignoffRequest } from "../../../src/domain/signoff/signoff.ts";
import { trackSignoffs } from "../../../src/usecases/signoff/track-signoffs.ts";
import { withdrawSignoff } from "../../../src/usecases/signoff/withdraw-signoff.ts";
import { decide, requested, said, signoffTemplate, stored } from "../../support/signoffs.ts";
import { member, shareWorld } from "../../support/world.ts";

const world = shareWorld({ template: signoffTemplate });

/** Everybody clicks at the same moment, half of them on another store with connections of its own. */
async function clickTogether(request: SignoffRequest, names: readonly string[]) {
  const stores = [world.deps, world.another()];
  return Promise.all(names.map((name, index) => decide(stores[index % 2] ?? world.deps, request, name)));
}

async function completions(closeout: Closeout): Promise<readonly string[]> {
  return (await said(world, closeout)).filter((kind) => kind === "completed");
}

describe("at the same moment, on two stores with connections of their own", () => {
  test("eight clicks of one person are one decision", async () => {
    const closeout = await world.start();
    const request = await requested(world, closeout, { roles: ["technical_lead"] });
    const outcomes = await clickTogether(
      request,
      Array.from({ length: 8 }, () => "tom"),
    );
    const decided = outcomes.filter(({ kind }) => kind === "decided");
    expect(decided).toHaveLength(1);
    const others = outcomes.filter(({ kind }) => kind === "refused");
    expect(others).toHaveLength(7);
    for (const other of others) expect(other).toMatchObject({ why: { kind: "ended" } });
    expect(await stored(world, request)).toMatchObject({ state: "approved" });
    expect((await said(world, closeout)).filter((kind) => kind === "approved")).toHaveLength(1);
    expect(await completions(closeout)).toHaveLength(1);
  });

  test("eight clicks of one person among several leave the request open with one decision", async () => {
    const closeout = await world.start();
    const request = await requested(world, closeout);
    const outcomes = await clickTogether(
      request,
      Array.from({ length: 8 }, () => "tom"),
    );
    expect(outcomes.filter(({ kind }) => kind === "decided")).toHaveLength(1);
    for (const other of outcomes.filter(({ kind }) => kind === "refused")) {
      expect(other).toMatchObject({ why: { kind: "already_decided" } });
    }
    expect((await stored(world, request)).state).toBe("open");
    expect(await completions(closeout)).toEqual([]);
  });

  test.each([1, 2, 3, 4])(
    "of %i + 1 people at the threshold, so many decide and the last of them completes it once",
    async (needed) => {
      const closeout = await world.start();
      const everybody = ["tom", "jonas", "eva", "li", "ola"].slice(0, needed + 1);
      const request = await requested(world, closeout, {
        roles: [],
        people: everybody.map((name) => `U_${name.toUpperCase()}`),
        quorum: { kind: "some", people: needed },
      });
      const outcomes = await clickTogether(request, everybody);
      expect(outcomes.filter(({ kind }) => kind === "decided")).toHaveLength(needed);
      expect(outcomes.filter(({ kind }) => kind === "refused")).toMatchObject([{ why: { kind: "ended" } }]);
      const { state, seats } = await stored(world, request);
      expect(state).toBe("approved");
      expect(seats.filter(({ decision }) => decision !== undefined)).toHaveLength(needed);
      expect(await completions(closeout)).toHaveLength(1);
    },
  );

  test("an approval, a rejection, a withdrawal and an expiry leave one end and no decision after it", async () => {
    const closeout = await world.start();
    for (let round = 0; round < 10; round += 1) {
      const decideBy = world.clock.now().add({ hours: 1 });
      const other = world.another();
      const request = await requested(world, closeout, {
        roles: ["technical_lead", "it_audit"],
        quorum: { kind: "some", people: 1 },
        decideBy,
      });
      await Promise.all([
        decide(world.deps, request, "tom"),
        decide(other, request, "li", "rejected"),
        withdrawSignoff(other, { requestId: request.id, member: member("ana"), reason: "Not now." }),
        trackSignoffs(world.deps).then(() => world.clock.set(decideBy)),
        trackSignoffs(other),
      ]);
      const { state, ended, seats } = await stored(world, request);
      expect(state).not.toBe("open");
      const words = (await world.ledger(closeout))
        .filter(({ data }) => data["request"] === request.id)
        .map(({ kind }) => kind)
        .filter(
          (kind) => !kind.includes("refused") && kind !== "signoff.reminded" && kind !== "signoff.escalated",
        );
      const ends = words.filter((kind) => /completed|withdrawn|expired/.test(kind));
      expect(ends).toHaveLength(1);
      expect(words.at(-1)).toBe(ends[0]);
      const decisions = seats.filter(({ decision }) => decision !== undefined).length;
      expect(words.filter((kind) => /approved|rejected/.test(kind))).toHaveLength(decisions);
      expect(ended).toBeDefined();
    }
  });
});
