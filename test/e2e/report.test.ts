import { request } from "undici";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { fieldId } from "../../blocks/slack/forms.ts";
import type { SeenMessage } from "../../sandbox/control-client.ts";
import { isPdf, pdfNames } from "../../src/domain/certificate/pdf-probe.ts";
import { sha256Of } from "../../src/domain/document.ts";
import { controlsOf } from "../support/controls.ts";
import { openForm } from "../support/open-form.ts";
import {
  ask,
  cast,
  hrProd,
  openScenario,
  privateAnswers,
  type Scenario,
  startCloseout,
} from "../support/scenario.ts";
import { waitFor } from "../support/wait-for.ts";

const { channel } = hrProd;
const bot = "U0CLOSEOUT";

/** One report from nothing to its second version; each test goes on where the one before has ended. */
describe("the final report", () => {
  let scenario: Scenario;
  beforeAll(async () => {
    scenario = await openScenario();
    await scenario.start();
    await startCloseout(scenario.control, hrProd, { [fieldId("start", "budget")]: "15000 USD" });
  });
  afterAll(() => scenario.close());

  const inChannel = async () =>
    (await scenario.control.messages(cast.owner, channel)).filter(({ ephemeral }) => ephemeral !== true);
  const reports = async () =>
    (await inChannel()).filter(({ text }) => text.startsWith("Final report of HR_PROD, version"));

  const answered = (pattern: RegExp, as: string = cast.owner): Promise<SeenMessage> =>
    waitFor(
      async () =>
        (await privateAnswers(scenario.control, as, channel)).findLast(({ text }) => pattern.test(text)),
      {
        what: String(pattern),
      },
    );

  async function click(message: SeenMessage, actionId: string, as: string = cast.owner): Promise<void> {
    const control = controlsOf(message.blocks).find(({ action_id }) => action_id === actionId);
    if (control?.value === undefined) throw new Error(`There is no ${actionId}`);
    const { value } = control;
    await scenario.control.post("click", { as, channel, ts: message.ts, action_id: actionId, value });
  }

  /** The files of a version, as everybody can download them from the channel. */
  async function filesOf(version: number): Promise<{ pdf: Buffer; markdown: string }> {
    const names = ["pdf", "md"].map((ending) => `final-report-mig_hr_prod_2026-v${version}.${ending}`);
    const urls = await waitFor(
      async () => {
        const files = (await inChannel()).flatMap(({ files: own = [] }) => own);
        const found = names.flatMap((name) => files.find((file) => file.name === name)?.url ?? []);
        return found.length === 2 && found;
      },
      { what: names.join(" and ") },
    );
    const [pdf, markdown] = await Promise.all(
      urls.map(async (url) => Buffer.from(await (await request(url)).body.arrayBuffer())),
    );
    return { pdf: pdf ?? Buffer.alloc(0), markdown: markdown?.toString() ?? "" };
  }

  it("is previewed by anybody with a role, and names what is missing", async () => {
    await scenario.control.command(cast.it_audit, channel, "/closeout report preview");
    const preview = await answered(/^Preview of the final report/, cast.it_audit);
    const words = JSON.stringify(preview.blocks);
    expect(words).toContain("*Source:* Oracle 19c (HR_PROD) [1]");
    expect(words).toContain("Performance was not measured");
    expect(controlsOf(preview.blocks).map(({ action_id }) => action_id)).not.toContain("report.freeze");
    const direct = await waitFor(async () => {
      const files = (await scenario.control.messages(cast.it_audit, bot)).flatMap(
        ({ files: own = [] }) => own,
      );
      return files.find(({ name }) => name === "final-report-mig_hr_prod_2026-draft.pdf");
    });
    expect(isPdf(Buffer.from(await (await request(direct.url)).body.arrayBuffer()))).toBe(true);
    expect(await reports()).toEqual([]);
  });

  it("gets the words that only people can write by its form", async () => {
    const { control } = scenario;
    await control.command(cast.technical_lead, channel, "/closeout report edit");
    const form = await openForm(control, cast.technical_lead);
    const values = {
      [fieldId("report", "schedule")]: "Migration completed on schedule",
      [fieldId("report", "incidents")]: "Zero production incidents during cutover",
      [fieldId("report", "thanks")]: "Thank you *all* <!channel>.",
    };
    await control.post("submit", { as: cast.technical_lead, view_id: form.id, values });
    await answered(/are kept/, cast.technical_lead);
  });

  it("is frozen by its owner as it was seen: certificate, baseline and all", async () => {
    const { control } = scenario;
    await ask(control, cast.owner, channel, "/closeout certificate");
    await control.command(cast.owner, channel, "/closeout baseline measure");
    await waitFor(async () =>
      (await inChannel()).some(({ text }) => text.startsWith("Performance baseline")),
    );
    await control.command(cast.owner, channel, "/closeout report preview");
    const preview = await answered(/^Preview of the final report/);
    await click(preview, "report.freeze");
    const { pdf, markdown } = await filesOf(1);
    const plain = markdown.replaceAll(/\[\^\d+\](?!:)/g, "");
    for (const line of [
      "- Source: Oracle 19c (HR_PROD)",
      "- Target: PostgreSQL 16 (hr_production)",
      "- Duration: 3 weeks (planning through certification)",
      "- Records migrated: 52,000,000",
      "- Migration completed on schedule",
      "- Zero production incidents during cutover",
      "- 40% query latency improvement achieved",
      "- 23% storage reduction achieved",
      "- Estimated: $15,000",
      "*Missing:* No actual cost was recorded.",
      "*Missing:* No retrospective was held yet.",
    ]) {
      expect(plain.split("\n")).toContain(line);
    }
    expect(plain).toMatch(/- Final status: Certified\b/);
    expect(plain).toContain("Thank you \\*all\\* \\<\\!channel\\>.");
    expect(isPdf(pdf)).toBe(true);
    expect(pdfNames(pdf, "BEC-2026-0215-00847")).toEqual({ kind: "named" });
    const [message] = await reports();
    expect(JSON.stringify(message?.blocks)).toContain(sha256Of(pdf));
    expect(JSON.stringify(message?.blocks)).toContain(sha256Of(Buffer.from(markdown)));
  });

  it("completes its item, and a second click freezes nothing", async () => {
    const { control } = scenario;
    expect(await ask(control, cast.owner, channel, "/closeout show C1")).toMatch(/done/);
    const preview = await answered(/^Preview of the final report/);
    await click(preview, "report.freeze");
    await answered(/says the same already/);
    expect(await reports()).toHaveLength(1);
  });

  it("is a new version once somebody does not want to be named, and the old message says so", async () => {
    const { control } = scenario;
    await ask(control, cast.technical_lead, channel, "/closeout report opt-out");
    await control.command(cast.owner, channel, "/closeout report freeze");
    await answered(/Version 2 .* is frozen/);
    const { markdown } = await filesOf(2);
    const acknowledged = markdown.slice(
      markdown.indexOf("## Acknowledgments"),
      markdown.indexOf("## Decisions"),
    );
    expect(acknowledged).toContain("One more person, not named.");
    expect(acknowledged).not.toContain("Tom");
    await waitFor(async () => (await reports())[0]?.text.includes("There is a newer version, number 2"));
  });

  it("is not frozen by somebody else", async () => {
    expect(await ask(scenario.control, cast.business_sponsor, channel, "/closeout report freeze")).toContain(
      "can freeze the final report",
    );
    expect(await reports()).toHaveLength(2);
  });
});
