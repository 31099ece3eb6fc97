import { afterEach, describe, expect, it } from "vitest";
import type { DecommissionEvent } from "../../../src/domain/decommission/decommission.ts";
import { decommissionPlan } from "../../../src/domain/decommission/decommission-plan.ts";
import { decommissionStanding } from "../../../src/domain/decommission/decommission-standing.ts";
import type { DecommissionView } from "../../../src/domain/decommission/decommission-view.ts";
import type { UseCases } from "../../../src/usecases/bind.ts";
import { fullTemplate } from "../../support/decommissions.ts";
import { waitFor } from "../../support/wait-for.ts";
import { messagesOf, type Rig, startRig, windowOf, wordsOf } from "./rig.ts";
import { hrProd } from "./stub-use-cases.ts";

const channel = "C0HRPROD";
const plan = decommissionPlan(fullTemplate.template);
if (plan === undefined) throw new Error("The procedure names no evidence.");

const stopped: DecommissionEvent = {
  id: "e1",
  by: { platform: "slack", tenant: "T0NORTHWIND", user: "U0MARIA", name: "maria" },
  at: hrProd.cutover,
  kind: "step_done",
  step: "D1",
  evidence: "It is stopped.",
  execution: "hand",
};

/** Day 29: the time has come, and nothing else is there than what is said to have happened. */
function aView(events: readonly DecommissionEvent[] = []): DecommissionView {
  if (plan === undefined) throw new Error("The procedure names no evidence.");
  const now = hrProd.cutover.add({ hours: 24 * 29 });
  const facts = {
    plan,
    cutover: hrProd.cutover,
    timeZone: hrProd.timeZone,
    events,
    requests: [],
    planSha256: "plan",
    ticked: new Set<string>(),
    skipped: new Set<string>(),
    stop: undefined,
  };
  return {
    closeout: hrProd,
    now,
    standing: decommissionStanding(facts, now),
    stopped: undefined,
    unavailable: undefined,
    automated: [],
    runs: [],
  };
}

const everybody = ["U0ANA", "U0TOM", "U0JONAS", "U0EVA", "U0LI", "U0MARIA"] as const;
const workers: readonly string[] = ["U0ANA", "U0TOM", "U0MARIA"];

describe("the decommissioning over HTTP", () => {
  let rig: Rig;
  afterEach(() => rig.close());

  const start = async (useCases: Partial<UseCases> = {}) => {
    rig = await startRig({
      useCases: { readDecommission: async () => ({ kind: "view", view: aView() }), ...useCases },
    });
  };
  const called = (name: string) => rig.calls.filter((call) => call.name === name).map(({ input }) => input);
  const type = (text: string, as: string) =>
    rig.control("POST /command", { as, channel, text: `/closeout decommission ${text}` });
  const answer = (as: string, words: RegExp) =>
    waitFor(
      async () =>
        (await messagesOf(rig, as)).findLast(({ ephemeral, text }) => ephemeral && words.test(text)),
      { what: `${words} for ${as}` },
    );

  it("shows the view to whoever asks, with the one next act as a button", async () => {
    await start();
    await type("", "U0LI");
    const seen = await answer("U0LI", /^Decommissioning of/);
    expect(seen.text).toContain("next: P1 No applications still connecting to source");
    const words = wordsOf(seen);
    expect(words.match(/"style":"primary"/g)).toHaveLength(1);
    expect(words).toContain("decommission.evidence");
    expect(words).not.toContain("decommission.step");
  });

  it.each([
    ["evidence P1", "decommission.connections", workers],
    ["evidence P3", "decommission.backup", workers],
    ["early", "decommission.early", workers],
    ["undo D1", "decommission.undo", workers],
    ["straggler", "decommission.straggler", everybody],
  ] as const)(
    "opens the form of %s for those who may, and tells the others who may",
    async (text, form, may) => {
      await start({ readDecommission: async () => ({ kind: "view", view: aView([stopped]) }) });
      for (const as of everybody) {
        await type(text, as);
        if (may.includes(as)) {
          const window = await waitFor(async () => {
            const open = await windowOf(rig, as);
            return open?.callback_id === form ? open : undefined;
          });
          await rig.control("POST /close-view", { as, view_id: window.id });
        } else {
          expect((await answer(as, /only/)).text).toContain(
            "the operations lead (<@U0MARIA>) can work on the decommissioning",
          );
        }
      }
    },
  );

  it("tells why a step cannot be done rather than opening its form", async () => {
    await start();
    await type("step D1", "U0MARIA");
    const { text } = await answer("U0MARIA", /cannot be done now/);
    expect(text).toContain("P1 “No applications still connecting to source” has no evidence yet.");
    expect(text).toContain("P4 “Stakeholder approval obtained” has no evidence yet.");
    expect((await windowOf(rig, "U0MARIA"))?.callback_id).toBeUndefined();
  });

  it("tells that a step is not done rather than asking why it is taken back", async () => {
    await start();
    await type("undo D1", "U0MARIA");
    const { text } = await answer("U0MARIA", /was not taken back/);
    expect(text).toContain("It is not done, so there is nothing to take back. Nothing was changed.");
    expect((await windowOf(rig, "U0MARIA"))?.callback_id).toBeUndefined();
  });

  it("says how approval is asked for where somebody would type it in", async () => {
    await start();
    await type("evidence P4", "U0MARIA");
    await answer("U0MARIA", /Nothing was changed; `\/closeout decommission approval` asks for it\./);
  });

  it("says that what is reckoned cannot be typed in, and what it does not know", async () => {
    await start();
    await type("evidence P2", "U0TOM");
    await answer("U0TOM", /P2 Rollback window expired is reckoned from the timeline/);
    await type("evidence P9", "U0TOM");
    await answer("U0TOM", /no part “P9”/);
    await type("stragler", "U0TOM");
    await answer("U0TOM", /Did you mean `\/closeout decommission straggler`/);
  });

  it("passes a form on as it was filled in, and puts problems beside their fields", async () => {
    await start({
      recordEvidence: async () => ({
        kind: "invalid",
        closeout: hrProd,
        problems: [{ field: "words", message: "Write what you saw." }],
      }),
    });
    await type("evidence P1", "U0MARIA");
    const window = await waitFor(() => windowOf(rig, "U0MARIA"));
    expect(wordsOf(window)).toContain("It counts for 7 days; then note it anew.");
    const values = { "connections.words": "No session.", "connections.checked_by": "U0TOM" };
    const said = await rig.control("POST /submit", { as: "U0MARIA", view_id: window.id, values });
    expect(wordsOf(said)).toContain("Write what you saw.");
    expect(called("recordEvidence")).toMatchObject([
      { evidence: { kind: "connections", words: "No session.", checkedBy: "U0TOM" } },
    ]);
  });

  const press = async (as: string, action_id: string, what: Record<string, string>) => {
    const value = JSON.stringify({ c: hrProd.id, ...what });
    const blocks = [
      {
        type: "actions",
        elements: [{ type: "button", text: { type: "plain_text", text: "x" }, action_id, value }],
      },
    ];
    const { ts } = await rig.slack("chat.postMessage", { channel, text: "x", blocks });
    await rig.control("POST /click", { as, channel, ts, action_id, value });
  };

  it("lets the automation try again by a button, and sends an irreversible step back to its form", async () => {
    const step = plan.steps.find(({ id }) => id === "D5");
    if (step === undefined) throw new Error("There is no D5.");
    await start({ retryStep: async () => ({ kind: "ask_again", closeout: hrProd, step }) });
    await press("U0TOM", "decommission.retry", { p: "D5" });
    const seen = await answer("U0TOM", /Nobody asks for D5 .* any more/);
    expect(wordsOf(seen)).toContain("decommission.step");
    expect(called("retryStep")).toMatchObject([{ step: "D5", member: { user: "U0TOM" } }]);
  });

  it("confirms by a button, for exactly what was asked", async () => {
    await start({ confirmStep: async () => ({ kind: "not_asked", closeout: hrProd }) });
    await press("U0TOM", "decommission.confirm", { p: "D5", a: "e1" });
    await answer("U0TOM", /There is nothing to confirm any more/);
    expect(called("confirmStep")).toMatchObject([
      { step: "D5", asked: "e1", decision: "confirm", member: { user: "U0TOM" } },
    ]);
  });
});
