import { deflateSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { isPdf, pdfNames } from "../../../src/domain/certificate/pdf-probe.ts";
import { certificatePdf, pdfWith } from "../../support/certificates.ts";

const id = "BEC-2026-0215-00847";
const named = { kind: "named" };

describe("a PDF", () => {
  test("is told by its beginning and its end", () => {
    expect(isPdf(certificatePdf(id))).toBe(true);
    expect(isPdf(Buffer.concat([Buffer.from("\r\n"), certificatePdf(id), Buffer.from("\r\n")]))).toBe(true);
  });

  test.each([
    ["nothing", Buffer.alloc(0)],
    ["a page of HTML", Buffer.from("<!doctype html><p>%PDF</p>")],
    ["the beginning alone", certificatePdf(id).subarray(0, 200)],
    ["the end alone", certificatePdf(id).subarray(-200)],
    ["JSON", Buffer.from('{"error":{"code":"not_found"}}')],
  ])("is not %s", (_, bytes) => {
    expect(isPdf(bytes)).toBe(false);
  });
});

describe("the id is found", () => {
  test.each([
    ["plain", pdfWith(`BT (Certificate ${id}) Tj ET`)],
    ["compressed", certificatePdf(id)],
    [
      "spaced out within an array",
      pdfWith("BT [(Certificate) -250 (BEC-20) 12 (26-0215) -3.5 (-00847)] TJ ET"),
    ],
    ["over several strings", pdfWith("BT (BEC-2026-) Tj (0215-00847) Tj ET")],
    ["in hexadecimal", pdfWith(`BT <${Buffer.from(id).toString("hex")}> Tj ET`)],
    ["with escaped characters", pdfWith("BT (\\(BEC\\0552026-0215-008\\\n47\\)) Tj ET")],
    ["in the metadata", pdfWith("q Q", { more: [`<< /Title (Certificate ${id}) >>`] })],
    [
      "in metadata of two-byte characters",
      pdfWith("q Q", { more: [`<< /Title <feff${Buffer.from(id, "utf16le").swap16().toString("hex")}> >>`] }),
    ],
    [
      "behind two filters",
      pdfWith("q Q", {
        more: [streamOf("/ASCIIHexDecode /FlateDecode", flate(`BT (${id}) Tj ET`).toString("hex"))],
      }),
    ],
    ["in the numbering of an embedded font", glyphPdf(id)],
  ])("%s", (_, pdf) => {
    expect(pdfNames(pdf, id)).toEqual(named);
  });
});

describe("another certificate", () => {
  test.each([
    ["compressed", certificatePdf("BEC-2026-0215-00848")],
    ["spaced out", pdfWith("BT [(BEC-2026) 9 (-0215-00848)] TJ ET")],
    ["in the numbering of an embedded font", glyphPdf("BEC-2026-0215-00848")],
  ])("is named, %s", (_, pdf) => {
    expect(pdfNames(pdf, id)).toEqual({ kind: "names_another", named: "BEC-2026-0215-00848" });
  });

  test("may be mentioned beside the one that it is", () => {
    expect(pdfNames(pdfWith(`BT (Replaces BEC-2025-1111-00001) Tj (${id}) Tj ET`), id)).toEqual(named);
  });

  test("whose id only begins like ours is not ours", () => {
    expect(pdfNames(certificatePdf("BEC-12-A"), "BEC-12")).not.toEqual(named);
    expect(pdfNames(certificatePdf(`${id}-2`), id)).not.toEqual(named);
  });

  test("is not seen in a word that merely looks alike", () => {
    expect(pdfNames(certificatePdf("ABEC-2026-0215-00848"), id)).toEqual({ kind: "not_found" });
  });
});

describe("words that cannot be read are not words without the id", () => {
  const long = "This certifies that the target behaves like the source in all five perspectives.";

  test.each([
    ["a picture alone", pdfWith("q /Im1 Do Q")],
    ["encrypted", pdfWith(`BT (${long}) Tj ET`, { more: ["<< /Encrypt 9 0 R >>"] })],
    ["a filter that nobody knows", pdfWith(`BT (${long}) Tj ET`, { more: [streamOf("/CryptDecode", "x")] })],
    [
      "compressed data that is broken",
      pdfWith(`BT (${long}) Tj ET`, { more: [streamOf("/FlateDecode", "xx")] }),
    ],
    ["glyphs that no table translates", pdfWith("BT <0003000400050006> Tj ET")],
    [
      "compressed to burst",
      pdfWith(`BT (${long}) Tj ET`, {
        more: [streamOf("/FlateDecode", flate("a".repeat(10_000_000)).toString("latin1"))],
      }),
    ],
  ])("%s", (_, pdf) => {
    expect(pdfNames(pdf, id)).toEqual({ kind: "unreadable" });
  });

  test("words that are read and do not name it are told apart", () => {
    expect(pdfNames(pdfWith(`BT (${long}) Tj ET`), id)).toEqual({ kind: "not_found" });
  });
});

test.each([
  ["open parentheses", "(".repeat(10_000_000)],
  ["arrays", "[(a)".repeat(2_500_000)],
  ["streams", "stream\nendstream\n".repeat(600_000)],
  ["a table without an end", streamOf("", "begincmap beginbfrange <0000> <ffff> <0041> ".repeat(40_000))],
])("a hostile file of %s is given up soon", (_, body) => {
  const begun = performance.now();
  expect(pdfNames(Buffer.from(`%PDF-1.7\n${body}`, "latin1"), id).kind).toBe("unreadable");
  // It takes a quarter of a second; without limits, minutes.
  expect(performance.now() - begun).toBeLessThan(10_000);
});

function flate(content: string): Buffer {
  return deflateSync(Buffer.from(content, "latin1"));
}

function streamOf(filters: string, content: string): string {
  return `<< /Filter [${filters}] /Length ${content.length} >>\nstream\n${content}\nendstream`;
}

/** A page whose font numbers its glyphs in its own way, as browsers write it. */
function glyphPdf(certificateId: string): Buffer {
  const text = `Certificate ${certificateId}`;
  const letters = [...new Set(text)].filter((letter) => !/\d/.test(letter));
  // Letters one by one, digits as a range.
  const codeOf = (letter: string) =>
    /\d/.test(letter) ? 0x0130 + Number(letter) : 3 + letters.indexOf(letter);
  const hex = (code: number) => code.toString(16).padStart(4, "0");
  const shown = Array.from(text, (letter) => hex(codeOf(letter))).join("");
  const single = letters
    .map((letter) => `<${hex(codeOf(letter))}> <${hex(letter.charCodeAt(0))}>`)
    .join("\n");
  const table =
    "begincmap\n1 begincodespacerange\n<0000> <ffff>\nendcodespacerange\n" +
    `${letters.length} beginbfchar\n${single}\nendbfchar\n1 beginbfrange\n<0130> <0139> <0030>\nendbfrange\nendcmap`;
  return pdfWith(`BT /F1 14 Tf <${shown}> Tj ET`, {
    compressed: true,
    more: [streamOf("/FlateDecode", flate(table).toString("latin1"))],
  });
}
