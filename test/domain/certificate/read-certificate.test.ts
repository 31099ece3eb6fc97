import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readCertificate } from "../../../src/domain/certificate/read-certificate.ts";
import { referenceCertificate, signCertificate } from "../../support/certificates.ts";

describe("the shapes that the vendor shows", () => {
  test("the full one", () => {
    const certificate = readCertificate(signCertificate(referenceCertificate));
    expect(certificate).toMatchObject({
      id: "BEC-2026-0215-00847",
      protocolVersion: "1.0",
      migration: { id: "mig_hr_prod_2026" },
      overallConfidence: 0.997,
      coverage: { table: 1, column: 1, record: 1, logic_path: 0.87, relationship: 1 },
      hashChain: { kind: "roots", source: `sha256:${"1a".repeat(32)}` },
      signature: { algorithm: "Ed25519", keyId: "sensei-verify-2026" },
    });
    expect(certificate.issuedAt?.toString()).toBe("2026-02-15T09:30:00Z");
    expect(certificate.perspectives.behavioral).toEqual({
      score: 0.996,
      passed: undefined,
      counts: [
        { name: "queries_replayed", value: 12_000 },
        { name: "exact_matches", value: 11_943 },
        { name: "semantic_matches", value: 52 },
        { name: "divergences", value: 5 },
      ],
    });
    expect(certificate.exceptions).toEqual([
      {
        description: "5 of 12,000 replayed queries diverge",
        severity: "low",
        magnitude: "at most $0.02",
        analysis: "Float summation order",
      },
    ]);
  });

  test("one with a migration's ends, one Merkle root and a string for a signature", () => {
    const certificate = readCertificate({
      id: "BEC-1",
      migration: {
        source: "Oracle 19c (HR_PROD)",
        target: { type: "postgresql", database: "hr_production" },
      },
      validation_results: { structural: { score: 1, status: "passed" }, semantic: 0.994 },
      hash_chain: "sha256:abcd",
      signature: "ed25519:AAAA",
      coverage: { table: 100, record_coverage: 0.5, logic_path_coverage: "99.97 %" },
    });
    expect(certificate).toMatchObject({
      id: "BEC-1",
      migration: { id: undefined, source: "Oracle 19c (HR_PROD)", target: "hr_production" },
      hashChain: { kind: "merkle", root: "sha256:abcd" },
      signature: { algorithm: undefined, keyId: undefined, value: "ed25519:AAAA" },
      coverage: { table: 1, column: undefined, record: 0.5, logic_path: 0.9997 },
    });
    expect(certificate.perspectives.structural).toEqual({ score: 1, passed: true, counts: [] });
    expect(certificate.perspectives.semantic?.score).toBe(0.994);
    expect(certificate.perspectives.behavioral).toBeUndefined();
  });
});

describe("what is missing stays missing", () => {
  test("of an empty certificate nothing is known", () => {
    const { perspectives, coverage, migration, exceptions, ...rest } = readCertificate({});
    expect(exceptions).toEqual([]);
    for (const part of [perspectives, coverage, migration, rest]) {
      expect(Object.values(part).every((value) => value === undefined)).toBe(true);
    }
  });

  test("one odd member does not keep the rest from being read", () => {
    fc.assert(
      fc.property(fc.constantFrom(...Object.keys(referenceCertificate)), fc.jsonValue(), (name, odd) => {
        const before = readCertificate(referenceCertificate);
        const after = readCertificate({ ...referenceCertificate, [name]: odd });
        const same = Object.entries(before).filter(([key, value]) => {
          const now = Object.entries(after).find(([other]) => other === key)?.[1];
          return JSON.stringify(now) === JSON.stringify(value);
        });
        expect(same.length).toBeGreaterThanOrEqual(Object.keys(before).length - 1);
      }),
    );
  });

  test("an exception without words is still an exception", () => {
    const { exceptions } = readCertificate({ exceptions: [{}, "Rounding", 7, null, { severity: "high" }] });
    expect(exceptions.map(({ description, severity }) => [description, severity])).toEqual([
      [undefined, undefined],
      ["Rounding", undefined],
      ["7", undefined],
      [undefined, undefined],
      [undefined, "high"],
    ]);
  });
});
