import { assertNever } from "../domain/assert-never.ts";
import type { PaperFact, PaperPart, PaperTone } from "../domain/paper.ts";
import { contentWidth, ink, leading, type Sheet, type TextStyle } from "./sheet.ts";
import { drawTable } from "./table.ts";

const body: TextStyle = { size: 10 };
const headings = {
  1: { size: 14, face: "strong" },
  2: { size: 11, face: "strong" },
} as const satisfies Readonly<Record<1 | 2, TextStyle>>;

/** What should stand below a heading on its page, rather than on the next one. */
const keptWithHeading = 90;

/** Draws one part where the page is, going on to the next pages as needed. */
export function drawPart(sheet: Sheet, part: PaperPart): void {
  switch (part.kind) {
    case "heading":
      return drawHeading(sheet, part);
    case "paragraph":
      drawText(sheet, part.text, toned(body, part.tone), 0);
      return sheet.down(6);
    case "statement":
      return drawStatement(sheet, part.text, part.tone);
    case "list":
      for (const item of part.items) drawItem(sheet, item);
      return sheet.down(6);
    case "facts":
      for (const fact of part.facts) drawFact(sheet, fact);
      return sheet.down(6);
    case "table":
      drawTable(sheet, part);
      return sheet.down(12);
    case "picture":
      return drawPicture(sheet, part);
    case "page_break":
      return sheet.newPage();
    default:
      return assertNever(part);
  }
}

function toned(style: TextStyle, tone: PaperTone = "plain"): TextStyle {
  return { ...style, color: ink[tone] };
}

function drawText(sheet: Sheet, text: string, style: TextStyle, indent: number): void {
  for (const line of sheet.lines(text, style, contentWidth - indent)) {
    sheet.needs(leading(style));
    sheet.put(line, sheet.left + indent, sheet.y, style);
    sheet.down(leading(style));
  }
}

function drawHeading(sheet: Sheet, { level, text }: Extract<PaperPart, { kind: "heading" }>): void {
  const style = headings[level];
  sheet.needs(leading(style) + keptWithHeading);
  sheet.down(level === 1 ? 10 : 4);
  drawText(sheet, text, style, 0);
  sheet.down(3);
}

/** A bar at its side sets it apart, on each page that it covers. */
function drawStatement(sheet: Sheet, text: string, tone: PaperTone = "plain"): void {
  const style: TextStyle = { size: 11, color: ink[tone] };
  sheet.down(2);
  for (const line of sheet.lines(text, style, contentWidth - 16)) {
    sheet.needs(leading(style));
    sheet.doc.rect(sheet.left, sheet.y - 2, 3, leading(style)).fill(ink[tone]);
    sheet.put(line, sheet.left + 14, sheet.y, style);
    sheet.down(leading(style));
  }
  sheet.down(8);
}

function drawItem(sheet: Sheet, text: string): void {
  sheet.needs(leading(body));
  sheet.put("•", sheet.left + 2, sheet.y, body);
  drawText(sheet, text, body, 14);
  sheet.down(2);
}

const nameWidth = 130;

function drawFact(sheet: Sheet, { name, value, tone }: PaperFact): void {
  const nameStyle: TextStyle = { ...body, color: ink.quiet };
  const names = sheet.lines(name, nameStyle, nameWidth - 10);
  const valueStyle = toned(body, tone);
  const values = sheet.lines(value, valueStyle, contentWidth - nameWidth);
  for (let line = 0; line < Math.max(names.length, values.length); line += 1) {
    sheet.needs(leading(body));
    sheet.put(names[line] ?? "", sheet.left, sheet.y, nameStyle);
    sheet.put(values[line] ?? "", sheet.left + nameWidth, sheet.y, valueStyle);
    sheet.down(leading(body));
  }
  sheet.down(2);
}

function drawPicture(
  sheet: Sheet,
  { png, altText, mostHeight = 320 }: Extract<PaperPart, { kind: "picture" }>,
): void {
  const bytes = Buffer.from(png.buffer, png.byteOffset, png.byteLength);
  // The picture's size as its header states it (PNG 11.2.2); ours are always of this kind.
  const size = { width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) };
  const scale = Math.min(contentWidth / size.width, mostHeight / size.height);
  const height = size.height * scale;
  sheet.needs(height);
  sheet.doc.image(bytes, sheet.left, sheet.y, { width: size.width * scale, height });
  sheet.down(height + 4);
  drawText(sheet, altText, { size: 8, color: ink.quiet }, 0);
  sheet.down(8);
}
