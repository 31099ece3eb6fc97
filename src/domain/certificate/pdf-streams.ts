import { inflateSync } from "node:zlib";

/** A PDF taken apart as far as looking for words needs: what lies outside its streams, and what its streams hold. */
export type PdfParts = {
  /** One character per byte. */
  readonly outside: string;
  readonly streams: readonly string[];
  /** Whether every stream that may hold words could be read. */
  readonly complete: boolean;
};

/** A certificate has a few pages. What is larger is not read, and counts as not read. */
const limits = { streams: 5_000, bytesOfStream: 2 ** 21, bytes: 2 ** 23, outside: 2 ** 22 } as const;

/** Streams that hold no words: pictures and fonts. */
const wordless =
  /\/Subtype\s*\/(?:Image|Type1C|CIDFontType0C|OpenType)\b|\/Length1\s|\/(?:DCT|JPX|CCITTFax|JBIG2)Decode/;

/** Takes a PDF apart by its words `stream` and `endstream`; its cross-reference table is not needed for that. */
export function readPdfParts(bytes: Uint8Array): PdfParts {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("latin1");
  const outside: string[] = [];
  const streams: string[] = [];
  let complete = true;
  let room: number = limits.bytes;
  let at = 0;
  for (const match of file.matchAll(/(?<!end)stream\r?\n/g)) {
    if (match.index < at) continue;
    const begin = match.index + match[0].length;
    const end = file.indexOf("endstream", begin);
    if (end < 0) break;
    const before = file.slice(at, match.index);
    outside.push(before);
    at = end + "endstream".length;
    const dictionary = before.slice(before.lastIndexOf(" obj") + 1);
    if (wordless.test(dictionary)) continue;
    const content = streams.length < limits.streams ? decode(file.slice(begin, end), dictionary) : undefined;
    if (content === undefined || content.length > room) {
      complete = false;
      continue;
    }
    room -= content.length;
    streams.push(content);
  }
  outside.push(file.slice(at));
  const around = outside.join("\n");
  return {
    outside: around.slice(0, limits.outside),
    streams,
    complete: complete && around.length <= limits.outside,
  };
}

/** A stream's content through its filters, one character per byte; `undefined` if a filter is unknown or fails. */
function decode(raw: string, dictionary: string): string | undefined {
  const [, filters = ""] =
    /\/Filter\s*(\[[^\]]*\]|\/[A-Za-z0-9]+)/.exec(dictionary) ?? /\/F\s*(\[[^\]]*\])/.exec(dictionary) ?? [];
  let content: string | undefined = raw;
  for (const [, filter = ""] of filters.matchAll(/\/([A-Za-z0-9]+)/g)) {
    if (content === undefined) return undefined;
    content = decoders[filter]?.(content);
  }
  return content;
}

const decoders: Readonly<Record<string, (content: string) => string | undefined>> = {
  FlateDecode: inflate,
  Fl: inflate,
  ASCII85Decode: fromAscii85,
  A85: fromAscii85,
  ASCIIHexDecode: fromHex,
  AHx: fromHex,
};

function inflate(content: string): string | undefined {
  try {
    // What follows the compressed data is an end of line of the file's own.
    return inflateSync(Buffer.from(content, "latin1"), { maxOutputLength: limits.bytesOfStream }).toString(
      "latin1",
    );
  } catch {
    return undefined;
  }
}

/** Hexadecimal digits, blanks between them allowed, up to `>`; a missing last digit is 0. */
export function fromHex(content: string): string {
  const digits = content.replace(/>.*/s, "").replaceAll(/[^0-9A-Fa-f]/g, "");
  return Buffer.from(digits.length % 2 === 0 ? digits : `${digits}0`, "hex").toString("latin1");
}

function fromAscii85(content: string): string | undefined {
  const text = content
    .replace(/^\s*<~/, "")
    .replace(/~>?.*/s, "")
    .replaceAll(/\s/g, "");
  if (/[^!-uz]/.test(text)) return undefined;
  const bytes: number[] = [];
  for (const [group] of text.matchAll(/z|[!-u]{1,5}/g)) {
    const padded = group === "z" ? "!!!!!" : group.padEnd(5, "u");
    let word = 0;
    for (const character of padded) word = word * 85 + (character.charCodeAt(0) - 33);
    const kept = group === "z" ? 4 : group.length - 1;
    bytes.push(...[word >>> 24, word >>> 16, word >>> 8, word].slice(0, kept).map((byte) => byte & 0xff));
  }
  return Buffer.from(bytes).toString("latin1");
}
