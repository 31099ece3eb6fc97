import type { PaperTable } from "../domain/paper.ts";
import { contentWidth, ink, leading, rule, type Sheet, type TextStyle } from "./sheet.ts";

const body: TextStyle = { size: 9 };
const titles: TextStyle = { size: 8, face: "strong", color: ink.quiet };
const gap = 10;
const padding = 4;

type Column = PaperTable["columns"][number] & { readonly x: number; readonly width: number };

/** Draws a table. Column titles stand on every page that it covers; a row goes to the next page whole unless it is longer than one. */
export function drawTable(sheet: Sheet, table: PaperTable): void {
  const columns = layOut(sheet, table);
  const first = table.rows[0] ?? [table.empty];
  sheet.needs(titleHeight(sheet, columns) + rowHeight(cells(sheet, columns, first)));
  drawTitles(sheet, columns);
  if (table.rows.length === 0) {
    drawEmpty(sheet, table.empty);
    return;
  }
  for (const row of table.rows) drawRow(sheet, columns, cells(sheet, columns, row));
}

function layOut(sheet: Sheet, { columns }: PaperTable): readonly Column[] {
  const shares = columns.reduce((sum, { share }) => sum + share, 0);
  const room = contentWidth - gap * (columns.length - 1);
  let { left: x } = sheet;
  return columns.map((column) => {
    const width = (room * column.share) / shares;
    const placed = { ...column, x, width };
    x += width + gap;
    return placed;
  });
}

type Cells = readonly (readonly string[])[];

function cells(sheet: Sheet, columns: readonly Column[], row: readonly string[]): Cells {
  return columns.map(({ width }, index) => sheet.lines(row[index] ?? "", body, width));
}

function rowHeight(row: Cells): number {
  return Math.max(...row.map((lines) => lines.length)) * leading(body) + 2 * padding;
}

function titleLines(sheet: Sheet, columns: readonly Column[]): Cells {
  return columns.map(({ title, width }) => sheet.lines(title, titles, width));
}

function titleHeight(sheet: Sheet, columns: readonly Column[]): number {
  return Math.max(...titleLines(sheet, columns).map((lines) => lines.length)) * leading(titles) + padding + 2;
}

function drawTitles(sheet: Sheet, columns: readonly Column[]): void {
  titleLines(sheet, columns).forEach((lines, index) => {
    const column = columns[index];
    if (column !== undefined) drawLines(sheet, column, lines, titles, sheet.y);
  });
  sheet.down(titleHeight(sheet, columns));
  rule(sheet.doc, sheet.y);
}

function drawRow(sheet: Sheet, columns: readonly Column[], row: Cells): void {
  const count = Math.max(...row.map((lines) => lines.length));
  const next = () => {
    sheet.newPage();
    drawTitles(sheet, columns);
  };
  if (!sheet.fits(rowHeight(row))) next();
  sheet.down(padding);
  for (let line = 0; line < count; line += 1) {
    if (!sheet.fits(leading(body))) next();
    row.forEach((lines, index) => {
      const column = columns[index];
      const text = lines[line];
      if (column !== undefined && text !== undefined) drawLines(sheet, column, [text], body, sheet.y);
    });
    sheet.down(leading(body));
  }
  sheet.down(padding);
  rule(sheet.doc, sheet.y);
}

function drawLines(
  sheet: Sheet,
  { x, width, align = "left" }: Column,
  lines: readonly string[],
  style: TextStyle,
  top: number,
): void {
  lines.forEach((text, index) => {
    sheet.put(text, x, top + index * leading(style), { ...style, align }, width);
  });
}

function drawEmpty(sheet: Sheet, text: string): void {
  const style = { ...body, color: ink.quiet };
  sheet.down(padding);
  for (const line of sheet.lines(text, style, contentWidth)) {
    sheet.put(line, sheet.left, sheet.y, style);
    sheet.down(leading(style));
  }
  sheet.down(padding);
  rule(sheet.doc, sheet.y);
}
