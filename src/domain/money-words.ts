import {
  compareFractions,
  type Fraction,
  fractionOf,
  percentOf,
  roundFraction,
  subtractFractions,
} from "./decimal.ts";

/** An amount as it was written, without its thousands apart, and an ISO 4217 currency. */
export type MoneyFigure = { readonly amount: string; readonly currency: string };

const signs: Readonly<Record<string, string>> = { USD: "$", EUR: "€", GBP: "£", JPY: "¥" };

/** `$14,230`, `€99.50`, `CHF 1,000`: thousands apart, and no cents where there are none. */
export function moneyWords({ amount, currency }: MoneyFigure): string {
  const [, minus = "", whole = "", decimals = ""] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(amount) ?? [];
  if (whole === "") return `${amount} ${currency}`;
  const grouped = whole.replaceAll(/\B(?=(?:\d{3})+$)/g, ",");
  const rest = /^0*$/.test(decimals) ? "" : `.${decimals}`;
  const sign = signs[currency];
  return `${minus}${sign === undefined ? `${currency} ` : sign}${grouped}${rest}`;
}

/** How the actual cost compares with the estimate, in exact arithmetic; or why it does not. */
export type Variance =
  | {
      readonly kind: "known";
      /** `-$770`, `+$30`. */
      readonly amount: string;
      /** `-5%`; absent where the estimate is zero. */
      readonly percent: string | undefined;
      readonly verdict: "under budget" | "over budget" | "on budget";
    }
  | { readonly kind: "currencies_differ" }
  | { readonly kind: "unreadable" };

/** Variance of the actual cost in amount, and in percent of the estimate, as the procedure's report has it. */
export function varianceOf(estimated: MoneyFigure, actual: MoneyFigure): Variance {
  if (estimated.currency !== actual.currency) return { kind: "currencies_differ" };
  const [planned, spent] = [fractionOf(estimated.amount), fractionOf(actual.amount)];
  if (planned === undefined || spent === undefined) return { kind: "unreadable" };
  const difference = subtractFractions(spent, planned);
  const order = compareFractions(spent, planned);
  const verdict = order < 0 ? "under budget" : order > 0 ? "over budget" : "on budget";
  const percent = planned.numerator > 0n ? variancePercent(percentOf(difference, planned)) : undefined;
  return { kind: "known", amount: differenceWords(difference, estimated, actual), percent, verdict };
}

/** Whole percents as the procedure writes them; below one percent the places that it takes to see that it is not nothing. */
function variancePercent(percent: Fraction): string {
  const { numerator, denominator } = percent;
  if (numerator === 0n) return "0%";
  const sign = numerator > 0n ? "+" : "-";
  const size = { numerator: numerator > 0n ? numerator : -numerator, denominator };
  const places = size.numerator >= denominator ? [0] : [1, 2];
  const shown = places.map((count) => roundFraction(size, count)).find((text) => Number(text) !== 0);
  return shown === undefined ? `less than ${sign}0.01%` : `${sign}${shown}%`;
}

function differenceWords(difference: Fraction, one: MoneyFigure, other: MoneyFigure): string {
  const places = Math.max(...[one, other].map(({ amount }) => amount.split(".")[1]?.length ?? 0));
  const words = moneyWords({ amount: roundFraction(difference, places), currency: one.currency });
  return difference.numerator > 0n ? `+${words}` : words;
}
