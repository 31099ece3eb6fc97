import { describe, expect, test } from "vitest";
import { reportPreviewMessage } from "../../../blocks/slack/report/report-preview.ts";
import { composeReport } from "../../../src/domain/report/report.ts";
import { minimalSources, referenceSources } from "../../support/reports.ts";
import { closeout, now } from "./fixtures.ts";
import { readable, texts } from "./look.ts";

const controls = { closeout: closeout(), contentSha256: "a".repeat(64), mayEdit: true, mayFreeze: true };
const many = Array.from({ length: 120 }, (_, index) => `Lesson ${index}: ${"x".repeat(150)}`);

const reports = {
  "a full report": referenceSources(),
  "a report of nothing": minimalSources(),
  "a long report": referenceSources({
    retrospective: { state: "closed", wentWell: many, couldImprove: [], source: "Retrospective." },
  }),
};

describe("the preview of the final report", () => {
  test.each(Object.entries(reports))("shows every section and source of %s, in their order", (_, sources) => {
    const report = composeReport(sources, { kind: "draft", at: now });
    const shown = allPages(report);
    const titles = [...report.sections.map(({ title }) => title), "Sources"];
    const known = new Set(titles.map((title) => `*${title}*`));
    expect(shown.filter((text) => known.has(text))).toEqual(titles.map((title) => `*${title}*`));
    expect(shown.filter((text) => /^\[\d+\] /.test(text))).toHaveLength(report.sources.length);
  });

  test("loses no line of a section that needs several pages", () => {
    const shown = allPages(composeReport(reports["a long report"], { kind: "draft", at: now }));
    expect(shown.filter((text) => /^• Lesson \d/.test(text))).toHaveLength(many.length);
  });

  test("counts its pages once", () => {
    const report = composeReport(reports["a full report"], { kind: "draft", at: now });
    expect(texts(reportPreviewMessage(report, controls).blocks, "mrkdwn")).toContain("Page 1 of 4");
  });
});

/** What all pages show, line by line. */
function allPages(report: ReturnType<typeof composeReport>): readonly string[] {
  const first = reportPreviewMessage(report, controls);
  const pages = Number(/Page 1 of (\d+)/.exec(first.text)?.[1]);
  return Array.from({ length: pages }, (_, page) =>
    readable(reportPreviewMessage(report, controls, page).blocks).split("\n"),
  ).flat();
}
