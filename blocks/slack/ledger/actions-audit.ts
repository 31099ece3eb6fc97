import { z } from "zod";
import { id, json, page } from "../codec.ts";

/** What travels with the controls of the ledger; see `actions.ts`. */

export const auditActionIds = {
  /** Pages of the ledger; value {@link auditPageRef}. */
  auditPrevious: "audit.page.previous",
  auditNext: "audit.page.next",
} as const;

/** The words behind `audit`, at most. */
export const auditWordsRoom = 300;

/** A page: `w` the words behind `audit`, `s` the newest entry of the first page, `p` the page to turn to. */
export const auditPageRef = json(
  z.object({ c: id, w: z.string().max(auditWordsRoom), s: z.int().min(0), p: page }),
);
export type AuditPageRef = z.output<typeof auditPageRef>;
