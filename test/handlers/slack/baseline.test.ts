import { afterEach, describe, expect, it } from "vitest";
import type { UseCases } from "../../../src/usecases/bind.ts";
import { baselineOf, referenceComparison } from "../../support/baselines.ts";
import { waitFor } from "../../support/wait-for.ts";
import { messagesOf, type Rig, startRig, windowOf, wordsOf } from "./rig.ts";
import { finding, hrProd, measurement } from "./stub-use-cases.ts";

const channel = "C0HRPROD";
const closeoutId = hrProd.id;
const newest = { ...measurement, number: 2 };
const sent = {
  ...measurement,
  sendings: [
    {
      by: { user: "U0ANA", name: "Ana" },
      at: "2026-03-02T09:00:00Z",
      recipients: [{ user: "U0EVA", roles: ["business_sponsor" as const] }],
      markdown: "d".repeat(64),
    },
  ],
};
const nobodyElse = [{ as: "owner" as const, user: "U0ANA" }];

describe("the performance baseline", () => {
  let rig: Rig;
  afterEach(() => rig.close());

  const start = async (useCases: Partial<UseCases> = {}) => {
    rig = await startRig({ useCases });
  };
  const called = (name: string) => rig.calls.filter((call) => call.name === name).map(({ input }) => input);
  const type = (text: string, as = "U0ANA") => rig.control("POST /command", { as, channel, text });
  const privately = (as = "U0ANA") =>
    waitFor(async () => (await messagesOf(rig, as)).findLast(({ ephemeral }) => ephemeral));

  /** A message of ours in the channel with one button. */
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

  it("is shown privately to whoever asks", async () => {
    await start({
      showBaseline: async () => ({
        kind: "found",
        notice: {
          kind: "baseline",
          audience: "private",
          closeout: hrProd,
          measurement,
          baseline: baselineOf(referenceComparison.comparison),
          newest: 1,
          sentAs: [],
          mayWaive: false,
          mayMeasure: false,
        },
      }),
    });
    await type("/closeout baseline");
    expect((await privately()).text).toContain("source 145 ms, target 87 ms, 40% lower (better)");
    expect(called("measureBaseline")).toEqual([]);
  });

  it("is measured by whoever asks first", async () => {
    await start();
    await type("/closeout baseline");
    await waitFor(() => called("measureBaseline").length > 0);
    expect(called("measureBaseline")).toMatchObject([{ closeoutId, onlyFirst: true }]);
  });

  it("is measured anew on demand, and says so at once when Sensei takes its time", async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    await start({
      measureBaseline: async () => {
        await promise;
        return { kind: "unavailable", closeout: hrProd, sentence: "Sensei is not answering." };
      },
    });
    await type("/closeout baseline measure");
    expect((await privately()).text).toContain("I am asking Sensei for the comparison");
    resolve();
    await waitFor(async () => (await privately()).text.startsWith("Sensei is not answering."));
    expect((await privately()).text).toContain("was not measured, and nothing was stored");
    expect(called("measureBaseline")).toMatchObject([{ closeoutId, onlyFirst: false }]);
  });

  it.each<[string, Partial<UseCases>, string, RegExp]>([
    [
      "who may measure",
      { measureBaseline: async () => ({ kind: "not_permitted", closeout: hrProd, who: nobodyElse }) },
      "measure",
      /only the owner \(.*U0ANA.*\) can measure the performance baseline/,
    ],
    [
      "who was quicker",
      {
        measureBaseline: async () => ({ kind: "measured_meanwhile", closeout: hrProd, measurement: newest }),
      },
      "measure",
      /measured .* meanwhile: measurement 2/,
    ],
    ["that it is sent", {}, "send", /Measurement 1 of HR_PROD/],
    [
      "that it was sent already",
      { sendBaseline: async () => ({ kind: "sent_already", closeout: hrProd, measurement: sent }) },
      "send",
      /was sent already\. Sent to .*U0EVA.*Nothing was sent now\./,
    ],
    [
      "that there is nothing to send",
      { sendBaseline: async () => ({ kind: "none", closeout: hrProd }) },
      "send",
      /not measured yet.*`\/closeout baseline measure`/,
    ],
    ["which word was meant", {}, "mesure", /does not know “mesure”.*`\/closeout baseline measure`\?/],
  ])("says %s", async (_, useCases, words, answer) => {
    await start(useCases);
    await type(`/closeout baseline ${words}`);
    expect((await privately()).text).toMatch(answer);
  });

  it("is measured again by its button", async () => {
    await start();
    await click("baseline.measure", JSON.stringify({ c: closeoutId }));
    await waitFor(() => called("measureBaseline").length > 0);
    expect(called("measureBaseline")).toMatchObject([{ closeoutId, onlyFirst: false }]);
  });

  it("is sent by its button with what the person knew, and confirmed to them", async () => {
    await start({ sendBaseline: async () => ({ kind: "sent", closeout: hrProd, measurement: sent }) });
    await click("baseline.send", JSON.stringify({ c: closeoutId, n: 1, k: 0 }));
    expect((await privately()).text).toMatch(/^Measurement \d+ of .*: sent to .*U0EVA.*\(business sponsor\)/);
    expect(called("sendBaseline")).toMatchObject([{ closeoutId, number: 1, timesSent: 0 }]);
  });

  describe("a regression", () => {
    const value = JSON.stringify({ c: closeoutId, n: 1, m: "query_latency" });
    const target = { closeoutId, number: 1, metric: "query_latency" };

    async function openForm() {
      await click("baseline.waive", value, "U0TOM");
      return await waitFor(() => windowOf(rig, "U0TOM"));
    }

    it("is accepted by a form with a reason", async () => {
      await start();
      const view = await openForm();
      expect(view.title.text).toBe("Waive a regression");
      const values = { "waive.reason": "Known & agreed" };
      const answer = await rig.control("POST /submit", { as: "U0TOM", view_id: view.id, values });
      expect(answer).toMatchObject({ closed: true });
      expect(called("waiveFinding")).toMatchObject([{ ...target, reason: "Known & agreed" }]);
      expect((await privately("U0TOM")).text).toContain("is waived");
    });

    it("shows on its field that the reason says nothing", async () => {
      await start({ waiveFinding: async () => ({ kind: "reason_needed" }) });
      const view = await openForm();
      const values = { "waive.reason": "   " };
      const answer = await rig.control("POST /submit", { as: "U0TOM", view_id: view.id, values });
      expect(answer).toMatchObject({ closed: false, response_action: "errors" });
      expect(wordsOf(answer)).toContain("Give a reason of 3 to 500 characters");
    });

    it.each<[string, Awaited<ReturnType<UseCases["prepareWaiver"]>>, RegExp]>([
      [
        "somebody else's to decide",
        { kind: "not_permitted", closeout: hrProd, who: [{ as: "technical_lead", user: "U0TOM" }] },
        /only the technical lead \(.*U0TOM.*\) can waive a regression/,
      ],
      [
        "of an older measurement",
        { kind: "outdated", closeout: hrProd, newest },
        /a newer measurement.*number 2/,
      ],
      [
        "accepted already",
        {
          kind: "not_open",
          closeout: hrProd,
          finding: {
            ...finding,
            state: {
              kind: "waived",
              by: { user: "U0EVA", name: "Eva" },
              at: "2026-03-02T09:00:00Z",
              reason: "x",
            },
          },
        },
        /waived already, by .*U0EVA/,
      ],
    ])("that is %s opens no form", async (_, outcome, answer) => {
      await start({ prepareWaiver: async () => outcome });
      await click("baseline.waive", value, "U0TOM");
      expect((await privately("U0TOM")).text).toMatch(answer);
      expect(await windowOf(rig, "U0TOM")).toBeNull();
    });
  });

  it("answers a button of another version", async () => {
    await start();
    await click("baseline.send", "{}");
    expect((await privately()).text).toContain("I cannot read this button");
  });
});
