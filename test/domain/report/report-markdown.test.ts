import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  composeReport,
  missingParts,
  type ReportStamp,
  reportContentHash,
} from "../../../src/domain/report/report.ts";
import { emptyDraft } from "../../../src/domain/report/report-draft.ts";
import { reportMarkdown } from "../../../src/domain/report/report-markdown.ts";
import { exampleBaseline, exampleDraft, minimalSources, referenceSources } from "../../support/reports.ts";
import { at, item, tom } from "../examples.ts";

const ana = { user: "U_ANA", name: "Ana Ruiz" };
const frozen: ReportStamp = { kind: "frozen", version: 1, at: at("2026-04-03T10:00"), by: ana };
const draft: ReportStamp = { kind: "draft", at: at("2026-04-03T10:00") };
const markdown = (sources = referenceSources()) => reportMarkdown(composeReport(sources, frozen));

/** As people read it: without the marks of footnotes. */
const plain = (text: string) => text.replaceAll(/\[\^\d+\](?!:)/g, "");

describe("the vendor's own example", () => {
  test("comes out word for word as the procedure's template has it", () => {
    const text = plain(markdown());
    expect(text).toContain(`## Summary

- Source: Oracle 19c (HR_PROD)
- Target: PostgreSQL 16 (hr_production)
- Duration: 3 weeks (planning through certification)
- Records migrated: 52,000,000
- Final status: Certified
`);
    expect(text).toContain(`## Outcomes

- Migration completed on schedule
- Zero production incidents during cutover
- 40% query latency improvement achieved
- 100% throughput improvement achieved
- 23% storage reduction achieved
`);
    expect(text).toContain(`## Cost

- Estimated: $15,000
- Actual: $14,230
- Variance: -5% (under budget)
- Difference: -$770
`);
    const titles = [...text.matchAll(/^## (.+)$/gm)].map(([, title]) => title);
    expect(titles.slice(0, 5)).toEqual(["Summary", "Outcomes", "Cost", "Lessons Learned", "Acknowledgments"]);
  });

  test("names the migration once where the closeout is called like it", () => {
    const report = composeReport(referenceSources(), frozen);
    expect(reportMarkdown({ ...report, name: "A → B", migration: "A → B" })).toContain("\n\nA → B\n\n");
    expect(reportMarkdown({ ...report, name: "HR", migration: "A → B" })).toContain("\n\nHR: A → B\n\n");
  });

  test("as a whole", () => {
    expect(markdown()).toMatchSnapshot();
  });

  test("says where every figure comes from", () => {
    const text = markdown();
    const noteOf = (line: string) => {
      const marks = [
        ...(text.split("\n").find((one) => one.startsWith(line)) ?? "").matchAll(/\[\^(\d+)\]/g),
      ];
      return marks.map(([, number]) => text.split("\n").find((one) => one.startsWith(`[^${number}]:`)) ?? "");
    };
    expect(noteOf("- Records migrated")).toEqual([
      expect.stringContaining("status of migration mig_hr_prod_2026, read 3 Apr 2026, 10:00 (Europe/Berlin)"),
    ]);
    expect(noteOf("- Duration")).toEqual([
      expect.stringContaining("Sensei's description"),
      expect.stringContaining(`Certificate BEC-2026-0215-00847, fetched 2 Mar 2026`),
    ]);
    expect(noteOf("- 40% query latency")).toEqual([
      expect.stringContaining(`Performance baseline 2, measured by Sensei and fetched 8 Mar 2026`),
    ]);
    expect(noteOf("- Actual")).toEqual([expect.stringContaining("Budget of this closeout")]);
    expect(noteOf("- Zero production incidents")).toEqual([
      expect.stringContaining("Statement in this report, last edited by Ana Ruiz, 2 Apr 2026, 15:30"),
    ]);
  });

  test("has a note for every mark and a mark for every note", () => {
    const text = markdown();
    const marks = new Set([...text.matchAll(/\[\^(\d+)\](?!:)/g)].map(([, number]) => number));
    const notes = [...text.matchAll(/^\[\^(\d+)\]:/gm)].map(([, number]) => number);
    expect(notes).toEqual([...marks].toSorted((one, other) => Number(one) - Number(other)));
  });
});

describe("a closeout with nothing but the minimum", () => {
  const report = composeReport(minimalSources(), draft);

  test("gives a report that names what is missing, and no figure", () => {
    expect(missingParts(report).map(({ section, words }) => `${section}: ${words}`)).toEqual([
      "Outcomes: Nobody has stated whether the migration was completed on schedule.",
      "Outcomes: Nobody has stated whether there were production incidents during cutover.",
      "Outcomes: Performance was not measured: there is no baseline.",
      "Outcomes: The Behavioral Equivalence Certificate was not fetched, so nothing is said of validation.",
      "Cost: No cost was recorded, estimated or actual.",
      "Lessons Learned: No retrospective was held yet.",
      "Source Decommissioning: Not done: D1 Stop source database; D2 Take final snapshot (archive); D3 Update DNS and connection strings to error; D4 Wait 1 week for any stragglers; D5 Delete source infrastructure; D6 Release network resources; D7 Close vendor accounts if applicable.",
      "Source Decommissioning: Not settled: P1 No applications still connecting to source; P3 Final backup taken (for archival); P4 Stakeholder approval obtained.",
      "Decisions: Apart from any on this report itself, no sign-off was requested.",
      "Open Action Items: No action item was ever recorded.",
      "Artifacts: The procedure names no artifacts.",
    ]);
    expect(reportMarkdown(report)).not.toMatch(/\d%|\$/);
  });

  test("takes what Sensei said at the start, and says that it is from then", () => {
    const text = reportMarkdown(report);
    expect(text).toContain("Source: Oracle 19c (HR_PROD)");
    expect(text).toContain("Duration: not known: Sensei could not be asked");
    expect(plain(text)).toContain(
      "Final status: Certified by Sensei's word; its certificate was not fetched",
    );
    expect(text).toMatch(/\[\^1\]: What Sensei said of migration mig_hr_prod_2026 when the closeout started/);
  });

  test("as a whole", () => {
    expect(reportMarkdown(report)).toMatchSnapshot();
  });
});

describe("what a report says", () => {
  const lines = (sources: Parameters<typeof referenceSources>[0]) =>
    plain(markdown(referenceSources(sources))).split("\n");

  test("got worse as plainly as what got better", () => {
    const comparison = { query_latency: { source_p95_ms: 145, target_p95_ms: 210 } };
    const open = {
      metric: "query_latency",
      source: "145",
      target: "210",
      worsePercent: "44.83",
      tolerancePercent: 5,
      state: { kind: "open" },
    } as const;
    const said = lines({ baseline: exampleBaseline({ comparison }, { findings: [open] }) });
    expect(said).toContain("- Query latency, p95 is 45% worse than on the source");
    expect(said.join("\n")).toContain("**Regressions without a decision:**");
    expect(said.join("\n")).not.toContain("achieved");
  });

  test.each([
    ["archived", "- Final status: Certified; archived at Sensei"],
    ["completed", "- Final status: Completed"],
    ["rolled_back", "- Final status: Rolled back"],
  ] as const)("of the status %s", (status, line) => {
    const { migration } = referenceSources();
    if (migration.kind !== "read") throw new Error("The example was read");
    expect(lines({ migration: { kind: "read", migration: { ...migration.migration, status } } })).toContain(
      line,
    );
  });

  test("lists among the exceptions what was done by hand instead of by its evidence", () => {
    const done = item({
      id: "C2",
      title: "Budget reconciliation",
      state: { kind: "done", by: tom, at: frozen.at },
    });
    const byHand = [{ item: done, insteadOf: "budget" }] as const;
    const text = plain(markdown(minimalSources({ items: [done], byHand })));
    expect(text).toContain(`**Done by hand, instead of by evidence:**

- C2 Budget reconciliation: marked as done by tom; it completes itself once the budget is reconciled
`);
    expect(text).not.toContain("None is recorded");
  });

  test("of people who do not want to be named is how many they are", () => {
    const said = lines({ draft: { ...exampleDraft, unnamed: ["U_TOM"], optedOut: ["U_EVA", "U_TOM"] } });
    expect(said).toContain("- Ana Ruiz, owner of the closeout");
    expect(said).toContain("- 2 more people, not named.");
    const acknowledged = said.slice(
      said.indexOf("## Acknowledgments"),
      said.indexOf("## Source Decommissioning"),
    );
    expect(acknowledged.join("\n")).not.toMatch(/Tom|Eva/);
  });

  test("in place of a retrospective does not hide that there was none", () => {
    const said = lines({
      retrospective: undefined,
      draft: {
        ...exampleDraft,
        text: { ...exampleDraft.text, lessons: "- Estimate earlier\n\n* Train people" },
      },
    });
    expect(said).toEqual(
      expect.arrayContaining([
        "- Estimate earlier",
        "- Train people",
        "*Missing:* No retrospective was held yet.",
      ]),
    );
  });
});

describe("words of people", () => {
  test("cannot become a heading, a link, a footnote, HTML or another row", () => {
    const evil = "# x | [a](http://b) <img src=x> `c` [^1]: y\n## Cost\n- Actual: $1";
    const text = markdown(
      referenceSources({
        people: [{ user: "U_X", name: evil }],
        draft: { ...exampleDraft, text: { ...exampleDraft.text, introduction: evil, incidents: evil } },
        closeout: { ...referenceSources().closeout, name: evil },
      }),
    );
    expect(text.match(/^#/gm)).toHaveLength(14);
    expect(text).not.toMatch(/(?<!\\)<img|(?<!\\)\]\(http|(?<!\\)`c|^\[\^1\]: y/m);
    const [, cost = ""] = text.split("## Cost\n");
    expect(cost.split("\n").filter((line) => line.startsWith("- Actual"))).toHaveLength(1);
  });

  test("of any kind give the same headings, and the same bytes each time", () => {
    const words = fc.string({ unit: "grapheme", maxLength: 60 });
    fc.assert(
      fc.property(words, words, words, (name, thanks, lessons) => {
        const sources = referenceSources({
          people: [{ user: "U_X", name }],
          draft: { ...exampleDraft, text: { ...exampleDraft.text, thanks, lessons } },
        });
        const text = markdown(sources);
        expect(text.match(/^#/gm)).toHaveLength(14);
        expect(markdown(sources)).toBe(text);
      }),
      { numRuns: 200 },
    );
  });
});

describe("the hash of what a report says", () => {
  test("is the same for another stamp and another moment of reading, and another for other words", () => {
    const hash = (sources = referenceSources(), stamp: ReportStamp = frozen) =>
      reportContentHash(composeReport(sources, stamp));
    expect(hash(referenceSources({ at: at("2026-04-09T10:00") }), draft)).toBe(hash());
    expect(hash(referenceSources({ draft: emptyDraft }))).not.toBe(hash());
    expect(hash(referenceSources({ people: [] }))).not.toBe(hash());
  });
});
