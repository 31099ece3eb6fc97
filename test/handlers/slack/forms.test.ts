import { Temporal } from "temporal-polyfill";
import { afterEach, describe, expect, it } from "vitest";
import { everyOffer } from "../../../src/domain/checklist/governed-item.ts";
import type { UseCases } from "../../../src/usecases/bind.ts";
import { waitFor } from "../../support/wait-for.ts";
import { messagesOf, type Rig, startRig, windowOf, wordsOf } from "./rig.ts";
import { hrProd, itemOf } from "./stub-use-cases.ts";

const channel = "C0HRPROD";

describe("a form", () => {
  let rig: Rig;
  afterEach(() => rig.close());

  const start = async (useCases: Partial<UseCases> = {}) => {
    rig = await startRig({ useCases });
  };
  const called = (name: string) => rig.calls.filter((call) => call.name === name).map(({ input }) => input);

  async function open(command: string, as = "U0ANA") {
    await rig.control("POST /command", { as, channel, text: command });
    return await waitFor(() => windowOf(rig, as));
  }

  const submit = (view: { readonly id: string }, values: Record<string, unknown>, as = "U0ANA") =>
    rig.control("POST /submit", { as, view_id: view.id, values });

  it.each([
    [
      "/closeout skip I1",
      { "skip.reason": "nothing was found" },
      { kind: "skip", reason: "nothing was found" },
    ],
    ["/closeout assign I1", { "assign.user": "U0MARIA" }, { kind: "assign", user: "U0MARIA" }],
    [
      "/closeout due I1",
      { "due.date": "2026-03-09", "due.time": "14:00" },
      { kind: "due", to: "2026-03-09 14:00" },
    ],
    [
      "/closeout note I1",
      { "note.text": "all <quiet> & well ✅" },
      { kind: "note", text: "all <quiet> & well ✅" },
    ],
  ])("opened by %s acts, closes, and is confirmed privately", async (command, values, act) => {
    await start();
    const view = await open(command);
    expect(await submit(view, values)).toMatchObject({ closed: true });
    expect(called("changeItem")).toMatchObject([{ closeoutId: hrProd.id, itemId: "I1", act }]);
    await waitFor(async () => (await messagesOf(rig, "U0ANA")).some(({ ephemeral }) => ephemeral));
  });

  it("shows on its field what the rules say against it, and stays with what was typed", async () => {
    await start({
      changeItem: async () => ({ kind: "invalid", closeout: hrProd, message: "Give a longer reason." }),
    });
    const view = await open("/closeout skip I1");
    const answer = await submit(view, { "skip.reason": "no reason" });
    expect(answer).toMatchObject({ closed: false, response_action: "errors" });
    expect(Object.values(Object(answer["errors"]))).toEqual(["Give a longer reason."]);
  });

  it("gives way to a sentence when the person may not do it any more", async () => {
    await start({ changeItem: async () => ({ kind: "not_permitted", closeout: hrProd, who: ["owner"] }) });
    const view = await open("/closeout skip I1");
    const answer = await submit(view, { "skip.reason": "no reason" });
    expect(answer).toMatchObject({ closed: false, response_action: "update" });
    expect(wordsOf(answer)).toContain("U0ANA");
  });

  it("keeps what was typed when we fail, and names a reference", async () => {
    await start({ changeItem: () => Promise.reject(new Error("the database is away")) });
    const view = await open("/closeout note I1");
    const answer = await submit(view, { "note.text": "long and precious words" });
    expect(answer).toMatchObject({ closed: false, response_action: "errors" });
    const reference = String(rig.log.find(({ level }) => level === "error")?.["reference"]);
    expect(wordsOf(answer)).toContain(reference);
    expect(wordsOf(answer)).not.toContain("database");
  });

  it("submitted by a guest changes nothing", async () => {
    let guest = false;
    await start({
      admitMember: async ({ user, installation }) =>
        guest
          ? { kind: "refused", why: "guest" }
          : { kind: "admitted", member: { ...installation, user, name: user, timeZone: undefined } },
    });
    const view = await open("/closeout note I1");
    guest = true;
    expect(wordsOf(await submit(view, { "note.text": "x" }))).toContain("guest");
    expect(called("changeItem")).toEqual([]);
  });

  describe("to start a closeout", () => {
    const filled = {
      "start.name": "HR_PROD",
      "start.cutover_date": "2026-03-02",
      "start.cutover_time": "02:30",
      "start.technical_lead": "U0TOM",
      "start.compliance_officer": "U0JONAS",
      "start.business_sponsor": "U0EVA",
      "start.it_audit": "U0LI",
      "start.operations_lead": "U0MARIA",
    };
    const migration = {
      id: "mig_hr_prod",
      name: "HR_PROD",
      status: "certified",
      vendorStatus: "certified",
      phase: undefined,
      source: { kind: "oracle", version: "19c", name: "HR_PROD", tables: 247 },
      target: { kind: "postgresql", version: "16", name: "hr_production", tables: 247 },
      recordsTotal: 52_000_000,
      recordsProcessed: 52_000_000,
      resources: { checkpoints: undefined, temporaryStorage: undefined },
      timing: { createdAt: undefined, startedAt: undefined, completedAt: undefined },
    } as const;
    const preset = { migration, name: "HR_PROD", timeZone: "Europe/Berlin" };
    const prepared: Partial<UseCases> = { prepareStart: async () => ({ kind: "ready", preset }) };

    const choose = (view: { readonly id: string }, value: string, values = {}) =>
      rig.control("POST /view-action", {
        as: "U0ANA",
        view_id: view.id,
        action_id: "start.migration",
        value,
        values,
      });
    const lookUp = (view: { readonly id: string }) =>
      rig.control("POST /options", {
        as: "U0ANA",
        view_id: view.id,
        action_id: "start.migration",
        query: "",
      });
    const listed: Partial<UseCases> = {
      searchMigrations: async () => ({ kind: "found", migrations: [migration] }),
    };

    it("fills in name and cutover once a migration is chosen, and keeps what was typed", async () => {
      const cutover = Temporal.Instant.from("2026-03-02T01:30:00Z");
      await start({
        ...listed,
        prepareStart: async ({ migrationId }) => ({
          kind: "ready",
          preset: migrationId === undefined ? { timeZone: "Europe/Berlin" } : { ...preset, cutover },
        }),
      });
      const view = await open("/closeout start");
      await lookUp(view);
      await choose(view, migration.id, { "start.budget": "15000 USD" });
      await waitFor(async () => wordsOf(await windowOf(rig, "U0ANA")).includes("2026-03-02"));
      const {
        "start.name": _name,
        "start.cutover_date": _date,
        "start.cutover_time": _time,
        ...rest
      } = filled;
      expect(await submit(view, rest)).toMatchObject({ closed: true });
      expect(called("startCloseout")).toMatchObject([
        {
          input: {
            migrationId: migration.id,
            name: "HR_PROD",
            cutoverDate: "2026-03-02",
            cutoverTime: "02:30",
            budget: "15000 USD",
          },
        },
      ]);
    });

    it("leaves a name that was typed before the migration was chosen", async () => {
      await start({ ...prepared, ...listed });
      const view = await open("/closeout start");
      await lookUp(view);
      await choose(view, migration.id, { "start.name": "My name for it" });
      await waitFor(async () => wordsOf(await windowOf(rig, "U0ANA")).includes("start.name~1"));
      expect(wordsOf(await windowOf(rig, "U0ANA"))).toContain("My name for it");
    });

    it("says at once when the chosen migration cannot be closed out", async () => {
      await start({
        ...listed,
        prepareStart: async ({ migrationId }) =>
          migrationId === undefined
            ? { kind: "ready", preset: { timeZone: "Europe/Berlin" } }
            : { kind: "migration_taken", by: hrProd },
      });
      const view = await open("/closeout start");
      await lookUp(view);
      await choose(view, migration.id);
      await waitFor(async () => wordsOf(await windowOf(rig, "U0ANA")).includes("already being closed out"));
    });

    it("starts it with everything that was filled in, and leaves the telling to the card", async () => {
      await start(prepared);
      const view = await open("/closeout start mig_hr_prod");
      expect(await submit(view, filled)).toMatchObject({ closed: true });
      expect(await rig.app.drain(5_000)).toBe(0);
      expect((await messagesOf(rig, "U0ANA")).filter(({ ephemeral }) => ephemeral)).toEqual([]);
      expect(called("prepareStart")).toMatchObject([{ channel, migrationId: "mig_hr_prod" }]);
      expect(called("startCloseout")).toMatchObject([
        {
          channel,
          input: {
            migrationId: "mig_hr_prod",
            name: "HR_PROD",
            cutoverDate: "2026-03-02",
            cutoverTime: "02:30",
            timeZone: "Europe/Berlin",
            roles: { technical_lead: "U0TOM", operations_lead: "U0MARIA" },
          },
        },
      ]);
    });

    it("shows every problem on its field", async () => {
      await start({
        ...prepared,
        startCloseout: async () => ({
          kind: "invalid",
          problems: [
            { field: "name", message: "Shorter, please." },
            { field: "it_audit", message: "No guests." },
          ],
        }),
      });
      const answer = await submit(await open("/closeout start"), filled);
      expect(new Set(Object.values(Object(answer["errors"])))).toEqual(
        new Set(["Shorter, please.", "No guests."]),
      );
    });

    it("stays and says so when Sensei does not answer", async () => {
      await start({
        ...prepared,
        startCloseout: async () => ({ kind: "unavailable", sentence: "Sensei is not answering." }),
      });
      const answer = await submit(await open("/closeout start"), filled);
      expect(Object.values(Object(answer["errors"]))).toEqual(["Sensei is not answering."]);
    });

    it.each([
      ["the channel has one", { kind: "channel_taken", by: hrProd }, "This channel already"],
      ["the migration has one", { kind: "migration_taken", by: hrProd }, "already being closed out"],
      [
        "the migration still runs",
        { kind: "migration_not_ready", migration: { ...migration, status: "running" } },
        "running",
      ],
      ["there is no such migration", { kind: "migration_not_found", id: "mig_x" }, "mig_x"],
      [
        "Sensei is away",
        { kind: "unavailable", sentence: "Sensei is not answering." },
        "Sensei is not answering",
      ],
    ] as const)("is not opened in vain when %s", async (_name, outcome, words) => {
      await start({ prepareStart: async () => outcome });
      await rig.control("POST /command", { as: "U0ANA", channel, text: "/closeout start mig_x" });
      const answer = await waitFor(async () =>
        (await messagesOf(rig, "U0ANA")).find(({ ephemeral }) => ephemeral),
      );
      expect(wordsOf(answer)).toContain(words);
      expect(await windowOf(rig, "U0ANA")).toBeNull();
    });

    it("finds migrations and time zones as one types", async () => {
      await start({
        ...prepared,
        searchMigrations: async () => ({ kind: "found", migrations: [migration] }),
      });
      const view = await open("/closeout start");
      const search = (action_id: string, query: string) =>
        rig.control("POST /options", { as: "U0ANA", view_id: view.id, action_id, query });
      expect(wordsOf(await search("start.migration", "hr"))).toContain("mig_hr_prod");
      expect(called("searchMigrations")).toMatchObject([{ query: "hr" }]);
      expect(wordsOf(await search("start.time_zone", "berl"))).toContain("Europe/Berlin");
    });

    it("says in the menu that Sensei does not answer", async () => {
      await start({
        ...prepared,
        searchMigrations: async () => ({ kind: "unavailable", sentence: "Sensei is not answering." }),
      });
      const view = await open("/closeout start");
      const found = await rig.control("POST /options", {
        as: "U0ANA",
        view_id: view.id,
        action_id: "start.migration",
        query: "hr",
      });
      expect(wordsOf(found)).toContain("Sensei is not answering");
    });

    it("opens a waiting window first when Sensei takes its time", async () => {
      const gate = Promise.withResolvers<void>();
      await start({
        prepareStart: async () => {
          await gate.promise;
          return { kind: "ready", preset };
        },
      });
      const waiting = await open("/closeout start");
      expect(wordsOf(waiting)).toContain("still working");
      gate.resolve();
      await waitFor(async () => (await windowOf(rig, "U0ANA"))?.callback_id === "closeout.start");
    });

    it("that takes longer than Slack waits says in a window on top how it went", async () => {
      const gate = Promise.withResolvers<void>();
      await start({
        ...prepared,
        startCloseout: async () => {
          await gate.promise;
          return { kind: "invalid", problems: [{ field: "name", message: "Shorter, please." }] };
        },
      });
      const view = await open("/closeout start");
      expect(await submit(view, filled)).toMatchObject({ closed: false, response_action: "push" });
      gate.resolve();
      const top = await waitFor(async () => {
        const now = await windowOf(rig, "U0ANA");
        return wordsOf(now).includes("Shorter, please.") && now;
      });
      await rig.control("POST /close-view", { as: "U0ANA", view_id: top.id });
      expect((await windowOf(rig, "U0ANA"))?.id).toBe(view.id);
    });
  });

  describe("with the settings", () => {
    it("opens for the owner only", async () => {
      await start();
      await rig.control("POST /command", { as: "U0TOM", channel, text: "/closeout settings" });
      const answer = await waitFor(async () =>
        (await messagesOf(rig, "U0TOM")).find(({ ephemeral }) => ephemeral),
      );
      expect(wordsOf(answer)).toContain("U0ANA");
    });

    it("shows a rule's problem on the field that it is about", async () => {
      await start({
        changeSettings: async () => ({
          kind: "invalid",
          problems: [{ field: "digestTime", message: "lies within the quiet hours" }],
        }),
      });
      const view = await open("/closeout settings");
      const answer = await submit(view, {});
      const block = view.blocks.find((one) => wordsOf(one).includes("settings.digest_time"));
      expect(Object.keys(Object(answer["errors"]))).toEqual([Object(block).block_id]);
    });
  });

  describe("opened from the details of an item", () => {
    it("goes on top of them, and they are current when it closes", async () => {
      let done = false;
      const by = { ...hrProd.installation, user: "U0ANA", name: "ana" };
      await start({
        readItem: async ({ itemId }) => ({
          closeout: hrProd,
          now: hrProd.startedAt,
          item: itemOf(
            itemId,
            done ? { state: { kind: "skipped", by, at: hrProd.startedAt, reason: "not needed" } } : {},
          ),
          hint: undefined,
          notes: [],
          mayChange: true,
          maySkip: true,
          mayChangeDue: true,
          offers: everyOffer,
        }),
        changeItem: async ({ itemId }) => {
          done = true;
          return { kind: "changed", closeout: hrProd, item: itemOf(itemId) };
        },
      });
      const list = await open("/closeout check");
      const clickIn = (view: { readonly id: string; readonly blocks: unknown[] }, action_id: string) => {
        const { block_id } = Object(view.blocks.find((block) => wordsOf(block).includes(action_id)));
        return rig.control("POST /view-action", { as: "U0ANA", view_id: view.id, block_id, action_id });
      };
      await clickIn(list, "item.show");
      const details = await topOther(list.id);
      await clickIn(details, "item.skip");
      const form = await topOther(details.id);
      expect(await submit(form, { "skip.reason": "not needed" })).toMatchObject({ closed: true });
      await waitFor(async () => {
        const now = await windowOf(rig, "U0ANA");
        return now?.id === details.id && wordsOf(now).includes("not needed");
      });
      expect(called("readItems").length).toBeGreaterThan(1);
    });

    const topOther = (id: string) =>
      waitFor(async () => {
        const now = await windowOf(rig, "U0ANA");
        return now !== null && now.id !== id && now;
      });
  });
});
