import type { ColumnType } from "kysely";
import type { Actor } from "../../domain/identity.ts";
import type { EntryKind, LedgerEntry } from "../../domain/ledger/ledger.ts";
import type { SigningReason } from "../../domain/ledger/ledger-signature.ts";
import type { Moment } from "../columns.ts";

/** JSON of which the very text counts: canonical on the way in, and never changed. */
type CanonicalJson<T> = ColumnType<T, string, never>;

/** The ledger: entries, signed heads and keys. The server itself refuses to change or remove any of them. */
export interface LedgerTables {
  ledger_entry: {
    closeout_id: string;
    seq: number;
    at: string;
    actor: CanonicalJson<Actor>;
    kind: EntryKind;
    data: CanonicalJson<LedgerEntry["data"]>;
    prev: string;
    hash: string;
  };
  ledger_signature: {
    closeout_id: string;
    seq: number;
    hash: string;
    at: string;
    why: SigningReason;
    key_id: string;
    signature: string;
  };
  /** Every key that ever signed. */
  signing_key: { id: string; pem: string; first_used_at: Moment };
}
