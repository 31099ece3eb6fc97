import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isPdf, pdfNames } from "../../src/domain/certificate/pdf-probe.ts";
import { breakLines } from "../../src/pdf/break-lines.ts";
import { printPaper } from "../../src/pdf/print-paper.ts";
import { typeset } from "../../src/pdf/typeface.ts";
import { examplePaper } from "./papers.ts";

describe("a printed paper", () => {
  test("is a PDF whose words can be read, the same bytes each time", async () => {
    const [first, second] = [await printPaper(examplePaper()), await printPaper(examplePaper())];
    expect(isPdf(first)).toBe(true);
    expect(Buffer.from(first).equals(Buffer.from(second))).toBe(true);
    expect(pdfNames(first, "BEC-2026-0215-00847")).toEqual({ kind: "named" });
  });

  test("goes on over as many pages as its rows need, each numbered", async () => {
    const pages = (bytes: Uint8Array) =>
      Buffer.from(bytes)
        .toString("latin1")
        .match(/\/Type \/Page\n/g)?.length;
    expect(pages(await printPaper(examplePaper()))).toBe(5);
    expect(pages(await printPaper(examplePaper([])))).toBe(1);
  });

  test("holds a row that is longer than a page", async () => {
    const row = ["word ".repeat(2_000), "end"];
    const columns = [
      { title: "Words", share: 1 },
      { title: "Other", share: 1 },
    ];
    const bytes = await printPaper(examplePaper([{ kind: "table", columns, rows: [row], empty: "" }]));
    expect(isPdf(bytes)).toBe(true);
  });

  test("survives any words", async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: "binary", maxLength: 120 }), async (text) => {
        const bytes = await printPaper({
          ...examplePaper([{ kind: "facts", facts: [{ name: text, value: text }] }]),
          title: text,
          footer: text,
        });
        expect(isPdf(bytes)).toBe(true);
      }),
      { numRuns: 10 },
    );
  });
});

describe("lines", () => {
  const measure = (text: string) => Array.from(new Intl.Segmenter().segment(text)).length;

  test("are never wider than asked for and lose no letter", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: "grapheme", maxLength: 200 }),
        fc.integer({ min: 3, max: 30 }),
        (text, width) => {
          const lines = breakLines(text, width, measure);
          for (const line of lines) expect(measure(line)).toBeLessThanOrEqual(width);
          expect(lines.join("").replaceAll(/[ \n]/g, "")).toBe(text.replaceAll(/[ \n]/g, ""));
        },
      ),
    );
  });

  test("break at line breaks, at blanks, then after marks", () => {
    expect(breakLines("one two\nthree", 5, measure)).toEqual(["one", "two", "three"]);
    expect(breakLines("BEC-2026-00847.pdf", 10, measure)).toEqual(["BEC-2026-", "00847.pdf"]);
    expect(breakLines("", 5, measure)).toEqual([""]);
  });
});

test("letters that the typeface lacks become boxes, and marks that turn the direction of words are dropped", () => {
  expect(typeset("Żółć Παπ Дом → ✓\u202e\t\u0000x")).toEqual({ text: "Żółć Παπ Дом → ✓ x", complete: true });
  expect(typeset("山 a")).toEqual({ text: "□ a", complete: false });
});
