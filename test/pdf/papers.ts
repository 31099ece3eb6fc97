import { Temporal } from "temporal-polyfill";
import type { Paper } from "../../src/domain/paper.ts";

/** A paper with parts of every kind, long enough for several pages. */
export function examplePaper(parts: Paper["parts"] = allParts): Paper {
  return {
    title: "Sign-off certificate",
    subtitle: "HR_PROD → hr_production · sign-off 1",
    footer: "Closeout 5f1c… · sign-off 1 · ledger head #41 5b1d…90",
    madeAt: Temporal.Instant.from("2026-03-02T15:02:00Z"),
    parts,
  };
}

const decisions = Array.from({ length: 40 }, (_, index) => [
  index % 7 === 0 ? "山田 太郎 (Taro Yamada)" : `Grażyna Żółkiewska-Müller ${index + 1}`,
  index % 2 === 0 ? "Technical lead" : "Compliance officer, in the place of Konstantinos Παπαδόπουλος",
  index % 5 === 0 ? "Rejected" : "Approved",
  `2026-03-0${(index % 9) + 1} 10:12:00 (Europe/Berlin)`,
  index % 3 === 0
    ? "Looks complete. I have compared the figures with those of the third rehearsal and found no difference that matters."
    : "",
]);

const allParts: Paper["parts"] = [
  {
    kind: "facts",
    facts: [
      { name: "Outcome", value: "Approved", tone: "good" },
      { name: "Requested by", value: "Ana Sánchez (slack:T0SANDBOX/U0ANA)" },
      { name: "A name that does not fit into its column at all", value: "x".repeat(300) },
    ],
  },
  { kind: "heading", level: 1, text: "What a signature states" },
  {
    kind: "statement",
    text: "“I accept the outcome of the migration as described in the final report.”\nOn two lines, the second of which is long enough to be broken somewhere in the middle, as such sentences are.",
  },
  { kind: "heading", level: 1, text: "Decisions" },
  {
    kind: "table",
    columns: [
      { title: "Who", share: 3 },
      { title: "In which role", share: 3 },
      { title: "Decision", share: 2 },
      { title: "When", share: 3 },
      { title: "Words", share: 4 },
    ],
    rows: decisions,
    empty: "Nobody has decided.",
  },
  { kind: "heading", level: 2, text: "Documents" },
  {
    kind: "table",
    columns: [
      { title: "Document", share: 1 },
      { title: "Bytes", share: 1, align: "right" },
      { title: "SHA-256", share: 2 },
    ],
    rows: [["BEC-2026-0215-00847.pdf", "48,213", "9f".repeat(32)]],
    empty: "None.",
  },
  { kind: "table", columns: [{ title: "Questions", share: 1 }], rows: [], empty: "Nobody has asked." },
  { kind: "list", items: ["A first point", `A second one ${"with many words ".repeat(20)}`] },
  { kind: "paragraph", text: "A remark.", tone: "quiet" },
];
