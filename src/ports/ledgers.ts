import type { Temporal } from "temporal-polyfill";
import type { EntryKind, LedgerEntry } from "../domain/ledger/ledger.ts";
import type { LedgerHead, StoredLine } from "../domain/ledger/ledger-check.ts";
import type { PublicKey, SignedHead } from "../domain/ledger/ledger-signature.ts";

/** A ledger as it was at one moment, however much is appended meanwhile. */
export type LedgerSnapshot = {
  /** Where the chain ends, as the closeout itself keeps it. */
  readonly head: LedgerHead;
  /** In the order of their entries, then of time. */
  readonly signatures: readonly SignedHead[];
  /** Every key that ever signed here. */
  readonly keys: readonly PublicKey[];
  /** From the first entry on, some hundred at a time, so that a ledger of any length takes little memory. */
  readonly batches: () => AsyncIterable<readonly StoredLine[]>;
};

/** Somebody who may have done something. */
export type LedgerActor = { readonly user: string } | { readonly name: string } | { readonly system: true };

/** Which entries are asked for. Each list that is given has to hold; within a list any will do. */
export type LedgerFilter = {
  /** Who did it: by user id, by name in any case, or Closeout by itself. */
  readonly by?: readonly LedgerActor[];
  /** Ids of items that an entry speaks of. */
  readonly items?: readonly string[];
  readonly kinds?: readonly EntryKind[];
};

/** One page of a ledger, newest first. */
export type LedgerPage = {
  readonly entries: readonly { readonly entry: LedgerEntry; readonly hash: string }[];
  /** Entries that fit the filter, on all pages. */
  readonly total: number;
  /** Counted from 0; a page past the end is the last one. */
  readonly number: number;
  /** The newest entry that was looked at: turning pages with it shows no entry twice. */
  readonly upTo: number;
};

/** Reading whole ledgers, and signing their heads day by day. */
export interface Ledgers {
  /** @returns `undefined` when there is no such closeout */
  read<T>(closeoutId: string, work: (ledger: LedgerSnapshot) => Promise<T>): Promise<T | undefined>;
  page(
    closeoutId: string,
    filter: LedgerFilter,
    wanted: { readonly number: number; readonly size: number; readonly upTo: number | undefined },
  ): Promise<LedgerPage>;
  /** Every key that ever signed, the latest to begin first. */
  keys(): Promise<readonly PublicKey[]>;
  /**
   * Signs the heads of up to `limit` open closeouts for which the day's moment has come and that have moved since they were last
   * signed, and plans the next day's. Several processes at once sign each once.
   * @returns how many closeouts were looked at
   */
  signDue(now: Temporal.Instant, limit: number): Promise<number>;
}
