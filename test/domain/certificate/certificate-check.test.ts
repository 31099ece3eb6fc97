import * as fc from "fast-check";
import { Temporal } from "temporal-polyfill";
import { describe, expect, test } from "vitest";
import { checkCertificate } from "../../../src/domain/certificate/certificate-check.ts";
import { signedBytes } from "../../../src/domain/certificate/certificate-signature.ts";
import {
  bytesOf,
  certificatePdf,
  evidence,
  type Json,
  otherKey,
  pdfWith,
  referenceCertificate,
  signCertificate,
  testKey,
  vendorKey,
} from "../../support/certificates.ts";

const signed = signCertificate(referenceCertificate);
const verified = { kind: "verified", keyId: vendorKey.id, algorithm: "Ed25519" };
const check = (parts: Parameters<typeof evidence>[0] = {}) => checkCertificate(evidence(parts)).check;
const checkJson = (json: unknown, parts: Parameters<typeof evidence>[0] = {}) =>
  check({ ...parts, json: bytesOf(json) });
const without = (name: string): Json =>
  Object.fromEntries(Object.entries(referenceCertificate).filter(([key]) => key !== name));
const resigned = (changes: Json) => signCertificate({ ...referenceCertificate, ...changes });

describe("a genuine certificate", () => {
  test("is verified, with the key that signed it", () => {
    expect(check()).toEqual(verified);
  });

  test("is verified beside a PDF that names it", () => {
    expect(check({ pdf: certificatePdf("BEC-2026-0215-00847") })).toEqual(verified);
  });

  test.each([
    ["as a string with a prefix", (value: string) => `ed25519:${value}`],
    ["as a string with the other prefix", (value: string) => `sig:${value}`],
    ["as a bare string", (value: string) => value],
    [
      "in base64url without padding",
      (value: string) => `ed25519:${Buffer.from(value, "base64").toString("base64url")}`,
    ],
    [
      "with the key spelled out",
      (value: string) => ({ public_key: `ed25519:${vendorKey.publicKey}`, signature: value }),
    ],
  ])("may carry its signature %s", (_, write) => {
    expect(checkJson({ ...referenceCertificate, signature: write(signatureOf(signed)) })).toEqual(verified);
  });

  test("is told by its databases where it names no migration id", () => {
    const migration = { source: "Oracle 19c (HR_PROD)", target: "PostgreSQL 16 / hr_production" };
    expect(checkJson(signCertificate({ ...without("migration_id"), migration }))).toEqual(verified);
  });

  test("keeps its signature under any order of members and any white space", () => {
    fc.assert(
      fc.property(fc.infiniteStream(fc.nat()), fc.constantFrom("", "\t", " \r\n"), (random, space) => {
        const text = JSON.stringify(shuffled(signed, random), undefined, space);
        expect(check({ json: new TextEncoder().encode(`${space}${text}${space}`) })).toEqual(verified);
      }),
    );
  });
});

describe("tampering is caught", () => {
  test("with any byte of the signed form", () => {
    const form = signedBytes(signed);
    const signature = JSON.stringify(signed["signature"]);
    // The last byte makes way for the signature.
    const position = fc.nat(form.length - 2);
    fc.assert(
      fc.property(position, fc.integer({ min: 1, max: 255 }), (at, flip) => {
        const changed = Buffer.from(form);
        changed[at] = (changed[at] ?? 0) ^ flip;
        const json = Buffer.concat([changed.subarray(0, -1), Buffer.from(`,"signature":${signature}}`)]);
        expect(check({ json }).kind).toBe("invalid");
      }),
      { numRuns: 1_000 },
    );
  });

  test("with any member changed, left out or added, however deep", () => {
    const paths = leafPaths(referenceCertificate);
    fc.assert(
      fc.property(
        fc.constantFrom(...paths),
        fc.constantFrom("change", "remove", "add"),
        fc.json(),
        (path, how, words) => {
          const changed = edited(signed, path, how, words);
          fc.pre(JSON.stringify(changed) !== JSON.stringify(signed));
          expect(checkJson(changed).kind).toBe("invalid");
        },
      ),
      { numRuns: 500 },
    );
  });

  test("with any bit of the signature", () => {
    fc.assert(
      fc.property(fc.nat(511), (bit) => {
        const bytes = Buffer.from(signatureOf(signed), "base64");
        bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) ^ (1 << (bit & 7));
        expect(checkJson(withSignature(bytes.toString("base64")))).toMatchObject({ kind: "invalid" });
      }),
    );
  });

  test("with the second spelling of the same signature: S plus the group's order", () => {
    const bytes = Buffer.from(signatureOf(signed), "base64");
    const order = 2n ** 252n + 27742317777372353535851937790883648493n;
    let s = BigInt(`0x${Buffer.from(bytes.subarray(32).toReversed()).toString("hex")}`) + order;
    for (let at = 32; at < 64; at += 1) {
      bytes[at] = Number(s & 0xffn);
      s >>= 8n;
    }
    expect(checkJson(withSignature(bytes.toString("base64"))).kind).toBe("invalid");
  });

  test.each([
    ["blanks within", (value: string) => `${value.slice(0, 20)} ${value.slice(20)}`],
    [
      "bits beyond the last byte",
      (value: string) => value.replace(/.==$/, (end) => `${next(end[0] ?? "")}==`),
    ],
    ["too little padding", (value: string) => value.slice(0, -1)],
    ["a byte too few", (value: string) => Buffer.from(value, "base64").subarray(1).toString("base64")],
    ["nothing", () => "ed25519:"],
  ])("with base64 that has %s", (_, change) => {
    expect(checkJson(withSignature(change(signatureOf(signed)))).kind).toBe("invalid");
  });

  test("when it names another trusted key than the one that signed", () => {
    const claim = { algorithm: "Ed25519", public_key: otherKey.id, signature: signatureOf(signed) };
    expect(checkJson({ ...signed, signature: claim })).toEqual({
      kind: "invalid",
      reasons: [{ why: "signature_does_not_hold", keyId: otherKey.id }],
    });
  });

  test("when somebody else signed it in a trusted key's name, or in nobody's", () => {
    const forged = signCertificate(referenceCertificate, testKey(vendorKey.id, 9));
    expect(checkJson(forged).kind).toBe("invalid");
    expect(checkJson({ ...forged, signature: `ed25519:${signatureOf(forged)}` })).toEqual({
      kind: "invalid",
      reasons: [{ why: "signature_does_not_hold" }],
    });
  });

  test("when it is another migration's, though its signature holds", () => {
    expect(checkJson(resigned({ migration_id: "mig_fin_prod_2026" }))).toEqual({
      kind: "invalid",
      reasons: [{ why: "other_migration", named: "mig_fin_prod_2026" }],
    });
    const migration = { source: "HR_PROD", target: "hr_staging" };
    expect(checkJson(signCertificate({ ...without("migration_id"), migration }))).toEqual({
      kind: "invalid",
      reasons: [{ why: "other_migration", named: "HR_PROD → hr_staging" }],
    });
  });

  test("when a member is there twice, so that readers would differ", () => {
    const text = JSON.stringify(signed).replace("{", '{"overall_\\u0063onfidence":1,');
    expect(check({ json: new TextEncoder().encode(text) })).toEqual({
      kind: "invalid",
      reasons: [{ why: "unreadable", fault: "duplicate_names" }],
    });
  });
});

describe("what cannot be checked is neither verified nor invalid", () => {
  test.each([
    ["no key is configured", signed, { keys: [] }, [{ why: "no_keys_configured" }]],
    [
      "its key is not among ours",
      signed,
      { keys: [otherKey] },
      [{ why: "unknown_key", keyId: vendorKey.id }],
    ],
    ["it is not signed", referenceCertificate, {}, [{ why: "no_signature" }]],
    [
      "it carries a hash",
      { ...signed, signature: `sha256:${"ab".repeat(32)}` },
      {},
      [{ why: "hash_instead_of_signature" }],
    ],
    [
      "it carries a hash and calls it a signature",
      { ...signed, signature: { algorithm: "SHA-256", signature: "ab".repeat(32) } },
      {},
      [{ why: "hash_instead_of_signature" }],
    ],
    [
      "the scheme is one we do not know",
      { ...signed, signature: { algorithm: "RS256", public_key: vendorKey.id, signature: "AAAA" } },
      {},
      [{ why: "unknown_scheme", scheme: "RS256" }],
    ],
    ["it names no migration", signCertificate(without("migration_id")), {}, [{ why: "names_no_migration" }]],
    [
      "it names engines only",
      signCertificate({
        ...without("migration_id"),
        migration: { source: "Oracle 19c", target: "PostgreSQL 16" },
      }),
      {},
      [{ why: "names_no_migration" }],
    ],
    ["it has no id", signCertificate(without("certificate_id")), {}, [{ why: "names_no_id" }]],
  ] as const)("when %s", (_, json, parts, reasons) => {
    expect(checkJson(json, parts)).toEqual({ kind: "unverifiable", reasons });
  });

  test("when a number has more digits than the signed form keeps", () => {
    const text = JSON.stringify(signCertificate({ ...referenceCertificate, rows: 2 ** 60 })).replace(
      '"rows":1152921504606847000',
      '"rows":1152921504606846977',
    );
    expect(check({ json: new TextEncoder().encode(text) })).toEqual({
      kind: "unverifiable",
      reasons: [{ why: "ambiguous_numbers", numbers: ["1152921504606846977"] }],
    });
  });

  test("and what speaks against it is said first", () => {
    expect(checkJson(resigned({ migration_id: "mig_other" }), { keys: [] }).kind).toBe("invalid");
  });
});

describe("dates", () => {
  const at = (now: string) => check({ now: Temporal.Instant.from(now) });

  test("a certificate from the future is not yet valid, but for a few minutes of clock", () => {
    expect(at("2026-02-15T09:24:59Z")).toEqual({
      kind: "invalid",
      reasons: [{ why: "not_yet_valid", from: "2026-02-15T09:30:00Z" }],
    });
    expect(at("2026-02-15T09:25:00Z")).toEqual(verified);
  });

  test("it expires at the moment that it names", () => {
    expect(at("2033-02-15T09:29:59Z")).toEqual(verified);
    expect(at("2033-02-15T09:30:00Z")).toEqual({
      kind: "invalid",
      reasons: [{ why: "expired", at: "2033-02-15T09:30:00Z" }],
    });
  });

  test("a day is valid until it is over", () => {
    const json = resigned({ valid_until: "2033-02-15" });
    expect(checkJson(json, { now: Temporal.Instant.from("2033-02-15T23:59:59Z") })).toEqual(verified);
    expect(checkJson(json, { now: Temporal.Instant.from("2033-02-16T00:00:00Z") }).kind).toBe("invalid");
  });
});

describe("what a certificate says against itself", () => {
  test.each([
    [
      "a perspective that failed",
      { validation_results: { semantic: { score: 0.4, status: "failed" } } },
      "semantic did not pass",
    ],
    [
      "a score above one",
      { validation_results: { behavioral: { score: 99.6 } } },
      "behavioral has a score of 99.6",
    ],
    ["a confidence below zero", { overall_confidence: -1 }, "the overall confidence is -1"],
  ])("%s", (_, changes, part) => {
    expect(checkJson(resigned(changes))).toEqual({
      kind: "invalid",
      reasons: [{ why: "contradicts_itself", parts: [part] }],
    });
  });

  test("what it leaves out contradicts nothing", () => {
    expect(checkJson(signCertificate(without("validation_results")))).toEqual(verified);
  });
});

describe("its PDF", () => {
  const id = "BEC-2026-0215-00847";

  test.each([
    ["a page of a proxy", Buffer.from("<html>Bad gateway</html>"), "invalid", { why: "pdf_is_no_pdf" }],
    ["cut off", certificatePdf(id).subarray(0, -30), "invalid", { why: "pdf_is_no_pdf" }],
    [
      "another certificate's",
      certificatePdf("BEC-2026-0215-00848"),
      "invalid",
      { why: "pdf_names_another", named: "BEC-2026-0215-00848" },
    ],
    [
      "silent about which it is",
      pdfWith("BT (This certifies that the target behaves like the source.) Tj ET"),
      "unverifiable",
      { why: "pdf_does_not_name_it" },
    ],
    ["a picture", pdfWith("q 100 0 0 100 0 0 cm /Im1 Do Q"), "unverifiable", { why: "pdf_unreadable" }],
  ])("%s", (_, pdf, kind, reason) => {
    expect(check({ pdf })).toEqual({ kind, reasons: [reason] });
  });

  test("alone proves nothing, for nothing in it is signed", () => {
    expect(check({ json: undefined, pdf: certificatePdf(id) })).toEqual({
      kind: "unverifiable",
      reasons: [{ why: "pdf_only" }],
    });
    expect(check({ json: undefined, pdf: Buffer.from("no") }).kind).toBe("invalid");
  });
});

test("without a certificate there is none", () => {
  expect(check({ json: undefined })).toEqual({ kind: "missing" });
});

test.each([
  ["", "not_json"],
  ["[]", "not_an_object"],
  ["null", "not_an_object"],
  ["<html>", "not_json"],
  ['{"id":"\\ud800"}', "half_characters"],
])("%j is no certificate", (text, fault) => {
  expect(check({ json: new TextEncoder().encode(text) })).toEqual({
    kind: "invalid",
    reasons: [{ why: "unreadable", fault }],
  });
});

test("bytes that are no UTF-8 are no certificate", () => {
  expect(check({ json: Uint8Array.of(0x7b, 0xff, 0x7d) })).toMatchObject({
    reasons: [{ fault: "not_utf8" }],
  });
});

test("any bytes at all have an outcome", () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.uint8Array(),
        fc.json().map((text) => new TextEncoder().encode(text)),
      ),
      (json) => {
        expect(["invalid", "unverifiable"]).toContain(check({ json }).kind);
      },
    ),
  );
});

function signatureOf(json: Json): string {
  const { signature } = json;
  return typeof signature === "object" && signature !== null && "signature" in signature
    ? String(signature.signature)
    : "";
}

function withSignature(signature: string): Json {
  return { ...signed, signature: { algorithm: "Ed25519", public_key: vendorKey.id, signature } };
}

function next(character: string): string {
  return String.fromCharCode(character.charCodeAt(0) + 1);
}

function shuffled(value: unknown, random: fc.Stream<number>): unknown {
  if (Array.isArray(value)) return value.map((one) => shuffled(one, random));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .map(([name, member]) => ({ name, member: shuffled(member, random), at: random.next().value ?? 0 }))
      .toSorted((a, b) => a.at - b.at)
      .map(({ name, member }) => [name, member]),
  );
}

type Path = readonly (string | number)[];

function leafPaths(value: unknown, path: Path = []): readonly Path[] {
  if (typeof value !== "object" || value === null) return [path];
  const entries = Array.isArray(value)
    ? value.map((one, index) => [index, one] as const)
    : Object.entries(value);
  return entries.flatMap(([name, member]) => leafPaths(member, [...path, name]));
}

/** A copy in which the leaf at this path has another value, is gone, or has a new neighbour. */
function edited(value: unknown, [step, ...rest]: Path, how: string, words: string): unknown {
  if (typeof value !== "object" || value === null || step === undefined) return value;
  const entries = Object.entries(value).flatMap(([name, member]) => {
    if (name !== String(step)) return [[name, member] as const];
    if (rest.length > 0) return [[name, edited(member, rest, how, words)] as const];
    if (how === "remove") return [];
    if (how === "change") return [[name, JSON.parse(words)] as const];
    return [[name, member] as const, [`${name}_`, words] as const];
  });
  return Array.isArray(value) ? entries.map(([, member]) => member) : Object.fromEntries(entries);
}
