import { describe, expect, test } from "vitest";
import { baselineMessage } from "../../../blocks/slack/baseline/baseline.ts";
import type { Closeout } from "../../../src/domain/closeout.ts";
import { sha256Of } from "../../../src/domain/document.ts";
import type { BaselineNotice } from "../../../src/domain/notice.ts";
import { roles } from "../../../src/domain/role.ts";
import { measureBaseline } from "../../../src/usecases/baseline/measure-baseline.ts";
import { sendBaseline } from "../../../src/usecases/baseline/send-baseline.ts";
import { showBaseline } from "../../../src/usecases/baseline/show-baseline.ts";
import { prepareWaiver, waiveFinding } from "../../../src/usecases/baseline/waive-finding.ts";
import { deliverMessages } from "../../../src/usecases/delivery/deliver-messages.ts";
import { readable } from "../../blocks/slack/look.ts";
import { referenceComparison } from "../../support/baselines.ts";
import { senseiFault } from "../../support/fake-sensei.ts";
import { smallTemplateText, templateFrom } from "../../support/small-template.ts";
import { installation, member, openWorld, startInput, type World } from "../../support/world.ts";

/** The small procedure, with an item that a baseline completes. */
const template = templateFrom(
  smallTemplateText.replace("title: Compare baselines,", "title: Compare baselines, completed_by: baseline,"),
);

const { comparison } = referenceComparison;
const worse = {
  comparison: {
    ...comparison,
    query_latency: { source_p95_ms: 145, target_p95_ms: 210, improvement: "-45%" },
  },
};
const worst = {
  comparison: {
    ...comparison,
    query_latency: { source_p95_ms: 145, target_p95_ms: 290, improvement: "-100%" },
  },
};

async function opened(input: Parameters<World["start"]>[0] = {}) {
  const world = await openWorld({ template });
  const closeout = await world.start(input);
  const is = (json: unknown) => void world.sensei.comparisons.set(closeout.migration.id, json);
  is(referenceComparison);
  world.clock.set(world.clock.now().add({ minutes: 1 }));
  const closeoutId = closeout.id;
  return {
    world,
    closeout,
    is,
    measure: (as = "ana", onlyFirst = false, deps = world.deps) =>
      measureBaseline(deps, { closeoutId, member: member(as), onlyFirst }),
    send: (timesSent = 0, as = "ana", number?: number) =>
      sendBaseline(world.deps, {
        closeoutId,
        member: member(as),
        timesSent,
        ...(number === undefined ? {} : { number }),
      }),
    waive: (as: string, reason = "Known and agreed.", number = 1) =>
      waiveFinding(world.deps, { closeoutId, number, metric: "query_latency", member: member(as), reason }),
    newest: () => world.store.baselines.newest(closeoutId),
    kinds: async () => (await world.ledger(closeout)).map(({ kind }) => kind).slice(1),
    item: async () => (await world.store.closeouts.items([closeoutId])).find(({ id }) => id === "W1")?.state,
    /** Every message about a measurement in a conversation, as it stands there, oldest first. */
    shown: async (user?: string): Promise<readonly BaselineNotice[]> => {
      await world.deliver();
      const { channel } = closeout;
      const posts = world.chat.in(
        user === undefined ? { kind: "channel", channel } : { kind: "direct", user },
      );
      return posts.flatMap(({ notice }) => (notice.kind === "baseline" ? [notice] : []));
    },
  };
}

function wordsOf(notice: BaselineNotice | undefined): string {
  return notice === undefined ? "" : readable(baselineMessage(notice).blocks);
}

async function files(world: World, closeout: Closeout, user?: string) {
  await world.deliver();
  const { channel } = closeout;
  return world.chat
    .in(user === undefined ? { kind: "channel", channel } : { kind: "direct", user })
    .flatMap(({ notice }) => (notice.kind === "file" ? [notice] : []));
}

describe("measuring", () => {
  test("posts the comparison with its chart right below, and keeps exact bytes", async () => {
    const { world, closeout, measure, shown } = await opened();
    expect(await measure()).toMatchObject({ kind: "measured", measurement: { number: 1, findings: [] } });
    const [notice] = await shown();
    expect(notice).toMatchObject({ audience: "channel", newest: 1, measurement: { requestId: "req_1" } });
    const [chart] = await files(world, closeout);
    expect(chart?.document.mediaType).toBe("image/png");
    expect(Buffer.from(chart?.document.bytes ?? []).toString("latin1", 1, 4)).toBe("PNG");
    expect(chart?.altText).toContain("source 145 ms, target 87 ms, 40% lower (better)");
    const posts = world.chat.in({ kind: "channel", channel: closeout.channel }).map((p) => p.notice.kind);
    expect(posts).toEqual(["card", "baseline", "file"]);

    const { json, markdown } = notice?.measurement.documents ?? { json: "", markdown: "" };
    const exact = new TextEncoder().encode(JSON.stringify(referenceComparison));
    expect(json).toBe(sha256Of(exact));
    expect((await world.store.closeouts.document(closeout.id, json))?.bytes).toEqual(Buffer.from(exact));
    const text = Buffer.from((await world.store.closeouts.document(closeout.id, markdown))?.bytes ?? []);
    expect(text.toString()).toContain(`SHA-256 of Sensei's answer: ${json}`);
  });

  test("is in the ledger with figures, hashes and request", async () => {
    const { world, closeout, measure, newest } = await opened();
    await measure();
    expect((await world.ledger(closeout)).slice(1)).toMatchObject([
      {
        kind: "baseline.measured",
        actor: { user: "U_ANA" },
        data: {
          number: 1,
          requestId: "req_1",
          documents: (await newest())?.documents,
          metrics: {
            storage: { source: "127 GB", target: "98 GB", change: "23% lower (better)", vendor: "23%" },
          },
        },
      },
    ]);
  });

  test.each(["ana", "tom"])("is for the owner and the technical lead: %s may", async (as) => {
    const { measure } = await opened();
    expect(await measure(as)).toMatchObject({ kind: "measured" });
  });

  test.each(["jonas", "eva", "li", "ola", "maria"])("is not for %s, and Sensei is not asked", async (as) => {
    const { world, closeout, measure, newest } = await opened();
    world.sensei.fault = new Error("must not be asked");
    expect(await measure(as)).toMatchObject({
      kind: "not_permitted",
      who: [
        { as: "owner", user: "U_ANA" },
        { as: "technical_lead", user: closeout.roles.technical_lead },
      ],
    });
    expect(await newest()).toBeUndefined();
  });

  test.each([
    ["Sensei fails", senseiFault("unavailable"), undefined, /^Sensei says unavailable\. Try again\.$/],
    ["Sensei takes too long", senseiFault("cancelled"), undefined, /did not answer within 12 seconds/],
    ["its answer is no object", undefined, ["145"], /another form/],
    ["its answer holds no figure", undefined, { comparison: {}, notes: ["soon"] }, /holds no figure/],
  ])("stores nothing when %s, and says why", async (_, fault, json, sentence) => {
    const { world, is, measure, newest, kinds } = await opened();
    is(json ?? referenceComparison);
    world.sensei.fault = fault;
    const outcome = await measure();
    expect(outcome).toMatchObject({ kind: "unavailable" });
    expect(outcome.kind === "unavailable" && outcome.sentence).toMatch(sentence);
    expect(await newest()).toBeUndefined();
    expect(await kinds()).toEqual([]);
    expect((await world.sql("select from document")).length).toBe(0);
  });

  test("says of each missing or zero value what it is", async () => {
    const { is, measure, shown } = await opened();
    is({
      comparison: {
        query_latency: { source_p95_ms: null, target_p95_ms: 87 },
        throughput: { source_qps: 0, target_qps: 2400, improvement: "100%" },
        storage: { source_gb: "n/a", target_gb: 98 },
      },
    });
    await measure();
    const words = wordsOf((await shown())[0]);
    expect(words).toContain("unknown: the source's figure is not given");
    expect(words).toContain("unknown: the source's figure is zero, so not measured");
    expect(words).toContain("unknown: the source's figure is not a number");
    expect(words).toContain("None of the three can be compared");
  });

  test("says in words where Sensei's own percentage does not follow", async () => {
    const { is, measure, shown } = await opened();
    is({ comparison: { ...comparison, storage: { source_gb: 127, target_gb: 98, reduction: "32%" } } });
    await measure();
    const [notice] = await shown();
    expect(wordsOf(notice)).toContain(
      'Storage: Sensei says "32%", but its own figures give 23% lower (better).',
    );
    expect(notice && baselineMessage(notice).text).toContain("Sensei says otherwise of 1 figure");
  });

  test("by two people at once stores each measurement whole, one after the other", async () => {
    const { world, closeout, measure, shown } = await opened();
    const outcomes = await Promise.all([measure("ana"), measure("tom", false, world.another())]);
    const stored = await world.sql("select number from baseline order by number");
    const measured = outcomes.filter(({ kind }) => kind === "measured").length;
    expect(stored.map(({ number }) => number)).toEqual(Array.from({ length: measured }, (_, at) => at + 1));
    expect(await shown()).toHaveLength(measured);
    expect(await files(world, closeout)).toHaveLength(measured);
  });

  test("for the first time by two people at once is done once", async () => {
    const { world, measure } = await opened();
    const outcomes = await Promise.all([measure("ana", true), measure("tom", true, world.another())]);
    expect(outcomes.map(({ kind }) => kind).toSorted()).toEqual(["measured", "measured_meanwhile"]);
    expect(await world.sql("select from baseline")).toHaveLength(1);
  });

  test("an older answer does not become the newest measurement", async () => {
    const { world, measure, newest } = await opened();
    const slow = { ...world.deps, pictures: { ...world.deps.pictures, baseline: async () => await late() } };
    async function late() {
      world.clock.set(world.clock.now().add({ seconds: 1 }));
      await measure("tom");
      return new Uint8Array([1]);
    }
    expect(await measure("ana", false, slow)).toMatchObject({
      kind: "measured_meanwhile",
      measurement: { measuredBy: { user: "U_TOM" } },
    });
    expect(await newest()).toMatchObject({ number: 1 });
  });

  test("that dies before it is written leaves nothing, and the next one is whole", async () => {
    const { world, measure, newest, kinds } = await opened();
    const dying = {
      ...world.deps,
      pictures: { ...world.deps.pictures, baseline: () => Promise.reject(new Error("killed")) },
    };
    await expect(measure("ana", false, dying)).rejects.toThrow("killed");
    expect(await newest()).toBeUndefined();
    await measure();
    expect(await kinds()).toEqual(["baseline.measured"]);
  });
});

describe("a regression", () => {
  test("waits for its decision in the message and in the ledger", async () => {
    const { is, measure, shown, kinds } = await opened();
    is(worse);
    await measure();
    expect(await kinds()).toEqual(["baseline.measured", "finding.raised"]);
    const [notice] = await shown();
    expect(wordsOf(notice)).toContain(
      "Query latency, p95 is 44.83% worse than on the source (5% is tolerated)",
    );
    expect(notice && baselineMessage(notice).text).toContain("1 regression waits for the technical lead");
  });

  test.each(["tom", "eva"])("is waived by %s: name and words stay in the message", async (as) => {
    const { is, measure, waive, shown, kinds } = await opened();
    is(worse);
    await measure();
    await shown();
    expect(await waive(as, "  Agreed with the <team>.  ")).toMatchObject({ kind: "waived" });
    const [notice] = await shown();
    expect(wordsOf(notice)).toMatch(/Regression, waived.*Waived by U_/);
    expect(wordsOf(notice)).toContain(">Agreed with the &lt;team&gt;.");
    expect(await kinds()).toEqual(["baseline.measured", "finding.raised", "finding.waived"]);
  });

  test.each(["ana", "jonas", "li", "ola", "maria"])(
    "is not waived by %s, and the ledger says who tried",
    async (as) => {
      const { world, closeout, is, measure, waive, newest } = await opened();
      is(worse);
      await measure();
      const target = {
        closeoutId: closeout.id,
        number: 1,
        metric: "query_latency",
        member: member(as),
      } as const;
      expect(await prepareWaiver(world.deps, target)).toMatchObject({ kind: "not_permitted" });
      expect(await waive(as)).toMatchObject({
        kind: "not_permitted",
        who: [{ as: "technical_lead" }, { as: "business_sponsor" }],
      });
      expect((await newest())?.findings).toMatchObject([{ state: { kind: "open" } }]);
      expect((await world.ledger(closeout)).slice(-2)).toMatchObject([
        { kind: "act.refused", actor: { user: `U_${as.toUpperCase()}` }, data: { act: "waive_finding" } },
        { kind: "act.refused" },
      ]);
    },
  );

  test("asks for a reason that says something", async () => {
    const { is, measure, waive, newest } = await opened();
    is(worse);
    await measure();
    expect(await waive("tom", " a ")).toEqual({ kind: "reason_needed" });
    expect(await waive("tom", "x".repeat(501))).toEqual({ kind: "reason_needed" });
    expect((await newest())?.findings).toMatchObject([{ state: { kind: "open" } }]);
  });

  test("waived by two people at once is waived once, and the second is told by whom", async () => {
    const { is, measure, waive, kinds } = await opened();
    is(worse);
    await measure();
    const outcomes = await Promise.all([waive("tom"), waive("eva")]);
    expect(outcomes.map(({ kind }) => kind).toSorted()).toEqual(["not_open", "waived"]);
    expect((await kinds()).filter((kind) => kind === "finding.waived")).toHaveLength(1);
  });

  test("is resolved by a new measurement, and the old message says that there is one", async () => {
    const { is, measure, shown, kinds, waive } = await opened();
    is(worse);
    await measure();
    await shown();
    is(referenceComparison);
    await measure("tom");
    const [old, now] = await shown();
    expect(wordsOf(old)).toContain("There is a newer measurement further down");
    expect(JSON.stringify(old && baselineMessage(old).blocks)).not.toContain("action_id");
    expect(wordsOf(now)).toContain("Query latency, p95 was 44.83% worse and is within the tolerance");
    expect((await kinds()).slice(2)).toEqual(["baseline.measured", "finding.resolved"]);
    expect(await waive("tom")).toMatchObject({ kind: "outdated", newest: { number: 2 } });
    expect(await waive("tom", "Known and agreed.", 2)).toMatchObject({
      kind: "not_open",
      finding: { state: { kind: "resolved" } },
    });
  });

  test("keeps its waiver while it is no worse, and loses it when it is", async () => {
    const { world, closeout, is, measure, waive, newest } = await opened();
    is(worse);
    await measure();
    await waive("eva");
    await measure();
    expect((await newest())?.findings).toMatchObject([{ state: { kind: "waived" } }]);
    is(worst);
    await measure();
    expect((await newest())?.findings).toMatchObject([{ worsePercent: "100.00", state: { kind: "open" } }]);
    expect((await world.ledger(closeout)).at(-1)).toMatchObject({
      kind: "finding.raised",
      data: { waiverFell: true },
    });
  });
});

describe("sending to the stakeholders", () => {
  test("reaches all five roles, each person once, with table, chart and document", async () => {
    const { world, closeout, measure, send, shown } = await opened({
      input: { roles: { ...startInput().roles, it_audit: "U_JONAS" } },
    });
    await measure();
    expect(await send()).toMatchObject({ kind: "sent" });
    const holders = new Set(roles.map((role) => closeout.roles[role]));
    expect(holders.size).toBe(4);
    for (const user of holders) {
      expect(await shown(user)).toHaveLength(1);
      const types = (await files(world, closeout, user)).map(({ document }) => document.mediaType);
      expect(types).toEqual(["image/png", "text/markdown"]);
    }
    const [copy] = await shown("U_JONAS");
    expect(wordsOf(copy)).toContain("You get this as compliance officer and IT audit.");
    expect(wordsOf(copy)).toContain("145 ms → 87 ms, *40% lower (better)*");
  });

  test("is told in the channel, to whom and by whom, and completes the item", async () => {
    const { world, closeout, measure, send, shown, item } = await opened();
    await measure();
    await shown();
    expect(await item()).toMatchObject({ kind: "open" });
    await send(0, "tom");
    expect(wordsOf((await shown())[0])).toMatch(/Sent to U_TOM.*\(technical lead\).*by U_TOM/);
    expect(await item()).toMatchObject({ kind: "done", by: { system: "closeout" } });
    expect((await world.ledger(closeout)).slice(-2)).toMatchObject([
      { kind: "baseline.sent", data: { number: 1 } },
      { kind: "item.completed", data: { item: "W1" } },
    ]);
  });

  test("twice says that it was sent; whoever knows that sends it once more", async () => {
    const { measure, send, shown, newest } = await opened();
    await measure();
    const both = await Promise.all([send(), send(0, "tom")]);
    expect(both.map(({ kind }) => kind).toSorted()).toEqual(["sent", "sent_already"]);
    expect(await shown("U_EVA")).toHaveLength(1);
    expect(await send(1)).toMatchObject({ kind: "sent" });
    expect(await send(1)).toMatchObject({ kind: "sent_already" });
    expect(await shown("U_EVA")).toHaveLength(2);
    expect((await newest())?.sendings).toHaveLength(2);
  });

  test("does not complete the item while a regression waits; the waiver then does", async () => {
    const { is, measure, send, waive, item, shown } = await opened();
    is(worse);
    await measure();
    await send();
    expect(await item()).toMatchObject({ kind: "open" });
    expect((await shown("U_EVA"))[0]).toMatchObject({ mayWaive: true });
    expect((await shown("U_LI"))[0]).toMatchObject({ mayWaive: false });
    await waive("eva");
    expect(await item()).toMatchObject({ kind: "done" });
    expect(wordsOf((await shown("U_LI"))[0])).toContain("Regression, waived");
  });

  test("sends a document that holds what was decided since the measurement", async () => {
    const { world, closeout, is, measure, send, waive } = await opened();
    is(worse);
    await measure();
    await waive("tom", "Agreed with the team.");
    await send();
    const [, markdown] = await files(world, closeout, "U_LI");
    expect(Buffer.from(markdown?.document.bytes ?? []).toString()).toContain(
      "waived by tom: Agreed with the team.",
    );
  });

  test("is for the newest measurement only, and for those who may measure", async () => {
    const { measure, send, shown } = await opened();
    expect(await send()).toMatchObject({ kind: "none" });
    await measure();
    await measure();
    expect(await send(0, "ana", 1)).toMatchObject({ kind: "outdated", newest: { number: 2 } });
    expect(await send(0, "eva")).toMatchObject({ kind: "not_permitted" });
    expect(await shown("U_EVA")).toHaveLength(0);
  });

  test("to somebody who left is told to the owner, and the others get it", async () => {
    const { world, closeout, measure, send, shown } = await opened();
    await measure();
    await world.deliver();
    await send();
    const channel = { kind: "channel", channel: closeout.channel } as const;
    await deliverMessages(world.deps, { lanes: [{ installation, conversation: channel }] });
    world.chat.goWrong({ kind: "refused", reason: "user_disabled" });
    await world.deliver();
    const told = world.chat.in({ kind: "direct", user: "U_ANA" });
    expect(told.map(({ notice }) => notice)).toMatchObject([
      { kind: "undelivered", reason: "user_disabled" },
    ]);
    const reached = await Promise.all(["U_TOM", "U_JONAS", "U_EVA", "U_LI", "U_OLA"].map(shown));
    expect(reached.flat().length).toBeGreaterThanOrEqual(4);
  });
});

describe("looking at it", () => {
  test("shows the newest with the controls of use to whoever asks", async () => {
    const { world, closeout, measure } = await opened();
    const show = (as: string) => showBaseline(world.deps, { closeoutId: closeout.id, member: member(as) });
    expect(await show("ana")).toMatchObject({ kind: "none" });
    await measure();
    expect(await show("ana")).toMatchObject({ notice: { mayMeasure: true, mayWaive: false } });
    expect(await show("eva")).toMatchObject({ notice: { mayMeasure: false, mayWaive: true } });
    expect(await show("tom")).toMatchObject({ notice: { mayMeasure: true, mayWaive: true } });
  });
});
