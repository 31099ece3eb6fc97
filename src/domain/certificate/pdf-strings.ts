import { fromHex } from "./pdf-streams.ts";

/** A space between words that is drawn by moving further; in thousandths of the font's size. */
const wordGap = -150;

/**
 * The strings in a piece of PDF, in order, one character per byte. The strings of one array are one word spaced out
 * (`[(BEC-20) 12 (26)] TJ`) and come as one entry.
 */
export function readPdfStrings(piece: string): readonly string[] {
  const strings: string[] = [];
  let array: string | undefined;
  const add = (text: string) => {
    if (array === undefined) strings.push(text);
    else array += text;
  };
  // Comments are skipped, for they may hold anything; numbers matter in arrays alone.
  const token = /%[^\r\n]*|<<|<([^<>]*)>|\(|\[|\]|-?\d*\.?\d+/g;
  for (let match = token.exec(piece); match !== null; match = token.exec(piece)) {
    const [found, hex] = match;
    if (hex !== undefined) add(fromHex(hex));
    else if (found === "(") {
      const { text, end } = readLiteral(piece, token.lastIndex);
      token.lastIndex = end;
      add(text);
    } else if (found === "[") {
      array ??= "";
    } else if (found === "]") {
      if (array !== undefined && array !== "") strings.push(array);
      array = undefined;
    } else if (array !== undefined && Number(found) <= wordGap) {
      array += " ";
    }
  }
  return strings;
}

const escapes: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t", b: "\b", f: "\f" };

/** A string in parentheses, from behind its opening one. */
function readLiteral(piece: string, from: number): { text: string; end: number } {
  const parts: string[] = [];
  let depth = 1;
  let at = from;
  for (; at < piece.length; at += 1) {
    const character = piece[at] ?? "";
    if (character === "\\") {
      const [whole = "", octal, other = ""] =
        /^(?:([0-7]{1,3})|(\r\n|[^]))/.exec(piece.slice(at + 1, at + 4)) ?? [];
      if (octal !== undefined) parts.push(String.fromCharCode(Number.parseInt(octal, 8) & 0xff));
      else if (!/[\r\n]/.test(other)) parts.push(escapes[other] ?? other);
      at += whole.length;
      continue;
    }
    if (character === "(") depth += 1;
    if (character === ")") depth -= 1;
    if (depth === 0) break;
    parts.push(character);
  }
  return { text: parts.join(""), end: at + 1 };
}
