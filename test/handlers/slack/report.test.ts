import { afterEach, describe, expect, it } from "vitest";
import { fieldId } from "../../../blocks/slack/forms.ts";
import { composeReport } from "../../../src/domain/report/report.ts";
import { emptyDraft } from "../../../src/domain/report/report-draft.ts";
import type { UseCases } from "../../../src/usecases/bind.ts";
import { referenceSources } from "../../support/reports.ts";
import { waitFor } from "../../support/wait-for.ts";
import { messagesOf, type Rig, startRig, windowOf } from "./rig.ts";
import { hrProd, reportVersion } from "./stub-use-cases.ts";

const channel = "C0HRPROD";
const bot = "U0CLOSEOUT";
const closeoutId = hrProd.id;
const onlyOwner = {
  kind: "not_permitted" as const,
  closeout: hrProd,
  who: [{ as: "owner" as const, user: "U0ANA" }],
};
const seen = "d".repeat(64);

describe("the final report", () => {
  let rig: Rig;
  afterEach(() => rig.close());

  const start = async (useCases: Partial<UseCases> = {}) => {
    rig = await startRig({ useCases });
  };
  const called = (name: string) => rig.calls.filter((call) => call.name === name).map(({ input }) => input);
  const type = (text: string, as = "U0ANA") => rig.control("POST /command", { as, channel, text });
  const told = async (as = "U0ANA") => (await messagesOf(rig, as)).filter(({ ephemeral }) => ephemeral);
  const answered = (pattern: RegExp, as = "U0ANA") =>
    waitFor(async () => (await told(as)).find(({ text }) => pattern.test(text)), { what: String(pattern) });

  async function click(action_id: string, value: string, as = "U0ANA"): Promise<void> {
    const blocks = [
      {
        type: "actions",
        elements: [{ type: "button", text: { type: "plain_text", text: "x" }, action_id, value }],
      },
    ];
    const { ts } = await rig.slack("chat.postMessage", { channel, text: "x", blocks });
    await rig.control("POST /click", { as, channel, ts, action_id, value });
  }

  it.each<[string, string, Partial<UseCases>, RegExp]>([
    ["how far it is", "", {}, /Final report of HR_PROD.*It has not been frozen yet\. Nobody has written/],
    [
      "which version there is",
      "status",
      {
        readReport: async () => ({
          kind: "found",
          closeout: hrProd,
          draft: { ...emptyDraft, unnamed: ["U1"] },
          newest: reportVersion,
          mayEdit: false,
          mayFreeze: false,
        }),
      },
      /Version 1 was frozen by <@U0ANA>.*1 person will not be named/,
    ],
    ["that it is frozen", "freeze", {}, /Version 1 of the final report .* is frozen/],
    [
      "that nothing was to be frozen",
      "freeze",
      { freezeReport: async () => ({ kind: "unchanged", closeout: hrProd, version: reportVersion }) },
      /says the same already\. Nothing was frozen/,
    ],
    [
      "that it says something else by now",
      "freeze",
      { freezeReport: async () => ({ kind: "changed_since", closeout: hrProd }) },
      /says something else by now/,
    ],
    [
      "who may freeze",
      "freeze",
      { freezeReport: async () => onlyOwner },
      /only the owner .* can freeze the final report/,
    ],
    [
      "who may read",
      "preview",
      { previewReport: async () => onlyOwner },
      /can read the final report before it is frozen/,
    ],
    ["that a name is left out", "opt-out", {}, /will not name you/],
    ["that a name may stand", "opt in", {}, /may name you/],
    ["which word was meant", "preveiw", {}, /does not know “preveiw”.*`\/closeout report preview`\?/],
  ])("says %s", async (_, words, useCases, answer) => {
    await start(useCases);
    await type(`/closeout report ${words}`);
    await answered(answer);
  });

  it("is previewed privately, in words here and as PDF in direct messages", async () => {
    await start();
    await type("/closeout report preview", "U0LI");
    await answered(/^Preview of the final report/, "U0LI");
    await answered(/as PDF is in your direct messages/, "U0LI");
    expect(called("previewReport")).toMatchObject([{ closeoutId, pdf: true, member: { user: "U0LI" } }]);
    const direct = await messagesOf(rig, "U0LI", bot);
    expect(JSON.stringify(direct)).toContain("final-report-mig_hr_prod-draft.pdf");
    const others = await messagesOf(rig, "U0TOM");
    expect(others.some(({ text }) => text.includes("final report"))).toBe(false);
  });

  it("says so when the PDF of a preview cannot be sent", async () => {
    await start();
    await rig.control("POST /faults", {
      method: "files.getUploadURLExternal",
      kind: "error",
      error: "fatal_error",
      times: 5,
    });
    await type("/closeout report preview");
    await answered(/did not take the PDF/);
  });

  it("turns a long preview's pages", async () => {
    const many = Array.from({ length: 120 }, (_, index) => `Lesson ${index}: ${"x".repeat(150)}`);
    const long = composeReport(
      referenceSources({
        closeout: hrProd,
        retrospective: { state: "closed", wentWell: many, couldImprove: [], source: "Retrospective." },
      }),
      { kind: "draft", at: reportVersion.frozenAt },
    );
    await start({
      previewReport: async () => ({
        kind: "preview",
        view: {
          closeout: hrProd,
          draft: emptyDraft,
          newest: undefined,
          mayEdit: false,
          mayFreeze: false,
        },
        report: long,
        contentSha256: seen,
        pdf: undefined,
      }),
    });
    await type("/closeout report preview");
    await answered(/Page 1 of [3-9]\./);
    await click("report.page.next", JSON.stringify({ c: closeoutId, p: 1 }));
    await answered(/Page 2 of [3-9]\./);
  });

  it("is frozen by the preview's button exactly as it was seen", async () => {
    await start();
    await click("report.freeze", JSON.stringify({ c: closeoutId, h: seen }));
    await answered(/is frozen/);
    expect(called("freezeReport")).toMatchObject([{ closeoutId, seen }]);
  });

  describe("its form", () => {
    const open = async () => {
      await click("report.edit", JSON.stringify({ c: closeoutId }));
      return await waitFor(() => windowOf(rig, "U0ANA"));
    };
    const values = {
      [fieldId("report", "incidents")]: "Zero production incidents during cutover",
      [fieldId("report", "unnamed")]: ["U0TOM", "U0LI"],
    };

    it("keeps what was written, and whom not to name", async () => {
      await start();
      const view = await open();
      const answer = await rig.control("POST /submit", { as: "U0ANA", view_id: view.id, values });
      expect(answer).toMatchObject({ closed: true });
      expect(called("editReport")).toMatchObject([
        {
          closeoutId,
          revision: 0,
          text: { introduction: "", incidents: "Zero production incidents during cutover" },
          unnamed: ["U0TOM", "U0LI"],
        },
      ]);
      await answered(/are kept/);
    });

    it("stays open, with its words, when somebody else was quicker", async () => {
      const draft = {
        ...emptyDraft,
        revision: 1,
        edited: { by: { user: "U0TOM", name: "Tom" }, at: reportVersion.frozenAt },
      };
      await start({ editReport: async () => ({ kind: "outdated", closeout: hrProd, draft }) });
      const view = await open();
      const answer = await rig.control("POST /submit", { as: "U0ANA", view_id: view.id, values });
      expect(JSON.stringify(answer)).toContain("Tom or somebody else changed the report since");
    });

    it("does not open for somebody who may not edit", async () => {
      await start();
      await click("report.edit", JSON.stringify({ c: closeoutId }), "U0LI");
      await answered(/can edit the final report/, "U0LI");
    });
  });
});
