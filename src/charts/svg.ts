import { shorten } from "../domain/typed-text.ts";

/** Pieces that both charts are drawn from: words that cannot break the picture, and one palette. */

/**
 * Ink on paper of its own, so that it reads on light and dark alike. The two series differ in lightness and in pattern, not
 * only in hue: a striped light one with a dark edge, and a solid dark one. Every pair of text and ground has 4.5 : 1 or more.
 */
export const palette = {
  paper: "#ffffff",
  edge: "#c9ced6",
  ink: "#1b1f24",
  quiet: "#57606a",
  rule: "#e3e6ea",
  source: "#7d8590",
  target: "#0b4f9e",
  good: "#0b5a3c",
  bad: "#9a2c0a",
} as const;

/** What each tone of a verdict is drawn in; the words beside it say the same. */
export const toneInk = { good: palette.good, bad: palette.bad, plain: palette.quiet } as const;

/** The typeface that `render-png.ts` brings; letters that it lacks become question marks, rather than nothing at all. */
export const typeface = "Inter";

const drawable =
  /[^\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{Script=Common}]|\p{Extended_Pictographic}/gu;

/** Words as XML text: marks of its own escaped, nothing in them that XML or the typeface does not know. */
export function words(text: string): string {
  return text
    .toWellFormed()
    .normalize("NFC")
    .replaceAll(/[\p{Cc}\p{Cf}\s]+/gu, " ")
    .replaceAll(drawable, "?")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}

export type TextStyle = {
  readonly size: number;
  readonly weight?: 400 | 600;
  readonly ink?: string;
  readonly anchor?: "start" | "middle" | "end";
};

/** One line of text; `y` is its baseline. */
export function textAt(x: number, y: number, text: string, style: TextStyle): string {
  const { size, weight = 400, ink = palette.ink, anchor = "start" } = style;
  return `<text x="${x}" y="${y}" font-size="${size}" font-weight="${weight}" fill="${ink}" text-anchor="${anchor}">${words(text)}</text>`;
}

/** The picture's title: long ones are drawn smaller, very long ones shortened, so that capitals fit too. */
export function titleAt(x: number, y: number, title: string): string {
  const size = title.length <= 44 ? 22 : 18;
  return textAt(x, y, shorten(title, 54), { size, weight: 600 });
}

/** A whole picture on its own paper, with an edge where a dark page begins. */
export function picture(
  width: number,
  height: number,
  definitions: string,
  parts: readonly string[],
): string {
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="${typeface}">`,
    `<defs>${definitions}</defs>`,
    `<rect width="${width}" height="${height}" fill="${palette.paper}"/>`,
    `<rect x="0.5" y="0.5" width="${width - 1}" height="${height - 1}" fill="none" stroke="${palette.edge}"/>`,
    ...parts,
    "</svg>",
  ].join("\n");
}

/** A coordinate with one decimal, the same on every machine. */
export function place(value: number): number {
  return Math.round(value * 10) / 10;
}
