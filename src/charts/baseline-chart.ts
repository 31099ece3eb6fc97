import type { BaselineChartView } from "../domain/baseline/baseline-words.ts";
import { shorten } from "../domain/typed-text.ts";
import { palette, picture, place, textAt, titleAt, toneInk, words } from "./svg.ts";

const width = 760;
const margin = 32;
const bar = { left: 112, longest: 400, height: 26 } as const;
const rowHeight = 124;
const top = 104;

const stripes =
  `<pattern id="source" width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">` +
  `<rect width="7" height="7" fill="${palette.paper}"/><rect width="3" height="7" fill="${palette.source}"/></pattern>`;

type Row = BaselineChartView["rows"][number];
type Side = Row["source"];

/**
 * The baseline as SVG: for each metric a pair of bars from zero, on a scale of its own, for the units differ. Source is striped
 * and target solid; every bar carries its name and its figure.
 */
export function baselineChartSvg(view: BaselineChartView): string {
  const height = top + view.rows.length * rowHeight + 12;
  return picture(width, height, stripes, [
    titleAt(margin, 48, view.title),
    textAt(margin, 74, "Each pair of bars has its own scale and begins at zero.", {
      size: 14,
      ink: palette.quiet,
    }),
    ...view.rows.flatMap((row, index) => drawRow(row, top + index * rowHeight)),
  ]);
}

function drawRow(row: Row, y: number): readonly string[] {
  const most = Math.max(row.source.value ?? 0, row.target.value ?? 0);
  const heading =
    `<text x="${margin}" y="${y + 28}" font-size="16" fill="${palette.ink}"><tspan font-weight="600">${words(row.title)}</tspan>` +
    `<tspan dx="10" font-size="14" fill="${palette.quiet}">${words(row.better)}</tspan></text>`;
  return [
    `<line x1="${margin}" y1="${y}" x2="${width - margin}" y2="${y}" stroke="${palette.rule}"/>`,
    heading,
    textAt(width - margin, y + 28, row.change.label, {
      size: 16,
      weight: 600,
      ink: toneInk[row.change.tone],
      anchor: "end",
    }),
    ...drawBar("Source", row.source, most, y + 44),
    ...drawBar("Target", row.target, most, y + 44 + bar.height + 8),
    `<line x1="${bar.left}" y1="${y + 40}" x2="${bar.left}" y2="${y + 44 + 2 * bar.height + 12}" stroke="${palette.ink}"/>`,
  ];
}

function drawBar(name: "Source" | "Target", side: Side, most: number, y: number): readonly string[] {
  const base = y + bar.height / 2 + 5.5;
  const length = side.value === undefined || most === 0 ? 0 : place((side.value / most) * bar.longest);
  const fill =
    name === "Source"
      ? `fill="url(#source)" stroke="${palette.source}" stroke-width="1.5"`
      : `fill="${palette.target}" stroke="${palette.target}" stroke-width="1.5"`;
  return [
    textAt(bar.left - 12, base, name, { size: 15, anchor: "end" }),
    ...(length > 0
      ? [`<rect x="${bar.left}" y="${y + 0.75}" width="${length}" height="${bar.height - 1.5}" ${fill}/>`]
      : []),
    textAt(place(bar.left + length + 10), base, shorten(side.label, 26), {
      size: 15,
      weight: side.value === undefined ? 400 : 600,
      ink: side.value === undefined ? palette.quiet : palette.ink,
    }),
  ];
}
