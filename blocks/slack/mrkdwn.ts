import type { Actor } from "../../src/domain/identity.ts";

/**
 * Slack's mrkdwn, written safely. Everything that a person or the vendor wrote goes through {@link line}, {@link quote} or
 * {@link plainLine}: nobody can ring a whole channel, fake a link or turn the rest of a message around through us.
 */

/** Replaces the three characters that begin Slack's control sequences. */
export function escape(text: string): string {
  return text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
}

/**
 * Somebody's words on one line: white space folded, control characters removed, cut visibly with "…" at `max` characters as
 * they travel, escaped. Empty words become "(no name)".
 */
export function line(words: string, max: number): string {
  return isolated(fold(words), max, (folded, room) => cut(folded, room, escape, "…"));
}

/** The same for plain_text, which knows no control sequences. */
export function plainLine(words: string, max: number): string {
  return isolated(fold(words), max, (folded, room) => cut(folded, room, (text) => text, "…"));
}

/**
 * Somebody's words as a quotation, line by line. What does not fit is counted, and `whole` says where to read the rest: "… (812 more
 * characters; open the item)".
 */
export function quote(words: string, max: number, whole: string): string {
  const clean = lines(words).trim();
  const shown = isolated(clean === "" ? "(empty)" : clean, max - 1, (text, room) =>
    cut(text, room, quoted, (left) => moreCharacters(left, whole)),
  );
  return `>${shown}`;
}

/**
 * Somebody's words for plain_text with their lines kept, in pieces of at most `size` characters. Beyond `max` the rest is
 * counted: "… (812 more characters)".
 */
export function plainPieces(words: string, size: number, max: number): readonly string[] {
  const clean = lines(words).replace(bidiControls, "").trim();
  const pieces: string[] = [];
  let piece = "";
  for (const { segment } of graphemes.segment(cut(clean, max, (text) => text, moreCharacters))) {
    for (const part of segment.length > size ? segment : [segment]) {
      if (piece.length + part.length > size) {
        pieces.push(piece);
        piece = "";
      }
      piece += part;
    }
  }
  return [...pieces, piece].filter((text) => text.trim() !== "");
}

/** `<@U…>`; the platform shows the name. Ids of another shape are shown as words. */
export function mention(user: string): string {
  return /^[A-Z0-9]{2,20}$/.test(user) ? `<@${user}>` : line(user, 40);
}

/** Who did something: `@maria`, or Closeout by itself. */
export function actorWords(actor: Actor): string {
  return "user" in actor ? mention(actor.user) : "Closeout";
}

/** `@maria` or "nobody yet". */
export function assigneeWords(user: string | undefined): string {
  return user === undefined ? "nobody yet" : mention(user);
}

/** `<#C…>`; the platform shows the channel's name to those who may see it. */
export function channelLink(channel: string): string {
  return /^[A-Z0-9]{2,20}$/.test(channel) ? `<#${channel}>` : line(channel, 80);
}

/** A link with its address as label, so that it cannot claim to lead elsewhere. Anything but http(s) stays words. */
export function link(address: string, max: number): string {
  const url = httpUrl(address);
  if (url === undefined) return line(address, max);
  const target = escape(url.href).replace(/\|/g, "%7C");
  return target.length > max ? line(address, max) : `<${target}>`;
}

/** Several things in one sentence: the first few, then how many are left. `A, B and 3 more`. */
export function enumerate(things: readonly string[], most: number): string {
  if (things.length <= most) return things.join(", ");
  return `${things.slice(0, most).join(", ")} and ${things.length - most} more`;
}

/** `1 item`, `2 items`. */
export function count(many: number, noun: string): string {
  const said = many === 1 ? noun : `${noun.replace(/([^aeiou])y$/, "$1ie")}s`;
  return `${many.toLocaleString("en")} ${said}`;
}

// Control characters but tab, line feed and carriage return; deprecated format characters; byte order mark.
const controls = /(?![\t\n\r])\p{Cc}|[\u206A-\u206F\uFEFF]/gu;
const bidiControls = /[\u200E\u200F\u061C\u202A-\u202E\u2066-\u2069]/g;
const rightToLeft = /[\u0590-\u08FF\uFB1D-\uFDFF\uFE70-\uFEFC\u{10800}-\u{10FFF}\u{1E800}-\u{1EFFF}]/u;

function moreCharacters(left: number, whole?: string): string {
  return `… (${left.toLocaleString("en")} more characters${whole === undefined ? "" : `; ${whole}`})`;
}

/** Words with their line ends made alike, halves of characters made whole and what cannot be seen taken out. */
function lines(words: string): string {
  return words.toWellFormed().replace(controls, "").replace(/\r\n?/g, "\n");
}

function fold(words: string): string {
  const folded = lines(words).replace(/\s+/g, " ").trim();
  return folded === "" ? "(no name)" : folded;
}

/** Right-to-left words are set apart, so that what follows them keeps its order; overrides of direction are taken out. */
function isolated(words: string, max: number, shorten: (words: string, max: number) => string): string {
  const clean = words.replace(bidiControls, "");
  if (clean === "") return shorten("(no name)", max);
  return rightToLeft.test(clean) ? `\u2068${shorten(clean, max - 2)}\u2069` : shorten(clean, max);
}

function quoted(text: string): string {
  return escape(text).replace(/\n/g, "\n>");
}

/** Cuts between whole characters as people see them, so that what `write` makes of it and the ending fit into `max`. */
function cut(
  text: string,
  max: number,
  write: (text: string) => string,
  ending: string | ((left: number) => string),
): string {
  if (text.length <= max) {
    const whole = write(text);
    if (whole.length <= max) return whole;
  }
  const end = (kept: number) => (typeof ending === "string" ? ending : ending(text.length - kept));
  const room = max - end(0).length;
  let kept = 0;
  let written = 0;
  for (const { segment } of graphemes.segment(text.slice(0, max + 1))) {
    const next = written + write(segment).length;
    if (next > room) break;
    written = next;
    kept += segment.length;
  }
  return write(text.slice(0, kept).trimEnd()) + end(kept);
}

const graphemes = new Intl.Segmenter("en", { granularity: "grapheme" });

function httpUrl(address: string): URL | undefined {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  return url?.protocol === "https:" || url?.protocol === "http:" ? url : undefined;
}
