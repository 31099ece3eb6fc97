import { describe, expect, test } from "vitest";
import type { Closeout } from "../../../src/domain/closeout.ts";
import { system } from "../../../src/domain/identity.ts";
import { readItem } from "../../../src/usecases/checklist/read-items.ts";
import { describeDocument, reviewDocument } from "../../../src/usecases/handover/change-document.ts";
import {
  confirmHandover,
  type SessionForm,
  saveSession,
  setHandoverTeam,
} from "../../../src/usecases/handover/change-handover.ts";
import { readHandover } from "../../../src/usecases/handover/read-handover.ts";
import { remindHandover } from "../../../src/usecases/handover/remind-handover.ts";
import { at } from "../../domain/examples.ts";
import { smallTemplateText, templateFrom } from "../../support/small-template.ts";
import { member, openWorld, type World } from "../../support/world.ts";

const template = templateFrom(
  smallTemplateText
    .replace("{ id: W1,", "{ id: W1, completed_by: handover,")
    .replace("{ id: W2,", "{ id: W2, completed_by: review,"),
);
const [ana, tom, ola, maria] = [member("ana"), member("tom"), member("ola"), member("maria")];
const link = "https://wiki.example.com/diagram";

async function begin(): Promise<{ world: World; closeout: Closeout }> {
  const world = await openWorld({ template });
  return { world, closeout: await world.start() };
}

async function stateOf(world: World, closeout: Closeout, itemId: string) {
  return (await world.store.closeouts.items([closeout.id], [itemId]))[0];
}

describe("the documentation as a whole", () => {
  const documented = templateFrom(
    smallTemplateText
      .replace("{ id: W1,", "{ id: W1, completed_by: documents,")
      .replace("{ id: W2,", "{ id: W2, completed_by: review,")
      .replace("{ id: W3,", "{ id: W3, completed_by: review,"),
  );
  const start = async () => {
    const world = await openWorld({ template: documented });
    return { world, closeout: await world.start() };
  };
  type Begun = Awaited<ReturnType<typeof start>>;
  const reviewed = async ({ world: { deps }, closeout: { id: closeoutId } }: Begun, itemId: string) => {
    await describeDocument(deps, { closeoutId, member: tom, itemId, link, words: "" });
    expect(await reviewDocument(deps, { closeoutId, member: ola, itemId, number: 1 })).toMatchObject({
      kind: "reviewed",
    });
  };
  const skipped = async ({ world, closeout }: Begun, itemId: string) => {
    await world.act(closeout, itemId, { kind: "skip", reason: "There is none." });
  };
  const whole = async ({ world, closeout }: Begun) => (await stateOf(world, closeout, "W1"))?.state;

  test.each([
    ["both are reviewed", reviewed, reviewed],
    ["the last is skipped", reviewed, skipped],
    ["the first was skipped", skipped, reviewed],
  ])("is done by itself once %s", async (_, first, second) => {
    const begun = await start();
    await first(begun, "W2");
    expect(await whole(begun)).toMatchObject({ kind: "open" });
    await second(begun, "W3");
    expect(await whole(begun)).toMatchObject({ kind: "done", by: system });
    expect((await begun.world.ledger(begun.closeout)).at(-1)).toMatchObject({
      kind: "item.completed",
      data: { item: "W1", because: "every document was reviewed or skipped" },
    });
  });

  test("is left to people where nothing was reviewed at all", async () => {
    const begun = await start();
    await skipped(begun, "W2");
    await skipped(begun, "W3");
    expect(await whole(begun)).toMatchObject({ kind: "open" });
  });
});

describe("a document", () => {
  const describeIt = (
    { deps }: World,
    { id: closeoutId }: Closeout,
    as = tom,
    url = link,
    words = "New target",
  ) => describeDocument(deps, { closeoutId, member: as, itemId: "W2", link: url, words });
  const review = ({ deps }: World, { id: closeoutId }: Closeout, as = ola, number?: number) =>
    reviewDocument(deps, { closeoutId, member: as, itemId: "W2", number });

  test("is done when somebody else than who changed it has reviewed it; whoever changed it owns it", async () => {
    const { world, closeout } = await begin();
    expect(await review(world, closeout)).toMatchObject({ kind: "nothing_to_review" });
    expect(await describeIt(world, closeout)).toMatchObject({
      kind: "described",
      change: { number: 1, link },
    });
    expect(await stateOf(world, closeout, "W2")).toMatchObject({
      state: { kind: "open" },
      assignee: "U_TOM",
    });
    expect(await review(world, closeout, tom)).toMatchObject({ kind: "own_change" });
    expect(await review(world, closeout)).toMatchObject({ kind: "reviewed" });
    expect(await stateOf(world, closeout, "W2")).toMatchObject({
      state: { kind: "done", by: { user: "U_OLA" } },
    });
    expect(await review(world, closeout, ana)).toMatchObject({ kind: "already" });
    expect((await world.ledger(closeout)).slice(1)).toMatchObject([
      {
        kind: "document.changed",
        actor: { user: "U_TOM" },
        data: { item: "W2", number: 1, link, words: "New target" },
      },
      { kind: "item.assigned", data: { item: "W2", from: null, to: "U_TOM" } },
      {
        kind: "document.reviewed",
        actor: { user: "U_OLA" },
        data: { item: "W2", number: 1, link, changedBy: "U_TOM" },
      },
      { kind: "item.completed", actor: { user: "U_OLA" }, data: { item: "W2" } },
    ]);
  });

  test("that is changed again is not covered by a review of what it was", async () => {
    const { world, closeout } = await begin();
    await describeIt(world, closeout);
    await describeIt(world, closeout, ana, `${link}/2`);
    expect(await review(world, closeout, ola, 1)).toMatchObject({ kind: "outdated", change: { number: 2 } });
    expect(await review(world, closeout, ana, 2)).toMatchObject({ kind: "own_change" });
    expect(await review(world, closeout, tom, 2)).toMatchObject({ kind: "reviewed" });
    await describeIt(world, closeout, ana, `${link}/3`);
    expect(await review(world, closeout, ola, 3)).toMatchObject({ kind: "reviewed" });
  });

  test("shows its state in the item's details, with the review for those who may", async () => {
    const { world, closeout } = await begin();
    const read = (as: typeof ana, itemId = "W2") =>
      readItem(world.deps, { closeoutId: closeout.id, itemId, member: as });
    expect(await read(ana)).toMatchObject({ document: { change: undefined, mayReview: false } });
    await describeIt(world, closeout);
    expect(await read(tom)).toMatchObject({ document: { change: { number: 1 }, mayReview: false } });
    expect(await read(ola)).toMatchObject({ document: { change: { number: 1 }, mayReview: true } });
    expect(await read(ola, "W3")).not.toHaveProperty("document");
  });

  test("is refused without a link, without a role, and for items that are about none", async () => {
    const { world, closeout } = await begin();
    expect(await describeIt(world, closeout, tom, "somewhere")).toMatchObject({
      kind: "invalid",
      field: "link",
    });
    expect(await describeIt(world, closeout, tom, link, "x".repeat(1_001))).toMatchObject({
      kind: "invalid",
      field: "words",
    });
    expect(await describeIt(world, closeout, maria)).toMatchObject({ kind: "not_permitted" });
    expect(await review(world, closeout, member("ola", { tenant: "T2" }))).toMatchObject({
      kind: "not_permitted",
    });
    expect(
      await describeDocument(world.deps, {
        closeoutId: closeout.id,
        member: tom,
        itemId: "W3",
        link,
        words: "",
      }),
    ).toMatchObject({ kind: "no_document", suggestion: "W2" });
  });
});

describe("the knowledge transfer", () => {
  const form = (different: Partial<SessionForm> = {}): SessionForm => ({
    title: "Backups and failover",
    on: "2026-03-02",
    materials: link,
    attendees: ["U_OLA", "U_MARIA"],
    ...different,
  });
  const save = ({ deps }: World, { id: closeoutId }: Closeout, one = form(), as = ana) =>
    saveSession(deps, { closeoutId, member: as, form: one });
  const confirm = ({ deps }: World, { id: closeoutId }: Closeout, as = ola, number = 1) =>
    confirmHandover(deps, { closeoutId, member: as, number });
  const outbox = (world: World) =>
    world.sql(
      "select conversation, subject->>'about' as about from delivery where subject->>'kind' = 'handover_session' order by created_at, conversation",
    );

  test("asks everybody who attends, and is complete when those have confirmed who have to", async () => {
    const { world, closeout } = await begin();
    expect(await save(world, closeout)).toMatchObject({ kind: "saved", session: { number: 1 } });
    expect(await outbox(world)).toMatchObject([
      { conversation: `channel:${closeout.channel}`, about: "session" },
      { conversation: "direct:U_OLA", about: "invitation" },
      { conversation: "direct:U_MARIA", about: "invitation" },
    ]);
    await world.deliver();
    expect(await confirm(world, closeout, maria)).toMatchObject({ kind: "confirmed" });
    expect(await stateOf(world, closeout, "W1")).toMatchObject({ state: { kind: "open" } });
    expect(await confirm(world, closeout)).toMatchObject({ kind: "confirmed" });
    expect(await stateOf(world, closeout, "W1")).toMatchObject({ state: { kind: "done" } });
    expect(await confirm(world, closeout)).toMatchObject({ kind: "already" });
    expect((await world.ledger(closeout)).slice(1)).toMatchObject([
      {
        kind: "handover.session_saved",
        actor: { user: "U_ANA" },
        data: { session: 1, before: null, after: { on: "2026-03-02", attendees: ["U_OLA", "U_MARIA"] } },
      },
      {
        kind: "handover.confirmed",
        actor: { user: "U_MARIA" },
        data: { session: 1, statement: "I can run this." },
      },
      { kind: "handover.confirmed", actor: { user: "U_OLA" } },
      { kind: "item.completed", actor: { system: "closeout" }, data: { item: "W1" } },
    ]);
  });

  test("is confirmed by nobody for somebody else, and not before the day", async () => {
    const { world, closeout } = await begin();
    await save(world, closeout, form({ on: "2026-03-03" }));
    expect(await confirm(world, closeout, tom)).toMatchObject({ kind: "not_yours" });
    expect(await confirm(world, closeout, member("ola", { tenant: "T2" }))).toMatchObject({
      kind: "not_permitted",
    });
    expect(await confirm(world, closeout)).toMatchObject({ kind: "too_early" });
    expect(await confirm(world, closeout, ola, 2)).toMatchObject({ kind: "no_session" });
    world.clock.set(at("2026-03-03T00:01"));
    expect(await confirm(world, closeout)).toMatchObject({ kind: "confirmed" });
  });

  test("takes a confirmation of every session that somebody attends", async () => {
    const { world, closeout } = await begin();
    await save(world, closeout);
    await save(world, closeout, form({ title: "Monitoring" }));
    await confirm(world, closeout);
    expect(await stateOf(world, closeout, "W1")).toMatchObject({ state: { kind: "open" } });
    await confirm(world, closeout, ola, 2);
    expect(await stateOf(world, closeout, "W1")).toMatchObject({ state: { kind: "done" } });
  });

  test("has a team of its own where one is named", async () => {
    const { world, closeout } = await begin();
    const team = (users: readonly string[], as = ana) =>
      setHandoverTeam(world.deps, { closeoutId: closeout.id, member: as, users });
    expect(await team(["U_GUS"])).toMatchObject({ kind: "strangers", users: ["U_GUS"] });
    expect(await team([])).toMatchObject({ kind: "nobody" });
    expect(await team(["U_MARIA"], member("eva"))).toMatchObject({ kind: "not_permitted" });
    await save(world, closeout);
    await confirm(world, closeout, maria);
    expect(await team(["U_MARIA"])).toMatchObject({
      kind: "team",
      team: [{ user: "U_MARIA", state: "confirmed" }],
    });
    expect(await stateOf(world, closeout, "W1")).toMatchObject({ state: { kind: "done" } });
    expect((await world.ledger(closeout)).find(({ kind }) => kind === "handover.team_changed")).toMatchObject(
      {
        data: { from: ["U_OLA"], to: ["U_MARIA"] },
      },
    );
  });

  test("keeps confirmations when a session changes, and invites only who is new; an older form is refused", async () => {
    const { world, closeout } = await begin();
    await save(world, closeout);
    await confirm(world, closeout);
    const drawn = { number: 1, version: 1 };
    const changed = form({ attendees: ["U_OLA", "U_TOM"], drawn });
    expect(await save(world, closeout, changed, tom)).toMatchObject({
      kind: "saved",
      session: {
        number: 1,
        version: 2,
        attendees: [{ user: "U_OLA", confirmed: expect.any(String) }, { user: "U_TOM" }],
      },
    });
    expect((await outbox(world)).map(({ conversation }) => conversation)).toContain("direct:U_TOM");
    expect((await outbox(world)).filter(({ about }) => about === "invitation")).toHaveLength(3);
    expect(await save(world, closeout, form({ title: "Other", drawn }))).toMatchObject({
      kind: "stale",
      now: { version: 2, saved: { by: { user: "U_TOM" } } },
    });
  });

  test.each([
    [{ title: " " }, "title"],
    [{ on: "2026-02-30" }, "date"],
    [{ on: "2028-01-01" }, "date"],
    [{ materials: "the wiki" }, "materials"],
    [{ attendees: [] }, "attendees"],
    [{ attendees: ["U_GUS"] }, "attendees"],
  ])("refuses %j on its field", async (different, field) => {
    const { world, closeout } = await begin();
    expect(await save(world, closeout, form(different))).toMatchObject({
      kind: "invalid",
      problems: [{ field }],
    });
  });

  test("is run by owner, technical lead and operations lead, and seen by attendees without a role as well", async () => {
    const { world, closeout } = await begin();
    expect(await save(world, closeout, form(), member("eva"))).toMatchObject({ kind: "not_permitted" });
    const read = (as: typeof ana) => readHandover(world.deps, { closeoutId: closeout.id, member: as });
    expect(await read(maria)).toMatchObject({ kind: "not_permitted" });
    await save(world, closeout, form(), ola);
    expect(await read(maria)).toMatchObject({
      kind: "found",
      view: { mayRun: false, sessions: [{ number: 1 }] },
    });
    expect(await read(member("maria", { tenant: "T2" }))).toMatchObject({ kind: "not_permitted" });
  });

  test("reminds once each time those who have not confirmed, and tells the owner in the end", async () => {
    const { world, closeout } = await begin();
    await save(world, closeout);
    await confirm(world, closeout);
    const others = [world.another(), world.another()];
    const days = [
      "2026-03-03T09:01",
      "2026-03-05T09:01",
      "2026-03-09T09:01",
      "2026-03-12T09:01",
      "2026-03-20T09:01",
    ];
    for (const day of days) {
      world.clock.set(at(day));
      await Promise.all([world.deps, ...others].map((deps) => remindHandover(deps)));
    }
    const told = (await outbox(world)).filter(({ about }) => about === "reminder" || about === "unconfirmed");
    expect(told).toEqual([
      { conversation: "direct:U_MARIA", about: "reminder" },
      { conversation: "direct:U_MARIA", about: "reminder" },
      { conversation: "direct:U_MARIA", about: "reminder" },
      { conversation: "direct:U_ANA", about: "unconfirmed" },
    ]);
    const kinds = (await world.ledger(closeout))
      .map(({ kind }) => kind)
      .filter((kind) => /reminded|unconfirmed/.test(kind));
    expect(kinds).toEqual([
      "handover.reminded",
      "handover.reminded",
      "handover.reminded",
      "handover.unconfirmed",
    ]);
    expect(await world.deps.handovers.wanting(at("2027-01-01T09:00"), 10)).toEqual([]);
    await world.deliver();
  });
});
