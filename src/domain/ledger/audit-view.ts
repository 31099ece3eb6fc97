import type { Temporal } from "temporal-polyfill";
import type { Closeout } from "../closeout.ts";
import type { Actor } from "../identity.ts";

/** One entry as it is shown. */
export type AuditLine = {
  readonly seq: number;
  readonly at: Temporal.Instant;
  readonly actor: Actor;
  /** Plain text, with who did it in front. */
  readonly words: string;
  readonly hash: string;
};

/** One page of a ledger, newest first. */
export type AuditView = {
  readonly closeout: Closeout;
  readonly lines: readonly AuditLine[];
  readonly total: number;
  /** Counted from 0. */
  readonly page: number;
  readonly pages: number;
  /** The newest entry that was looked at: turning pages with it shows none twice. */
  readonly upTo: number;
};
