import { describe, expect, test } from "vitest";
import { admitMember } from "../../../src/usecases/delivery/admit-member.ts";
import { prepareStart } from "../../../src/usecases/start/prepare-start.ts";
import { searchMigrations } from "../../../src/usecases/start/search-migrations.ts";
import { aMigration, senseiFault } from "../../support/fake-sensei.ts";
import { installation, member, openWorld, shareWorld } from "../../support/world.ts";

describe("before the form opens", () => {
  const prepare = (world: Awaited<ReturnType<typeof openWorld>>, migrationId?: string, as = member("ana")) =>
    prepareStart(world.deps, {
      member: as,
      channel: "C1",
      ...(migrationId === undefined ? {} : { migrationId }),
    });

  test("without a migration it opens empty, in the zone of whoever asked", async () => {
    const world = await openWorld();
    expect(await prepare(world)).toEqual({ kind: "ready", preset: { timeZone: "Europe/Berlin" } });
    expect(await prepare(world, undefined, member("ana", { timeZone: undefined }))).toMatchObject({
      preset: { timeZone: "UTC" },
    });
  });

  test("with a migration it opens filled in", async () => {
    const world = await openWorld();
    const outcome = await prepare(world, "mig_hr_prod_2026");
    expect(outcome).toMatchObject({
      kind: "ready",
      preset: { name: "HR_PROD → hr_production", migration: { id: "mig_hr_prod_2026" } },
    });
    expect(outcome.kind === "ready" && outcome.preset.cutover?.toString()).toBe("2026-03-02T01:30:00Z");
  });

  test("it does not open in a channel that has a closeout, nor for a migration that has one", async () => {
    const world = await openWorld();
    const closeout = await world.start({ channel: "C1" });
    expect(await prepare(world)).toEqual({ kind: "channel_taken", by: closeout });
    const inOther = { member: member("ana"), channel: "C2", migrationId: closeout.migration.id };
    expect(await prepareStart(world.deps, inOther)).toEqual({ kind: "migration_taken", by: closeout });
    const elsewhere = { ...inOther, member: member("ana", { tenant: "T2" }) };
    expect((await prepareStart(world.deps, elsewhere)).kind).toBe("ready");
  });

  test("it does not open for a migration that is not done", async () => {
    const world = await openWorld();
    world.sensei.migrations.push(
      aMigration({ id: "mig_running", status: "running", vendorStatus: "running" }),
    );
    expect(await prepare(world, "mig_running")).toMatchObject({
      kind: "migration_not_ready",
      migration: { id: "mig_running" },
    });
  });

  test.each(["mig_none", "../../etc", "mig\u0000", "x".repeat(10_000), "שלום 👋"])(
    "it does not open for the unknown migration %j",
    async (id) => {
      const world = await openWorld();
      expect(await prepare(world, id)).toEqual({ kind: "migration_not_found", id });
    },
  );

  test.each(["unavailable", "timeout", "rate_limited", "unauthorized", "cancelled"] as const)(
    "Sensei's fault %s is told in its own sentence",
    async (code) => {
      const world = await openWorld();
      world.sensei.fault = senseiFault(code);
      expect(await prepare(world, "mig_hr_prod_2026")).toEqual({
        kind: "unavailable",
        sentence: `Sensei says ${code}. Try again.`,
      });
    },
  );

  test("a defect of ours is not told as a fault of Sensei's", async () => {
    const world = await openWorld();
    world.sensei.fault = new TypeError("ours");
    await expect(prepare(world, "mig_hr_prod_2026")).rejects.toThrow("ours");
  });
});

describe("searching migrations", () => {
  test("asks for those that can be closed out", async () => {
    const world = await openWorld();
    expect(await searchMigrations(world.deps, { query: "hr", limit: 20 })).toMatchObject({
      kind: "found",
      migrations: [{ id: "mig_hr_prod_2026" }],
    });
    expect(world.sensei.asked).toEqual([
      { status: ["completed", "certified"], query: "hr", limit: 20, offset: 0 },
    ]);
  });

  test("says in Sensei's sentence why nothing can be found", async () => {
    const world = await openWorld();
    world.sensei.fault = senseiFault("unreachable");
    expect(await searchMigrations(world.deps, { query: "", limit: 20 })).toEqual({
      kind: "unavailable",
      sentence: "Sensei says unreachable. Try again.",
    });
    world.sensei.fault = new TypeError("ours");
    await expect(searchMigrations(world.deps, { query: "", limit: 20 })).rejects.toThrow("ours");
  });
});

describe("at the door", () => {
  const world = shareWorld();
  const admit = (user: string, userTenant: string | undefined = "T1") =>
    admitMember(world.deps, { installation, user, userTenant });

  test("full members are let in with their name and zone", async () => {
    expect(await admit("U_TOM")).toEqual({ kind: "admitted", member: member("tom") });
    expect((await admit("U_TOM", undefined)).kind).toBe("admitted");
  });

  test.each([
    ["U_GUS", "guest"],
    ["U_SAM", "foreign"],
    ["U_ROBOT", "bot"],
    ["U_DON", "deactivated"],
    ["U_NOBODY", "unknown"],
  ])("%s is refused as %s", async (user, why) => {
    expect(await admit(user)).toEqual({ kind: "refused", why });
  });

  test("somebody of another workspace is refused without being looked up", async () => {
    const before = world.chat.asked.length;
    expect(await admit("U_LI", "T2")).toEqual({ kind: "refused", why: "foreign" });
    expect(world.chat.asked).toHaveLength(before);
  });
});
