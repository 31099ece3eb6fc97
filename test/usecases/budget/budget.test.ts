import { describe, expect, test } from "vitest";
import type { Closeout } from "../../../src/domain/closeout.ts";
import {
  reconcileBudget,
  removeBudgetLine,
  setBudgetLine,
  shareBudget,
} from "../../../src/usecases/budget/change-budget.ts";
import { previewImport, takeImport } from "../../../src/usecases/budget/import-budget.ts";
import { exportBudget, readBudget } from "../../../src/usecases/budget/read-budget.ts";
import { wish } from "../../domain/budget-examples.ts";
import { smallTemplateText, templateFrom } from "../../support/small-template.ts";
import { member, openWorld, type World } from "../../support/world.ts";

const ana = member("ana");
const tom = member("tom");

async function begin(
  options: Parameters<typeof openWorld>[0] = {},
): Promise<{ world: World; closeout: Closeout }> {
  const world = await openWorld(options);
  return { world, closeout: await world.start({ input: { budget: "15,000 USD" } }) };
}

const set = ({ deps }: World, { id: closeoutId }: Closeout, one: ReturnType<typeof wish>, as = ana) =>
  setBudgetLine(deps, { closeoutId, member: as, wish: one });

async function budgetOf({ deps }: World, { id: closeoutId }: Closeout) {
  const outcome = await readBudget(deps, { closeoutId, member: ana });
  if (outcome.kind !== "found") throw new Error(outcome.kind);
  return outcome.notice;
}

describe("the budget of a closeout", () => {
  test("begins with the estimate of the start", async () => {
    const { world, closeout } = await begin();
    expect(await budgetOf(world, closeout)).toMatchObject({
      budget: { version: 0, currency: "USD", lines: [] },
      summary: { estimated: "15000", actual: undefined },
      mayChange: true,
    });
  });

  test("keeps in the ledger who changed what, before and after", async () => {
    const { world, closeout } = await begin();
    await set(world, closeout, wish("Compute", "12000"));
    await set(world, closeout, wish("compute", undefined, "11400"), tom);
    await set(world, closeout, wish("compute", undefined, "11400"));
    await removeBudgetLine(world.deps, { closeoutId: closeout.id, member: ana, name: "COMPUTE" });
    expect((await world.ledger(closeout)).slice(1)).toMatchObject([
      {
        kind: "budget.line_set",
        actor: { user: "U_ANA" },
        data: {
          version: 1,
          currency: "USD",
          before: null,
          after: { name: "Compute", estimated: "12000", actual: null },
        },
      },
      {
        kind: "budget.line_set",
        actor: { user: "U_TOM" },
        data: {
          version: 2,
          before: { name: "Compute", estimated: "12000", actual: null },
          after: { name: "compute", estimated: "12000", actual: "11400" },
        },
      },
      {
        kind: "budget.line_removed",
        actor: { user: "U_ANA" },
        data: { version: 3, before: { name: "compute", estimated: "12000", actual: "11400" }, after: null },
      },
    ]);
  });

  test("is changed by the owner and the technical lead, seen by everybody with a role, and nobody else", async () => {
    const { world, closeout } = await begin();
    const { id: closeoutId } = closeout;
    for (const as of [member("eva"), member("ola"), member("maria"), member("tom", { tenant: "T2" })]) {
      expect(await set(world, closeout, wish("Compute", "1"), as)).toMatchObject({
        kind: "not_permitted",
        who: [{ as: "owner" }, { as: "technical_lead" }],
      });
      expect(await shareBudget(world.deps, { closeoutId, member: as })).toMatchObject({
        kind: "not_permitted",
      });
      const text = "line,actual\nCompute,1";
      expect(await previewImport(world.deps, { closeoutId, member: as, text })).toMatchObject({
        kind: "not_permitted",
      });
    }
    expect(await readBudget(world.deps, { closeoutId, member: member("eva") })).toMatchObject({
      kind: "found",
      notice: { mayChange: false },
    });
    expect(await readBudget(world.deps, { closeoutId, member: member("maria") })).toMatchObject({
      kind: "not_permitted",
    });
    expect(await exportBudget(world.deps, { closeoutId, member: member("maria") })).toMatchObject({
      kind: "not_permitted",
    });
    expect((await budgetOf(world, closeout)).budget.version).toBe(0);
  });

  test("loses nobody's change when many come at once; of two forms drawn alike one is refused", async () => {
    const { world, closeout } = await begin();
    const names = Array.from({ length: 12 }, (_, index) => `Line ${index}`);
    await Promise.all(
      names.map((name, index) => set(world, closeout, wish(name, "10"), index % 2 === 0 ? ana : tom)),
    );
    const { budget, summary } = await budgetOf(world, closeout);
    expect([budget.version, summary.estimated]).toEqual([12, "120"]);
    const [line] = budget.lines;
    const drawn = { id: line?.id ?? 0, version: line?.changed.version ?? 0 };
    const both = await Promise.all([
      set(world, closeout, wish("First", "11", "1", { drawn }), ana),
      set(world, closeout, wish("First", "12", "2", { drawn }), tom),
    ]);
    expect(both.map(({ kind }) => kind).toSorted()).toEqual(["changed", "stale"]);
    const kept = both.find(({ kind }) => kind === "changed");
    const refused = both.find(({ kind }) => kind === "stale");
    expect(refused).toMatchObject({ now: kept?.kind === "changed" ? kept.after : {} });
    expect((await world.ledger(closeout)).filter(({ kind }) => kind === "budget.line_set")).toHaveLength(13);
  });

  test("that is shared in the channel changes there with every change", async () => {
    const { world, closeout } = await begin();
    await set(world, closeout, wish("Compute", "12000"));
    await shareBudget(world.deps, { closeoutId: closeout.id, member: ana });
    await world.deliver();
    await set(world, closeout, wish("Compute", undefined, "11400"), tom);
    await world.deliver();
    const messages = await world.sql(
      "select subject, revision, shown_revision from delivery where subject->>'kind' = 'budget'",
    );
    expect(messages).toMatchObject([{ revision: 2, shown_revision: 2 }]);
  });
});

describe("a text", () => {
  const text = "line,estimated,actual\nCompute,12000,11400\nPeople,3000,2830";

  test("is previewed first, then taken in once, whole", async () => {
    const { world, closeout } = await begin();
    const { id: closeoutId } = closeout;
    const preview = await previewImport(world.deps, { closeoutId, member: ana, text });
    if (preview.kind !== "preview") throw new Error(preview.kind);
    expect(preview.steps.map(({ kind }) => kind)).toEqual(["added", "added"]);
    expect((await budgetOf(world, closeout)).budget.lines).toEqual([]);
    const { importId } = preview;
    expect(await takeImport(world.deps, { closeoutId, member: tom, importId })).toMatchObject({
      kind: "no_import",
    });
    expect(await takeImport(world.deps, { closeoutId, member: ana, importId })).toMatchObject({
      kind: "taken",
    });
    expect(await takeImport(world.deps, { closeoutId, member: ana, importId })).toMatchObject({
      kind: "no_import",
    });
    expect((await budgetOf(world, closeout)).summary).toMatchObject({
      estimated: "15000",
      actual: "14230",
      variance: { words: "-5% (under budget)" },
    });
    expect((await world.ledger(closeout)).slice(1)).toMatchObject([
      {
        kind: "budget.imported",
        data: {
          version: 1,
          lines: [
            { before: null, after: { name: "Compute" } },
            { before: null, after: { name: "People" } },
          ],
        },
      },
    ]);
  });

  test("with one bad line is not kept at all", async () => {
    const { world, closeout } = await begin();
    const bad = `${text}\nVendor,5 EUR,`;
    expect(
      await previewImport(world.deps, { closeoutId: closeout.id, member: ana, text: bad }),
    ).toMatchObject({
      kind: "unreadable",
      problems: [expect.stringContaining("Line 4: The budget is kept in USD")],
    });
    expect(await world.sql("select * from budget_import")).toEqual([]);
  });

  test("is not taken in when the budget has changed since its preview; a new preview says what has", async () => {
    const { world, closeout } = await begin();
    const { id: closeoutId } = closeout;
    const preview = await previewImport(world.deps, { closeoutId, member: ana, text });
    if (preview.kind !== "preview") throw new Error(preview.kind);
    await set(world, closeout, wish("People", "3500"), tom);
    const refused = await takeImport(world.deps, { closeoutId, member: ana, importId: preview.importId });
    expect(refused).toMatchObject({
      kind: "outdated",
      changes: [{ kind: "set", line: { name: "People", estimated: "3500" } }],
    });
    expect((await budgetOf(world, closeout)).budget.lines).toMatchObject([
      { name: "People", estimated: "3500" },
    ]);
    const importId = refused.kind === "outdated" ? refused.importId : "";
    expect(await takeImport(world.deps, { closeoutId, member: ana, importId })).toMatchObject({
      kind: "taken",
    });
  });
});

test("the file comes to whoever asks, as the budget stands", async () => {
  const { world, closeout } = await begin();
  const { id: closeoutId } = closeout;
  expect(await exportBudget(world.deps, { closeoutId, member: tom })).toMatchObject({ kind: "nothing" });
  await set(world, closeout, wish("=Compute", "12000", "11400"));
  expect(await exportBudget(world.deps, { closeoutId, member: member("eva") })).toMatchObject({
    kind: "exported",
  });
  const [row] = await world.sql("select conversation, subject from delivery where subject->>'kind' = 'file'");
  expect(row).toMatchObject({ conversation: "direct:U_EVA" });
  const [document] = await world.sql("select convert_from(bytes, 'utf8') as text, name from document");
  expect(document).toMatchObject({ text: "line,estimated,actual,currency\r\n'=Compute,12000,11400,USD\r\n" });
});

describe("reconciling", () => {
  const template = templateFrom(smallTemplateText.replace("{ id: W1,", "{ id: W1, completed_by: budget,"));

  test("takes actual costs of every line, completes its item, and is in the ledger", async () => {
    const { world, closeout } = await begin({ template });
    const { id: closeoutId } = closeout;
    expect(await reconcileBudget(world.deps, { closeoutId, member: ana })).toMatchObject({
      kind: "incomplete",
      missing: [],
    });
    await set(world, closeout, wish("Compute", "15000"));
    expect(await reconcileBudget(world.deps, { closeoutId, member: ana })).toMatchObject({
      kind: "incomplete",
      missing: [{ name: "Compute" }],
    });
    await set(world, closeout, wish("Compute", undefined, "14230"));
    expect(await reconcileBudget(world.deps, { closeoutId, member: ana })).toMatchObject({
      kind: "reconciled",
    });
    expect((await world.ledger(closeout)).slice(-2)).toMatchObject([
      {
        kind: "budget.reconciled",
        data: { estimated: "15000", actual: "14230", currency: "USD", variance: "-5% (under budget)" },
      },
      { kind: "item.completed", actor: { system: "closeout" }, data: { item: "W1" } },
    ]);
  });

  test("is said to have happened where no line has changed since, and is not in the ledger twice", async () => {
    const { world, closeout } = await begin({ template });
    const asked = { closeoutId: closeout.id, member: ana };
    await set(world, closeout, wish("Compute", "15000", "14230"));
    await reconcileBudget(world.deps, asked);
    const before = (await world.ledger(closeout)).length;
    expect(await reconcileBudget(world.deps, asked)).toMatchObject({
      kind: "already",
      budget: { reconciled: { by: { user: ana.user } } },
    });
    expect(await world.ledger(closeout)).toHaveLength(before);
    await set(world, closeout, wish("Compute", "15000", "14231"));
    expect(await reconcileBudget(world.deps, asked)).toMatchObject({ kind: "reconciled" });
  });
});
