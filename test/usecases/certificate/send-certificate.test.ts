import { describe, expect, test } from "vitest";
import type { Distribution } from "../../../src/domain/certificate/distribution.ts";
import type { Closeout } from "../../../src/domain/closeout.ts";
import {
  type ChangeRecipientInput,
  changeRecipient,
} from "../../../src/usecases/certificate/change-recipient.ts";
import { receiveCertificate } from "../../../src/usecases/certificate/receive-certificate.ts";
import { sendCertificate } from "../../../src/usecases/certificate/send-certificate.ts";
import { trackCertificates } from "../../../src/usecases/certificate/track-certificates.ts";
import { at } from "../../domain/examples.ts";
import {
  certifiedTemplate,
  inWords,
  issue,
  look,
  send,
  settle,
  toldDirectly,
} from "../../support/certified.ts";
import { waiting } from "../../support/occurrences.ts";
import { member, openWorld, type World } from "../../support/world.ts";

async function sentWorld(input: Parameters<World["start"]>[0] = {}) {
  const world = await openWorld({ template: certifiedTemplate });
  const closeout = await world.start(input);
  issue(world, closeout);
  await look(world, closeout);
  const sent = await send(world, closeout);
  if (sent.kind !== "sent") throw new Error(sent.kind);
  return { world, closeout, distribution: sent.distribution };
}

function idOf({ recipients }: Distribution, name: string): string {
  const user = `U_${name.toUpperCase()}`;
  return recipients.findLast((recipient) => recipient.user === user)?.id ?? "nobody";
}

const receive = (world: World, recipientId: string, as: string) =>
  receiveCertificate(world.deps, { recipientId, member: member(as) });
const change = (world: World, recipientId: string, act: ChangeRecipientInput["act"], as = "ana") =>
  changeRecipient(world.deps, { recipientId, member: member(as), act });
const now = (world: World, closeout: Closeout) => world.store.certificates.current(closeout.id);
const kinds = async (world: World, closeout: Closeout) =>
  (await world.ledger(closeout)).map(({ kind }) => kind).filter((kind) => kind !== "closeout.started");

describe("sending", () => {
  test("each recipient gets the message with the reason, and the PDF right below it", async () => {
    const { world, closeout } = await sentWorld();
    await settle(world);
    for (const user of ["U_TOM", "U_JONAS", "U_EVA", "U_LI"]) {
      expect(toldDirectly(world, user)).toEqual(["certificate copy", "file"]);
    }
    const [copy, file] = world.chat.in({ kind: "direct", user: "U_JONAS" });
    expect(copy?.notice).toMatchObject({
      about: "copy",
      recipient: { reasons: [{ role: "compliance_officer", reason: "for audit file" }] },
    });
    const record = await world.store.certificates.latest(closeout.id);
    expect(file?.notice).toMatchObject({
      document: { sha256: record?.pdfSha256, mediaType: "application/pdf" },
    });
    const inChannel = world.chat
      .in({ kind: "channel", channel: closeout.channel })
      .filter(({ notice }) => notice.kind !== "card");
    expect(inChannel.map(({ notice }) => inWords(notice))).toEqual(["certificate progress", "file"]);
    expect(inChannel[1]?.notice).toMatchObject({
      document: { mediaType: "image/png" },
      altText: expect.stringContaining("Structural: 1.000."),
    });
  });

  test("completes its item when all are delivered, not before, whether or not anybody confirms", async () => {
    const { world, closeout } = await sentWorld();
    world.chat.goWrong(
      ...Array.from({ length: 20 }, () => ({ kind: "later", afterMs: 0, why: "busy" }) as const),
    );
    await settle(world);
    world.chat.goWrong();
    await world.letLeasesExpire();
    await settle(world);
    const [item] = await world.store.closeouts.items([closeout.id], ["W1"]);
    expect(item?.state).toMatchObject({ kind: "done", by: { system: "closeout" } });
    expect(await waiting(world, closeout, "W1")).toEqual([]);
    const lines = await world.ledger(closeout);
    const delivered = lines.filter(({ kind }) => kind === "certificate.delivered");
    expect(delivered.map(({ data }) => String(data["user"])).toSorted()).toEqual([
      "U_EVA",
      "U_JONAS",
      "U_LI",
      "U_TOM",
    ]);
    const record = await world.store.certificates.latest(closeout.id);
    expect(delivered[0]?.data).toMatchObject({ pdf: record?.pdfSha256, json: record?.jsonSha256 });
    expect(lines.findLast(({ kind }) => kind === "item.completed")?.data).toMatchObject({ item: "W1" });
  });

  test("the item stays open as long as one PDF has not arrived", async () => {
    const { world, closeout, distribution } = await sentWorld();
    const [one] = distribution.recipients;
    await world.sql("update delivery set not_before = 'infinity' where id = $1", one?.fileDelivery);
    await settle(world);
    expect(await world.store.closeouts.items([closeout.id], ["W1"])).toMatchObject([
      { state: { kind: "open" } },
    ]);
    expect(
      (await now(world, closeout))?.recipients.map(({ deliveredAt }) => deliveredAt !== undefined),
    ).toEqual([false, true, true, true]);
    await world.letLeasesExpire();
    await settle(world);
    expect(await world.store.closeouts.items([closeout.id], ["W1"])).toMatchObject([
      { state: { kind: "done" } },
    ]);
  });

  test("somebody with two of the roles gets one message with both reasons", async () => {
    const roles = {
      technical_lead: "U_TOM",
      compliance_officer: "U_JONAS",
      business_sponsor: "U_TOM",
      it_audit: "U_LI",
      operations_lead: "U_OLA",
    };
    const { world, closeout } = await sentWorld({ input: { roles } });
    await settle(world);
    expect(toldDirectly(world, "U_TOM")).toEqual(["certificate copy", "file"]);
    const distribution = await now(world, closeout);
    expect(distribution?.recipients.map(({ user, reasons }) => [user, reasons.length])).toEqual([
      ["U_TOM", 2],
      ["U_JONAS", 1],
      ["U_LI", 1],
    ]);
    const [item] = await world.store.closeouts.items([closeout.id], ["W1"]);
    expect(item?.state.kind).toBe("done");
  });

  test("two people who send at once, on two processes, send once", async () => {
    const world = await openWorld({ template: certifiedTemplate });
    const closeout = await world.start();
    issue(world, closeout);
    const other = world.another();
    const outcomes = await Promise.all([
      send(world, closeout, "ana"),
      sendCertificate(other, { closeoutId: closeout.id, member: member("tom") }),
      send(world, closeout, "ana"),
    ]);
    expect(outcomes.map(({ kind }) => kind).toSorted()).toEqual(["already", "already", "sent"]);
    await settle(world);
    expect(toldDirectly(world, "U_EVA")).toEqual(["certificate copy", "file"]);
    expect((await kinds(world, closeout)).filter((kind) => kind === "certificate.sent")).toHaveLength(1);
  });

  test("an unverifiable one goes out only for somebody who saw that very record", async () => {
    const world = await openWorld({ template: certifiedTemplate });
    const closeout = await world.start();
    issue(world, closeout, { signed: false });
    const asked = await send(world, closeout);
    if (asked.kind !== "unverifiable") throw new Error(asked.kind);
    issue(world, closeout, { signed: false, different: { overall_confidence: 0.9 } });
    await look(world, closeout, "ana", true);
    expect((await send(world, closeout, "ana", asked.record.id)).kind).toBe("unverifiable");
    const again = await send(world, closeout);
    if (again.kind !== "unverifiable") throw new Error(again.kind);
    expect((await send(world, closeout, "ana", again.record.id)).kind).toBe("sent");
  });

  test("one closeout that cannot be looked after does not keep the others waiting", async () => {
    const { world, closeout } = await sentWorld();
    const other = await world.start();
    issue(world, other);
    await send(world, other);
    await world.deliver();
    const changing = world.store.closeouts.change.bind(world.store.closeouts);
    const closeouts: typeof world.store.closeouts = {
      ...world.store.closeouts,
      change: async (id, work) => {
        if (id === closeout.id) throw new Error("this one is broken");
        return await changing(id, work);
      },
    };
    await trackCertificates({ ...world.deps, closeouts });
    const states = await Promise.all(
      [closeout, other].map(
        async ({ id }) => (await world.store.closeouts.items([id], ["W1"]))[0]?.state.kind,
      ),
    );
    expect(states).toEqual(["open", "done"]);
  });

  test("nothing is sent where the procedure names nobody", async () => {
    const world = await openWorld();
    const closeout = await world.start();
    issue(world, closeout);
    expect((await send(world, closeout)).kind).toBe("no_recipients");
  });

  test("somebody who has left is noticed at sending: the others get theirs, the owner is told", async () => {
    const world = await openWorld({ template: certifiedTemplate });
    const closeout = await world.start();
    world.clock.set(world.clock.now().add({ minutes: 6 }));
    world.chat.people.set("U_LI", { user: "U_LI", name: "li", kind: "deactivated", timeZone: undefined });
    issue(world, closeout);
    await send(world, closeout);
    await settle(world);
    expect(toldDirectly(world, "U_LI")).toEqual([]);
    expect(toldDirectly(world, "U_ANA")).toEqual(["certificate left"]);
    const [item] = await world.store.closeouts.items([closeout.id], ["W1"]);
    expect(item?.state.kind).toBe("open");
    const distribution = await now(world, closeout);
    if (distribution === undefined) throw new Error("nothing was sent");
    const replaced = await change(world, idOf(distribution, "li"), {
      kind: "replace",
      user: "U_MARIA",
      reason: "Li has left the company",
    });
    expect(replaced).toMatchObject({ kind: "replaced", by: "U_MARIA" });
    await settle(world);
    expect(toldDirectly(world, "U_MARIA")).toEqual(["certificate copy", "file"]);
    const [done] = await world.store.closeouts.items([closeout.id], ["W1"]);
    expect(done?.state.kind).toBe("done");
    expect(
      (await world.ledger(closeout)).find(({ kind }) => kind === "certificate.recipient_replaced")?.data,
    ).toMatchObject({ user: "U_LI", by: "U_MARIA", because: "Li has left the company" });
  });

  test("a message that the platform refuses is noted, and can be sent again", async () => {
    const { world, closeout, distribution } = await sentWorld();
    await world.sql(
      "update delivery set status = 'refused' where id = $1",
      distribution.recipients[1]?.fileDelivery,
    );
    await settle(world);
    expect((await now(world, closeout))?.recipients[1]).toMatchObject({
      user: "U_JONAS",
      failure: "refused",
    });
    expect(await kinds(world, closeout)).toContain("certificate.undeliverable");
    expect((await change(world, idOf(distribution, "jonas"), { kind: "again" })).kind).toBe("sent_again");
    await settle(world);
    const [item] = await world.store.closeouts.items([closeout.id], ["W1"]);
    expect(item?.state.kind).toBe("done");
  });
});

describe("confirming", () => {
  test("is noted once, by the person themselves, and shown in their message and in the channel", async () => {
    const { world, closeout, distribution } = await sentWorld();
    await settle(world);
    const id = idOf(distribution, "eva");
    expect((await receive(world, id, "jonas")).kind).toBe("not_yours");
    const outcomes = await Promise.all([receive(world, id, "eva"), receive(world, id, "eva")]);
    expect(outcomes.map(({ kind }) => kind).toSorted()).toEqual(["already", "received"]);
    await settle(world);
    const lines = (await world.ledger(closeout)).filter(({ kind }) => kind === "certificate.received");
    expect(lines).toMatchObject([{ actor: { user: "U_EVA" }, data: { pdf: expect.any(String) } }]);
    const [copy] = world.chat.in({ kind: "direct", user: "U_EVA" });
    expect(copy?.notice).toMatchObject({ recipient: { receivedAt: world.clock.now() } });
    const progress = world.chat
      .in({ kind: "channel", channel: closeout.channel })
      .find(({ notice }) => notice.kind === "certificate");
    expect(progress?.updates).toBeGreaterThan(0);
  });

  test("of a message whose certificate no longer counts is refused, before and after the newer one is sent", async () => {
    const { world, closeout, distribution } = await sentWorld();
    await settle(world);
    issue(world, closeout, { different: { certificate_id: "BEC-2026-0301-00900" } });
    expect(await look(world, closeout, "tom", true)).toMatchObject({ fetched: { news: true } });
    const id = idOf(distribution, "eva");
    expect(await receive(world, id, "eva")).toMatchObject({ kind: "outdated", sent: false });
    expect((await change(world, id, { kind: "again" })).kind).toBe("outdated");
    expect((await send(world, closeout)).kind).toBe("sent");
    await settle(world);
    expect(await receive(world, id, "eva")).toMatchObject({ kind: "outdated", sent: true });
    expect(toldDirectly(world, "U_EVA")).toEqual(["certificate copy", "file", "certificate copy", "file"]);
    const [old] = world.chat.in({ kind: "direct", user: "U_EVA" });
    expect(old?.notice).toMatchObject({ newer: { certificateId: "BEC-2026-0301-00900" } });
  });

  test("still counts when Sensei shows none any more, but nothing is sent to anybody then", async () => {
    const { world, closeout, distribution } = await sentWorld();
    await settle(world);
    world.sensei.certificates.delete(closeout.migration.id);
    expect(await look(world, closeout, "ana", true)).toMatchObject({
      record: { check: { kind: "missing" } },
    });
    await settle(world);
    const [copy] = world.chat.in({ kind: "direct", user: "U_EVA" });
    expect(copy?.notice).toMatchObject({ about: "copy", newer: undefined });
    const id = idOf(distribution, "eva");
    expect((await change(world, id, { kind: "again" })).kind).toBe("outdated");
    expect((await send(world, closeout)).kind).toBe("refused");
    expect((await receive(world, id, "eva")).kind).toBe("received");
  });

  test("a button of nothing that is known is answered", async () => {
    const { world } = await sentWorld();
    expect((await receive(world, "00000000-0000-4000-8000-000000000000", "eva")).kind).toBe("unknown");
  });
});

describe("one recipient", () => {
  test("is sent it again only when the first message has arrived and was not confirmed", async () => {
    const { world, closeout, distribution } = await sentWorld();
    const id = idOf(distribution, "eva");
    expect((await change(world, id, { kind: "again" })).kind).toBe("on_its_way");
    await settle(world);
    expect((await change(world, id, { kind: "again" }, "jonas")).kind).toBe("not_permitted");
    expect((await change(world, id, { kind: "again" })).kind).toBe("sent_again");
    await settle(world);
    expect(toldDirectly(world, "U_EVA")).toEqual(["certificate copy", "file", "certificate copy", "file"]);
    await receive(world, id, "eva");
    expect((await change(world, id, { kind: "again" })).kind).toBe("has_received");
    expect(await kinds(world, closeout)).toContain("certificate.sent_again");
  });

  test.each([
    [{ user: "U_GUS", reason: "Gus helps out" }, "user"],
    [{ user: "U_JONAS", reason: "Jonas has it already" }, "user"],
    [{ user: "U_MARIA", reason: "hm" }, "reason"],
  ])("is not replaced by %j", async (wanted, field) => {
    const { world, distribution } = await sentWorld();
    const outcome = await change(world, idOf(distribution, "eva"), { kind: "replace", ...wanted });
    expect(outcome).toMatchObject({ kind: "invalid", field });
  });

  test("who was replaced has nothing to confirm, and is replaced once", async () => {
    const { world, distribution } = await sentWorld();
    await settle(world);
    const id = idOf(distribution, "eva");
    const act = { kind: "replace", user: "U_MARIA", reason: "Eva is on leave" } as const;
    const outcomes = await Promise.all([change(world, id, act), change(world, id, act)]);
    expect(outcomes.map(({ kind }) => kind).toSorted()).toEqual(["gone_already", "replaced"]);
    expect(await receive(world, id, "eva")).toMatchObject({ kind: "replaced", by: "U_MARIA" });
    await settle(world);
    expect(toldDirectly(world, "U_MARIA")).toEqual(["certificate copy", "file"]);
  });
});

describe("reminders", () => {
  const reminded = (world: World, user: string) =>
    toldDirectly(world, user).filter((words) => words === "certificate reminder").length;
  const sweepAt = async (world: World, shown: string) => {
    world.clock.set(at(shown));
    await settle(world);
  };

  test("come after one, three and six days within working hours; then the owner is told, once", async () => {
    // Delivered on Monday at eight.
    const { world, closeout, distribution } = await sentWorld();
    await settle(world);
    await receive(world, idOf(distribution, "tom"), "tom");
    const counts: number[] = [];
    for (const shown of [
      "2026-03-03T07:59",
      "2026-03-03T08:00",
      "2026-03-04T12:00",
      "2026-03-05T08:00",
      // Six days on it is Sunday: the digest of Monday.
      "2026-03-08T12:00",
      "2026-03-09T09:00",
      "2026-03-11T12:00",
      "2026-03-12T08:00",
      "2026-03-30T09:00",
    ]) {
      await sweepAt(world, shown);
      counts.push(reminded(world, "U_EVA"));
    }
    expect(counts).toEqual([0, 1, 1, 2, 2, 3, 3, 3, 3]);
    expect(reminded(world, "U_TOM")).toBe(0);
    expect(toldDirectly(world, "U_ANA").filter((words) => words === "certificate unreceived")).toHaveLength(
      3,
    );
    expect((await kinds(world, closeout)).filter((kind) => kind === "certificate.reminded")).toHaveLength(9);
  });

  test("come once when many workers sweep at the same moment", async () => {
    const { world } = await sentWorld();
    await settle(world);
    world.clock.set(at("2026-03-03T10:00"));
    const others = [world.another(), world.another(), world.another()];
    await Promise.all([world.deps, ...others].map((deps) => trackCertificates(deps)));
    await settle(world);
    expect(reminded(world, "U_EVA")).toBe(1);
  });

  test("missed ones are one reminder, and the owner is told a day later at the earliest", async () => {
    const { world } = await sentWorld();
    await settle(world);
    await sweepAt(world, "2026-03-26T10:00");
    expect(reminded(world, "U_EVA")).toBe(1);
    await sweepAt(world, "2026-03-27T09:59");
    expect(toldDirectly(world, "U_ANA")).toEqual([]);
    await sweepAt(world, "2026-03-27T10:00");
    expect(toldDirectly(world, "U_ANA").filter((words) => words === "certificate unreceived")).toHaveLength(
      4,
    );
  });

  test("end when the certificate that was sent has expired, and its messages say so", async () => {
    const world = await openWorld({ template: certifiedTemplate });
    const closeout = await world.start();
    issue(world, closeout, { different: { valid_until: "2026-03-04T12:00:00Z" } });
    await send(world, closeout);
    await settle(world);
    await sweepAt(world, "2026-03-03T08:00");
    world.clock.set(at("2026-03-04T16:00"));
    await look(world, closeout, "eva");
    await sweepAt(world, "2026-03-20T10:00");
    expect(reminded(world, "U_EVA")).toBe(1);
    const [copy] = world.chat.in({ kind: "direct", user: "U_EVA" });
    expect(copy?.notice).toMatchObject({ summary: { outcome: { kind: "invalid" } } });
  });

  test("end when a newer certificate comes", async () => {
    const { world, closeout } = await sentWorld();
    await settle(world);
    issue(world, closeout, { different: { certificate_id: "BEC-2026-0301-00900" } });
    await look(world, closeout, "ana", true);
    await sweepAt(world, "2026-03-20T10:00");
    expect(reminded(world, "U_EVA")).toBe(0);
    expect(await world.store.closeouts.nextMoment()).not.toEqual(at("2026-03-03T08:00"));
  });
});
