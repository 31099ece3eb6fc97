import { type BundleEntry, type LedgerFold, numberOf, type Trace, textOf, trace } from "./bundle-entry.ts";

type RegisterLine = {
  readonly number: number;
  readonly registered: Trace;
  /** As the archive's entry says it: kind, path, place, bytes, hash, and until when it is kept. */
  artifact: BundleEntry["data"];
  verified: (Trace & { readonly outcome: string }) | null;
  hold: (Trace & { readonly reason: string }) | null;
  disposal: (Trace & { readonly decision: string; readonly reason: string | null }) | null;
  disposed: Trace | null;
};

/** The retention register: what was archived, where it lies, until when, and what became of it. */
export function foldRegister(): LedgerFold & { lines(): unknown } {
  const lines = new Map<number, RegisterLine>();
  const begin = (entry: BundleEntry, number: number): void => {
    lines.set(number, {
      number,
      registered: trace(entry),
      artifact: entry.data,
      verified: null,
      hold: null,
      disposal: null,
      disposed: null,
    });
  };
  return {
    take(entry) {
      const number = numberOf(entry.data, "number");
      if (number === undefined) return;
      if (entry.kind === "artifact.registered") return begin(entry, number);
      const line = lines.get(number);
      if (line !== undefined) apply(line, entry);
    },
    lines: () => [...lines.values()].toSorted((a, b) => a.number - b.number),
  };
}

function apply(line: RegisterLine, entry: BundleEntry): void {
  const { kind, data } = entry;
  const by = trace(entry);
  const reason = textOf(data, "reason");
  if (kind === "artifact.classified") line.artifact = { ...line.artifact, ...data };
  if (kind === "artifact.verified" || kind === "artifact.verify_failed") {
    line.verified = { ...by, outcome: textOf(data, "outcome") ?? kind };
  }
  if (kind === "hold.placed") line.hold = { ...by, reason: reason ?? "" };
  if (kind === "hold.released") line.hold = null;
  if (kind === "disposal.approved" || kind === "disposal.rejected") {
    line.disposal = { ...by, decision: kind.slice("disposal.".length), reason: reason ?? null };
  }
  if (kind === "artifact.disposed") line.disposed = by;
}
