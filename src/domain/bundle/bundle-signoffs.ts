import { z } from "zod";
import type { LedgerEntry } from "../ledger/ledger.ts";
import { type BundleEntry, type LedgerFold, numberOf, type Trace, textOf, trace } from "./bundle-entry.ts";

/** Something that happened to a request: its entry with everything that it says. */
export type SignoffEvent = Trace & { readonly event: string; readonly data: LedgerEntry["data"] };

/** One sign-off request with everything that was said on it, as the ledger has it. */
export type SignoffRecord = {
  readonly request: string;
  readonly number: number;
  state: string;
  readonly requested: SignoffEvent;
  readonly decisions: SignoffEvent[];
  readonly events: SignoffEvent[];
};

const ends: Readonly<Record<string, string>> = {
  "signoff.withdrawn": "withdrawn",
  "signoff.expired": "expired",
  "signoff.superseded": "superseded",
  "signoff.overridden": "overridden",
};

/** The sign-off requests in the order in which they were made. */
export function foldSignoffs(): LedgerFold & { records(): readonly SignoffRecord[] } {
  const records = new Map<string, SignoffRecord>();
  return {
    take(entry) {
      const request = textOf(entry.data, "request");
      if (!entry.kind.startsWith("signoff.") || request === undefined) return;
      const event = { ...trace(entry), event: entry.kind, data: entry.data };
      const record = records.get(request);
      if (record !== undefined) return add(record, event);
      if (entry.kind !== "signoff.requested") return;
      const number = numberOf(entry.data, "number") ?? records.size + 1;
      records.set(request, { request, number, state: "open", requested: event, decisions: [], events: [] });
    },
    records: () => [...records.values()],
  };
}

function add(record: SignoffRecord, event: SignoffEvent): void {
  if (event.event === "signoff.approved" || event.event === "signoff.rejected") record.decisions.push(event);
  else record.events.push(event);
  record.state =
    ends[event.event] ??
    (event.event === "signoff.completed" ? (textOf(event.data, "state") ?? "completed") : record.state);
}

const namedSchema = z.array(z.looseObject({ name: z.string(), sha256: z.string() }));

/** Documents that an entry about a sign-off names, by name and SHA-256. */
export function documentsOf(
  data: LedgerEntry["data"],
): readonly { readonly name: string; readonly sha256: string }[] {
  return namedSchema.safeParse(data["documents"]).data ?? [];
}

/** The hashes of the documents that an entry rests on, and what they are evidence of. */
export function documentsNamed({ kind, data }: BundleEntry): readonly string[] {
  if (kind.startsWith("signoff.")) return documentsOf(data).map(({ sha256 }) => sha256);
  if (kind === "certificate.fetched" || kind === "certificate.checked") {
    return [textOf(data, "json"), textOf(data, "pdf")].filter((sha256) => sha256 !== undefined);
  }
  if (kind === "baseline.measured" || kind === "baseline.sent" || kind === "report.frozen")
    return hashesIn(data);
  return [];
}

/** Every SHA-256 within a value, in its order. */
function hashesIn(value: LedgerEntry["data"][string]): readonly string[] {
  if (typeof value === "string") return /^[0-9a-f]{64}$/.test(value) ? [value] : [];
  if (value === null || typeof value !== "object") return [];
  return Object.values(value).flatMap(hashesIn);
}
