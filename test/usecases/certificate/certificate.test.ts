import { describe, expect, test } from "vitest";
import { system } from "../../../src/domain/identity.ts";
import { recheckCertificate } from "../../../src/usecases/certificate/fetch-certificate.ts";
import { at } from "../../domain/examples.ts";
import {
  bytesOf,
  certificatePdf,
  referenceCertificate,
  signCertificate,
} from "../../support/certificates.ts";
import { certifiedTemplate, issue, look, send, settle, toldDirectly } from "../../support/certified.ts";
import { senseiFault } from "../../support/fake-sensei.ts";
import { member, openWorld, shareWorld } from "../../support/world.ts";

const template = certifiedTemplate;

describe("looking at the certificate", () => {
  const world = shareWorld({ template });

  test("fetches it for whoever looks first, keeps its exact bytes, and says so in the ledger", async () => {
    const closeout = await world.start();
    issue(world, closeout);
    const shown = await look(world, closeout, "jonas");
    if (shown.kind !== "shown") throw new Error(shown.kind);
    expect(shown).toMatchObject({
      record: { check: { kind: "verified" }, certificateId: "BEC-2026-0215-00847" },
      summary: { confidence: "0.997" },
      distribution: undefined,
      mayDistribute: false,
      fetched: { news: true },
    });
    const { jsonSha256 = "", pdfSha256 = "" } = shown.record;
    const kept = world.sensei.certificates.get(closeout.migration.id);
    const pdf = await world.store.closeouts.document(closeout.id, pdfSha256);
    const json = await world.store.closeouts.document(closeout.id, jsonSha256);
    expect(pdf?.name).toBe("BEC-2026-0215-00847.pdf");
    expect(Buffer.from(pdf?.bytes ?? []).equals(kept?.pdf ?? Buffer.of(0))).toBe(true);
    expect(Buffer.from(json?.bytes ?? []).equals(kept?.json ?? Buffer.of(0))).toBe(true);
    expect((await world.ledger(closeout)).at(-1)).toMatchObject({
      kind: "certificate.fetched",
      actor: system,
      data: { outcome: "verified", json: jsonSha256, pdf: pdfSha256, reasons: [] },
    });
  });

  test("does not ask Sensei again when it is known, and keeps what is the same only once", async () => {
    const closeout = await world.start();
    issue(world, closeout);
    await look(world, closeout);
    world.sensei.certificates.delete(closeout.migration.id);
    expect(await look(world, closeout)).toMatchObject({ kind: "shown", fetched: undefined });
    issue(world, closeout);
    expect(await look(world, closeout, "tom", true)).toMatchObject({ fetched: { news: false } });
    expect((await world.ledger(closeout)).map(({ kind }) => kind)).toEqual([
      "closeout.started",
      "certificate.fetched",
    ]);
  });

  test.each([
    ["ana", true, true],
    ["tom", true, true],
    ["jonas", true, false],
    ["eva", true, false],
    ["li", true, false],
    ["ola", true, false],
    ["maria", false, false],
  ])("%s may look: %s; may fetch and send: %s", async (who, mayLook, mayFetch) => {
    const closeout = await world.start();
    issue(world, closeout);
    expect((await look(world, closeout, who)).kind).toBe(mayLook ? "shown" : "not_permitted");
    const fetched = await look(world, closeout, who, true);
    const sent = await send(world, closeout, who);
    if (mayFetch) expect([fetched.kind, sent.kind]).toEqual(["shown", "sent"]);
    else {
      const refused = { kind: "not_permitted", who: ["owner", "technical_lead"] };
      expect([fetched, sent]).toMatchObject([refused, refused]);
    }
  });

  test("a stranger with the owner's id in another workspace sees nothing", async () => {
    const closeout = await world.start();
    const stranger = member("ana", { tenant: "T2" });
    const { showCertificate } = await import("../../../src/usecases/certificate/show-certificate.ts");
    const shown = await showCertificate(world.deps, {
      closeoutId: closeout.id,
      member: stranger,
      refetch: false,
    });
    expect(shown.kind).toBe("not_permitted");
  });

  test.each([
    "migration_not_found",
    "unauthorized",
    "forbidden",
    "rate_limited",
    "unavailable",
    "timeout",
    "unreachable",
    "damaged_answer",
    "unexpected_answer",
    "redirected",
  ] as const)("Sensei fails with %s: its sentence is told and nothing is written", async (code) => {
    const closeout = await world.start();
    world.sensei.fault = senseiFault(code);
    const outcomes = [await look(world, closeout), await send(world, closeout)];
    world.sensei.fault = undefined;
    for (const outcome of outcomes) {
      expect(outcome).toMatchObject({ kind: "unavailable", sentence: `Sensei says ${code}. Try again.` });
    }
    expect(await world.store.certificates.latest(closeout.id)).toBeUndefined();
    expect(await world.ledger(closeout)).toHaveLength(1);
  });

  test("when Sensei fails later on, what is known from before is shown beside the sentence", async () => {
    const closeout = await world.start();
    issue(world, closeout);
    await look(world, closeout);
    world.sensei.fault = senseiFault("timeout");
    const outcome = await look(world, closeout, "ana", true);
    world.sensei.fault = undefined;
    expect(outcome).toMatchObject({
      kind: "unavailable",
      known: { record: { check: { kind: "verified" } } },
    });
  });

  test("an answer that was asked for earlier never takes the place of a later one", async () => {
    const closeout = await world.start();
    const late = Promise.withResolvers<void>();
    issue(world, closeout, { different: { overall_confidence: 0.9 } });
    const getCertificateDocument = world.sensei.getCertificateDocument.bind(world.sensei);
    let first = true;
    world.sensei.getCertificateDocument = async (id) => {
      const answer = await getCertificateDocument(id);
      if (first) {
        first = false;
        await late.promise;
      }
      return answer;
    };
    const slow = look(world, closeout);
    await expect.poll(() => first).toBe(false);
    world.clock.set(world.clock.now().add({ seconds: 5 }));
    issue(world, closeout);
    await look(world, closeout);
    late.resolve();
    await slow;
    world.sensei.getCertificateDocument = getCertificateDocument;
    const latest = await world.store.certificates.latest(closeout.id);
    const shown = await look(world, closeout);
    expect(shown).toMatchObject({ record: { id: latest?.id }, summary: { confidence: "0.997" } });
    expect((await world.ledger(closeout)).filter(({ kind }) => kind === "certificate.fetched")).toHaveLength(
      1,
    );
  });
});

describe("the four outcomes", () => {
  const world = shareWorld({ template });

  test.each([
    ["verified", {}, "sent"],
    ["unverifiable", { signed: false }, "unverifiable"],
    ["missing", { json: null, pdf: null }, "refused missing"],
    ["invalid", { different: { migration_id: "mig_other" } }, "refused invalid"],
    ["invalid", { pdf: Buffer.from("no PDF at all") }, "refused invalid"],
    ["invalid", { pdf: certificatePdf("BEC-2026-0101-00001") }, "refused invalid"],
    ["invalid", { different: { valid_until: "2026-02-20T00:00:00Z" } }, "refused invalid"],
    ["invalid", { json: tampered() }, "refused invalid"],
    ["verified", { pdf: null }, "refused no_pdf"],
    ["unverifiable", { json: null }, "unverifiable"],
  ] as const)("%s: %j → sending is %s", async (kind, variant, sending) => {
    const closeout = await world.start();
    issue(world, closeout, variant);
    expect(await look(world, closeout)).toMatchObject({ kind: "shown", record: { check: { kind } } });
    const sent = await send(world, closeout);
    expect(sent.kind === "refused" ? `refused ${sent.why}` : sent.kind).toBe(sending);
  });

  function tampered() {
    const { overall_confidence: _, ...signed } = signCertificate(referenceCertificate);
    return bytesOf({ ...signed, overall_confidence: 0.999 });
  }
});

test("an invalid certificate alerts owner and compliance officer, each once, and somebody who is both once", async () => {
  const world = await openWorld({ template });
  const closeout = await world.start();
  issue(world, closeout, { different: { migration_id: "mig_other" } });
  await Promise.all([look(world, closeout), look(world, closeout, "jonas")]);
  await look(world, closeout, "ana", true);
  await settle(world);
  expect(toldDirectly(world, "U_ANA")).toEqual(["certificate alert"]);
  expect(toldDirectly(world, "U_JONAS")).toEqual(["certificate alert"]);
  const both = await world.start({ input: { roles: { ...closeout.roles, compliance_officer: "U_ANA" } } });
  issue(world, both, { different: { migration_id: "mig_other" } });
  await look(world, both);
  await settle(world);
  expect(toldDirectly(world, "U_ANA")).toHaveLength(2);
});

test("what was sound is judged anew at every look: it expires, and everything that rests on it stops", async () => {
  const world = await openWorld({ template });
  const closeout = await world.start();
  issue(world, closeout, { different: { valid_until: "2026-03-03T00:00:00Z" } });
  expect(await look(world, closeout)).toMatchObject({ record: { check: { kind: "verified" } } });
  world.clock.set(at("2026-03-04T10:00"));
  expect(await send(world, closeout)).toMatchObject({ kind: "refused", why: "invalid" });
  const record = await world.store.certificates.latest(closeout.id);
  expect(record?.check).toMatchObject({ kind: "invalid", reasons: [{ why: "expired" }] });
  expect((await world.ledger(closeout)).at(-1)?.kind).toBe("certificate.checked");
});

test("a key that is configured later makes of an unverifiable certificate a verified one, without asking Sensei", async () => {
  const world = await openWorld({ template, certificateKeys: [] });
  const closeout = await world.start();
  issue(world, closeout);
  const shown = await look(world, closeout);
  if (shown.kind !== "shown") throw new Error(shown.kind);
  expect(shown.record.check).toEqual({ kind: "unverifiable", reasons: [{ why: "no_keys_configured" }] });
  const { vendorKey } = await import("../../support/certificates.ts");
  const later = { ...world.deps, certificateKeys: [vendorKey] };
  expect((await recheckCertificate(later, closeout, shown.record)).check.kind).toBe("verified");
});
