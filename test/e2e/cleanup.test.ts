import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { z } from "zod";
import type { SeenMessage } from "../../sandbox/control-client.ts";
import { allDone } from "../support/outbox.ts";
import { ask, cast, clockOf, hrProd, openScenario, type Scenario, startCloseout } from "../support/scenario.ts";
import { waitFor } from "../support/wait-for.ts";

vi.setConfig({ testTimeout: 90_000, hookTimeout: 120_000 });

const { channel, migration } = hrProd;

/** Looks come quickly here, and patience is short. */
const env = { CLOSEOUT_OPERATION_CHECK_MS: "300", CLOSEOUT_OPERATION_PATIENCE_MS: "20000" };

const records = z.object({
  operations: z.array(z.looseObject({ migration_id: z.string(), operation: z.string(), outcome: z.string() })),
});

/** The people of a closeout and what they see of its cleanup. */
function people(scenario: () => Scenario) {
  const control = () => scenario().control;
  const inChannel = async () =>
    (await control().messages(cast.owner, channel)).filter(({ ephemeral }) => ephemeral !== true);
  /** The channel's newest message that says this. */
  const says = (words: RegExp) =>
    waitFor(async () => (await inChannel()).findLast(({ text }) => words.test(text)), {
      what: `a message that says ${words}; there are ${JSON.stringify([])}`,
    });
  const click = (as: string, message: SeenMessage, actionId: string, value: string, where = channel) =>
    control().post("click", { as, channel: where, ts: message.ts, action_id: actionId, value });
  const submit = async (as: string, values: Record<string, string>) => {
    const view = await waitFor(() => control().view(as), { what: "a form" });
    const answer = await control().post("submit", { as, view_id: view.id, values });
    const open = await control().view(as);
    if (open !== null) await control().post("close-view", { as, view_id: open.id });
    return JSON.stringify(answer);
  };
  /** The plan as somebody is given it, after asking for it. */
  const plan = async (as: string): Promise<SeenMessage> => {
    const text = await ask(control(), as, channel, "/cleanup");
    const seen = (await control().messages(as, channel)).findLast((one) => one.text === text);
    if (seen === undefined) throw new Error("There is no plan.");
    return seen;
  };
  const run = async (as: string, kind: string) => {
    const seen = await plan(as);
    return await click(as, seen, "cleanup.run", valueOf(seen, "cleanup.run", `"k":"${kind}"`));
  };
  const applied = async (operation: string) =>
    (await scenario().sensei.control.get("operations", {}, records)).operations.filter(
      (one) => one.operation === operation && one.outcome === "applied",
    ).length;
  return { inChannel, says, click, submit, plan, run, applied };
}

const buttons = z.array(
  z.looseObject({
    elements: z.array(z.unknown()).optional(),
    accessory: z.unknown().optional(),
  }),
);
const aButton = z.looseObject({ action_id: z.string(), value: z.string() });

/** The value of the button of this id whose value holds these words. */
function valueOf(message: SeenMessage, actionId: string, words = ""): string {
  const all = buttons
    .parse(message.blocks)
    .flatMap(({ elements = [], accessory }) => [...elements, accessory])
    .flatMap((element) => aButton.safeParse(element).data ?? []);
  const found = all.find(({ action_id, value }) => action_id === actionId && value.includes(words));
  if (found === undefined) throw new Error(`No ${actionId} ${words} in ${JSON.stringify(message.blocks)}`);
  return found.value;
}

describe("the cleanup in the channel", () => {
  let scenario: Scenario;
  const { says, click, submit, plan, run, applied, inChannel } = people(() => scenario);
  beforeAll(async () => {
    scenario = await openScenario({ product: { env } });
    await scenario.start();
    await startCloseout(scenario.control, hrProd);
  });
  afterAll(() => scenario.close());

  it("shows what would happen, with figures, and that nothing has happened yet", async () => {
    const seen = await plan(cast.owner);
    expect(seen.text).toContain("Cleanup of HR_PROD — nothing has been changed yet");
    const words = JSON.stringify(seen.blocks);
    expect(words).toContain("GB of staging files");
    expect(words).toContain("The export is not archived and verified yet");
    for (const id of ["X1", "X2", "X3", "X4"]) expect(words).toContain(`*${id}*`);
    expect(await applied("cleanup")).toBe(0);
  });

  it("refuses a stranger to the roles and names who can", async () => {
    const seen = await plan(cast.it_audit);
    await click(cast.it_audit, seen, "cleanup.run", valueOf(seen, "cleanup.run", `"k":"storage"`));
    const answer = await waitFor(async () =>
      (await scenario.control.messages(cast.it_audit, channel)).findLast(({ text }) => text.includes("only")),
    );
    expect(answer.text).toContain(
      "In HR_PROD only the owner (<@U0ANA>) or the technical lead (<@U0TOM>) can clean up and archive. Nothing was changed",
    );
    expect(await applied("cleanup")).toBe(0);
  });

  it("releases temporary storage once, although two people click, and shows the receipt", async () => {
    const [one, other] = [await plan(cast.owner), await plan(cast.technical_lead)];
    await Promise.all([
      click(cast.owner, one, "cleanup.run", valueOf(one, "cleanup.run", `"k":"storage"`)),
      click(cast.technical_lead, other, "cleanup.run", valueOf(other, "cleanup.run", `"k":"storage"`)),
    ]);
    const receipt = await says(/^Release temporary storage of HR_PROD: Released temporary storage \(/);
    expect(JSON.stringify(receipt.blocks)).toMatch(/request .*key closeout-.*Sensei said “Temporary storage was released\.”.*ledger #\d+/);
    expect(await applied("cleanup")).toBe(1);
    const answers = await waitFor(async () => {
      const both = await Promise.all(
        [cast.owner, cast.technical_lead].map((as) => scenario.control.messages(as, channel)),
      );
      const told = both.flat().filter(({ ephemeral, text }) => ephemeral === true && /nothing was started twice|I am on it/.test(text));
      return told.length === 2 ? told : undefined;
    });
    expect(answers.filter(({ text }) => text.includes("nothing was started twice"))).toHaveLength(1);
  });

  it("deletes checkpoints only after the name was typed and the compliance officer has released them", async () => {
    await run(cast.technical_lead, "checkpoints");
    expect(await submit(cast.technical_lead, { "checkpoints.name": "HR" })).toContain("Type HR_PROD");
    await run(cast.technical_lead, "checkpoints");
    expect(await submit(cast.technical_lead, { "checkpoints.name": "HR_PROD" })).toContain("I have asked <@U0JONAS>");
    await says(/^Delete checkpoints of HR_PROD: asked for by <@U0TOM>; waits for <@U0JONAS>/);
    const request = await waitFor(async () =>
      (await scenario.control.messages(cast.compliance_officer, "U0CLOSEOUT")).findLast(({ text }) =>
        text.includes("asks to delete the checkpoints"),
      ),
    );
    expect(await applied("checkpoints")).toBe(0);
    await click(cast.compliance_officer, request, "operation.release", valueOf(request, "operation.release"), "U0CLOSEOUT");
    expect(await submit(cast.compliance_officer, { "release.words": "Not in scope." })).toContain("Released:");
    const receipt = await says(/^Delete checkpoints of HR_PROD: Deleted the checkpoints/);
    expect(receipt.text).toContain("released by <@U0JONAS> as not needed for audit (“Not in scope.”)");
    expect(await applied("checkpoints")).toBe(1);
  });

  it("archives the migration before its export only for a reason, which is shown", async () => {
    const seen = await plan(cast.owner);
    await click(cast.owner, seen, "cleanup.anyway", valueOf(seen, "cleanup.anyway"));
    expect(await submit(cast.owner, { "anyway.reason": "The licence ends today." })).toContain("I am on it");
    const receipt = await says(/^Archive the migration of HR_PROD: Archived the migration/);
    expect(JSON.stringify(receipt.blocks)).toContain("order overridden: “The licence ends today.”");
    expect(await applied("archive")).toBe(1);
  });

  it("is complete when the four infrastructure tasks are settled as well", async () => {
    await ask(scenario.control, cast.owner, channel, "/closeout check X1-X4");
    await allDone(scenario.database.url, () => clockOf(scenario.control));
    expect(await ask(scenario.control, cast.owner, channel, "/closeout show S3")).toContain("done by Closeout");
    expect((await inChannel()).filter(({ text }) => text.startsWith("Release temporary storage of"))).toHaveLength(1);
  });
});

describe("what goes wrong at Sensei", () => {
  let scenario: Scenario;
  const { says, run, applied } = people(() => scenario);
  beforeAll(async () => {
    scenario = await openScenario({ product: { env } });
    await scenario.start();
    await startCloseout(scenario.control, hrProd);
  });
  afterAll(() => scenario.close());

  const fresh = async () => {
    await scenario.sensei.control.delete("faults");
    await scenario.sensei.control.post(`migrations/${migration}`, {
      status: "certified",
      resources: { checkpoints: 12, temporary_storage_gb: 14 },
    });
    await scenario.sensei.control.post("operations", { migration_id: migration });
    await scenario.database.sql?.("delete from operation");
  };
  const fault = (kind: string, more: Record<string, unknown> = {}) =>
    scenario.sensei.control.post("faults", { kind, path: `/migrations/${migration}/cleanup`, ...more });

  it.each([
    ["500_after", {}, /It had happened\. Released temporary storage/],
    ["drop_after", {}, /It had happened\. Released temporary storage/],
    ["timeout_after", { delay_ms: 500 }, /It had happened\. Released temporary storage/],
    ["500", {}, /It had not happened: I looked several times/],
    ["drop", {}, /It had not happened: I looked several times/],
    ["200_html", {}, /It had not happened: I looked several times/],
  ] as const)("%s", async (kind, more, sentence) => {
    await fresh();
    const before = await applied("cleanup");
    await fault(kind, more);
    await run(cast.owner, "storage");
    await says(sentence);
    expect((await applied("cleanup")) - before).toBe(sentence.source.includes("not") ? 0 : 1);
  });
});
