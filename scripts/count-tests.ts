import { readFile } from "node:fs/promises";
import { z } from "zod";

/** Sums the reports of vitest's `json` reporter into one line: `N passed, N failed`, and `, N skipped` if any were. */

const reportSchema = z.object({
  success: z.boolean(),
  numPassedTests: z.int(),
  numFailedTests: z.int(),
  numPendingTests: z.int(),
  numTodoTests: z.int(),
});

type Counts = { readonly passed: number; readonly failed: number; readonly skipped: number };

const counts = await Promise.all(process.argv.slice(2).map(count));
const sum = (of: keyof Counts) => counts.reduce((total, one) => total + one[of], 0);
const skipped = sum("skipped");
console.log(`${sum("passed")} passed, ${sum("failed")} failed${skipped === 0 ? "" : `, ${skipped} skipped`}`);

/** A suite without a report did not reach its end, and one without a failed test may still have failed to load a file. */
async function count(path: string): Promise<Counts> {
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch {
    return { passed: 0, failed: 1, skipped: 0 };
  }
  const report = reportSchema.parse(JSON.parse(text));
  return {
    passed: report.numPassedTests,
    failed: report.success ? report.numFailedTests : Math.max(1, report.numFailedTests),
    skipped: report.numPendingTests + report.numTodoTests,
  };
}
