/**
 * Exact arithmetic on numbers as they are written in JSON: 0.1 is a tenth here, and a percentage is the fraction that it is
 * until it is rounded for reading.
 */

/** A fraction; `denominator` is positive. */
export type Fraction = { readonly numerator: bigint; readonly denominator: bigint };

const written = /^([-+]?)(\d+)(?:\.(\d+))?(?:[eE]([-+]?\d+))?$/;

/** Beyond this no figure about a database is meant, and exact arithmetic would only eat memory. */
const mostDigits = 400;

/** One spelling for each number: `1.50`, `15e-1` and `1.5` give the same. `undefined` for what is not a decimal number. */
export function normalizeDecimal(token: string): string | undefined {
  const [, sign = "", whole = "", fraction = "", exponent = "0"] = written.exec(token) ?? [];
  if (whole === "") return undefined;
  const digits = `${whole}${fraction}`.replace(/^0+/, "");
  if (digits === "") return "0";
  const significant = digits.replace(/0+$/, "");
  const power = BigInt(exponent) - BigInt(fraction.length) + BigInt(digits.length - significant.length);
  return `${sign === "-" ? "-" : ""}${significant}e${power}`;
}

/** The number that a decimal token says, exactly. `undefined` for anything else, and for more than 400 digits. */
export function fractionOf(token: string): Fraction | undefined {
  const normal = normalizeDecimal(token);
  if (normal === undefined) return undefined;
  const [digits = "", power = "0"] = normal.split("e");
  const exponent = Number(power);
  if (digits.length > mostDigits || Math.abs(exponent) > mostDigits) return undefined;
  const scale = 10n ** BigInt(Math.abs(exponent));
  return exponent >= 0
    ? { numerator: BigInt(digits) * scale, denominator: 1n }
    : { numerator: BigInt(digits), denominator: scale };
}

/** Negative, zero or positive, as `a` is smaller than, equal to or greater than `b`. */
export function compareFractions(a: Fraction, b: Fraction): number {
  const left = a.numerator * b.denominator;
  const right = b.numerator * a.denominator;
  return left < right ? -1 : Number(left > right);
}

/** `a − b`. */
export function subtractFractions(a: Fraction, b: Fraction): Fraction {
  return {
    numerator: a.numerator * b.denominator - b.numerator * a.denominator,
    denominator: a.denominator * b.denominator,
  };
}

/** How many percent `part` is of `whole`, which must be greater than zero. */
export function percentOf(part: Fraction, whole: Fraction): Fraction {
  if (whole.numerator <= 0n) throw new RangeError("A percentage of nothing");
  return {
    numerator: part.numerator * whole.denominator * 100n,
    denominator: part.denominator * whole.numerator,
  };
}

/** The fraction as a decimal number with so many places, halves rounded away from zero: 22.5 → `23`, −22.5 → `-23`. */
export function roundFraction({ numerator, denominator }: Fraction, places: number): string {
  const negative = numerator < 0n;
  const scaled = (negative ? -numerator : numerator) * 10n ** BigInt(places);
  const rounded = (2n * scaled + denominator) / (2n * denominator);
  const digits = rounded.toString().padStart(places + 1, "0");
  const text = places === 0 ? digits : `${digits.slice(0, -places)}.${digits.slice(-places)}`;
  return negative && rounded !== 0n ? `-${text}` : text;
}
