import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { create, type Font } from "fontkit";

declare global {
  namespace PDFKit.Mixins {
    interface PDFFont {
      /** pdfkit takes fonts that fontkit has opened; its types do not say so. */
      registerFont(name: string, font: Font): this;
    }
  }
}

const { resolve } = createRequire(import.meta.url);

/** Inter's two weights; the system's fonts are not looked at. */
const files = {
  regular: "400Regular/Inter_400Regular.ttf",
  strong: "600SemiBold/Inter_600SemiBold.ttf",
} as const;

export type Face = keyof typeof files;

let opened: Readonly<Record<Face, Font>> | undefined;

/** The typeface, opened once: what it has looked up for one paper serves the next. */
export function typeface(): Readonly<Record<Face, Font>> {
  opened ??= { regular: openFont(files.regular), strong: openFont(files.strong) };
  return opened;
}

function openFont(file: string): Font {
  const font = create(readFileSync(resolve(`@expo-google-fonts/inter/${file}`)));
  if (!("hasGlyphForCodePoint" in font)) throw new TypeError(`${file} is a collection of fonts`);
  return font;
}

/** Stands for a letter that the typeface lacks. */
export const missingLetter = "□";

/** Words as they can be printed, and whether every letter of them could be. */
export type Printable = { readonly text: string; readonly complete: boolean };

/**
 * Prepares words for the page: composed letters, single blanks, no invisible marks that could turn the direction of what
 * follows, line breaks kept. Inter has Latin, Greek and Cyrillic; a letter of another script becomes a box.
 */
export function typeset(text: string): Printable {
  const { regular } = typeface();
  const words = text
    .toWellFormed()
    .normalize("NFC")
    .replaceAll(/\r\n?|[\u2028\u2029]/gu, "\n")
    .replaceAll(/[^\S\n]+/gu, " ")
    .replaceAll(/(?!\n)[\p{Cc}\p{Cf}]/gu, "");
  let complete = true;
  const printed = Array.from(new Intl.Segmenter("en").segment(words), ({ segment }) => {
    const has = Array.from(segment).every(
      (letter) => letter === "\n" || regular.hasGlyphForCodePoint(letter.codePointAt(0) ?? 0),
    );
    if (!has) complete = false;
    return has ? segment : missingLetter;
  });
  return { text: printed.join(""), complete };
}
