import { normalizeDecimal } from "../budget/decimal.ts";

/** Why bytes cannot be read as one and only one JSON document (RFC 7493, which RFC 8785 stands on). */
export const jsonFaults = ["not_utf8", "not_json", "duplicate_names", "half_characters"] as const;
export type JsonFault = (typeof jsonFaults)[number];

/** A number as it was written, so that no digit is lost to binary arithmetic. */
export class NumberToken {
  readonly token: string;

  constructor(token: string) {
    this.token = token;
  }
}

/**
 * Outcome of reading JSON of which every reader has to understand the same. `lossyNumbers` are the numbers, as written, that a
 * double cannot hold: two of them could share one canonical form.
 */
export type ExactJson =
  | { readonly ok: true; readonly value: unknown; readonly lossyNumbers: readonly string[] }
  | { readonly ok: false; readonly fault: JsonFault };

/** Reads bytes as JSON in UTF-8. A byte order mark before it is passed over. */
export function readExactJson(bytes: Uint8Array): ExactJson {
  const text = decode(bytes);
  if (text === undefined) return { ok: false, fault: "not_utf8" };
  const parsed = parse(text);
  if (parsed === undefined) return { ok: false, fault: "not_json" };
  const { duplicates, halves, lossyNumbers } = scan(text);
  if (duplicates) return { ok: false, fault: "duplicate_names" };
  if (halves) return { ok: false, fault: "half_characters" };
  return { ok: true, value: parsed.value, lossyNumbers };
}

/** Like {@link readExactJson}, with every number as a {@link NumberToken}. */
export function readNumberTokens(bytes: Uint8Array): ExactJson {
  const read = readExactJson(bytes);
  if (!read.ok) return read;
  // Valid as UTF-8 and JSON, or it would not have been read.
  const parsed = parse(new TextDecoder().decode(bytes), (_key, value: unknown, context) =>
    typeof value === "number" ? new NumberToken(context?.source ?? String(value)) : value,
  );
  return parsed === undefined ? { ok: false, fault: "not_json" } : { ...read, value: parsed.value };
}

function decode(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

type Reviver = (key: string, value: unknown, context?: { readonly source?: string }) => unknown;

/** Nesting beyond what the engine can follow counts as no JSON either. */
function parse(text: string, reviver?: Reviver): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(text, reviver) };
  } catch {
    return undefined;
  }
}

const tokens = /"[^"\\]*(?:\\.[^"\\]*)*"|[{}[\],:]|[^\s{}[\],:"]+/g;

/** What `JSON.parse` does not tell. The text has been parsed before, so its grammar is right. */
function scan(text: string): { duplicates: boolean; halves: boolean; lossyNumbers: readonly string[] } {
  /** The names seen in each open object; `undefined` for an array. */
  const open: (Set<string> | undefined)[] = [];
  const lossyNumbers: string[] = [];
  let duplicates = false;
  let halves = false;
  let nameIsNext = false;
  for (const [token] of text.matchAll(tokens)) {
    const names = open.at(-1);
    if (token.startsWith('"')) {
      const word = String(JSON.parse(token));
      halves ||= !word.isWellFormed();
      if (nameIsNext && names !== undefined) {
        duplicates ||= names.has(word);
        names.add(word);
      }
      nameIsNext = false;
    } else if (token === "{" || token === "[") {
      open.push(token === "{" ? new Set() : undefined);
      nameIsNext = token === "{";
    } else if (token === "}" || token === "]") {
      open.pop();
    } else if (token === ",") {
      nameIsNext = names !== undefined;
    } else if (/^[-\d]/.test(token) && !fitsDouble(token)) {
      lossyNumbers.push(token);
    }
  }
  return { duplicates, halves, lossyNumbers };
}

/** Whether the shortest form of the nearest double, which is the canonical one, is the same number. */
function fitsDouble(token: string): boolean {
  return normalizeDecimal(String(Number(token))) === normalizeDecimal(token);
}
