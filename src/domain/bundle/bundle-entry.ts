import { z } from "zod";
import { type LedgerEntry, ledgerEntrySchema } from "../ledger/ledger.ts";

/** An entry as a bundle's files are derived from it. Later versions have kinds that this one does not know. */
export const bundleEntrySchema = ledgerEntrySchema.extend({ kind: z.string() });
export type BundleEntry = Readonly<z.infer<typeof bundleEntrySchema>>;

/** Files that follow from the ledger alone: whoever has it can make them again, and nobody can change one of them unnoticed. */
export type LedgerFold = {
  /** Takes the next entry. */
  take(entry: BundleEntry): void;
};

/** Who did something, in which entry, and when: what every line of a derived file rests on. */
export function trace({ seq, at, actor }: Pick<BundleEntry, "seq" | "at" | "actor">) {
  return { entry: seq, at, by: actor };
}

export type Trace = ReturnType<typeof trace>;

/** Members of an entry's data by name; `undefined` where they are something else. */
export function textOf(data: LedgerEntry["data"], name: string): string | undefined {
  const value = data[name];
  return typeof value === "string" ? value : undefined;
}

export function numberOf(data: LedgerEntry["data"], name: string): number | undefined {
  const value = data[name];
  return typeof value === "number" ? value : undefined;
}
