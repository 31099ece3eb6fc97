import { type Said, several, type WordsOf } from "./ledger-said.ts";

/** Measurements of performance. */
export const baselineWords: WordsOf<"baseline"> = {
  "baseline.measured": (said) =>
    `measured the performance baseline (measurement ${said.text("number")}): ${metricsOf(said.part("metrics"))}`,
  "baseline.sent": (said) =>
    `sent measurement ${said.text("number")} to ${said
      .each("recipients")
      .map((one) => one.person("user"))
      .join(", ")}`,
};

function metricsOf(metrics: Said): string {
  const told = metrics.names().map((name) => `${metric(name)} ${metrics.part(name).text("change")}`.trim());
  return told.length === 0 ? several(0, "figure") : told.join("; ");
}

/** Figures that got worse. */
export const findingWords: WordsOf<"finding"> = {
  "finding.raised": (said) =>
    `raised a regression of ${metric(said.text("metric"))}${worse(said)}${said.is("waiverFell") ? "; an earlier waiver no longer covers it" : ""}`,
  "finding.waived": (said) =>
    `accepted the regression of ${metric(said.text("metric"))}${worse(said)}${said.quoted("reason")}`,
  "finding.resolved": (said) => `found the regression of ${metric(said.text("metric"))} gone`,
};

function metric(name: string): string {
  return name.replaceAll("_", " ");
}

function worse(said: Said): string {
  const percent = said.text("worsePercent");
  return percent === "" ? "" : ` by ${percent}%`;
}
