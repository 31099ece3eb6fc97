import { describe, expect, test } from "vitest";
import type { Closeout } from "../../src/domain/closeout.ts";
import { type ChangeSettingsInput, changeSettings } from "../../src/usecases/change-settings.ts";
import { at } from "../domain/examples.ts";
import { waiting } from "../support/occurrences.ts";
import { member, openWorld, shareWorld, type World } from "../support/world.ts";

const unchanged: ChangeSettingsInput = {
  digestTime: "09:00",
  quietFrom: "18:00",
  quietTo: "08:00",
  workingDays: [1, 2, 3, 4, 5],
  ownerAfterDays: 1,
  sponsorAfterDays: 3,
};

function change(world: World, closeout: Closeout, input: Partial<ChangeSettingsInput>, as = member("ana")) {
  const request = { closeoutId: closeout.id, member: as, input: { ...unchanged, ...input } };
  return changeSettings(world.deps, request);
}

async function settingsOf(world: World, closeout: Closeout) {
  return (await world.store.closeouts.get(closeout.id))?.settings;
}

describe("once it is closed", () => {
  test("nothing but who holds the roles is changed, and by the owner alone", async () => {
    const world = await openWorld();
    const closeout = await world.start();
    await world.sql("update closeout set status = 'closed' where id = $1", closeout.id);
    const maria = { compliance_officer: "U_MARIA" };
    expect((await change(world, closeout, { digestTime: "10:00", roles: maria })).kind).toBe("closed");
    expect((await change(world, closeout, { roles: maria }, member("tom"))).kind).toBe("not_permitted");
    expect(await change(world, closeout, { roles: maria })).toMatchObject({
      kind: "changed",
      closeout: { status: "closed", roles: maria },
    });
    expect((await world.ledger(closeout)).at(-1)).toMatchObject({ kind: "roles.changed" });
  });
});

describe("new hours", () => {
  test("plan every reminder anew", async () => {
    const world = await openWorld();
    const closeout = await world.start();
    expect(
      await change(world, closeout, { digestTime: "11:30", workingDays: [7, 1, 2, 3, 4, 1] }),
    ).toMatchObject({
      kind: "changed",
      closeout: { settings: { digestTime: "11:30", workingDays: [1, 2, 3, 4, 7] } },
    });
    expect(await waiting(world, closeout, "W1")).toEqual([
      "before Sun 2026-03-08 11:30",
      "due Mon 2026-03-09 11:30",
      "overdue Tue 2026-03-10 11:30",
      "sponsor Thu 2026-03-12 11:30",
    ]);
    expect(await waiting(world, closeout, "Q1")).toEqual([]);
  });

  test("are in the ledger, before and after", async () => {
    const world = await openWorld();
    const closeout = await world.start();
    await change(world, closeout, { ownerAfterDays: 2, sponsorAfterDays: 5 });
    expect((await world.ledger(closeout)).slice(1)).toMatchObject([
      {
        kind: "settings.changed",
        actor: { user: "U_ANA" },
        data: {
          from: { escalation: { ownerAfterDays: 1, sponsorAfterDays: 3 } },
          to: { escalation: { ownerAfterDays: 2, sponsorAfterDays: 5 } },
        },
      },
    ]);
  });

  test("that are the old ones change nothing", async () => {
    const world = await openWorld();
    const closeout = await world.start();
    expect(await change(world, closeout, { workingDays: [5, 4, 3, 2, 1] })).toMatchObject({
      kind: "unchanged",
    });
    expect(await world.ledger(closeout)).toHaveLength(1);
  });

  test("do not bring back the reminders of what is settled", async () => {
    const world = await openWorld();
    const closeout = await world.start();
    await world.act(closeout, "W1", { kind: "complete" });
    await change(world, closeout, { digestTime: "10:00" });
    expect(await waiting(world, closeout, "W1")).toEqual([]);
  });

  test("leave a snooze in force", async () => {
    const world = await openWorld();
    const closeout = await world.start();
    await world.act(closeout, "W1", { kind: "snooze", until: { kind: "words", words: "2026-03-18 14:00" } });
    await change(world, closeout, { digestTime: "10:00" });
    expect((await waiting(world, closeout, "W1"))[0]).toBe("snoozed Wed 2026-03-18 14:00");
  });

  test("do not take back what is due and only waits for the sweep", async () => {
    const world = await openWorld();
    const closeout = await world.start({ channel: "C1" });
    world.clock.set(at("2026-03-12T09:00"));
    await change(world, closeout, { digestTime: "10:00" });
    expect(await waiting(world, closeout, "W2")).toEqual([
      "before Fri 2026-03-06 09:00",
      "due Mon 2026-03-09 09:00",
      "overdue Tue 2026-03-10 09:00",
      "sponsor Thu 2026-03-12 09:00",
      "overdue Thu 2026-03-12 10:00",
    ]);
    await world.sweepAt("2026-03-12T09:01");
    await world.deliver();
    expect(world.chat.in({ kind: "direct", user: "U_EVA" })).toHaveLength(1);
    await world.sweepAt("2026-03-12T10:00");
    expect(await waiting(world, closeout, "W2")).toEqual(["overdue Fri 2026-03-13 10:00"]);
  });

  test("at the very moment of a digest do not repeat it nor end the daily ones", async () => {
    const world = await openWorld();
    const closeout = await world.start();
    await world.sweepAt("2026-03-10T09:00");
    await change(world, closeout, { ownerAfterDays: 2 });
    expect(await waiting(world, closeout, "W2")).toEqual([
      "overdue Wed 2026-03-11 09:00",
      "sponsor Thu 2026-03-12 09:00",
    ]);
  });

  test("do not tell the sponsor a second time", async () => {
    const world = await openWorld();
    const closeout = await world.start();
    await world.sweepAt("2026-03-12T09:00");
    await change(world, closeout, { sponsorAfterDays: 7 });
    expect(await waiting(world, closeout, "W2")).toEqual(["overdue Fri 2026-03-13 09:00"]);
  });

  test("that tell the sponsor sooner tell them at the next digest if that moment has passed", async () => {
    const world = await openWorld();
    const closeout = await world.start();
    await world.sweepAt("2026-03-11T10:00");
    await change(world, closeout, { sponsorAfterDays: 1 });
    expect(await waiting(world, closeout, "W2")).toEqual([
      "overdue Thu 2026-03-12 09:00",
      "sponsor Thu 2026-03-12 09:00",
    ]);
  });
});

describe("new holders of roles", () => {
  test("act from now on, and the old ones no more", async () => {
    const world = await openWorld();
    const closeout = await world.start();
    const skip = { kind: "skip", reason: "Not needed" } as const;
    expect(await change(world, closeout, { roles: { technical_lead: "U_MARIA" } })).toMatchObject({
      kind: "changed",
      closeout: { roles: { technical_lead: "U_MARIA", it_audit: "U_LI" } },
    });
    expect((await world.act(closeout, "W1", skip, member("tom"))).kind).toBe("not_permitted");
    expect((await world.act(closeout, "W1", skip, member("maria"))).kind).toBe("changed");
    expect((await world.ledger(closeout))[1]).toMatchObject({
      kind: "roles.changed",
      data: { technical_lead: { from: "U_TOM", to: "U_MARIA" } },
    });
  });

  test("with new hours are two entries of one change", async () => {
    const world = await openWorld();
    const closeout = await world.start();
    await change(world, closeout, { digestTime: "10:00", roles: { it_audit: "U_MARIA" } });
    expect((await world.ledger(closeout)).map(({ kind }) => kind)).toEqual([
      "closeout.started",
      "settings.changed",
      "roles.changed",
    ]);
  });

  test("show on the card", async () => {
    const world = await openWorld();
    const closeout = await world.start();
    await world.deliver();
    await change(world, closeout, { roles: { it_audit: "U_MARIA" } });
    await world.deliver();
    expect(world.chat.posts).toMatchObject([
      { updates: 1, notice: { closeout: { roles: { it_audit: "U_MARIA" } } } },
    ]);
  });
});

describe("what is refused", () => {
  const shared = shareWorld();

  test.each<[string, Partial<ChangeSettingsInput>, readonly string[]]>([
    ["a digest in the quiet hours", { digestTime: "07:00" }, ["digestTime: It lies within the quiet hours"]],
    ["no working day", { workingDays: [] }, ["workingDays: It "]],
    ["a day that no week has", { workingDays: [8] }, ["workingDays: It "]],
    [
      "times that are none",
      { quietFrom: "late", quietTo: "25:00" },
      ["quietFrom: It is not a time", "quietTo: It is"],
    ],
    [
      "the sponsor before the owner",
      { ownerAfterDays: 4 },
      ["sponsorAfterDays: It comes before the owner is told"],
    ],
    [
      "no days at all",
      { ownerAfterDays: 0, sponsorAfterDays: Number.NaN },
      ["ownerAfterDays: ", "sponsorAfterDays: "],
    ],
    [
      "a guest as technical lead",
      { roles: { technical_lead: "U_GUS" } },
      ["technical_lead: The technical lead must"],
    ],
  ])("%s, on its field", async (_, input, expected) => {
    const closeout = await shared.start();
    const outcome = await change(shared, closeout, input);
    const problems = outcome.kind === "invalid" ? outcome.problems : [];
    expect(problems.map(({ field, message }) => `${field}: ${message}`)).toEqual(
      expected.map((start) => expect.stringContaining(start)),
    );
    expect(await settingsOf(shared, closeout)).toEqual(closeout.settings);
    expect(await shared.ledger(closeout)).toHaveLength(1);
  });

  test.each(["tom", "jonas", "eva", "li", "ola", "maria"])("%s, for only the owner may", async (name) => {
    const closeout = await shared.start();
    expect(await change(shared, closeout, { digestTime: "10:00" }, member(name))).toMatchObject({
      kind: "not_permitted",
      who: ["owner"],
    });
    expect(await settingsOf(shared, closeout)).toEqual(closeout.settings);
  });

  test("the owner's user id from another workspace", async () => {
    const closeout = await shared.start();
    const stranger = member("ana", { tenant: "T2" });
    expect((await change(shared, closeout, { digestTime: "10:00" }, stranger)).kind).toBe("not_permitted");
  });
});
