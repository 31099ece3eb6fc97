import type { KnownBlock, TableBlock } from "@slack/types";
import type { Metric } from "../../../src/domain/baseline/baseline.ts";
import {
  changeWords,
  disagreementWords,
  figureWords,
  metricWords,
} from "../../../src/domain/baseline/baseline-words.ts";
import type { Measurement } from "../../../src/domain/baseline/measurement.ts";
import { openFindings } from "../../../src/domain/baseline/regressions.ts";
import type { BaselineNotice } from "../../../src/domain/notice.ts";
import { actionIds, closeoutRef } from "../actions.ts";
import { actions, button, context, header, section } from "../elements.ts";
import type { Message } from "../message.ts";
import { count, line, mention, plainLine } from "../mrkdwn.ts";
import { baselineSendRef } from "./actions-baseline.ts";
import { findingBlocks } from "./baseline-findings.ts";
import { momentOf, sentWords, sharedAs } from "./baseline-people.ts";

/** Most notes that are shown; the document holds them all. */
const mostNotes = 8;

/**
 * A measurement with everything that was decided on it: the comparison as a table in the channel and in words elsewhere, where
 * Sensei contradicts itself, regressions, notes, where it comes from, and who was sent it. Its text alone says the figures.
 */
export function baselineMessage(notice: BaselineNotice): Message {
  const { closeout, measurement, baseline, audience } = notice;
  return {
    text: baselineText(notice),
    blocks: [
      header(`Performance baseline · ${plainLine(closeout.name, 110)}`),
      ...introduction(notice),
      ...(audience === "channel" ? [table(baseline.metrics)] : [words(baseline.metrics)]),
      ...contradictions(baseline.metrics),
      ...findingBlocks(notice),
      ...notes(baseline.notes),
      context(origin(notice)),
      ...(audience === "direct" ? [] : [context(documentedWords(notice))]),
      ...controls(notice, measurement),
    ],
  };
}

/** "Performance baseline of HR_PROD: Query latency, p95: source 145 ms, target 87 ms, 40% lower (better). …" */
function baselineText({ closeout, measurement, baseline, newest }: BaselineNotice): string {
  const open = openFindings(measurement.findings);
  const regressions =
    open.length === 0
      ? "No regression waits for a decision."
      : `${count(open.length, "regression")} ${open.length === 1 ? "waits" : "wait"} for the technical lead or the business sponsor: ${open.map((finding) => metricWords[finding.metric].title).join(", ")}.`;
  const which =
    newest === measurement.number
      ? `measurement ${newest}`
      : `measurement ${measurement.number}, not the newest`;
  const figures = baseline.metrics.map(
    (metric) => `${metricWords[metric.name].title}: ${line(metricText(metric), 300)}.`,
  );
  const odd = baseline.metrics.filter(({ vendor }) => vendor.kind === "disagrees");
  const contradiction =
    odd.length === 0
      ? ""
      : ` Sensei says otherwise of ${count(odd.length, "figure")}, against its own numbers.`;
  return `Performance baseline of ${line(closeout.name, 150)} (${which}). ${figures.join(" ")}${contradiction} ${regressions}`;
}

function metricText(metric: Metric): string {
  return `source ${figure(metric, "source")}, target ${figure(metric, "target")}, ${changeWords(metric)}`;
}

function figure(metric: Metric, side: "source" | "target"): string {
  return plainLine(figureWords(metric.name, metric[side]), 40);
}

function introduction({ measurement, newest, sentAs, audience }: BaselineNotice): KnownBlock[] {
  const blocks: KnownBlock[] = [];
  if (audience === "direct") {
    const why = sentAs.length === 0 ? "" : ` You get this as ${sharedAs(sentAs)}.`;
    blocks.push(section(`Source and target compared after the migration.${why}`));
  }
  if (newest !== measurement.number) {
    const where = audience === "channel" ? " further down in this channel" : "";
    blocks.push(
      section(
        `*There is a newer measurement${where}.* This one, number ${measurement.number}, stays as it was.`,
      ),
    );
  }
  return blocks;
}

function table(metrics: readonly Metric[]): TableBlock {
  const head = ["Metric", "Source", "Target", "Change", "Sensei says"];
  const rows = metrics.map((metric) => [
    metricWords[metric.name].title,
    figure(metric, "source"),
    figure(metric, "target"),
    plainLine(changeWords(metric), 100),
    claim(metric),
  ]);
  return {
    type: "table",
    column_settings: [
      { is_wrapped: true },
      { align: "right" },
      { align: "right" },
      { is_wrapped: true },
      { is_wrapped: true },
    ],
    rows: [head, ...rows].map((cells) => cells.map((text) => ({ type: "raw_text", text }))),
  };
}

/** The vendor's own percentage, and whether it follows from its own figures. */
function claim({ vendor }: Metric): string {
  if (vendor.kind === "missing") return "nothing";
  const written = vendor.written === "" ? "something unreadable" : plainLine(vendor.written, 40);
  return vendor.kind === "disagrees" ? `${written}, which does not follow` : written;
}

/** The table for those who read it line by line. */
function words(metrics: readonly Metric[]): KnownBlock {
  const lines = metrics.map((metric) => {
    const { title } = metricWords[metric.name];
    const figures = `${line(figure(metric, "source"), 60)} → ${line(figure(metric, "target"), 60)}`;
    return `*${title}:* ${figures}, *${line(changeWords(metric), 120)}*. Sensei says: ${line(claim(metric), 80)}.`;
  });
  return section(lines.join("\n"));
}

function contradictions(metrics: readonly Metric[]): KnownBlock[] {
  const sentences = metrics.flatMap((metric) => disagreementWords(metric) ?? []);
  if (sentences.length === 0) return [];
  const lines = sentences.map((sentence) => `• ${line(sentence, 300)}`);
  return [
    section(
      ["*Sensei contradicts itself; the change above is computed from its figures.*", ...lines].join("\n"),
    ),
  ];
}

function notes(all: readonly string[]): KnownBlock[] {
  if (all.length === 0) return [];
  const shown = all.slice(0, mostNotes).map((note) => `• ${line(note, 250)}`);
  const rest = all.length - shown.length;
  const more = rest > 0 ? [`• … and ${count(rest, "more note")}, in the document that stakeholders get`] : [];
  return [section(["*Sensei's notes*", ...shown, ...more].join("\n"))];
}

function origin({ closeout, measurement }: BaselineNotice): string {
  const { number, measuredAt, measuredBy, requestId, documents } = measurement;
  return [
    `Measurement ${number}`,
    `by ${mention(measuredBy.user)}, ${momentOf(measuredAt, closeout.timeZone)}`,
    `Sensei's request ${line(requestId, 80)}`,
    `SHA-256 of its answer ${documents.json.slice(0, 12)}…`,
  ].join(" · ");
}

function documentedWords({ closeout, measurement, newest, audience }: BaselineNotice): string {
  const last = measurement.sendings.at(-1);
  const chart =
    audience === "private" ? " The chart is in the channel, below this measurement's message." : "";
  if (last !== undefined) {
    const waits = newest === measurement.number && openFindings(measurement.findings).length > 0;
    const rest = waits ? " Its checklist item is done once no regression waits." : "";
    return `${sentWords(closeout, measurement.sendings)}${rest}${chart}`;
  }
  if (newest !== measurement.number) return `It was not sent to the stakeholders.${chart}`;
  return `Not sent to the stakeholders yet. Its checklist item is done once it is sent and no regression waits.${chart}`;
}

/** Old measurements cannot be acted on any more. */
function controls(
  { closeout, newest, audience, mayMeasure }: BaselineNotice,
  { number, sendings, findings }: Measurement,
): KnownBlock[] {
  if (audience === "direct" || newest !== number || !mayMeasure) return [];
  const send = baselineSendRef.encode({ c: closeout.id, n: number, k: 0 });
  const first = sendings.length === 0;
  const primary = first && openFindings(findings).length === 0 ? ({ style: "primary" } as const) : {};
  return [
    actions(
      button(first ? "Document for stakeholders" : "Send again…", actionIds.baselineSend, send, primary),
      button("Measure again", actionIds.baselineMeasure, closeoutRef.encode({ c: closeout.id })),
    ),
  ];
}
