import { randomUUID } from "node:crypto";
import { Temporal } from "temporal-polyfill";
import { type Baseline, readBaseline } from "../../domain/baseline/baseline.ts";
import { baselineMarkdown } from "../../domain/baseline/baseline-markdown.ts";
import {
  baselineAltText,
  baselineChartView,
  changeWords,
  figureWords,
} from "../../domain/baseline/baseline-words.ts";
import { findingChanges, holdsFigures, type Measurement } from "../../domain/baseline/measurement.ts";
import { measureAgain } from "../../domain/baseline/regressions.ts";
import type { Closeout } from "../../domain/closeout.ts";
import { type Document, documentOf } from "../../domain/document.ts";
import type { LedgerEntry } from "../../domain/ledger/ledger.ts";
import { mayDo, type Permission } from "../../domain/permissions.ts";
import { shorten } from "../../domain/typed-text.ts";
import { type CloseoutChange, isSenseiFault, type Member, type NewEntry } from "../../ports.ts";
import { hurryDeliveries } from "../delivery/hurry-deliveries.ts";
import type { Deps } from "../deps.ts";
import { supersedeSignoffs } from "../signoff/supersede-signoffs.ts";
import { templateOf } from "../start/template-of.ts";

/** Sensei has this long, so that whoever asked hears something while they still look. */
const senseiPatienceMs = 12_000;

export type MeasureBaselineOutcome =
  | { readonly kind: "measured"; readonly closeout: Closeout; readonly measurement: Measurement }
  /** Only a first one was asked for, or a newer one was fetched meanwhile: nothing was stored, and that one counts. */
  | { readonly kind: "measured_meanwhile"; readonly closeout: Closeout; readonly measurement: Measurement }
  | { readonly kind: "not_permitted"; readonly closeout: Closeout; readonly who: Refused["who"] }
  /** Sensei failed, in a sentence for the person who asked; nothing was stored. */
  | { readonly kind: "unavailable"; readonly closeout: Closeout; readonly sentence: string }
  | { readonly kind: "closed"; readonly closeout: Closeout }
  | { readonly kind: "no_closeout" };

type Refused = Extract<Permission, { readonly allowed: false }>;

type MeasureInput = {
  readonly closeoutId: string;
  readonly member: Member;
  /** Stores nothing when there is a measurement already. */
  readonly onlyFirst?: boolean;
};

/** A comparison as it was fetched and drawn, before anything is stored. */
type Fetched = {
  readonly baseline: Baseline;
  readonly json: Document;
  readonly chart: Document;
  readonly requestId: string;
  readonly at: Temporal.Instant;
};

/**
 * Fetches Sensei's comparison, keeps it with its chart and its Markdown, decides on the findings, and posts it into the channel.
 * What is slow happens before the change, which then writes everything or nothing.
 */
export async function measureBaseline(
  deps: Pick<Deps, "clock" | "closeouts" | "baselines" | "sensei" | "pictures" | "queue" | "log">,
  input: MeasureInput,
): Promise<MeasureBaselineOutcome> {
  const known = await deps.closeouts.get(input.closeoutId);
  if (known === undefined) return { kind: "no_closeout" };
  const refusal = refuse(known, input.member);
  if (refusal !== undefined) return refusal;
  const { baseline: procedure } = await templateOf(deps, known);
  const fetched = await fetchComparison(deps, known);
  if (typeof fetched === "string") return { kind: "unavailable", closeout: known, sentence: fetched };
  const { result, lanes } = await deps.closeouts.change(input.closeoutId, async (change) => {
    const { closeout } = change;
    const refused = refuse(closeout, input.member);
    if (refused !== undefined) return refused;
    const before = await change.baselines.newest();
    if (before !== undefined && (input.onlyFirst === true || isLater(before, fetched))) {
      return { kind: "measured_meanwhile", closeout, measurement: before } as const;
    }
    const measurement = await store(change, before, fetched, input.member, procedure.tolerancePercent);
    return { kind: "measured", closeout, measurement } as const;
  });
  await hurryDeliveries(deps, lanes);
  return result;
}

function refuse(closeout: Closeout, member: Member) {
  if (closeout.status === "closed") return { kind: "closed", closeout } as const;
  const permission = mayDo("measure_baseline", closeout, member);
  return permission.allowed ? undefined : ({ kind: "not_permitted", closeout, who: permission.who } as const);
}

function isLater({ measuredAt }: Measurement, { at }: Fetched): boolean {
  return Temporal.Instant.compare(measuredAt, at) > 0;
}

/** The comparison with its chart, or the sentence that says why there is none. */
async function fetchComparison(
  { sensei, pictures, clock }: Pick<Deps, "sensei" | "pictures" | "clock">,
  closeout: Closeout,
): Promise<Fetched | string> {
  const answer = await ask(sensei, closeout.migration.id);
  if (typeof answer === "string") return answer;
  const read = readBaseline(answer.bytes);
  if (!read.ok) return unreadable[read.fault];
  if (!holdsFigures(read.baseline)) {
    return "Sensei's comparison holds no figure for latency, throughput or storage, so there is nothing to compare yet.";
  }
  const at = clock.now();
  const png = await pictures.baseline(baselineChartView(read.baseline, labelOf(closeout)));
  return {
    baseline: read.baseline,
    json: documentOf(answer.bytes, {
      name: nameOf(closeout, "json"),
      mediaType: "application/json",
      savedAt: at,
    }),
    chart: documentOf(png, { name: nameOf(closeout, "png"), mediaType: "image/png", savedAt: at }),
    requestId: answer.requestId,
    at,
  };
}

async function ask(sensei: Deps["sensei"], migrationId: string) {
  try {
    return await sensei.getPerformanceComparison(migrationId, {
      signal: AbortSignal.timeout(senseiPatienceMs),
    });
  } catch (error) {
    if (!isSenseiFault(error)) throw error;
    if (error.code !== "cancelled") return error.sentence;
    return `Sensei did not answer within ${senseiPatienceMs / 1_000} seconds.`;
  }
}

/** Why an answer cannot be read as a comparison. */
const unreadable = {
  not_utf8: "Sensei's comparison is not text that can be read (it is not UTF-8).",
  not_json: "Sensei's comparison is not JSON, so it cannot be read.",
  duplicate_names: "Sensei's comparison names a figure twice, so that nobody knows which one counts.",
  half_characters: "Sensei's comparison holds broken characters, so it cannot be kept exactly.",
  not_an_object: "Sensei's comparison has another form than its documentation says, so it cannot be read.",
} as const;

/** Writes everything that a measurement is: documents, row, ledger, messages. */
async function store(
  change: CloseoutChange,
  before: Measurement | undefined,
  { baseline, json, chart, requestId, at }: Fetched,
  member: Member,
  tolerancePercent: number,
): Promise<Measurement> {
  const { closeout } = change;
  // What an earlier measurement has resolved is told by that one and by the ledger.
  const earlier = (before?.findings ?? []).filter(({ state }) => state.kind !== "resolved");
  const findings = measureAgain(earlier, baseline, tolerancePercent, at.toString());
  const provenance = provenanceOf(closeout, at, json.sha256);
  const markdown = documentOf(new TextEncoder().encode(baselineMarkdown(baseline, findings, provenance)), {
    name: nameOf(closeout, "md"),
    mediaType: "text/markdown",
    savedAt: at,
  });
  const measurement: Measurement = {
    number: (before?.number ?? 0) + 1,
    measuredAt: at,
    measuredBy: { user: member.user, name: member.name },
    requestId,
    tolerancePercent,
    documents: { json: json.sha256, chart: chart.sha256, markdown: markdown.sha256 },
    findings,
    sendings: [],
  };
  for (const document of [json, chart, markdown]) await change.saveDocument(document);
  await change.baselines.save(measurement);
  for (const entry of entriesOf(measurement, earlier, baseline, member)) await change.record(entry);
  await supersedeSignoffs(change, { kind: "baseline" }, measurement.documents.markdown, at);
  // Those before it have said for long that there is a newer one.
  if (before !== undefined) await change.refreshAbout({ kind: "baseline", number: before.number });
  const conversation = { kind: "channel", channel: closeout.channel } as const;
  const about = { kind: "baseline", number: measurement.number } as const;
  await change.post([
    { id: randomUUID(), conversation, subject: about },
    { id: randomUUID(), conversation, subject: chartSubject(closeout, measurement, baseline) },
  ]);
  return measurement;
}

function entriesOf(
  measurement: Measurement,
  earlier: Measurement["findings"],
  baseline: Baseline,
  { platform, tenant, user, name }: Member,
): readonly NewEntry[] {
  const actor = { platform, tenant, user, name };
  const { number, measuredAt, requestId, tolerancePercent, documents } = measurement;
  const metrics = Object.fromEntries(
    baseline.metrics.map((metric): [string, LedgerEntry["data"][string]] => [
      metric.name,
      {
        source: figureWords(metric.name, metric.source),
        target: figureWords(metric.name, metric.target),
        change: changeWords(metric),
        vendor: metric.vendor.kind === "missing" ? null : metric.vendor.written,
      },
    ]),
  );
  const measured: NewEntry = {
    actor,
    kind: "baseline.measured",
    data: {
      number,
      fetchedAt: measuredAt.toString(),
      requestId,
      tolerancePercent,
      documents: { ...documents },
      metrics,
    },
  };
  const findings = findingChanges(earlier, measurement.findings).map((news): NewEntry => {
    const { metric, worsePercent, state } = news.finding;
    if (news.kind === "raised") {
      const { source, target } = news.finding;
      const data = { number, metric, source, target, worsePercent, waiverFell: news.waiverFell };
      return { actor, kind: "finding.raised", data };
    }
    const now = state.kind === "resolved" ? { source: state.source, target: state.target } : {};
    return { actor, kind: "finding.resolved", data: { number, metric, worsePercent, ...now } };
  });
  return [measured, ...findings];
}

/** What the chart is called in words, and in the picture's title. */
export function labelOf({ migration }: Pick<Closeout, "migration">): string {
  return `${shorten(migration.source, 60)} → ${shorten(migration.target, 60)}`;
}

/** Where a measurement comes from, as its document says it. */
export function provenanceOf(closeout: Closeout, at: Temporal.Instant, sha256: string) {
  const migration = labelOf(closeout);
  return { migrationId: closeout.migration.id, migration, fetchedAt: at.toString(), sha256 };
}

/** `performance-baseline-mig_hr_prod_2026.png`. */
export function nameOf({ migration }: Closeout, ending: "json" | "png" | "md"): string {
  const slug = migration.id.replaceAll(/[^A-Za-z0-9_-]+/g, "-").slice(0, 80);
  return `performance-baseline-${slug}.${ending}`;
}

/** The chart as a file below the message that shows the table. */
export function chartSubject(closeout: Closeout, { documents, number }: Measurement, baseline: Baseline) {
  return {
    kind: "file",
    sha256: documents.chart,
    caption: `Chart of measurement ${number}: source against target for ${labelOf(closeout)}`,
    altText: shorten(baselineAltText(baseline, labelOf(closeout)), 1_000),
  } as const;
}
