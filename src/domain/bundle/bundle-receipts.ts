import { type LedgerFold, trace } from "./bundle-entry.ts";

const operations = /^(?:operation|cleanup)\./;
const distribution =
  /^certificate\.(?:sent|sent_again|delivered|received|undeliverable|reminded|unreceived|recipient_replaced)$/;

/** Receipts: what was asked of the vendor and of the company's automation and what came of it, and who got the certificate. */
export function foldReceipts(): LedgerFold & { lines(): unknown } {
  const receipts = { operations: new Array<unknown>(), certificateDistribution: new Array<unknown>() };
  return {
    take(entry) {
      const line = { ...trace(entry), event: entry.kind, data: entry.data };
      if (operations.test(entry.kind)) receipts.operations.push(line);
      if (distribution.test(entry.kind)) receipts.certificateDistribution.push(line);
    },
    lines: () => receipts,
  };
}
