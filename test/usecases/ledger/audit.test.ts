import { describe, expect, test } from "vitest";
import type { Closeout } from "../../../src/domain/closeout.ts";
import { parseAuditCommand } from "../../../src/domain/ledger/audit-command.ts";
import { readAudit } from "../../../src/usecases/ledger/read-audit.ts";
import { verifyLedger } from "../../../src/usecases/ledger/verify-ledger.ts";
import { testSigner } from "../../support/signers.ts";
import { member, shareWorld } from "../../support/world.ts";

const world = shareWorld();

/** Five entries: the start, three by ana, one by tom. */
async function withHistory(): Promise<Closeout> {
  const closeout = await world.start();
  await world.act(closeout, "W1", { kind: "complete" });
  await world.act(closeout, "W1", { kind: "reopen" }, member("tom"));
  await world.act(closeout, "W2", { kind: "assign", user: "U_EVA" });
  await world.act(closeout, "W1", { kind: "skip", reason: "Nobody needs it." });
  return closeout;
}

async function read(closeout: Closeout, words = "", page = 0, as = member("ana"), upTo?: number) {
  const command = parseAuditCommand(words);
  if (command.kind !== "list") throw new Error(JSON.stringify(command));
  const { filter } = command;
  const outcome = await readAudit(world.deps, { closeoutId: closeout.id, member: as, filter, page, upTo });
  if (outcome.kind !== "read") throw new Error(outcome.kind);
  return outcome.view;
}

async function seqs(closeout: Closeout, words: string): Promise<readonly number[]> {
  return (await read(closeout, words)).lines.map(({ seq }) => seq);
}

describe("the ledger", () => {
  test("is read newest first, in words, with the names that people have", async () => {
    const { lines } = await read(await withHistory());
    expect(lines.map(({ words }) => words)).toEqual([
      expect.stringMatching(/^ana skipped W1 “.*”: “Nobody needs it\.”$/),
      expect.stringMatching(/^ana gave W2 “.*” to eva \(before: .*\)$/),
      expect.stringMatching(/^tom reopened W1 “.*”, which was done$/),
      expect.stringMatching(/^ana marked W1 “.*” as done$/),
      expect.stringMatching(/^ana started the closeout “HR_PROD → hr_production” of the migration mig_/),
    ]);
    expect(lines[0]?.hash).toMatch(/^[0-9a-f]{64}$/);
  });

  test.each([
    ["@TOM", [3]],
    ["@Tom", [3]],
    ["me", [5, 4, 2, 1]],
    ["@closeout", []],
    ["W1", [5, 3, 2]],
    ["w1 w2", [5, 4, 3, 2]],
    ["W1 skipped", [5]],
    ["completed reopened", [3, 2]],
    ["@tom completed", []],
    ["item me @tom", [5, 4, 3, 2]],
  ])("is filtered by %s", async (words, expected) => {
    const closeout = await withHistory();
    expect(await seqs(closeout, words)).toEqual(expected);
  });

  test("tells the reminders of an item, and what Closeout did by itself", async () => {
    const closeout = await withHistory();
    await world.sweepAt("2026-03-06T09:00");
    expect((await seqs(closeout, "W2")).slice(0, 2)).toEqual([6, 4]);
    expect(await seqs(closeout, "@closeout")).toEqual([6]);
    expect(await seqs(closeout, "reminders")).toEqual([6]);
  });

  test("is paged, and what is written meanwhile moves no page", async () => {
    const closeout = await withHistory();
    for (let n = 0; n < 15; n += 1) await world.act(closeout, "W2", { kind: "note", text: `note ${n}` });
    const first = await read(closeout);
    expect(first).toMatchObject({ total: 20, pages: 3, page: 0, upTo: 20 });
    await world.act(closeout, "W2", { kind: "note", text: "one more" });
    const second = await read(closeout, "", 1, member("ana"), first.upTo);
    const last = await read(closeout, "", 99, member("ana"), first.upTo);
    expect(last.page).toBe(2);
    const shown = [first, second, last].flatMap(({ lines }) => lines.map(({ seq }) => seq));
    expect(shown).toEqual(Array.from({ length: 20 }, (_, index) => 20 - index));
  });

  test("is shown to the owner, the compliance officer and IT audit alone; nobody's asking changes anything", async () => {
    const closeout = await withHistory();
    const filter = { people: [], items: [], kinds: [] };
    for (const who of ["ana", "jonas", "li", "tom", "eva", "ola", "maria"]) {
      const given = { closeoutId: closeout.id, member: member(who), filter, page: 0, upTo: undefined };
      const may = ["ana", "jonas", "li"].includes(who);
      expect([who, (await readAudit(world.deps, given)).kind]).toEqual([who, may ? "read" : "not_permitted"]);
      expect([who, (await verifyLedger(world.deps, given)).kind]).toEqual([
        who,
        may ? "verified" : "not_permitted",
      ]);
    }
    const stranger = { ...member("ana"), tenant: "T2" };
    expect(await verifyLedger(world.deps, { closeoutId: closeout.id, member: stranger })).toMatchObject({
      kind: "not_permitted",
      who: [
        { as: "owner", user: "U_ANA" },
        { as: "compliance_officer", user: "U_JONAS" },
        { as: "it_audit", user: "U_LI" },
      ],
    });
    expect(await world.ledger(closeout)).toHaveLength(5);
  });

  test("that is whole says so, with its head and its last signature", async () => {
    const closeout = await withHistory();
    await world.store.closeouts.change(closeout.id, (change) => change.signHead("signoff"));
    await world.act(closeout, "W2", { kind: "note", text: "after it" });
    const outcome = await verifyLedger(world.deps, { closeoutId: closeout.id, member: member("li") });
    expect(outcome).toMatchObject({
      kind: "verified",
      presentKey: testSigner.key.id,
      verdict: { kind: "whole", length: 6, signatures: 1, lastSigned: { seq: 5, key: testSigner.key.id } },
    });
  });

  test("that was tampered with says where, and the operator's log does too", async () => {
    const closeout = await withHistory();
    await world.sql("alter table ledger_entry disable trigger ledger_is_append_only");
    await world.sql(
      "update ledger_entry set kind = 'item.skipped' where closeout_id = $1 and seq = 3",
      closeout.id,
    );
    await world.sql("alter table ledger_entry enable always trigger ledger_is_append_only");
    const outcome = await verifyLedger(world.deps, { closeoutId: closeout.id, member: member("jonas") });
    expect(outcome).toMatchObject({ verdict: { kind: "broken", seq: 3, fault: "own_hash" } });
    expect(world.logged.at(-1)).toMatchObject({
      level: "error",
      fields: { closeout: closeout.id, seq: 3, fault: "own_hash" },
    });
  });
});
