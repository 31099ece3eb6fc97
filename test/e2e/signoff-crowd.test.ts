import { describe, expect, it } from "vitest";
import { z } from "zod";
import { fieldId } from "../../blocks/slack/forms.ts";
import { type Role, roles } from "../../src/domain/role.ts";
import { buttonIn } from "../support/cleanup-people.ts";
import { openForm } from "../support/open-form.ts";
import { allDone, discrepancies } from "../support/outbox.ts";
import { query } from "../support/query.ts";
import { ask, cast, clockOf, hrProd, startCloseout } from "../support/scenario.ts";
import { shareScenario } from "../support/share-scenario.ts";
import { signoffCopies } from "../support/signoff-copies.ts";
import { type FilledForm, submitTogether } from "../support/submissions.ts";
import { waitFor } from "../support/wait-for.ts";

const { channel } = hrProd;
const rounds = 3;
const callsSchema = z.object({ calls: z.array(z.unknown()) });

/** Two whole products on one database and one queue: whoever clicks does not know which of them hears it. */
describe("sign-off, clicked at the same moment on two processes", () => {
  let ports: readonly number[];
  const scenario = shareScenario({}, async (opened) => {
    const products = await Promise.all([opened.start(), opened.start()]);
    ports = products.flatMap(({ port }) => port ?? []);
    await startCloseout(opened.control, hrProd);
  });

  const done = () => allDone(scenario.database.url, () => clockOf(scenario.control));

  /** Asks these roles for so many approvals, or for all of theirs. */
  const request = async (asked: readonly Role[], needed?: number): Promise<string> => {
    const { control, database } = scenario;
    await control.command(cast.owner, channel, "/closeout signoff request");
    const { id } = await openForm(control, cast.owner);
    const quorum = { [fieldId("signoff_request", "quorum")]: "some" };
    const values = {
      [fieldId("signoff_request", "roles")]: asked,
      ...(needed === undefined
        ? {}
        : { ...quorum, [fieldId("signoff_request", "people_needed")]: String(needed) }),
    };
    await control.post("submit", { as: cast.owner, view_id: id, values });
    await control.post("close-view", { as: cast.owner, view_id: id });
    await done();
    const newest = "select id from signoff_request order by number desc limit 1";
    const [row] = await query(database.url, newest);
    return String(row?.["id"]);
  };

  const windowsOpened = async () =>
    (await scenario.control.get("calls", { method: "views.open" }, callsSchema)).calls.length;

  /** Everybody clicks [Approve…] so often at once, by turns in the channel and directly, and fills in the form that is open then. */
  const fillIn = async (id: string, people: readonly Role[], clicks = 1): Promise<readonly FilledForm[]> => {
    const { control } = scenario;
    const copies = (await signoffCopies(scenario, id)).filter(({ about }) => about === "request");
    const before = await windowsOpened();
    const clicking = people.flatMap((voter) => {
      const own = copies.filter(({ to }) => to === "channel" || to === cast[voter]);
      return Array.from({ length: clicks }, async (_, nth) => {
        const copy = own[nth % own.length];
        if (copy === undefined) throw new Error(`There is nothing for the ${voter} to click.`);
        const { where, shown } = copy;
        const [action_id, value] = ["signoff.approve", buttonIn(shown, "signoff.approve")];
        await control.post("click", { as: cast[voter], channel: where, ts: shown.ts, action_id, value });
      });
    });
    await Promise.all(clicking);
    const expected = before + clicking.length;
    await waitFor(async () => (await windowsOpened()) >= expected, { what: `${clicking.length} forms` });
    return await Promise.all(people.map(typed));
  };
  const typed = async (voter: Role): Promise<FilledForm> => {
    const { control } = scenario;
    const as = cast[voter];
    const open = await control.view(as);
    const action_id = fieldId("signoff_approve", "words");
    await control.post("view-action", { as, view_id: open?.id, action_id, value: wordsOf(voter) });
    const view = await control.view(as);
    if (view === undefined) throw new Error(`The form of the ${voter} is gone.`);
    return { as, view };
  };
  const wordsOf = (voter: Role) => `I, ${voter}, have looked.`;

  /** What the ledger says about a request, and whether its chain and signatures hold. */
  const recorded = async (id: string): Promise<readonly string[]> => {
    const verified = await ask(scenario.control, cast.owner, channel, "/closeout audit verify");
    expect(verified).toMatch(/^The ledger of HR_PROD is whole: \d+ entries, each chained to the one before/);
    const rows = await query(
      scenario.database.url,
      "select kind from ledger_entry where data->>'request' = $1 order by seq",
      [id],
    );
    return rows.map(({ kind }) => String(kind)).filter((kind) => kind !== "act.refused");
  };

  /** All copies say the same, name those and only those who have decided, and offer nothing more; the outcome is told once. */
  const agree = async (id: string, asked: readonly Role[], decided: readonly Role[]) => {
    const copies = await signoffCopies(scenario, id);
    expect(copies.map(({ about, to }) => `${about} ${to}`).toSorted()).toEqual(
      [
        "outcome channel",
        `outcome ${cast.owner}`,
        "request channel",
        ...asked.map((voter) => `request ${cast[voter]}`),
      ].toSorted(),
    );
    const requests = copies.filter(({ about }) => about === "request");
    expect(new Set(requests.map(({ shown }) => shown.text)).size).toBe(1);
    for (const { shown } of requests) {
      const drawn = JSON.stringify(shown.blocks);
      expect(asked.filter((voter) => drawn.includes(wordsOf(voter)))).toEqual(decided);
      expect(drawn).not.toContain("signoff.approve");
    }
  };

  it("eight clicks of one person are one decision, and the last one brings one outcome", async () => {
    for (let round = 0; round < rounds; round += 1) {
      const asked = ["technical_lead", "it_audit"] as const;
      const id = await request(asked);
      for (const [voter, others] of [
        ["technical_lead", /you have approved this already/],
        ["it_audit", /this has ended/],
      ] as const) {
        const [form] = await fillIn(id, [voter], 8);
        if (form === undefined) throw new Error("There is no form.");
        const { as, view } = form;
        const windows = Array.from({ length: 8 }, (_, nth) => ({ as, view: { ...view, id: view.id + nth } }));
        const answers = await submitTogether(ports, windows);
        expect(answers.filter((words) => words.includes("Noted: you have approved"))).toHaveLength(1);
        expect(answers.filter((words) => others.test(words))).toHaveLength(7);
        await scenario.control.post("close-view", { as, view_id: view.id });
      }
      await done();
      expect(await recorded(id)).toEqual([
        "signoff.requested",
        "signoff.approved",
        "signoff.approved",
        "signoff.completed",
      ]);
      await agree(id, asked, asked);
    }
  });

  it("a form submitted eight times over is one decision, and each answer says so", async () => {
    const asked = ["technical_lead"] as const;
    const id = await request(asked);
    const [form] = await fillIn(id, asked);
    if (form === undefined) throw new Error("There is no form.");
    const answers = await submitTogether(
      ports,
      Array.from({ length: 8 }, () => form),
    );
    for (const answer of answers) expect(answer).toContain("Noted: you have approved");
    await done();
    expect(await recorded(id)).toEqual(["signoff.requested", "signoff.approved", "signoff.completed"]);
    await agree(id, asked, asked);
  });

  it.each([1, 2, 3, 4])(
    "of %i + 1 people at the threshold so many decide, the other is told, and there is one outcome",
    async (needed) => {
      for (let round = 0; round < rounds; round += 1) {
        const asked = roles.slice(0, needed + 1);
        const id = await request(asked, needed);
        const forms = await fillIn(id, asked);
        const answers = await submitTogether(ports, forms);
        const noted = asked.filter((_, nth) => answers[nth]?.includes("Noted: you have approved"));
        expect(noted).toHaveLength(needed);
        expect(answers.filter((words) => /this has ended.*Nothing was changed/.test(words))).toHaveLength(1);
        for (const { as, view } of forms) {
          await scenario.control.post("close-view", { as, view_id: view.id });
        }
        await done();
        expect(await recorded(id)).toEqual([
          "signoff.requested",
          ...noted.map(() => "signoff.approved"),
          "signoff.completed",
        ]);
        await agree(id, asked, noted);
      }
    },
  );

  it("in the end every message is shown once", async () => {
    expect(await discrepancies(scenario.database.url, scenario.control)).toEqual([]);
  });
});
