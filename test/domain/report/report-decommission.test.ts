import { describe, expect, it } from "vitest";
import { composeReport } from "../../../src/domain/report/report.ts";
import { reportMarkdown } from "../../../src/domain/report/report-markdown.ts";
import type { ReportSources } from "../../../src/domain/report/report-sources.ts";
import {
  aRequest,
  reportedDecommission,
  storyInTheWait,
  type Told,
  wholeStory,
} from "../../support/report-decommissions.ts";
import { minimalSources, referenceSources } from "../../support/reports.ts";
import { at } from "../examples.ts";

/** The section as people read it: without the marks of footnotes. */
function section(decommission: ReportSources["decommission"], sources = referenceSources()): string {
  const stamp = { kind: "draft", at: at("2026-04-20T10:00") } as const;
  const text = reportMarkdown(composeReport({ ...sources, decommission }, stamp));
  const [, after = ""] = text.split("## Source Decommissioning\n\n");
  return (after.split("\n## ")[0] ?? "").replaceAll(/\[\^\d+\](?!:)/g, "");
}

describe("the report of a decommissioning", () => {
  it("tells when the source went, step by step, with who and on what evidence, what began anew and what was opened early", () => {
    const said = section(reportedDecommission(wholeStory, "2026-04-20T10:00"));
    expect(said).toMatchInlineSnapshot(`
      "- Decommissioning: finished
      - Finished: 14 Apr 2026, 09:20 (Europe/Berlin)
      - Past undoing since: 14 Apr 2026, 09:10 (Europe/Berlin) (D5)
      - Earliest by the timeline: 30 Mar 2026, 02:30 (Europe/Berlin)
      - Confidence period begun anew: once
      - Wait begun anew: once

      **Steps:**

      - D1 Stop source database: done 2 Apr 2026, 11:10 (Europe/Berlin) by Ola Berg. Evidence: CHG for D1
      - D2 Take final snapshot (archive): done 2 Apr 2026, 11:20 (Europe/Berlin) by Ola Berg. Evidence: CHG for D2
      - D3 Update DNS and connection strings to error: done 2 Apr 2026, 11:30 (Europe/Berlin) by Ola Berg. Evidence: CHG for D3
      - D4 Wait 1 week for any stragglers: over since 14 Apr 2026, 08:00 (Europe/Berlin), counted from 7 Apr 2026, 08:00 (Europe/Berlin), begun anew by a report
      - D5 Delete source infrastructure: done 14 Apr 2026, 09:10 (Europe/Berlin) by Ola Berg, confirmed by Tom Weber, with the company's automation. Evidence: CHG for D5
      - D6 Release network resources: done 14 Apr 2026, 09:20 (Europe/Berlin) by Ola Berg. Evidence: CHG for D6
      - D7 Close vendor accounts if applicable: skipped 20 Mar 2026, 09:00 (Europe/Berlin) by Tom Weber: There are none.

      **What had to be there:**

      - P1 No applications still connecting to source: seen by Ola Berg, noted 14 Apr 2026, 09:00 (Europe/Berlin) (a report came after it): No session for two days.
      - P2 Rollback window expired: by the timeline 16 Mar 2026, 02:30 (Europe/Berlin)
      - P3 Final backup taken (for archival): s3://vault/hr_prod/final (412 GB, sha256:9f2c4e11aa); restored as a test on 2026-03-27 by Ola Berg: All 214 tables were readable.
      - P4 Stakeholder approval obtained: approved by sign-off 4, for exactly this plan

      *Missing:* Not settled: P1 No applications still connecting to source.

      **Opening before the time:**

      - Sign-off 2, asked for by Tom Weber, 3 Mar 2026, 10:00 (Europe/Berlin): The licence ends. Opened before the time. Eva Lind (business sponsor) approved, 3 Mar 2026, 12:00 (Europe/Berlin): It saves a quarter's licence; Jonas Kraft (compliance officer) approved, 3 Mar 2026, 12:00 (Europe/Berlin). It held until the report of 5 Mar 2026, 09:00 (Europe/Berlin).

      **Reports that the source was still used:**

      - Li Chen, 5 Mar 2026, 09:00 (Europe/Berlin): The payroll batch reads it. The confidence period began anew, until 2 Apr 2026, 10:00 (Europe/Berlin).
      - Li Chen, 7 Apr 2026, 08:00 (Europe/Berlin): A report was printed from it. The wait (D4) began anew, until 14 Apr 2026, 08:00 (Europe/Berlin).
      - Li Chen, 15 Apr 2026, 09:00 (Europe/Berlin): Somebody asked where it is. The source was deleted already, so nothing could begin anew.

      **Taken back:**

      - D1, D2 by Ola Berg, 2 Apr 2026, 10:30 (Europe/Berlin): A view was forgotten.
      "
    `);
  });

  it("names what is not there when it has only begun", () => {
    const said = section(reportedDecommission(storyInTheWait, "2026-04-03T10:00"));
    expect(said).toContain("- Decommissioning: begun and not finished\n");
    expect(said).toContain("not over before 6 Apr 2026, 10:10");
    expect(said).toContain(
      "*Missing:* Not done: D5 Delete source infrastructure; D6 Release network resources.",
    );
    expect(said).toContain("No report that somebody still used the source is recorded");
    expect(said).not.toMatch(/Finished|Past undoing|Opening before the time|Taken back/);
  });

  it("says nothing of evidence that has become too old as if it still counted", () => {
    const said = section(reportedDecommission(storyInTheWait.slice(0, 3), "2026-04-07T10:00"));
    expect(said).toContain("(too old by now): No session for two days.");
    expect(said).toMatch(/\*Missing:\* Not settled: P1 No applications still connecting to source\./);
  });

  it("claims no opening that was not approved by both", () => {
    const [asked] = wholeStory;
    const story: readonly Told[] = asked === undefined ? [] : [asked];
    for (const [state, words] of [
      ["rejected", "Not opened: it ended as rejected"],
      ["open", "Not opened: it waits for a decision"],
      ["approved", "Not opened: it ended as approved"],
    ] as const) {
      const requests = [aRequest("early", 2, state, [])];
      const said = section(reportedDecommission(story, "2026-03-20T10:00", { requests }));
      expect(said).toContain(words);
      expect(said).not.toContain("Opened before the time");
    }
  });

  it("claims nothing where the procedure asks for no evidence", () => {
    expect(section(undefined, minimalSources())).toBe(
      "*Missing:* The procedure asks for no evidence of the decommissioning, so there is none here: its items are in the checklist.\n",
    );
  });
});
