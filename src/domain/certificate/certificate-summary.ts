import type { Temporal } from "temporal-polyfill";
import {
  type Certificate,
  type CoverageName,
  coverageNames,
  type HashChain,
  type PerspectiveName,
  perspectiveNames,
} from "./certificate.ts";
import type { CertificateCheck } from "./certificate-outcome.ts";
import { checkReasons, checkWords } from "./certificate-words.ts";

/** A certificate as people read it. Blocks only draw it; words of the vendor are not yet escaped. */
export type CertificateSummary = {
  /** The id, or `Certificate without an id`. */
  readonly title: string;
  readonly outcome: {
    readonly kind: CertificateCheck["kind"];
    /** One line: `Verified: signed with the key sensei-verify-2026 (Ed25519).` */
    readonly words: string;
    /** One sentence for each reason; none for a verified one. */
    readonly reasons: readonly string[];
  };
  /** `0.997`, or `undefined` where the certificate gives none. */
  readonly confidence: string | undefined;
  /** Always the five, in the vendor's order. */
  readonly perspectives: readonly {
    readonly name: PerspectiveName;
    readonly label: string;
    readonly score: string | undefined;
    /** `12,000 queries replayed`, one for each count. */
    readonly counts: readonly string[];
  }[];
  /** What the certificate gives, in the vendor's order: `Logic paths 87%`. */
  readonly coverage: readonly { readonly name: CoverageName; readonly words: string }[];
  /** Grouped by severity, worst first; those without a severity last. */
  readonly exceptions: readonly {
    /** As the vendor writes it: `low`; or `without a severity`. */
    readonly severity: string;
    readonly items: readonly { readonly description: string; readonly details: string | undefined }[];
  }[];
  /** Named and shortened: `Source checkpoints sha256:1a1a1a1a…1a1a`. */
  readonly roots: readonly { readonly label: string; readonly short: string; readonly full: string }[];
  readonly issuedAt: Temporal.Instant | undefined;
  readonly validUntil: Temporal.Instant | undefined;
};

const perspectiveLabels: Readonly<Record<PerspectiveName, string>> = {
  structural: "Structural",
  statistical: "Statistical",
  referential: "Referential",
  semantic: "Semantic",
  behavioral: "Behavioral",
};

const coverageLabels: Readonly<Record<CoverageName, string>> = {
  table: "Tables",
  column: "Columns",
  record: "Records",
  logic_path: "Logic paths",
  relationship: "Relationships",
};

/** What there is to show of a certificate; nothing is filled in that it does not say. */
export function summarizeCertificate(certificate: Certificate, check: CertificateCheck): CertificateSummary {
  return {
    title: certificate.id ?? "Certificate without an id",
    outcome: { kind: check.kind, words: checkWords(check), reasons: checkReasons(check) },
    confidence:
      certificate.overallConfidence === undefined ? undefined : scoreWords(certificate.overallConfidence),
    perspectives: perspectiveNames.map((name) => {
      const perspective = certificate.perspectives[name];
      return {
        name,
        label: perspectiveLabels[name],
        score: perspective?.score === undefined ? undefined : scoreWords(perspective.score),
        counts: (perspective?.counts ?? []).map(countWords),
      };
    }),
    coverage: coverageNames.flatMap((name) => {
      const covered = certificate.coverage[name];
      return covered === undefined ? [] : { name, words: `${coverageLabels[name]} ${shareWords(covered)}` };
    }),
    exceptions: groupExceptions(certificate.exceptions),
    roots: rootsOf(certificate.hashChain),
    issuedAt: certificate.issuedAt,
    validUntil: certificate.validUntil,
  };
}

/** At least three decimals and never fewer than there are: 1 reads `1.000`, and 0.99996 is not rounded up to it. */
export function scoreWords(score: number): string {
  const exact = String(score);
  return /^-?\d+(\.\d{1,2})?$/.test(exact) ? score.toFixed(3) : exact;
}

/** `87%`, `99.97%`: as many decimals as there are, up to four, and 100% only for all. */
export function shareWords(share: number): string {
  const percent = Number(`${share}e2`);
  const rounded = Number(percent.toFixed(4));
  return rounded === 100 && share < 1 ? "almost 100%" : `${rounded}%`;
}

function countWords({ name, value }: { readonly name: string; readonly value: number }): string {
  return `${value.toLocaleString("en-US", { maximumFractionDigits: 6 })} ${name.replaceAll("_", " ")}`;
}

const severities: readonly string[] = [
  "critical",
  "high",
  "major",
  "medium",
  "moderate",
  "minor",
  "low",
  "info",
];

function groupExceptions(exceptions: Certificate["exceptions"]): CertificateSummary["exceptions"] {
  // A word that we do not know could mean anything, so it comes first.
  const rank = (severity: string | undefined) =>
    severity === undefined ? severities.length : severities.indexOf(severity.toLowerCase());
  const groups = Map.groupBy(exceptions, ({ severity }) => severity?.toLowerCase());
  return [...groups.values()]
    .map((group) => ({ severity: group[0]?.severity, group }))
    .toSorted((a, b) => rank(a.severity) - rank(b.severity))
    .map(({ severity, group }) => ({
      severity: severity ?? "without a severity",
      items: group.map(({ description, magnitude, analysis }) => ({
        description: description ?? "An exception that the certificate does not describe",
        details: [magnitude, analysis].filter((part) => part !== undefined).join(" · ") || undefined,
      })),
    }));
}

function rootsOf(chain: HashChain | undefined): CertificateSummary["roots"] {
  if (chain === undefined) return [];
  const roots =
    chain.kind === "merkle"
      ? [{ label: "Merkle root", full: chain.root }]
      : [
          { label: "Source checkpoints", full: chain.source },
          { label: "Target reconstruction", full: chain.target },
          { label: "Validation evidence", full: chain.evidence },
        ];
  return roots.flatMap(({ label, full }) =>
    full === undefined ? [] : { label, full, short: shortHash(full) },
  );
}

/** `sha256:1a2b3c4d…9f0e`; what is short stays whole. */
function shortHash(hash: string): string {
  const [, prefix = "", digest = ""] = /^([A-Za-z0-9-]+:)?(.*)$/s.exec(hash) ?? [];
  return digest.length <= 16 ? hash : `${prefix}${digest.slice(0, 8)}…${digest.slice(-4)}`;
}

/** Everything that the picture of a certificate draws. */
export type CertificateChartView = {
  readonly title: string;
  /** The outcome in one line, for a picture is passed on without its message. */
  readonly outcome: string;
  readonly tone: "good" | "bad" | "plain";
  /** The five perspectives, then the overall confidence. `value` is where the dot goes; `undefined` draws none. */
  readonly rows: readonly {
    readonly label: string;
    readonly value: number | undefined;
    readonly figure: string;
    readonly overall: boolean;
  }[];
};

/** The certificate's scores as a picture shows them. */
export function certificateChartView(
  certificate: Certificate,
  check: CertificateCheck,
): CertificateChartView {
  const summary = summarizeCertificate(certificate, check);
  const row = (label: string, value: number | undefined, overall: boolean) => ({
    label,
    value: value !== undefined && value >= 0 && value <= 1 ? value : undefined,
    figure: value === undefined ? "not in the certificate" : scoreWords(value),
    overall,
  });
  return {
    title: `Scores of certificate ${summary.title}`,
    outcome: summary.outcome.words,
    tone: check.kind === "verified" ? "good" : check.kind === "invalid" ? "bad" : "plain",
    rows: [
      ...perspectiveNames.map((name) =>
        row(perspectiveLabels[name], certificate.perspectives[name]?.score, false),
      ),
      row("Overall confidence", certificate.overallConfidence, true),
    ],
  };
}

/** The picture in words: every score that it shows. */
export function certificateAltText(view: CertificateChartView): string {
  return [
    `${view.title}. ${view.outcome}`,
    ...view.rows.map(({ label, figure }) => `${label}: ${figure}.`),
  ].join(" ");
}
