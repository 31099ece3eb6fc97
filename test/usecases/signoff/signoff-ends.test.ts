import { Temporal } from "temporal-polyfill";
import { describe, expect, test } from "vitest";
import type { SignoffRequest } from "../../../src/domain/signoff/signoff.ts";
import { measureBaseline } from "../../../src/usecases/baseline/measure-baseline.ts";
import { overrideSignoff } from "../../../src/usecases/signoff/override-signoff.ts";
import { prepareSignoff } from "../../../src/usecases/signoff/prepare-signoff.ts";
import { requestSignoff } from "../../../src/usecases/signoff/request-signoff.ts";
import { trackSignoffs } from "../../../src/usecases/signoff/track-signoffs.ts";
import { at, local } from "../../domain/examples.ts";
import { referenceComparison, worseComparison } from "../../support/baselines.ts";
import { issue, look } from "../../support/certified.ts";
import {
  aForm,
  decide,
  giveRoles,
  requested,
  said,
  signoffTemplate,
  spoken,
  stored,
  told,
} from "../../support/signoffs.ts";
import { member, openWorld, type World } from "../../support/world.ts";

async function open() {
  const world = await openWorld({ template: signoffTemplate });
  return { world, closeout: await world.start() };
}

function override(world: World, { id: requestId }: SignoffRequest, as = "ana", reason = "The disk is full.") {
  return overrideSignoff(world.deps, { requestId, member: member(as), reason });
}

describe("time", () => {
  test("reminds those who are awaited with growing gaps, tells the owner once, and then the request expires", async () => {
    const { world, closeout } = await open();
    const request = await requested(world, closeout, { decideBy: at("2026-03-10T16:00") });
    await decide(world.deps, request, "eva");
    for (let hour = 0; hour < 24 * 9; hour += 1) {
      world.clock.set(at("2026-03-02T08:00").add({ hours: hour }));
      await trackSignoffs(world.deps);
    }
    const entries = await world.sql(
      "select at, kind from ledger_entry where kind like 'signoff.%' order by seq",
    );
    const moments = entries.map(
      ({ at: moment, kind }) => `${local(Temporal.Instant.from(String(moment)))} ${String(kind)}`,
    );
    // An eighth of the time is 25 hours: Tuesday, Thursday, Sunday and so Monday; the owner a day after the last reminder.
    expect([...new Set(moments)]).toEqual([
      "Mon 2026-03-02 08:00 signoff.requested",
      "Mon 2026-03-02 08:00 signoff.approved",
      "Tue 2026-03-03 09:00 signoff.reminded",
      "Thu 2026-03-05 11:00 signoff.reminded",
      "Mon 2026-03-09 09:00 signoff.reminded",
      "Tue 2026-03-10 09:00 signoff.escalated",
      "Tue 2026-03-10 16:00 signoff.expired",
    ]);
    await world.deliver();
    expect(told(world, "jonas")).toEqual(["request", "reminder", "reminder", "reminder"]);
    expect(told(world, "eva")).toEqual(["request"]);
    expect(told(world, "ana")).toEqual(["escalation", "outcome"]);
    expect((await stored(world, request)).ended).toMatchObject({ at: at("2026-03-10T16:00"), by: undefined });
  });

  test("ends a request even before anybody has looked: nobody decides after it", async () => {
    const { world, closeout } = await open();
    const request = await requested(world, closeout);
    world.clock.set(at("2026-03-06T17:00"));
    expect(await decide(world.deps, request, "tom")).toMatchObject({
      kind: "refused",
      request: { state: "expired" },
      why: { kind: "ended" },
    });
    await trackSignoffs(world.deps);
    expect(await said(world, closeout)).toEqual(["requested", "expired", "act.refused"]);
  });

  test("expires once, whichever of two sweeps comes first", async () => {
    const { world, closeout } = await open();
    await requested(world, closeout);
    world.clock.set(at("2026-03-06T17:00"));
    await Promise.all([trackSignoffs(world.deps), trackSignoffs(world.another())]);
    expect(await said(world, closeout)).toEqual(["requested", "expired"]);
  });
});

describe("another document", () => {
  test("measured anew ends the request and voids what was signed, for everybody to see", async () => {
    const { world, closeout } = await open();
    world.sensei.comparisons.set(closeout.migration.id, referenceComparison);
    await measureBaseline(world.deps, { closeoutId: closeout.id, member: member("ana") });
    const offer = await prepareSignoff(world.deps, {
      closeoutId: closeout.id,
      member: member("ana"),
      purpose: "project_acceptance",
    });
    const documents = offer.kind === "ready" ? offer.documents.map(({ sha256 }) => sha256) : [];
    const about = await requested(world, closeout, { documents });
    const besides = await requested(world, closeout);
    await decide(world.deps, about, "tom");
    world.clock.set(at("2026-03-02T09:00"));
    await measureBaseline(world.deps, { closeoutId: closeout.id, member: member("ana") });
    expect(await stored(world, about)).toMatchObject({
      state: "superseded",
      ended: { by: undefined, reason: expect.stringContaining("has changed") },
      seats: [{ decision: { decision: "approved" } }, {}, {}],
    });
    expect((await stored(world, besides)).state).toBe("open");
    await world.deliver();
    for (const name of ["tom", "ana"]) expect(told(world, name)).toContain("outcome");
    expect(told(world, "jonas")).not.toContain("outcome");
    expect(spoken(world, { kind: "channel", channel: closeout.channel })).toContain("outcome");
    expect((await decide(world.deps, about, "eva")).kind).toBe("refused");
  });

  test("fetched from Sensei does so for a certificate; the same bytes again do not", async () => {
    const { world, closeout } = await open();
    issue(world, closeout);
    await look(world, closeout);
    const record = await world.store.certificates.latest(closeout.id);
    const request = await requested(world, closeout, { documents: [record?.pdfSha256 ?? ""] });
    await look(world, closeout, "ana", true);
    expect((await stored(world, request)).state).toBe("open");
    issue(world, closeout, { different: { certificate_id: "BEC-2" } });
    await look(world, closeout, "ana", true);
    expect((await stored(world, request)).state).toBe("superseded");
    expect(await said(world, closeout)).toEqual(["requested", "superseded"]);
  });
});

describe("break-glass", () => {
  test("is not there unless the procedure allows it for the purpose", async () => {
    const { world, closeout } = await open();
    const request = await requested(world, closeout);
    expect(await override(world, request)).toMatchObject({ kind: "not_allowed" });
    expect((await stored(world, request)).state).toBe("open");
  });

  test("is the owner's, with a reason that everybody hears", async () => {
    const { world, closeout } = await open();
    const request = await requested(world, closeout, {
      purpose: "other",
      roles: ["business_sponsor"],
      people: ["U_MARIA"],
    });
    world.clock.set(at("2026-03-02T09:00"));
    expect(await override(world, request, "jonas")).toMatchObject({ kind: "not_permitted" });
    expect(await override(world, request, "ana", "x")).toMatchObject({ kind: "invalid" });
    expect(await override(world, request)).toMatchObject({ kind: "overridden" });
    await world.deliver();
    for (const name of ["eva", "maria", "jonas", "li", "ana"]) expect(told(world, name)).toContain("outcome");
    expect(spoken(world, { kind: "channel", channel: closeout.channel })).toEqual(["request", "outcome"]);
    expect(await said(world, closeout)).toEqual(["requested", "act.refused", "overridden"]);
    expect(await override(world, request)).toMatchObject({ kind: "ended" });
  });
});

describe("an approval sets in motion", () => {
  async function regressed() {
    const { world, closeout } = await open();
    world.sensei.comparisons.set(closeout.migration.id, worseComparison);
    await measureBaseline(world.deps, { closeoutId: closeout.id, member: member("ana") });
    return { world, closeout };
  }

  async function waiver() {
    const { world, closeout } = await regressed();
    const request = await requested(world, closeout, {
      purpose: "waiver",
      roles: ["technical_lead", "business_sponsor"],
      waive: { number: 1, metric: "query_latency" },
    });
    const finding = async () => (await world.store.baselines.newest(closeout.id))?.findings[0];
    return { world, closeout, request, finding };
  }

  test("the waiver that it was about, in the same change as the last word", async () => {
    const { world, closeout, request, finding } = await waiver();
    await decide(world.deps, request, "tom");
    expect((await finding())?.state.kind).toBe("open");
    await decide(world.deps, request, "eva");
    expect((await finding())?.state).toMatchObject({ kind: "waived", by: { user: "U_EVA" } });
    expect((await world.ledger(closeout)).at(-1)).toMatchObject({
      kind: "finding.waived",
      data: { signoff: 1 },
    });
  });

  test("no waiver by people who may not waive: they are not asked, and do not decide once they have lost the role", async () => {
    const { world, closeout } = await regressed();
    const form = aForm({
      purpose: "waiver",
      roles: ["technical_lead", "it_audit"],
      people: ["U_MARIA"],
      waive: { number: 1, metric: "query_latency" },
    });
    const asked = await requestSignoff(world.deps, {
      closeoutId: closeout.id,
      member: member("jonas"),
      form,
    });
    const problem = { field: "seats", message: expect.stringContaining("may not waive a regression") };
    expect(asked).toMatchObject({ kind: "invalid", problems: [problem, problem] });

    const request = await requested(world, closeout, { ...form, roles: ["technical_lead"], people: [] });
    await giveRoles(world, closeout, { technical_lead: "U_MARIA" });
    expect(await decide(world.deps, request, "tom")).toMatchObject({
      kind: "refused",
      why: { kind: "replaced" },
    });
    expect((await world.store.baselines.newest(closeout.id))?.findings[0]?.state.kind).toBe("open");
  });

  test("nothing where it was rejected", async () => {
    const { world, request, finding } = await waiver();
    await decide(world.deps, request, "tom", "rejected");
    expect((await finding())?.state.kind).toBe("open");
  });
});
