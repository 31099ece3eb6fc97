import { expect, test } from "vitest";
import { foldSignoffs } from "../../../src/domain/bundle/bundle-signoffs.ts";
import type { LedgerEntry } from "../../../src/domain/ledger/ledger.ts";
import type { PaperPart } from "../../../src/domain/paper.ts";
import { signoffPaper } from "../../../src/domain/signoff/signoff-paper.ts";
import { at } from "../examples.ts";

const person = (name: string) => ({ platform: "slack", tenant: "T1", user: `U_${name}`, name }) as const;
const seat = (id: string, role: string, name: string) => ({
  seat: id,
  role,
  user: `U_${name}`,
  name,
  turn: 1,
});

type Step = { kind: LedgerEntry["kind"]; by: string; data: LedgerEntry["data"] };

const requested: Step = {
  kind: "signoff.requested",
  by: "Ana",
  data: {
    number: 1,
    title: "Acceptance",
    meaning: "I accept.",
    seats: [seat("s1", "technical_lead", "Tom"), seat("s2", "compliance_officer", "Jonas")],
    quorum: { kind: "all" },
    order: "parallel",
    decideBy: "2026-03-06T16:00:00Z",
    documents: [],
  },
};
const replaced: Step = {
  kind: "signoff.replaced",
  by: "Ana",
  data: {
    ...seat("s3", "compliance_officer", "Maria"),
    insteadOf: seat("s2", "compliance_officer", "Jonas"),
    reason: "Jonas has left.",
  },
};
const delegated: Step = {
  kind: "signoff.delegated",
  by: "Maria",
  data: { ...seat("s3", "compliance_officer", "Maria"), to: "U_Li", toName: "Li", reason: "I am away." },
};
const approved: Step = {
  kind: "signoff.approved",
  by: "Li",
  data: {
    ...seat("s3", "compliance_officer", "Maria"),
    decision: "approved",
    onBehalfOf: "U_Maria",
    words: null,
    decidedAt: "2026-03-02T09:00:00Z",
    timeZone: "Europe/Berlin",
  },
};

/** The words of a certificate about a request to which this has happened. */
function wordsOf(...steps: readonly Step[]): string {
  const fold = foldSignoffs();
  for (const [index, { kind, by, data }] of steps.entries()) {
    fold.take({
      closeout: "c1",
      prev: "",
      seq: index + 1,
      at: "2026-03-02T09:00:00Z",
      actor: person(by),
      kind,
      data: { request: "r", number: 1, ...data },
    });
  }
  const [record] = fold.records();
  if (record === undefined) throw new Error("Nothing was requested.");
  const paper = signoffPaper(record, {
    closeout: { id: "c1", name: "HR_PROD" },
    migration: "HR_PROD",
    timeZone: "Europe/Berlin",
    head: { seq: steps.length, hash: "a".repeat(64) },
    madeAt: at("2026-03-02T10:00"),
  });
  return paper.parts.map(said).join("\n");
}

function said(part: PaperPart): string {
  if (part.kind === "table") return part.rows.map((row) => row.join(" | ").replaceAll("\n", " ")).join("\n");
  return "text" in part ? part.text : "";
}

test("a certificate names who has not decided as the request stands, not who was replaced", () => {
  expect(wordsOf(requested)).toContain(
    "Without a decision of: Tom (technical lead); Jonas (compliance officer).",
  );
  expect(wordsOf(requested, replaced)).toContain(
    "Without a decision of: Tom (technical lead); Maria (compliance officer).",
  );
  expect(wordsOf(requested, replaced, approved)).toContain("Without a decision of: Tom (technical lead).");
});

test("a certificate names in whose place somebody was put, and in whose place they have decided", () => {
  const words = wordsOf(requested, replaced, delegated, approved);
  expect(words).toContain("Ana (U_Ana) put Maria in the place of Jonas: Jonas has left.");
  expect(words).toContain("Maria (U_Maria) asked Li to decide in their place: I am away.");
  expect(words).toContain("Li U_Li slack T1 | Compliance officer, in the place of Maria | Approved");
});
