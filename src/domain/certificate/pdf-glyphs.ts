/** A font's own numbering of its glyphs, as its ToUnicode table translates it (PDF 32000-1, 9.10.3). */
export type GlyphTable = { readonly codeBytes: 1 | 2; readonly characters: ReadonlyMap<number, string> };

/** The longest table that is read; one of every character of a font takes a fifth of it. */
const longestTable = 2 ** 18;

/** The most entries of one table; codes of two bytes have no more. */
const mostEntries = 2 ** 16;

/** Reads a ToUnicode table; `undefined` for a stream that is none, or longer than any font needs. */
export function readGlyphTable(stream: string): GlyphTable | undefined {
  if (!stream.includes("begincmap") || stream.length > longestTable) return undefined;
  const [, space = "0000"] = /begincodespacerange\s*<\s*([0-9A-Fa-f]+)/.exec(stream) ?? [];
  const characters = new Map<number, string>();
  for (const [, block = ""] of stream.matchAll(/beginbfchar(.*?)endbfchar/gs)) {
    for (const [, code = "", text = ""] of block.matchAll(/<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>/g)) {
      characters.set(Number.parseInt(code, 16), fromUtf16(text));
    }
  }
  for (const [, block = ""] of stream.matchAll(/beginbfrange(.*?)endbfrange/gs)) {
    readRanges(block, characters);
  }
  return { codeBytes: space.length <= 2 ? 1 : 2, characters };
}

function readRanges(block: string, characters: Map<number, string>): void {
  const range = /<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*(?:<([0-9A-Fa-f]+)>|\[([^\]]*)\])/g;
  let entries = 0;
  for (const [, low = "", high = "", first, list = ""] of block.matchAll(range)) {
    const from = Number.parseInt(low, 16);
    // Codes have at most two bytes.
    const to = Math.min(Number.parseInt(high, 16), 0xffff);
    const listed = [...list.matchAll(/<([0-9A-Fa-f]+)>/g)].map(([, text = ""]) => fromUtf16(text));
    for (let code = from; code <= to && entries < mostEntries; code += 1, entries += 1) {
      const text = first === undefined ? listed[code - from] : shifted(fromUtf16(first), code - from);
      if (text !== undefined) characters.set(code, text);
    }
  }
}

/** A range counts up in its last character. */
function shifted(text: string, by: number): string {
  return text.slice(0, -1) + String.fromCharCode((text.charCodeAt(text.length - 1) + by) & 0xffff);
}

function fromUtf16(hex: string): string {
  const units = hex.match(/.{4}/g) ?? [];
  return String.fromCharCode(...units.map((unit) => Number.parseInt(unit, 16)));
}

/** A string of a page (one character per byte) in this font's letters; what the table does not know becomes a blank. */
export function translateGlyphs(text: string, { codeBytes, characters }: GlyphTable): string {
  const letters: string[] = [];
  for (let at = 0; at + codeBytes <= text.length; at += codeBytes) {
    const high = codeBytes === 2 ? text.charCodeAt(at) * 256 : 0;
    letters.push(characters.get(high + text.charCodeAt(at + codeBytes - 1)) ?? " ");
  }
  return letters.join("");
}
