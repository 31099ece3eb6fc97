import type { Pictures } from "../ports.ts";
import { baselineChartSvg } from "./baseline-chart.ts";
import { certificateChartSvg } from "./certificate-chart.ts";
import { renderPng } from "./render-png.ts";

/** Every picture, drawn as SVG and turned into PNG. */
export const drawPictures: Pictures = {
  baseline: (view) => renderPng(baselineChartSvg(view)),
  certificate: (view) => renderPng(certificateChartSvg(view)),
};
