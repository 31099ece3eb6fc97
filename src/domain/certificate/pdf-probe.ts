import { readGlyphTable, translateGlyphs } from "./pdf-glyphs.ts";
import { readPdfParts } from "./pdf-streams.ts";
import { readPdfStrings } from "./pdf-strings.ts";

/** Whether these bytes are a PDF, as far as its beginning and its end tell (PDF 32000-1, 7.5 and its appendix H). */
export function isPdf(bytes: Uint8Array): boolean {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const head = file.subarray(0, 1024).toString("latin1");
  const tail = file.subarray(-2048).toString("latin1");
  return /%PDF-[12]\.\d/.test(head) && /startxref\s+\d+\s+%%EOF\s*/.test(tail);
}

/**
 * Which certificate a PDF names. `not_found` means that its words were read and the id is not among them; `unreadable` that
 * some or all of its words could not be read, so that nothing can be said.
 */
export type PdfNaming =
  | { readonly kind: "named" }
  | { readonly kind: "names_another"; readonly named: string }
  | { readonly kind: "not_found" }
  | { readonly kind: "unreadable" };

/**
 * Looks for a certificate's id in the words of a PDF: in its metadata and on its pages, compressed or not, spaced out, in the
 * numbering of an embedded font. Another certificate is recognised by an id of the same make.
 */
export function pdfNames(bytes: Uint8Array, certificateId: string): PdfNaming {
  const { outside, streams, complete } = readPdfParts(bytes);
  if (/\/Encrypt\s+\d+\s+\d+\s+R|\/Encrypt\s*<</.test(outside)) return { kind: "unreadable" };
  const texts = readTexts(outside, streams);
  const lines = texts.join("\n");
  const glued = texts.map((text) => text.replaceAll(/\s+/g, "")).join("");
  if (isNamed(lines, glued, certificateId)) return { kind: "named" };
  const another = idsLike(certificateId, lines).find((id) => id !== certificateId);
  if (another !== undefined) return { kind: "names_another", named: another };
  return complete && hasWords(texts) ? { kind: "not_found" } : { kind: "unreadable" };
}

/** Every text of the file: metadata, strings as they are, and strings in the letters of each embedded font. */
function readTexts(outside: string, streams: readonly string[]): readonly string[] {
  const tables = streams.flatMap((stream) => readGlyphTable(stream) ?? []).slice(0, mostFonts);
  const translated = (texts: readonly string[]) =>
    texts.reduce((sum, text) => sum + text.length, 0) * tables.length <= mostTranslated ? tables : [];
  const strings = [outside, ...streams.filter((stream) => !stream.includes("begincmap"))].flatMap(
    readPdfStrings,
  );
  const metadata = streams.filter((stream) => stream.includes("<x:xmpmeta"));
  return [
    ...metadata,
    // Strings of two-byte characters begin with a mark and have a zero before each Latin letter.
    ...strings.map((text) => text.replace(/^þÿ/, "").replaceAll("\u0000", "")),
    ...translated(strings).flatMap((table) => strings.map((text) => translateGlyphs(text, table))),
  ];
}

const mostFonts = 32;

/** Characters, over all fonts; a certificate's pages have thousands. */
const mostTranslated = 2 ** 24;

/** Whether something was read that looks like words, rather than glyph numbers that nobody can translate. */
function hasWords(texts: readonly string[]): boolean {
  const letters = texts.map((text) => (/^[\w\s.,:;()%/–—→-]+$/u.test(text) ? text : "")).join("");
  return /\w{3}/.test(letters) && letters.replaceAll(/\W/g, "").length >= 40;
}

/** What goes on after an id makes it a longer one: `BEC-12` is not named by `BEC-123`, nor by `BEC-12-A`. */
const idEnds = "(?![A-Za-z0-9]|[-_][A-Za-z0-9])";

/** As a word of one line or, where no line has it, in pieces that only stand together on the page. */
function isNamed(lines: string, glued: string, id: string): boolean {
  return lines.includes(id) ? new RegExp(`${literally(id)}${idEnds}`).test(lines) : glued.includes(id);
}

/** Ids of the same make: the same word before the first dash, and behind it digits for digits and letters for letters. */
function idsLike(id: string, text: string): readonly string[] {
  const [, prefix, rest = ""] = /^([A-Za-z]{2,}[-_:])(.*\d.*)$/.exec(id) ?? [];
  if (prefix === undefined) return [];
  const shape = Array.from(rest, (character) =>
    /\d/.test(character) ? "\\d" : /[A-Za-z]/.test(character) ? "[A-Za-z]" : literally(character),
  ).join("");
  const pattern = new RegExp(`(?<![A-Za-z0-9])${literally(prefix)}${shape}${idEnds}`, "g");
  return [...text.matchAll(pattern)].map(([found]) => found);
}

function literally(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, "\\$&");
}
