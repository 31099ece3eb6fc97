import type { BaselineChartView } from "../domain/baseline-words.ts";
import { baselineChartSvg } from "./baseline-chart.ts";
import { renderPng } from "./render-png.ts";

/** The baseline's chart as PNG. */
export function drawBaseline(view: BaselineChartView): Promise<Uint8Array> {
  return renderPng(baselineChartSvg(view));
}
