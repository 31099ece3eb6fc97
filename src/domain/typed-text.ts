/**
 * What people type into a chat, made comparable: pasted blanks, smart quotes and dashes, and invisible marks of direction.
 */

const invisible = /[\u200B-\u200F\u202A-\u202E\u2060\u2066-\u2069\uFEFF\u00AD]/gu;
const dashes = /[\u2010-\u2015\u2212\uFE58\uFE63\uFF0D]/gu;
const quotePairs = [
  ['"', '"'],
  ["'", "'"],
  ["“", "”"],
  ["„", "“"],
  ["„", "”"],
  ["‘", "’"],
  ["‚", "‘"],
  ["«", "»"],
  ["‹", "›"],
] as const;

/** Words for matching: compatibility forms folded, dashes plain, invisible marks gone, blanks single. */
export function normalizeWords(text: string): string {
  return text
    .normalize("NFKC")
    .replaceAll(invisible, "")
    .replaceAll(dashes, "-")
    .replaceAll(/\s+/gu, " ")
    .trim();
}

/** Free text as its writer meant it: trimmed, without the dash or colon that led to it, without quotes around all of it. */
export function freeText(text: string): string {
  const trimmed = text.trim().replace(/^[-–—:]+\s+/u, "");
  const pair = quotePairs.find(([open, close]) => trimmed.startsWith(open) && trimmed.endsWith(close));
  return pair && trimmed.length > 2 ? trimmed.slice(1, -1).trim() : trimmed;
}

/** Text that can be stored and hashed: without NUL, which means nothing in what people write, and no half characters. */
export function storableText(text: string): string {
  return text.replaceAll("\u0000", "").toWellFormed();
}

/**
 * Chat text without its mark-up: `<https://x|label>` becomes its address, and `&amp;`, `&lt;`, `&gt;` the characters that
 * they stand for. Mentions such as `<@U1>` stay.
 */
export function withoutMarkup(text: string): string {
  return text
    .replaceAll(/<(https?:[^|>\s]+)(?:\|[^>]*)?>/giu, "$1")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&amp;", "&");
}

/** The words of a command as typed, without the platform's markup. */
export function typedWords(text: string): readonly string[] {
  return normalizeWords(withoutMarkup(text))
    .split(" ")
    .filter((word) => word !== "");
}

/** At most this many characters as people count them, the last an ellipsis if something was left out. */
export function shorten(text: string, length: number): string {
  const looked = text.slice(0, length * mostUnitsPerCharacter);
  const characters = Array.from(new Intl.Segmenter().segment(looked), ({ segment }) => segment);
  if (looked === text && characters.length <= length) return text;
  return `${characters.slice(0, Math.min(length, characters.length) - 1).join("")}…`;
}

/** Longer than any emoji; whatever piles more marks on one character is not a word that somebody wants quoted. */
const mostUnitsPerCharacter = 20;
