import type { PrintPaper } from "../ports.ts";
import { drawPart } from "./parts.ts";
import { contentWidth, ink, leading, openSheet, rule, type Sheet, type TextStyle } from "./sheet.ts";
import { missingLetter } from "./typeface.ts";

const title: TextStyle = { size: 20, face: "strong" };
const subtitle: TextStyle = { size: 11, color: ink.quiet };

/** Prints a paper on A4, with its title at the top, its pages numbered and nothing cut off. */
export const printPaper: PrintPaper = async (paper) => {
  const sheet = openSheet(paper);
  drawLines(sheet, paper.title, title);
  if (paper.subtitle !== undefined) drawLines(sheet, paper.subtitle, subtitle);
  sheet.down(6);
  rule(sheet.doc, sheet.y);
  sheet.down(12);
  for (const part of paper.parts) drawPart(sheet, part);
  if (sheet.isIncomplete())
    drawPart(sheet, {
      kind: "paragraph",
      text: `${missingLetter} stands for a letter that this page's typeface does not have. The exact words are kept with the record that this page was made from.`,
      tone: "quiet",
    });
  return await sheet.close();
};

function drawLines(sheet: Sheet, text: string, style: TextStyle): void {
  for (const line of sheet.lines(text, style, contentWidth)) {
    sheet.put(line, sheet.left, sheet.y, style);
    sheet.down(leading(style));
  }
}
