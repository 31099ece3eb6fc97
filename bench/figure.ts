/** One alternation: the product's value, the reference's right beside it in time, and the first over the second. */
export type Pair = { readonly product: number; readonly reference: number; readonly ratio: number };

/** What a figure should reach. */
export type Aim = { readonly at_most: number } | { readonly at_least: number };

/** A ratio against a reference of the same run; the median is that of the pairs' ratios. */
export type RatioFigure = {
  readonly median: number;
  readonly unit: string;
  readonly aim: Aim;
  readonly met: boolean;
  readonly pairs: readonly Pair[];
  /** Facts that help to read the figure. */
  readonly detail: Readonly<Record<string, unknown>>;
};

/** A figure without a reference: for information, or with an aim of its own. */
export type PlainFigure = {
  readonly median: number;
  readonly unit: string;
  readonly aim?: Aim;
  readonly met?: boolean;
  readonly samples: readonly number[];
  readonly detail: Readonly<Record<string, unknown>>;
};

export type Figures = Readonly<Record<string, RatioFigure | PlainFigure>>;

/** Whether a figure has a reference. */
export function isRatio(figure: RatioFigure | PlainFigure): figure is RatioFigure {
  return "pairs" in figure;
}

/** Makes a figure of pairs that were measured in turn. */
export function ratioFigure(
  pairs: readonly Pair[],
  facts: { readonly unit: string; readonly aim: Aim; readonly detail: RatioFigure["detail"] },
): RatioFigure {
  const middle = median(pairs.map(({ ratio }) => ratio));
  const { unit, aim, detail } = facts;
  const met = meets(middle, aim);
  return { median: rounded(middle), unit, aim, met, pairs: pairs.map(roundedPair), detail };
}

function meets(value: number, aim: Aim): boolean {
  return "at_most" in aim ? value <= aim.at_most : value >= aim.at_least;
}

/** Makes a figure of samples that stand for themselves. */
export function plainFigure(
  samples: readonly number[],
  unit: string,
  detail: PlainFigure["detail"] = {},
  aim?: Aim,
): PlainFigure {
  const middle = median(samples);
  const aimed = aim === undefined ? {} : { aim, met: meets(middle, aim) };
  return { median: rounded(middle), unit, ...aimed, samples: samples.map(rounded), detail };
}

/**
 * Measures product and reference in turn, the one first in one pair and the other in the next, so that a machine that warms
 * up or slows down favours neither.
 */
export async function alternate(
  count: number,
  sides: { product(): Promise<number>; reference(): Promise<number> },
  tell: (pair: Pair, index: number) => void,
): Promise<readonly Pair[]> {
  const pairs: Pair[] = [];
  for (let index = 0; index < count; index += 1) {
    const measured = index % 2 === 0 ? await referenceFirst(sides) : await productFirst(sides);
    const pair = { ...measured, ratio: measured.product / measured.reference };
    pairs.push(pair);
    tell(roundedPair(pair), index);
  }
  return pairs;
}

type Sides = Parameters<typeof alternate>[1];

async function referenceFirst(sides: Sides): Promise<Omit<Pair, "ratio">> {
  const reference = await sides.reference();
  return { product: await sides.product(), reference };
}

async function productFirst(sides: Sides): Promise<Omit<Pair, "ratio">> {
  const product = await sides.product();
  return { product, reference: await sides.reference() };
}

/** The middle value; the mean of the two middle ones where their number is even. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const upper = sorted[Math.floor(sorted.length / 2)];
  const lower = sorted[Math.ceil(sorted.length / 2) - 1];
  if (upper === undefined || lower === undefined) throw new RangeError("There is no median of nothing");
  return (upper + lower) / 2;
}

/** The smallest value that at least this share (0 to 1) of the values does not exceed. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const value = sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
  if (value === undefined) throw new RangeError("There is no quantile of nothing");
  return value;
}

/** Four significant digits: more would pretend. */
export function rounded(value: number): number {
  return Number(value.toPrecision(4));
}

function roundedPair({ product, reference, ratio }: Pair): Pair {
  return { product: rounded(product), reference: rounded(reference), ratio: rounded(ratio) };
}
