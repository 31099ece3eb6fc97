import Pdf from "pdfkit";
import { legacyDate } from "../clock.ts";
import type { Paper } from "../domain/paper.ts";
import { breakLines } from "./break-lines.ts";
import { type Face, typeface, typeset } from "./typeface.ts";

/** A4, in points. */
const pageWidth = 595.28;
const pageHeight = 841.89;
const margin = 56;
const footerHeight = 30;

/** What a page offers between its margins. */
export const contentWidth = pageWidth - 2 * margin;
const bottom = pageHeight - margin - footerHeight;

/** Ink that reads well on white, printed in grey too. */
export const ink = {
  plain: "#1b1f24",
  quiet: "#57606a",
  good: "#0b5a3c",
  bad: "#9a2c0a",
  rule: "#d5d9df",
  band: "#f3f5f7",
} as const;

export type TextStyle = {
  readonly size: number;
  readonly face?: Face;
  readonly color?: string;
  readonly align?: "left" | "right";
};

/** From one baseline to the next. */
export function leading({ size }: Pick<TextStyle, "size">): number {
  return Math.round(size * 1.45 * 10) / 10;
}

/** Pages that are written from top to bottom, with a place where the next thing goes. */
export type Sheet = ReturnType<typeof openSheet>;

/** Opens an empty first page. */
export function openSheet({ title, footer, madeAt }: Pick<Paper, "title" | "footer" | "madeAt">) {
  let incomplete = false;
  const printable = (text: string): string => {
    const { text: printed, complete } = typeset(text);
    if (!complete) incomplete = true;
    return printed;
  };
  const date = legacyDate(madeAt);
  const doc = new Pdf({
    size: "A4",
    margin: 0,
    bufferPages: true,
    lang: "en",
    displayTitle: true,
    info: {
      Title: title,
      Author: "Closeout",
      Creator: "Closeout",
      Producer: "Closeout",
      CreationDate: date,
      ModDate: date,
    },
  });
  for (const [face, font] of Object.entries(typeface())) doc.registerFont(face, font);
  let y = margin;
  const use = ({ size, face = "regular" }: TextStyle) => doc.font(face).fontSize(size);
  const measure = (style: TextStyle) => {
    use(style);
    return (text: string) => doc.widthOfString(text);
  };
  const newPage = (): void => {
    doc.addPage();
    y = margin;
  };
  return {
    doc,
    /** Where the next thing goes, from the top of the page. */
    get y() {
      return y;
    },
    left: margin,
    newPage,
    /** Whether something of this height still fits here. */
    fits: (height: number) => y + height <= bottom,
    /** Begins a new page unless so much fits, or the page is empty anyway. */
    needs: (height: number) => {
      if (y + height > bottom && y > margin) newPage();
    },
    down: (height: number) => {
      y += height;
    },
    /** Text as lines that fit into a width; letters that cannot be printed are boxes. */
    lines: (text: string, style: TextStyle, width: number) =>
      breakLines(printable(text), width, measure(style)),
    /** One line at a place of the present page. */
    put: (text: string, x: number, top: number, style: TextStyle, width = 0) => {
      use(style).fillColor(style.color ?? ink.plain);
      const at = style.align === "right" ? x + width - doc.widthOfString(text) : x;
      doc.text(text, at, top, { lineBreak: false });
    },
    /** Whether some letter could not be printed. */
    isIncomplete: () => incomplete,
    /** Numbers the pages and gives the file's bytes. */
    close: async (): Promise<Uint8Array> => {
      const { count } = doc.bufferedPageRange();
      const style = { size: 8, color: ink.quiet };
      const [said = ""] = breakLines(printable(footer), contentWidth - 80, measure(style));
      for (let page = 0; page < count; page += 1) {
        doc.switchToPage(page);
        const top = pageHeight - margin - 8;
        rule(doc, top - 8);
        use(style).fillColor(style.color).text(said, margin, top, { lineBreak: false });
        const number = `Page ${page + 1} of ${count}`;
        doc.text(number, margin + contentWidth - doc.widthOfString(number), top, { lineBreak: false });
      }
      const bytes = collect(doc);
      doc.end();
      return bytes;
    },
  };
}

/** A hair line over the whole width. */
export function rule(doc: PDFKit.PDFDocument, y: number): void {
  doc
    .moveTo(margin, y)
    .lineTo(margin + contentWidth, y)
    .lineWidth(0.5)
    .strokeColor(ink.rule)
    .stroke();
}

async function collect(doc: PDFKit.PDFDocument): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  for await (const chunk of doc) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}
