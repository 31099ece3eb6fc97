import { alternate, type Pair, quantile, rounded } from "../figure.ts";
import type { Bench } from "./bench.ts";
import { type Counter, countIs } from "./counter.ts";
import { openLoop } from "./open-loop.ts";
import type { CommandSender } from "./signed-command.ts";

const secondsPerSide = 8;
const secondsOfWarmUp = 8;
const pairCount = 7;

/** What is sent, at which rate, and who counts what the product does after it has acknowledged. */
export type Load = {
  /** Stands before each line about the progress. */
  readonly name: string;
  readonly perSecond: number;
  readonly product: CommandSender;
  readonly reference: CommandSender;
  readonly counter: Counter;
};

/** What came of it: 99th percentiles in milliseconds, and the medians beside them. */
export type Acknowledgements = {
  readonly pairs: readonly Pair[];
  readonly perSide: number;
  readonly p50: { readonly product: readonly number[]; readonly reference: readonly number[] };
  /** How much was sent to the product, and counted, with its warm-up. */
  readonly sent: number;
};

/**
 * How long the HTTP 200 takes, at a fixed rate, by turns with the reference. The product finishes what it has acknowledged before the
 * reference's turn comes. Closes both senders.
 */
export async function measureAcknowledgements(
  { tell }: Pick<Bench, "tell">,
  { name, perSecond, product, reference, counter }: Load,
): Promise<Acknowledgements> {
  await openLoop(perSecond, secondsOfWarmUp, reference.send);
  let sent = (await openLoop(perSecond, secondsOfWarmUp, product.send)).length;
  const perSide = perSecond * secondsPerSide;
  const medians = { product: new Array<number>(), reference: new Array<number>() };
  const side = async (which: keyof typeof medians, sender: CommandSender): Promise<number> => {
    const took = await openLoop(perSecond, secondsPerSide, sender.send);
    medians[which].push(quantile(took, 0.5));
    return quantile(took, 0.99);
  };
  const pairs = await alternate(
    pairCount,
    {
      product: async () => {
        const p99 = await side("product", product);
        sent += perSide;
        await countIs(counter, sent);
        return p99;
      },
      reference: () => side("reference", reference),
    },
    (pair) => tell(`${name}: p99 ${pair.product} ms, reference ${pair.reference} ms`),
  );
  product.close();
  reference.close();
  const p50 = { product: medians.product.map(rounded), reference: medians.reference.map(rounded) };
  return { pairs, perSide, p50, sent };
}
