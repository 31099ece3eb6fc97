import type { KnownBlock } from "@slack/types";
import type { CertificateRecord } from "../../../src/domain/certificate/certificate-record.ts";
import type { CertificateSummary } from "../../../src/domain/certificate/certificate-summary.ts";
import { activeRecipients, type Distribution } from "../../../src/domain/certificate/distribution.ts";
import type { Closeout } from "../../../src/domain/closeout.ts";
import { dateToken } from "../dates.ts";
import { context, section } from "../elements.ts";
import { enumerate, line } from "../mrkdwn.ts";

/** Exceptions shown in a message; the PDF has them all. */
const mostExceptions = 8;

/** `Certificate BEC-2026-0215-00847`, escaped. */
export function titleOf({ title }: Pick<CertificateSummary, "title">): string {
  return /^certificate/i.test(title) ? line(title, 80) : `Certificate ${line(title, 80)}`;
}

/** The outcome with its reasons, one to a line. */
export function outcomeBlock({ outcome }: CertificateSummary): KnownBlock {
  const reasons = outcome.reasons.map((reason) => `• ${line(reason, 300)}`).slice(0, 8);
  return section([`*${line(outcome.words, 300)}*`, ...reasons].join("\n"));
}

/** The outcome in one sentence, for the notification. */
export function outcomeWords({ outcome }: CertificateSummary): string {
  const [first] = outcome.reasons;
  return first === undefined ? line(outcome.words, 300) : `${line(outcome.words, 300)} ${line(first, 300)}`;
}

/** `Overall confidence 0.997 · issued 15 Feb 2026 · valid until 15 Feb 2033`; what the certificate does not say is left out. */
export function validityWords(
  { confidence, issuedAt, validUntil }: CertificateSummary,
  { timeZone }: Closeout,
): string {
  const words = [
    confidence === undefined ? [] : [`overall confidence *${line(confidence, 30)}*`],
    issuedAt === undefined ? [] : [`issued ${dateToken(issuedAt, "day", timeZone)}`],
    validUntil === undefined ? [] : [`valid until ${dateToken(validUntil, "day", timeZone)}`],
  ]
    .flat()
    .join(" · ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** Everything else that a certificate states: perspectives, coverage, exceptions, roots. */
export function statementBlocks(summary: CertificateSummary): readonly KnownBlock[] {
  const { coverage, roots } = summary;
  return [
    section(["*Five perspectives*", ...summary.perspectives.map(perspectiveLine)].join("\n")),
    ...(coverage.length === 0
      ? []
      : [section(`*Coverage*\n${coverage.map(({ words }) => line(words, 60)).join(" · ")}`)]),
    section(exceptionsWords(summary)),
    ...(roots.length === 0
      ? []
      : [
          context(
            `Hash chain: ${roots.map(({ label, short }) => `${label} \`${code(short)}\``).join(" · ")}`,
          ),
        ]),
  ];
}

/** Which bytes were looked at, and when. */
export function recordWords(record: CertificateRecord, { timeZone }: Closeout): string {
  const { jsonSha256, pdfSha256 } = record;
  return [
    `Fetched ${dateToken(record.fetchedAt, "moment", timeZone)}`,
    jsonSha256 === undefined ? "no signed data" : `JSON SHA-256 \`${shortHash(jsonSha256)}\``,
    pdfSha256 === undefined ? "no PDF" : `PDF SHA-256 \`${shortHash(pdfSha256)}\``,
  ].join(" · ");
}

/** `9f2c1b7a…03e1`. */
export function shortHash(hash: string): string {
  return `${hash.slice(0, 8)}…${hash.slice(-4)}`;
}

/** `3 of 4 delivered, 2 of 4 confirmed`. */
export function progressWords(distribution: Pick<Distribution, "recipients">): string {
  const active = activeRecipients(distribution);
  const delivered = active.filter(({ deliveredAt }) => deliveredAt !== undefined).length;
  const received = active.filter(({ receivedAt }) => receivedAt !== undefined).length;
  return `${delivered} of ${active.length} delivered, ${received} of ${active.length} confirmed`;
}

function perspectiveLine({ label, score, counts }: CertificateSummary["perspectives"][number]): string {
  const figures =
    counts.length === 0
      ? ""
      : ` · ${enumerate(
          counts.map((words) => line(words, 60)),
          5,
        )}`;
  return `${label} *${score === undefined ? "not in the certificate" : line(score, 30)}*${figures}`;
}

function exceptionsWords({ exceptions }: CertificateSummary): string {
  const all = exceptions.flatMap(({ severity, items }) => items.map((item) => ({ severity, ...item })));
  if (all.length === 0) return "*Exceptions*\nNone documented.";
  const shown = all.slice(0, mostExceptions).map(({ severity, description, details }) => {
    const more = details === undefined ? "" : ` · ${line(details, 150)}`;
    return `• ${line(severity, 30)}: ${line(description, 180)}${more}`;
  });
  const left = all.length - shown.length;
  return ["*Exceptions*", ...shown, ...(left > 0 ? [`… and ${left} more, in the PDF.`] : [])].join("\n");
}

function code(words: string): string {
  return line(words, 60).replaceAll("`", "'");
}
