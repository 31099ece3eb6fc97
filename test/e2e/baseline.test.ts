import { request } from "undici";
import { describe, expect, it } from "vitest";
import { findingRef } from "../../blocks/slack/baseline/actions-baseline.ts";
import type { SeenMessage } from "../../sandbox/control-client.ts";
import { controlsOf } from "../support/controls.ts";
import { openForm } from "../support/open-form.ts";
import { ask, cast, hrProd, privateAnswer, privateAnswers } from "../support/scenario.ts";
import { shareScenario } from "../support/share-scenario.ts";
import { waitFor } from "../support/wait-for.ts";

const { channel, migration } = hrProd;
const bot = "U0CLOSEOUT";

/** One baseline from its first measurement to the stakeholders; each test goes on where the one before has ended. */
describe("the performance baseline", () => {
  const scenario = shareScenario();

  const inChannel = async () =>
    (await scenario.control.messages(cast.owner, channel)).filter(({ ephemeral }) => ephemeral !== true);
  const baselines = async () =>
    (await inChannel()).filter(({ text }) => text.startsWith("Performance baseline"));
  const compares = (variant: string) =>
    scenario.sensei.control.post("comparisons", { migration_id: migration, variant });

  /** Measures by the command and waits for the message and the chart below it. */
  async function measured(words = "measure"): Promise<{ message: SeenMessage; chart: SeenMessage }> {
    const before = (await baselines()).length;
    await scenario.control.command(cast.owner, channel, `/closeout baseline ${words}`);
    return await waitFor(async () => {
      const all = await inChannel();
      const message = (await baselines()).at(before);
      const chart = all.at(all.findIndex(({ ts }) => ts === message?.ts) + 1);
      return message !== undefined && chart?.files !== undefined && { message, chart };
    });
  }

  async function click(message: SeenMessage, actionId: string, as: string, where = channel): Promise<void> {
    const control = controlsOf(message.blocks).find(({ action_id }) => action_id === actionId);
    if (control?.value === undefined) throw new Error(`There is no ${actionId}`);
    const { value } = control;
    await scenario.control.post("click", { as, channel: where, ts: message.ts, action_id: actionId, value });
  }

  it("is measured by the first command: a table, and the chart as a picture right below", async () => {
    const { message, chart } = await measured("");
    expect(message.text).toContain("Query latency, p95: source 145 ms, target 87 ms, 40% lower (better).");
    expect(JSON.stringify(message.blocks)).toContain('"type":"table"');
    expect(JSON.stringify(message.blocks)).toContain("Compression enabled on target");
    const [file] = chart.files ?? [];
    expect(file).toMatchObject({
      name: "performance-baseline-mig_hr_prod_2026.png",
      mimetype: "image/png",
      alt_txt: expect.stringContaining("Storage: source 127 GB, target 98 GB, 23% lower (better)."),
    });
    const { statusCode, body } = await request(file?.url ?? "");
    expect(statusCode).toBe(200);
    expect(Buffer.from(await body.arrayBuffer()).subarray(0, 8)).toEqual(
      Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    );
  });

  it("is shown privately by the next one, and not measured again", async () => {
    expect(await ask(scenario.control, cast.it_audit, channel, "/closeout baseline")).toContain(
      "Performance baseline of HR_PROD (measurement 1)",
    );
    expect(await baselines()).toHaveLength(1);
  });

  it("is not measured for somebody who may not, nor with words that mean nothing", async () => {
    const { control } = scenario;
    const refused = await ask(control, cast.it_audit, channel, "/closeout baseline measure");
    expect(refused).toContain("only the owner (<@U0ANA>) or the technical lead (<@U0TOM>) can measure");
    const odd = await ask(control, cast.owner, channel, "/closeout baseline mesure");
    expect(odd).toContain("Did you mean `/closeout baseline measure`?");
  });

  it("says where Sensei contradicts itself", async () => {
    await compares("disagreeing");
    const { message } = await measured();
    const words = JSON.stringify(message.blocks);
    expect(words).toContain(
      'Query latency, p95: Sensei says \\"60%\\", but its own figures give 40% lower (better).',
    );
    expect(words).toContain('Storage: Sensei says \\"32%\\", but its own figures give 23% lower (better).');
  });

  it.each([
    ["zeros", "the source's figure is zero, so not measured"],
    ["missing_values", "the source's figure is not given"],
  ])("hides no %s", async (variant, words) => {
    await compares(variant);
    const { message, chart } = await measured();
    expect(message.text).toContain(words);
    expect(chart.files?.[0]?.alt_txt).toContain(words);
  });

  it.each([["503"], ["malformed"]])(
    "is not stored when Sensei answers with %s; the button tries again",
    async (kind) => {
      const { control, sensei } = scenario;
      await compares("as_measured");
      const before = (await baselines()).length;
      await sensei.control.post("faults", {
        kind,
        path: `/migrations/${migration}/performance`,
        times: 10,
        retry_after: 0,
      });
      const told = (await privateAnswers(control, cast.owner, channel)).length;
      await control.command(cast.owner, channel, "/closeout baseline measure");
      await waitFor(
        async () =>
          (await privateAnswers(control, cast.owner, channel))
            .slice(told)
            .some(({ text }) => text.includes("was not measured, and nothing was stored")),
        { what: "the sentence that says what went wrong" },
      );
      expect(await baselines()).toHaveLength(before);
      await sensei.control.delete("faults");
      const answer = await privateAnswer(control, cast.owner, channel);
      await click(answer, "baseline.measure", cast.owner);
      await waitFor(async () => (await baselines()).length === before + 1, { what: "the measurement" });
    },
  );

  it("raises a regression, which the sponsor accepts with a reason", async () => {
    const { control } = scenario;
    await compares("regression");
    const { message } = await measured();
    expect(message.text).toContain("2 regressions wait for the technical lead or the business sponsor");
    const told = (await privateAnswers(control, cast.owner, channel)).length;
    await click(message, "baseline.waive", cast.owner);
    const refusal = await privateAnswer(control, cast.owner, channel, told);
    expect(refusal.text).toContain("can waive a regression");
    await click(message, "baseline.waive", cast.business_sponsor);
    const form = await openForm(control, cast.business_sponsor);
    const values = { "waive.reason": "Reports run at night; <nobody> waits." };
    await control.post("submit", { as: cast.business_sponsor, view_id: form.id, values });
    const now = await waitFor(async () => {
      const seen = (await baselines()).find(({ ts }) => ts === message.ts);
      return JSON.stringify(seen?.blocks).includes("Regression, waived") && seen;
    });
    expect(JSON.stringify(now.blocks)).toContain("Waived by <@U0EVA>");
    expect(JSON.stringify(now.blocks)).toContain("Reports run at night; &lt;nobody&gt; waits.");
    const left = controlsOf(now.blocks).filter(({ action_id }) => action_id === "baseline.waive");
    expect(left.map(({ value = "" }) => findingRef.decode(value).m)).toEqual(["throughput"]);
  });

  it("resolves what is left by a new measurement; the old message points to it", async () => {
    await compares("as_measured");
    const { message } = await measured();
    expect(JSON.stringify(message.blocks)).toContain(
      "Throughput was 8.33% worse and is within the tolerance",
    );
    const old = await waitFor(async () => {
      const [first] = await baselines();
      return JSON.stringify(first?.blocks).includes("There is a newer measurement") && first;
    });
    expect(controlsOf(old.blocks)).toEqual([]);
  });

  it("goes to every stakeholder with chart and document, and completes its item", async () => {
    const { control } = scenario;
    const message = (await baselines()).at(-1);
    if (message === undefined) throw new Error("There is no measurement.");
    await click(message, "baseline.send", cast.owner);
    for (const role of [
      "technical_lead",
      "compliance_officer",
      "business_sponsor",
      "it_audit",
      "operations_lead",
    ] as const) {
      const direct = await waitFor(async () => {
        const all = await control.messages(cast[role], bot);
        const files = all.flatMap(({ files: own = [] }) => own.map(({ name }) => name));
        return files.length === 2 && { all, files };
      });
      expect(direct.files).toEqual([
        "performance-baseline-mig_hr_prod_2026.png",
        "performance-baseline-mig_hr_prod_2026.md",
      ]);
      const copy = direct.all.find(({ text }) => text.startsWith("Performance baseline of HR_PROD"));
      expect(JSON.stringify(copy?.blocks)).toContain("You get this as");
    }
    await waitFor(async () =>
      JSON.stringify((await baselines()).at(-1)?.blocks).includes("Sent to <@U0TOM>"),
    );
    expect(await ask(control, cast.owner, channel, "/closeout show S1")).toMatch(/done/);
  });

  it("asks before it is sent once more", async () => {
    const { control } = scenario;
    expect(await ask(control, cast.owner, channel, "/closeout baseline send")).toContain("was sent already");
    const asked = await privateAnswer(control, cast.owner, channel);
    await click(asked, "baseline.send", cast.owner);
    await waitFor(
      async () => {
        const all = await control.messages(cast.it_audit, bot);
        return all.filter(({ text }) => text.startsWith("Performance baseline")).length === 2;
      },
      { what: "the second copy" },
    );
  });
});
