import { afterEach, describe, expect, test } from "vitest";
import { loadTemplate } from "../../../src/template-file.ts";
import { type StartCloseoutInput, startCloseout } from "../../../src/usecases/start/start-closeout.ts";
import { at } from "../../domain/examples.ts";
import { aMigration, senseiFault } from "../../support/fake-sensei.ts";
import { member, openWorld, shareWorld, startInput, type World } from "../../support/world.ts";

/** For all that starts nothing. */
const shared = shareWorld();
afterEach(() => {
  shared.sensei.fault = undefined;
});

function start(world: World, input: Partial<StartCloseoutInput> = {}, channel = "C1", as = member("ana")) {
  return startCloseout(world.deps, { member: as, channel, input: startInput(input) });
}

/** `field: message` of everything that is wrong. */
async function problemsOf(started: ReturnType<typeof start>): Promise<readonly string[]> {
  const outcome = await started;
  if (outcome.kind !== "invalid") throw new Error(`It was ${outcome.kind}`);
  return outcome.problems.map(({ field, message }) => `${field}: ${message}`);
}

async function counts(world: World): Promise<Record<string, unknown>> {
  const [row] = await world.sql(`select
    (select count(*)::int from closeout) as closeouts, (select count(*)::int from item) as items,
    (select count(*)::int from occurrence) as occurrences, (select count(*)::int from delivery) as deliveries,
    (select count(*)::int from ledger_entry) as entries`);
  return row ?? {};
}

const nothing = { closeouts: 0, items: 0, occurrences: 0, deliveries: 0, entries: 0 };

describe("a good form", () => {
  test("opens a closeout with its items, reminders, card and first ledger entry", async () => {
    const world = await openWorld();
    const outcome = await start(world, { budget: "15,000 USD" });
    expect(outcome).toMatchObject({ kind: "started", closeout: { owner: "U_ANA", channel: "C1" } });
    // W1 to W3: before, due, first overdue, sponsor; Q1 is never spoken of.
    expect(await counts(world)).toEqual({
      closeouts: 1,
      items: 4,
      occurrences: 12,
      deliveries: 1,
      entries: 1,
    });
    const kept = await world.store.closeouts.openInChannel(member("ana"), "C1");
    expect(kept).toMatchObject({
      name: "HR_PROD → hr_production",
      migration: { id: "mig_hr_prod_2026", engines: "Oracle 19c → PostgreSQL 16", recordsTotal: 52_000_000 },
      timeZone: "Europe/Berlin",
      budgetEstimate: { amount: "15000", currency: "USD" },
      status: "open",
    });
    expect(kept?.cutover).toEqual(at("2026-03-02T02:30"));
    expect(kept && (await world.ledger(kept))).toMatchObject([
      {
        kind: "closeout.started",
        actor: { user: "U_ANA", tenant: "T1" },
        data: { migration: "mig_hr_prod_2026" },
      },
    ]);
  });

  test("gives items to whom the template names", async () => {
    const world = await openWorld();
    const closeout = await world.start();
    const items = await world.store.closeouts.items([closeout.id]);
    expect(items.map(({ id, assignee }) => [id, assignee])).toEqual([
      ["W1", "U_ANA"],
      ["W2", undefined],
      ["W3", "U_OLA"],
      ["Q1", undefined],
    ]);
    expect(items[0]?.due).toEqual(at("2026-03-09T02:30"));
  });

  test("asks the queue to deliver the card, which is posted and pinned", async () => {
    const world = await openWorld();
    await start(world);
    expect(world.queue.jobs).toMatchObject([
      { name: "deliver", payload: { lanes: [{ conversation: { kind: "channel", channel: "C1" } }] } },
    ]);
    await world.deliver();
    expect(world.chat.posts).toMatchObject([
      { conversation: "channel:C1", pinned: true, notice: { kind: "card", closeout: { channel: "C1" } } },
    ]);
  });

  test("starts although the queue is away", async () => {
    const world = await openWorld();
    world.queue.away = true;
    expect(await start(world)).toMatchObject({ kind: "started" });
    expect(world.logged).toMatchObject([{ level: "warn", message: expect.stringContaining("next sweep") }]);
  });

  test("with the procedure that comes with Closeout opens its 12 checklist items and all the details", async () => {
    const world = await openWorld({ template: await loadTemplate() });
    const closeout = await world.start();
    const items = await world.store.closeouts.items([closeout.id]);
    const phases = ["immediate", "short_term", "medium_term"];
    expect(items.filter(({ list }) => phases.includes(list))).toHaveLength(12);
    expect(items).toHaveLength(12 + 4 + 4 + 7 + 5 + 5);
  });
});

describe("one open closeout per channel and per migration", () => {
  test("a second one in the channel is refused by name", async () => {
    const world = await openWorld();
    world.sensei.migrations.push(aMigration({ id: "mig_other" }));
    await start(world);
    expect(await problemsOf(start(world, { migrationId: "mig_other", name: "Other" }))).toEqual([
      "name: This channel already closes out “HR_PROD → hr_production”. Nothing was started.",
    ]);
  });

  test("a second one of the migration is refused by name", async () => {
    const world = await openWorld();
    await start(world);
    expect(await problemsOf(start(world, {}, "C2"))).toEqual([
      "migration: This migration is already being closed out as “HR_PROD → hr_production”.",
    ]);
  });

  test("another workspace has channels and migrations of its own", async () => {
    const world = await openWorld();
    await start(world);
    expect(await start(world, {}, "C1", member("ana", { tenant: "T2" }))).toMatchObject({ kind: "started" });
  });

  test.each([
    ["the channel", (n: number) => ({ channel: "C1", migrationId: `mig_${n}` })],
    ["the migration", (n: number) => ({ channel: `C${n}`, migrationId: "mig_1" })],
  ])(
    "of eight that start at the same moment over %s one does, and nothing is left of the others",
    async (_, of) => {
      const world = await openWorld();
      const numbers = [1, 2, 3, 4, 5, 6, 7, 8];
      world.sensei.migrations.push(...numbers.map((n) => aMigration({ id: `mig_${n}` })));
      const processes = [world.deps, world.another()];
      const outcomes = await Promise.all(
        numbers.map((n) => {
          const { channel, migrationId } = of(n);
          const deps = processes[n % 2] ?? world.deps;
          return startCloseout(deps, { member: member("ana"), channel, input: startInput({ migrationId }) });
        }),
      );
      expect(outcomes.filter(({ kind }) => kind === "started")).toHaveLength(1);
      expect(outcomes.filter(({ kind }) => kind === "invalid")).toHaveLength(7);
      expect(await counts(world)).toEqual({
        closeouts: 1,
        items: 4,
        occurrences: 12,
        deliveries: 1,
        entries: 1,
      });
    },
  );
});

describe("people", () => {
  test.each(["U_GUS", "U_SAM", "U_ROBOT", "U_DON", "U_NOBODY"])(
    "%s, who may not act here, cannot hold a role",
    async (user) => {
      const roles = { ...startInput().roles, it_audit: user };
      expect(await problemsOf(start(shared, { roles }))).toEqual([
        "it_audit: The IT audit must be a full member of this workspace: no guest, no bot, nobody from outside.",
      ]);
      expect(await counts(shared)).toEqual(nothing);
    },
  );
});

test("a form with mistakes starts nothing", async () => {
  expect(await problemsOf(start(shared, { name: "", budget: "a lot" }))).toHaveLength(2);
  expect(await counts(shared)).toEqual(nothing);
});

test("text that a database cannot hold does no harm", async () => {
  const world = await openWorld();
  expect(await start(world, { name: "HR\u0000_PROD \ud800" })).toMatchObject({
    closeout: { name: "HR_PROD \ufffd" },
  });
});

describe("the vendor", () => {
  test.each(["running", "rolling_back", "rolled_back", "failed", "archived"] as const)(
    "a migration that is %s cannot be closed out",
    async (status) => {
      shared.sensei.migrations.push(aMigration({ id: `mig_${status}`, status, vendorStatus: status }));
      expect(await problemsOf(start(shared, { migrationId: `mig_${status}` }))).toEqual([
        `migration: It is ${status}; a closeout starts once a migration is completed or certified.`,
      ]);
    },
  );

  test("a certified migration can", async () => {
    const world = await openWorld();
    world.sensei.migrations.splice(0, 1, aMigration({ status: "certified" }));
    expect(await start(world)).toMatchObject({ kind: "started" });
  });

  test("a migration that it does not know is refused on its field", async () => {
    expect(await problemsOf(start(shared, { migrationId: "mig_none" }))).toEqual([
      "migration: Sensei knows no such migration.",
    ]);
  });

  test.each(["unavailable", "timeout", "unauthorized", "damaged_answer"] as const)(
    "its fault %s is told in its own sentence and starts nothing",
    async (code) => {
      const world = await openWorld();
      world.sensei.fault = senseiFault(code);
      expect(await start(world)).toEqual({
        kind: "unavailable",
        sentence: `Sensei says ${code}. Try again.`,
      });
      expect(await counts(world)).toEqual(nothing);
    },
  );

  test("a defect of ours is not told as a fault of Sensei's", async () => {
    shared.sensei.fault = new TypeError("ours");
    await expect(start(shared)).rejects.toThrow("ours");
  });
});
