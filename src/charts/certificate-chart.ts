import type { CertificateChartView } from "../domain/certificate/certificate-summary.ts";
import { shorten } from "../domain/typed-text.ts";
import { palette, picture, place, textAt, titleAt, toneInk } from "./svg.ts";

const width = 760;
const margin = 32;
const axis = { left: 210, right: 640 } as const;
const rowHeight = 38;
const top = 132;

/** Where the scale may begin: as close as the lowest score allows, so that scores near one can be told apart. */
const beginnings = [0.99, 0.95, 0.9, 0.5, 0] as const;

/**
 * A certificate's scores as SVG: a dot for each on one scale up to 1. Dots and not bars, for the scale rarely begins at zero,
 * and a bar's length would then say something that is not so; where it begins is written above it.
 */
export function certificateChartSvg(view: CertificateChartView): string {
  const lowest = Math.min(1, ...view.rows.flatMap(({ value }) => value ?? []));
  const from = beginnings.find((beginning) => beginning <= lowest) ?? 0;
  const bottom = top + view.rows.length * rowHeight;
  return picture(width, bottom + 56, "", [
    titleAt(margin, 48, view.title),
    textAt(margin, 75, shorten(view.outcome, 80), { size: 15, weight: 600, ink: toneInk[view.tone] }),
    textAt(margin, 104, `The scale begins at ${tickWords(from)} and ends at 1.000, the best score.`, {
      size: 14,
      ink: palette.quiet,
    }),
    ...drawScale(from, bottom),
    ...view.rows.flatMap((row, index) => drawRow(row, from, top + index * rowHeight)),
  ]);
}

function positionOf(value: number, from: number): number {
  return place(axis.left + ((value - from) / (1 - from)) * (axis.right - axis.left));
}

function drawScale(from: number, bottom: number): readonly string[] {
  const ticks = Array.from({ length: 6 }, (_, index) => from + ((1 - from) * index) / 5);
  return ticks.flatMap((tick) => {
    const x = positionOf(tick, from);
    return [
      `<line x1="${x}" y1="${top}" x2="${x}" y2="${bottom + 8}" stroke="${palette.rule}"/>`,
      textAt(x, bottom + 28, tickWords(tick), { size: 13, ink: palette.quiet, anchor: "middle" }),
    ];
  });
}

function tickWords(tick: number): string {
  return tick.toFixed(3);
}

function drawRow(
  { label, value, figure, overall }: CertificateChartView["rows"][number],
  from: number,
  y: number,
): readonly string[] {
  const middle = y + rowHeight / 2;
  const weight = overall ? 600 : 400;
  const name = textAt(axis.left - 18, middle + 5, label, { size: 15, weight, anchor: "end" });
  const rule = overall
    ? [`<line x1="${margin}" y1="${y}" x2="${width - margin}" y2="${y}" stroke="${palette.edge}"/>`]
    : [];
  if (value === undefined) {
    const ground = `<rect x="${axis.left + 4}" y="${y + 6}" width="150" height="${rowHeight - 12}" fill="${palette.paper}"/>`;
    const missing = textAt(axis.left + 12, middle + 5, shorten(figure, 22), { size: 15, ink: palette.quiet });
    return [...rule, name, ground, missing];
  }
  const x = positionOf(value, from);
  return [
    ...rule,
    name,
    `<line x1="${axis.left}" y1="${middle}" x2="${axis.right}" y2="${middle}" stroke="${palette.edge}" stroke-dasharray="1 5"/>`,
    overall
      ? `<rect x="${x - 7}" y="${middle - 7}" width="14" height="14" transform="rotate(45 ${x} ${middle})" fill="${palette.ink}"/>`
      : `<circle cx="${x}" cy="${middle}" r="7" fill="${palette.target}"/>`,
    textAt(axis.right + 24, middle + 5, shorten(figure, 10), { size: 15, weight: 600 }),
  ];
}
