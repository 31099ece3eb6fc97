import { describe, expect, test } from "vitest";
import { checkCertificate } from "../../../src/domain/certificate/certificate-check.ts";
import {
  invalidReasonSchema,
  unverifiableReasonSchema,
} from "../../../src/domain/certificate/certificate-outcome.ts";
import {
  certificateAltText,
  certificateChartView,
  scoreWords,
  shareWords,
  summarizeCertificate,
} from "../../../src/domain/certificate/certificate-summary.ts";
import { checkReasons, checkWords } from "../../../src/domain/certificate/certificate-words.ts";
import { readCertificate } from "../../../src/domain/certificate/read-certificate.ts";
import { bytesOf, evidence, referenceCertificate } from "../../support/certificates.ts";

const verified = checkCertificate(evidence()).check;
const summary = summarizeCertificate(readCertificate(referenceCertificate), verified);

describe("the vendor's own example", () => {
  test("reads as a person would write it", () => {
    expect(summary).toMatchObject({
      title: "BEC-2026-0215-00847",
      outcome: {
        kind: "verified",
        words: "Verified: signed with the key sensei-verify-2026 (Ed25519).",
        reasons: [],
      },
      confidence: "0.997",
    });
    expect(summary.perspectives.map(({ label, score }) => `${label} ${score}`)).toEqual([
      "Structural 1.000",
      "Statistical 0.998",
      "Referential 1.000",
      "Semantic 0.994",
      "Behavioral 0.996",
    ]);
    expect(summary.perspectives[4]?.counts).toEqual([
      "12,000 queries replayed",
      "11,943 exact matches",
      "52 semantic matches",
      "5 divergences",
    ]);
    expect(summary.coverage.map(({ words }) => words)).toEqual([
      "Tables 100%",
      "Columns 100%",
      "Records 100%",
      "Logic paths 87%",
      "Relationships 100%",
    ]);
    expect(summary.roots.map(({ label, short }) => `${label} ${short}`)).toEqual([
      "Source checkpoints sha256:1a1a1a1a…1a1a",
      "Target reconstruction sha256:2b2b2b2b…2b2b",
      "Validation evidence sha256:3c3c3c3c…3c3c",
    ]);
    expect(summary.exceptions).toEqual([
      {
        severity: "low",
        items: [
          {
            description: "5 of 12,000 replayed queries diverge",
            details: "at most $0.02 · Float summation order",
          },
        ],
      },
    ]);
  });

  test("has a picture in words with every score", () => {
    const view = certificateChartView(readCertificate(referenceCertificate), verified);
    const words = certificateAltText(view);
    for (const score of ["Structural: 1.000", "Semantic: 0.994", "Overall confidence: 0.997", "Verified"]) {
      expect(words).toContain(score);
    }
  });
});

test("what the certificate leaves out is not filled in", () => {
  const { check } = checkCertificate(evidence({ json: bytesOf({}) }));
  const empty = summarizeCertificate(readCertificate({}), check);
  expect(empty).toMatchObject({
    title: "Certificate without an id",
    confidence: undefined,
    coverage: [],
    roots: [],
  });
  expect(empty.perspectives.every(({ score, counts }) => score === undefined && counts.length === 0)).toBe(
    true,
  );
  expect(certificateAltText(certificateChartView(readCertificate({}), check))).toContain(
    "Structural: not in the certificate.",
  );
});

test("exceptions come by severity, unknown words first and none last", () => {
  const exceptions = ["low", undefined, "Critical", "blocking", "high", "LOW"].map((severity) => ({
    severity,
  }));
  const { exceptions: groups } = summarizeCertificate(readCertificate({ exceptions }), verified);
  expect(groups.map(({ severity, items }) => `${severity} ${items.length}`)).toEqual([
    "blocking 1",
    "Critical 1",
    "high 1",
    "low 2",
    "without a severity 1",
  ]);
});

test.each([
  [1, "1.000"],
  [0.5, "0.500"],
  [0.9996, "0.9996"],
  [0.99996, "0.99996"],
])("a score of %d reads %s", (score, words) => {
  expect(scoreWords(score)).toBe(words);
});

test.each([
  [1, "100%"],
  [0.87, "87%"],
  [0.9997, "99.97%"],
  [0.99999999, "almost 100%"],
  [0, "0%"],
])("a share of %d reads %s", (share, words) => {
  expect(shareWords(share)).toBe(words);
});

describe("every reason has a sentence of its own", () => {
  const filled = {
    keyId: "k",
    scheme: "RS256",
    named: "x",
    from: "2026-03-02T01:30:00Z",
    at: "2025-03-02T01:30:00Z",
    parts: ["p"],
    numbers: ["1"],
  };
  const invalid = invalidReasonSchema.options.map((option) =>
    invalidReasonSchema.parse({ ...filled, fault: "not_json", why: option.shape.why.value }),
  );
  const unverifiable = unverifiableReasonSchema.options.map((option) =>
    unverifiableReasonSchema.parse({ ...filled, why: option.shape.why.value }),
  );

  test("and the four outcomes differ in their first word", () => {
    const sentences = [
      ...checkReasons({ kind: "invalid", reasons: invalid }),
      ...checkReasons({ kind: "unverifiable", reasons: unverifiable }),
    ];
    expect(sentences).toHaveLength(invalid.length + unverifiable.length);
    expect(new Set(sentences).size).toBe(sentences.length);
    for (const sentence of sentences) expect(sentence).toMatch(/^[A-Z].*\.$/);
    expect(sentences).toContain("It is not valid before 2 Mar 2026, 01:30 (UTC).");
    expect(sentences).toContain("It expired on 2 Mar 2025, 01:30 (UTC).");
    const outcomes = [
      verified,
      { kind: "invalid" as const, reasons: invalid },
      { kind: "unverifiable" as const, reasons: unverifiable },
      { kind: "missing" as const },
    ];
    expect(outcomes.map((outcome) => checkWords(outcome).split(":")[0]?.toLowerCase())).toEqual(
      outcomes.map(({ kind }) => kind),
    );
  });
});
