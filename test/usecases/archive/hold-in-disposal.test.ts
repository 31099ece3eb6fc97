import { describe, expect, it } from "vitest";
import { disposeArtifacts } from "../../../src/usecases/archive/dispose-artifacts.ts";
import { moveOn, sweepAndWork, workOff } from "../../support/archive-world.ts";
import { artifact, entries, expired, hold, isThere, left, requests, shown } from "../../support/disposals.ts";
import { decide, stored } from "../../support/signoffs.ts";

describe("a hold", () => {
  it("takes its artifact out of the request, also when it is released before the approval", async () => {
    const { world, closeout, request } = await expired();
    expect(await hold(world, closeout, 1)).toMatchObject({ kind: "done", voided: true });
    for (const { message } of await shown(world, request))
      expect(message).toMatch(/An approval deletes for good\*: 1 file .*#1 [^#]*on hold, so it is kept/);
    await hold(world, closeout, 1, "release");
    await decide(world.deps, request, "jonas");
    await sweepAndWork(world);
    expect(await left(world, closeout)).toEqual([1, 3, 4]);
    expect(
      (await entries(world, closeout, "disposal")).map(({ kind, data }) => [kind, data["number"]]),
    ).toEqual([
      ["disposal.noticed", undefined],
      ["disposal.rejected", 1],
      ["disposal.approved", 2],
    ]);
    moveOn(world, "P91D");
    await sweepAndWork(world);
    expect((await requests(world, closeout)).at(-1)).toMatchObject({
      state: "open",
      effect: { artifacts: [{ number: 1 }] },
    });
  });

  it("on everything that is asked about ends the request", async () => {
    const { world, closeout, request } = await expired();
    await hold(world, closeout, 1);
    expect((await stored(world, request)).state).toBe("open");
    await hold(world, closeout, 2);
    expect(await stored(world, request)).toMatchObject({
      state: "withdrawn",
      ended: { reason: "Everything that it asks about is on hold." },
    });
    expect(await decide(world.deps, request, "jonas")).toMatchObject({ kind: "refused" });
    await sweepAndWork(world);
    expect(await left(world, closeout)).toEqual([1, 2, 3, 4]);
  });

  it("is looked at right before the removal, however it came there", async () => {
    const { world, closeout, request } = await expired();
    await decide(world.deps, request, "jonas");
    await world.sql(
      `insert into artifact_hold (id, artifact_id, placed_by, placed_at, reason)
       select gen_random_uuid(), id, '{"system": "closeout"}', now(), 'A court order.'
       from archived_artifact where closeout_id = $1 and number = 1`,
      closeout.id,
    );
    await workOff(world);
    expect(await isThere(world, closeout, 1)).toBe(true);
    expect(await left(world, closeout)).toEqual([1, 3, 4]);
    expect(await entries(world, closeout, "disposal.rejected")).toMatchObject([
      { data: { number: 1, because: "a hold is on" } },
    ]);
  });

  it("voids an approval that is not carried out yet", async () => {
    const { world, closeout, request } = await expired();
    await decide(world.deps, request, "jonas");
    expect(await hold(world, closeout, 1)).toMatchObject({ kind: "done", voided: true });
    await workOff(world);
    await sweepAndWork(world);
    expect(await left(world, closeout)).toEqual([1, 3, 4]);
    expect(await isThere(world, closeout, 1)).toBe(true);
  });
});

it("of a hold, an approval and its job at the same moment in three processes, nothing under hold is deleted", async () => {
  const { world, closeout, request } = await expired();
  const [officer, worker] = [world.another(), world.another()];
  await Promise.all([
    decide(officer, request, "jonas").then(() => disposeArtifacts(worker, { closeoutId: closeout.id })),
    disposeArtifacts(world.deps, { closeoutId: closeout.id }),
    hold(world, closeout, 1),
    hold(world, closeout, 2),
  ]);
  await sweepAndWork(world);
  for (const number of [1, 2]) {
    const there = await isThere(world, closeout, number);
    expect((await artifact(world, closeout, number)).hold !== undefined).toBe(there);
  }
});
