import { Temporal } from "temporal-polyfill";
import { describe, expect, test } from "vitest";
import type { Closeout } from "../../../src/domain/closeout.ts";
import { summarizeRetrospective } from "../../../src/domain/retro/retro-summary.ts";
import type { SayingInput } from "../../../src/domain/retro/retrospective.ts";
import { votesFor } from "../../../src/domain/retro/retrospective.ts";
import { readHome, readTodo } from "../../../src/usecases/checklist/read-todo.ts";
import { changeAction } from "../../../src/usecases/retro/change-action.ts";
import { closeRetro } from "../../../src/usecases/retro/close-retro.ts";
import { changeContribution, contributeToRetro } from "../../../src/usecases/retro/contribute-to-retro.ts";
import { importIntoRetro } from "../../../src/usecases/retro/import-into-retro.ts";
import { openRetro } from "../../../src/usecases/retro/open-retro.ts";
import { readActions } from "../../../src/usecases/retro/read-actions.ts";
import { readRetro } from "../../../src/usecases/retro/read-retro.ts";
import { remindActions } from "../../../src/usecases/retro/remind-actions.ts";
import { voteInRetro } from "../../../src/usecases/retro/vote-in-retro.ts";
import { at } from "../../domain/examples.ts";
import { smallTemplateText, templateFrom } from "../../support/small-template.ts";
import { member, openWorld, shareWorld, type World } from "../../support/world.ts";

const template = templateFrom(
  smallTemplateText.replace("title: Ask the users", "title: Ask the users, completed_by: retrospective"),
);

const well = (text: string): SayingInput => ({ section: "well", text, owner: undefined, due: undefined });
const todo = (text: string, owner: string, due: string): SayingInput => ({
  section: "action",
  text,
  owner,
  due,
});

let secrets = 0;

/** Acts of the cast on one closeout's retrospective. */
function people({ deps, store }: World, closeout: Closeout) {
  const closeoutId = closeout.id;
  const by = (name: string) => ({ closeoutId, member: member(name) });
  return {
    open: (name: string, anonymous = false) => openRetro(deps, { ...by(name), anonymous }),
    say: (name: string, say: SayingInput, secret = `secret-${(secrets += 1)}`) =>
      contributeToRetro(deps, { ...by(name), say, secret }),
    vote: (name: string, contributionId: string) => voteInRetro(deps, { ...by(name), contributionId }),
    change: (name: string, contributionId: string, text: string | undefined, secret?: string) =>
      changeContribution(deps, {
        ...by(name),
        contributionId,
        secret,
        say: text === undefined ? undefined : { text, owner: undefined, due: undefined },
      }),
    close: (name: string) => closeRetro(deps, by(name)),
    board: async () => (await store.retros.get(closeoutId))?.contributions ?? [],
    async said(name: string, say: SayingInput, secret?: string) {
      const outcome = await this.say(name, say, secret);
      if (outcome.kind !== "contributed") throw new Error(JSON.stringify(outcome));
      return outcome.contribution;
    },
  };
}

async function started(world: World, anonymous = false) {
  const closeout = await world.start();
  const acts = people(world, closeout);
  await acts.open("ana", anonymous);
  return { closeout, ...acts, said: acts.said.bind(acts) };
}

describe("a retrospective", () => {
  const world = shareWorld({ template });

  test("is opened once: a board in the channel, and an invitation to everybody with a role", async () => {
    const closeout = await world.start({ channel: "C_BOARD" });
    const { open } = people(world, closeout);
    expect(await open("maria")).toMatchObject({ kind: "not_permitted" });
    expect(await open("tom")).toMatchObject({ kind: "opened", retro: { anonymous: false } });
    expect(await open("ana", true)).toMatchObject({ kind: "already", retro: { anonymous: false } });
    await world.deliver();
    const boards = world.chat.in({ kind: "channel", channel: "C_BOARD" });
    expect(boards.map(({ notice }) => notice.kind).toSorted()).toEqual(["card", "retro"]);
    const invited = (await world.ledger(closeout)).find(({ kind }) => kind === "retro.opened");
    expect(invited).toMatchObject({ actor: { user: "U_TOM" }, data: { anonymous: false } });
    const everybody = ["U_ANA", "U_EVA", "U_JONAS", "U_LI", "U_OLA", "U_TOM"];
    expect(new Set([invited?.data["invited"]].flat())).toEqual(new Set(everybody));
    for (const user of everybody) {
      const told = world.chat.in({ kind: "direct", user });
      expect(told.filter(({ notice }) => notice.kind === "retro_invitation")).toHaveLength(1);
    }
  });

  test("takes words from everybody with a role, and lets nobody but their writer change them", async () => {
    const { said, say, change, board, closeout } = await started(world);
    const mine = await said("li", well("Validation caught it"));
    expect(await say("maria", well("Me too"))).toMatchObject({ kind: "not_permitted" });
    expect(await change("tom", mine.id, "Something else")).toMatchObject({ kind: "not_own" });
    expect(await change("li", mine.id, "ok")).toMatchObject({ kind: "invalid", field: "text" });
    expect(await change("li", mine.id, "Validation caught the date format")).toMatchObject({
      kind: "changed",
    });
    expect((await board()).map(({ text, by }) => [text, by?.user])).toEqual([
      ["Validation caught the date format", "U_LI"],
    ]);
    expect(await change("li", mine.id, undefined)).toMatchObject({ kind: "removed" });
    expect(await change("li", mine.id, undefined)).toMatchObject({ kind: "gone" });
    const kinds = (await world.ledger(closeout)).map(({ kind }) => kind);
    expect(kinds.slice(-3)).toEqual(["retro.contributed", "retro.changed", "retro.removed"]);
    expect(JSON.stringify(await world.ledger(closeout))).not.toContain("Validation");
  });

  test("adds the words of one form once, however often the form arrives", async () => {
    const { say, board } = await started(world);
    await Promise.all([1, 2, 3].map(() => say("li", well("Only once"), "the-form's-secret")));
    expect(await board()).toHaveLength(1);
  });

  test.each([
    ["no person", todo("Plan the network", "", "2026-04-01"), "owner"],
    ["a guest", todo("Plan the network", "U_GUS", "2026-04-01"), "owner"],
    ["a day in the past", todo("Plan the network", "U_MARIA", "2026-03-01"), "due"],
    ["no day of the calendar", todo("Plan the network", "U_MARIA", "2026-02-30"), "due"],
    ["no words", todo(" ", "U_MARIA", "2026-04-01"), "text"],
  ])("refuses an action item with %s", async (_, say, field) => {
    const { say: saying, board } = await started(world);
    const given = say.owner === "" ? { ...say, owner: undefined } : say;
    expect(await saying("li", given)).toMatchObject({ kind: "invalid", field });
    expect(await board()).toEqual([]);
  });

  test.each([false, true])(
    "counts one vote for each person, at the same moment too (anonymous: %s)",
    async (anonymous) => {
      const { said, vote, board } = await started(world, anonymous);
      const one = await said("li", well("Recovery worked"));
      const voters = ["ana", "tom", "jonas", "eva", "li", "ola"];
      await Promise.all(voters.map((name) => vote(name, one.id)));
      expect((await board()).map(votesFor)).toEqual([6]);
      await Promise.all(["tom", "eva", "ola"].map((name) => vote(name, one.id)));
      expect((await board()).map(votesFor)).toEqual([3]);
      await vote("tom", one.id);
      expect((await board()).map(votesFor)).toEqual([4]);
      expect(await vote("maria", one.id)).toMatchObject({ kind: "not_permitted" });
      expect(JSON.stringify((await board()).map(({ ballots }) => ballots)).includes("U_TOM")).toBe(
        !anonymous,
      );
    },
  );

  test("is closed by whoever opened it or the owner, and is read-only from then on", async () => {
    const { said, say, vote, change, close, board, closeout } = await started(world);
    const one = await said("li", well("Recovery worked"));
    await vote("tom", one.id);
    expect(await close("tom")).toMatchObject({ kind: "not_facilitator", facilitators: ["U_ANA"] });
    expect(await close("ana")).toMatchObject({ kind: "retro_closed", actions: [] });
    expect(await close("ana")).toMatchObject({ kind: "over" });
    expect(await say("li", well("Too late"))).toMatchObject({ kind: "over" });
    expect(await vote("eva", one.id)).toMatchObject({ kind: "over" });
    expect(await change("li", one.id, undefined)).toMatchObject({ kind: "over" });
    expect(await board()).toMatchObject([{ ballots: [], counted: 1, key: null }]);
    expect((await world.ledger(closeout)).find(({ kind }) => kind === "retro.closed")).toMatchObject({
      actor: { user: "U_ANA" },
      data: { well: 1, improve: 0, action: 0, votes: 1 },
    });
    expect(await world.store.closeouts.items([closeout.id], ["W2"])).toMatchObject([
      { state: { kind: "done" } },
    ]);
  });

  test("takes pasted notes in only when they were seen, all of them or none, and once", async () => {
    const { closeout, board } = await started(world);
    const notes = {
      closeoutId: closeout.id,
      member: member("tom"),
      text: "Went well\n- Recovery worked\nCould improve\n- Estimates were low\nActions\n- Plan it: @eva, 2026-04-01",
      owner: undefined,
      due: undefined,
      secret: "notes-1",
    };
    expect(await importIntoRetro(world.deps, { ...notes, confirmed: false })).toMatchObject({
      kind: "preview",
    });
    expect(await board()).toEqual([]);
    const bad = { ...notes, text: `${notes.text}\n- Plan more` };
    expect(await importIntoRetro(world.deps, { ...bad, confirmed: true })).toMatchObject({
      kind: "invalid",
      problems: ["Line 7: Choose who does it: an action item needs a person."],
    });
    expect(await board()).toEqual([]);
    await Promise.all([1, 2].map(() => importIntoRetro(world.deps, { ...notes, confirmed: true })));
    expect(await board()).toMatchObject([
      { section: "well", text: "Recovery worked", by: { user: "U_TOM" } },
      { section: "improve", text: "Estimates were low" },
      { section: "action", text: "Plan it", owner: "U_EVA", due: "2026-04-01" },
    ]);
  });

  test("gives a report its lessons by votes, and what is still to be done", async () => {
    const { said, vote, close, closeout } = await started(world);
    await said("li", well("Second"));
    const first = await said("tom", well("First"));
    await vote("eva", first.id);
    await said("eva", todo("Plan it", "U_MARIA", "2026-04-01"));
    const summary = async () => {
      const retro = await world.store.retros.get(closeout.id);
      return retro && summarizeRetrospective(retro, await world.store.actionItems.ofCloseout(closeout.id));
    };
    expect(await summary()).toMatchObject({ closedAt: undefined, openActions: [] });
    await close("ana");
    expect((await summary())?.closedAt).toBeDefined();
    expect(await summary()).toMatchObject({
      anonymous: false,
      wentWell: [
        { text: "First", votes: 1, by: "tom" },
        { text: "Second", votes: 0, by: "li" },
      ],
      couldImprove: [],
      openActions: [{ number: 1, title: "Plan it", owner: "U_MARIA" }],
      doneActions: 0,
    });
  });
});

describe("an anonymous retrospective", () => {
  const world = shareWorld({ template });

  test("lets whoever has the secret change and remove words, and nobody else", async () => {
    const { said, change, board } = await started(world, true);
    const one = await said("li", well("Nobody listens"), "li's secret");
    expect(one.by).toBeNull();
    expect(await change("li", one.id, "Let me")).toMatchObject({ kind: "not_own", anonymous: true });
    expect(await change("li", one.id, "Let me", "guessed")).toMatchObject({ kind: "not_own" });
    expect(await change("li", one.id, "Few people listen", "li's secret")).toMatchObject({ kind: "changed" });
    expect((await board()).map(({ text }) => text)).toEqual(["Few people listen"]);
    expect(await change("li", one.id, undefined, "li's secret")).toMatchObject({ kind: "removed" });
  });

  test("forgets at its end what told voters and secrets apart, and counts in the ledger", async () => {
    const { said, vote, close, closeout } = await started(world, true);
    const one = await said("li", well("Nobody listens"));
    await said("tom", todo("Listen", "U_MARIA", "2026-04-01"));
    await vote("tom", one.id);
    await close("ana");
    expect(await world.store.retros.get(closeout.id)).toMatchObject({ ballotKey: undefined });
    const entries = (await world.ledger(closeout)).filter(({ kind }) => /^(?:retro|action)\./.test(kind));
    expect(entries.map(({ kind, actor, data }) => [kind, "user" in Object(actor), data])).toEqual([
      ["retro.opened", true, expect.anything()],
      ["retro.contributed", false, { well: 1, improve: 0, action: 1 }],
      ["retro.closed", true, { anonymous: true, well: 1, improve: 0, action: 1, votes: 1 }],
      ["action.added", false, { action: "A1", owner: "U_MARIA", due: "2026-04-01T15:00:00Z" }],
    ]);
  });
});

describe("action items", () => {
  const closedWith = async (world: World) => {
    const { said, close, closeout } = await started(world);
    await said("li", todo("Plan the network", "U_MARIA", "2026-04-01"));
    await said("li", todo("Tune the playbook", "U_MARIA", "2026-04-01"));
    await said("li", todo("Train people", "U_TOM", "2026-05-04"));
    await close("ana");
    await world.deliver();
    return closeout;
  };
  const act = (
    world: World,
    closeout: Closeout,
    name: string,
    number: number,
    what: Parameters<typeof changeAction>[1]["act"],
  ) => changeAction(world.deps, { closeoutId: closeout.id, number, member: member(name), act: what });

  /** Moves the clock and returns what the sweep then told somebody: why, and which. */
  async function remindedAt(world: World, shown: string, user: string) {
    const before = world.chat.in({ kind: "direct", user }).length;
    world.clock.set(at(shown));
    await Promise.all([remindActions(world.deps), remindActions(world.another())]);
    await world.letLeasesExpire();
    await world.deliver();
    return world.chat
      .in({ kind: "direct", user })
      .slice(before)
      .map(({ notice }) =>
        notice.kind === "action_items" ? [notice.about, ...notice.actions.map(({ number }) => number)] : [],
      );
  }

  test("are reminded of after the closeout is closed, until they are done, once by any number of sweeps", async () => {
    const world = await openWorld({ template });
    const closeout = await closedWith(world);
    await world.sql("update closeout set status = 'closed' where id = $1", closeout.id);
    expect(await world.store.closeouts.nextMoment()).toBeDefined();
    expect(await remindedAt(world, "2026-03-31T08:59", "U_MARIA")).toEqual([]);
    expect(await remindedAt(world, "2026-03-31T09:00", "U_MARIA")).toEqual([["reminder", 1, 2]]);
    expect(await remindedAt(world, "2026-04-01T17:00", "U_MARIA")).toEqual([["reminder", 1, 2]]);
    expect(await act(world, closeout, "maria", 1, { kind: "done" })).toMatchObject({ kind: "changed" });
    expect(await act(world, closeout, "maria", 1, { kind: "done" })).toMatchObject({ kind: "already" });
    expect(await remindedAt(world, "2026-04-03T09:00", "U_MARIA")).toEqual([["reminder", 2]]);
    expect(await remindedAt(world, "2026-04-05T09:00", "U_MARIA")).toEqual([]);
    expect(await act(world, closeout, "maria", 2, { kind: "due", to: "2026-04-20" })).toMatchObject({
      kind: "changed",
    });
    expect(await remindedAt(world, "2026-04-16T09:00", "U_MARIA")).toEqual([]);
    expect(await act(world, closeout, "maria", 2, { kind: "assign", user: "U_TOM" })).toMatchObject({
      kind: "changed",
    });
    expect(await remindedAt(world, "2026-04-20T17:00", "U_MARIA")).toEqual([]);
    const kinds = (await world.ledger(closeout))
      .map(({ kind }) => kind)
      .filter((kind) => kind.startsWith("action."));
    expect(kinds).toEqual([
      "action.added",
      "action.added",
      "action.added",
      "action.done",
      "action.due_changed",
      "action.reassigned",
    ]);
  });

  test("are told to whoever has them, and to whoever is given one", async () => {
    const world = await openWorld({ template });
    const closeout = await closedWith(world);
    const toTom = () =>
      world.chat
        .in({ kind: "direct", user: "U_TOM" })
        .flatMap(({ notice }) => (notice.kind === "action_items" ? [notice] : []));
    expect(toTom()).toMatchObject([{ about: "given", actions: [{ title: "Train people" }] }]);
    await act(world, closeout, "ana", 1, { kind: "assign", user: "U_TOM" });
    await world.deliver();
    expect(toTom()).toHaveLength(2);
    expect(await act(world, closeout, "ana", 1, { kind: "assign", user: "U_GUS" })).toMatchObject({
      kind: "invalid",
    });
    expect(await act(world, closeout, "ana", 9, { kind: "done" })).toMatchObject({ kind: "no_such_action" });
    expect(await act(world, closeout, "maria", 1, { kind: "done" })).toMatchObject({ kind: "not_permitted" });
    expect(await act(world, closeout, "ana", 1, { kind: "due", to: "yesterday" })).toMatchObject({
      kind: "invalid",
    });
    await act(world, closeout, "tom", 1, { kind: "done" });
    await world.letLeasesExpire();
    await world.deliver();
    expect(
      toTom().flatMap(({ actions }) => actions.map(({ number, done }) => [number, done !== undefined])),
    ).toEqual([
      [3, false],
      [1, true],
    ]);
    expect(await act(world, closeout, "tom", 1, { kind: "reopen" })).toMatchObject({ kind: "changed" });
  });

  test("wait in `todo`, Home and the channel's list, also once the closeout is closed", async () => {
    const world = await openWorld({ template });
    const closeout = await closedWith(world);
    await world.sql("update closeout set status = 'closed' where id = $1", closeout.id);
    const todoOf = async (name: string) =>
      (await readTodo(world.deps, { member: member(name) })).entries.map((entry) =>
        "action" in entry ? entry.action.number : undefined,
      );
    expect(await todoOf("maria")).toEqual([1, 2]);
    expect((await readHome(world.deps, { member: member("tom") })).todo).toMatchObject([
      { action: { number: 3 }, closeout: { status: "closed" } },
    ]);
    await act(world, closeout, "maria", 1, { kind: "done" });
    expect(await todoOf("maria")).toEqual([2]);
    const { installation, channel } = closeout;
    const listed = await readActions(world.deps, { installation, channel });
    expect(listed?.actions.map(({ number, done }) => [number, done === undefined])).toEqual([
      [1, false],
      [2, true],
      [3, true],
    ]);
    expect(await readActions(world.deps, { installation, channel: "C_NONE" })).toBeUndefined();
  });

  test("are not lost by a sweep that was away for months: one reminder, then the usual gaps", async () => {
    const world = await openWorld({ template });
    const closeout = await closedWith(world);
    expect(await remindedAt(world, "2026-08-03T09:00", "U_MARIA")).toEqual([["reminder", 1, 2]]);
    expect(await remindedAt(world, "2026-08-03T12:00", "U_MARIA")).toEqual([]);
    const [next] = await world.store.actionItems.ofCloseout(closeout.id);
    expect(Temporal.Instant.compare(next?.next?.at ?? at("2026-01-01T00:00"), at("2026-08-04T08:59"))).toBe(
      1,
    );
  });
});

test("one's own words are told apart only where names stand", async () => {
  const world = await openWorld({ template });
  for (const anonymous of [false, true]) {
    const { closeout, said } = await started(world, anonymous);
    await said("li", well("Recovery worked"));
    const view = await readRetro(world.deps, { closeoutId: closeout.id, member: member("li") });
    expect(view?.own).toHaveLength(anonymous ? 0 : 1);
  }
});
