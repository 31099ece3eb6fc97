import { fractionOf, roundFraction } from "./decimal.ts";

/** Currencies whose minor unit is not a hundredth (ISO 4217, list one). */
const otherMinorUnits: ReadonlyMap<string, number> = new Map(
  [
    { digits: 0, codes: "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF" },
    { digits: 3, codes: "BHD IQD JOD KWD LYD OMR TND" },
    { digits: 4, codes: "CLF UYW" },
  ].flatMap(({ digits, codes }) => codes.split(" ").map((code): [string, number] => [code, digits])),
);

const known: ReadonlySet<string> = new Set([
  ...Intl.supportedValuesOf("currency"),
  ...otherMinorUnits.keys(),
]);

/** Digits after the point that amounts of a currency have: USD 2, JPY 0, KWD 3 (ISO 4217). */
export function minorDigits(currency: string): number {
  return otherMinorUnits.get(currency) ?? 2;
}

/** An amount as somebody wrote it, exactly; `currency` is `undefined` where none was written. */
export type ReadAmount =
  | { readonly ok: true; readonly amount: string; readonly currency: string | undefined }
  | { readonly ok: false; readonly problem: string };

const symbols: Readonly<Record<string, string>> = { $: "USD", "€": "EUR", "£": "GBP" };
const form = /^([A-Z]{3}|[$€£])?\s*([-−+]?[\d.,'\s]*\d[\d.,'\s]*?)\s*([A-Z]{3}|[$€£])?$/u;
const number = /^(?:\d+|\d{1,3}(?:([,' ])\d{3})(?:\1\d{3})*)(?:\.(\d+))?$/;

/** Beyond this no migration costs, in digits before the point. */
const mostWholeDigits = 12;

/**
 * Reads `12000`, `12,000.50`, `12000 USD` or `€12000`. Where no currency is written, the amount is judged as one of `usual`. An
 * amount is kept with as many decimals as its currency has, or with none: `12000.50`, `12000`. Never rounds.
 */
export function readAmount(words: string, usual: string | undefined): ReadAmount {
  const typed = words.trim();
  const [, before, written = "", after] = form.exec(typed.toUpperCase()) ?? [];
  if (written === "" || (before !== undefined && after !== undefined)) return refuse(notAnAmount(typed));
  if (/^[-−]/.test(written))
    return refuse("An amount is not below zero; put a credit into the line it lowers.");
  const figure = written.replace(/^\+/, "").trim();
  const [matched, , decimals = ""] = number.exec(figure) ?? [];
  if (matched === undefined) return refuse(notAnAmount(typed));
  const mark = before ?? after;
  const currency = mark === undefined ? undefined : (symbols[mark] ?? mark);
  if (currency !== undefined && !isCurrency(currency)) return refuse(notACurrency(currency));
  const unit = currency ?? usual;
  const digits = unit === undefined ? 4 : minorDigits(unit);
  if (decimals.length > digits) return refuse(tooFine(figure, unit ?? "", digits));
  const exact = fractionOf(figure.replaceAll(/[,' ]/g, ""));
  const amount = exact === undefined ? undefined : canonical(roundFraction(exact, digits), digits);
  if (amount === undefined || (amount.split(".")[0] ?? "").length > mostWholeDigits) {
    return refuse(`That is more than ${mostWholeDigits} digits; check the amount.`);
  }
  return { ok: true, amount, currency };
}

/** Reads a currency code or symbol: `usd`, `$`. */
export function readCurrency(
  words: string,
): { readonly ok: true; readonly currency: string } | { readonly ok: false; readonly problem: string } {
  const typed = words.trim().toUpperCase();
  const currency = symbols[typed] ?? typed;
  return isCurrency(currency) ? { ok: true, currency } : refuse(notACurrency(words.trim()));
}

/** An amount in minor units: `12000.50` USD is 1200050 cents. Amounts that were kept before are of at most this many digits. */
export function toMinor(amount: string, currency: string): bigint {
  const exact = fractionOf(amount);
  if (exact === undefined) throw new TypeError("An amount that was kept is not a number");
  return BigInt(roundFraction(exact, minorDigits(currency)).replace(".", ""));
}

/** The inverse of {@link toMinor}; the decimals are left out where all of them are zero. */
export function fromMinor(minor: bigint, currency: string): string {
  const digits = minorDigits(currency);
  return canonical(roundFraction({ numerator: minor, denominator: 10n ** BigInt(digits) }, digits), digits);
}

/** `14,230.50`, `-770`: for reading. */
export function groupedAmount(amount: string): string {
  const [whole = "", decimals] = amount.split(".");
  const grouped = whole.replaceAll(/(?<=\d)(?=(?:\d{3})+$)/g, ",");
  return decimals === undefined ? grouped : `${grouped}.${decimals}`;
}

/** `+230`, `-770`, `0`: a difference, for reading. */
export function difference(amount: string): string {
  return `${amount === "0" || amount.startsWith("-") ? "" : "+"}${groupedAmount(amount)}`;
}

/** `14,230.50 USD`. */
export function moneyWords(amount: string, currency: string): string {
  return `${groupedAmount(amount)} ${currency}`;
}

const signs: Readonly<Record<string, string>> = { USD: "$", EUR: "€", GBP: "£", JPY: "¥" };

/** `$14,230.50`, `-€770`, `CHF 1,000`: as the procedure's report writes it. */
export function signedMoney(amount: string, currency: string): string {
  const [minus, size] = amount.startsWith("-") ? ["-", amount.slice(1)] : ["", amount];
  return `${minus}${signs[currency] ?? `${currency} `}${groupedAmount(size)}`;
}

function canonical(decimal: string, digits: number): string {
  const [whole = "", decimals = ""] = decimal.split(".");
  return digits === 0 || /^0*$/.test(decimals) ? whole : `${whole}.${decimals}`;
}

function isCurrency(code: string): boolean {
  return known.has(code);
}

function refuse(problem: string) {
  return { ok: false, problem } as const;
}

function notAnAmount(typed: string): string {
  return `“${typed.slice(0, 40)}” is not an amount. Write 12000 or 12,000.50, with a point before the decimals.`;
}

function notACurrency(typed: string): string {
  return `“${typed.slice(0, 12)}” is not a currency code such as USD or EUR.`;
}

function tooFine(figure: string, currency: string, digits: number): string {
  const has = digits === 0 ? "no decimals" : digits === 1 ? "one decimal" : `at most ${digits} decimals`;
  return `${figure} has more decimals than money has: ${currency === "" ? "an amount" : currency} has ${has}.`;
}
