import { z } from "zod";
import { actorSchema } from "../identity.ts";
import { canonical, hashLine } from "./ledger-line.ts";

/** Every kind of entry that this version writes. New kinds are added, none is ever renamed. */
export const entryKindSchema = z.enum([
  "closeout.started",
  "closeout.closed",
  "closeout.reopened",
  "item.completed",
  "item.reopened",
  "item.skipped",
  "item.assigned",
  "item.snoozed",
  "item.due_changed",
  "item.note_added",
  "settings.changed",
  "roles.changed",
  "reminders.announced",
  "delivery.refused",
  /** Somebody tried what only others may decide. */
  "act.refused",
  "archive.started",
  "archive.completed",
  "archive.refused",
  "archive.failed",
  "artifact.registered",
  "artifact.classified",
  "artifact.verified",
  "artifact.verify_failed",
  "hold.placed",
  "hold.released",
  "disposal.noticed",
  "disposal.approved",
  "disposal.rejected",
  "artifact.disposed",
  /** Somebody tried what only others may decide. */
  "act.refused",
  "bundle.requested",
  "bundle.exported",
  "bundle.failed",
  "baseline.measured",
  "baseline.sent",
  "finding.raised",
  "finding.waived",
  "finding.resolved",
  "operation.requested",
  "operation.released",
  "operation.refused",
  "operation.started",
  "operation.succeeded",
  "operation.failed",
  "operation.uncertain",
  "cleanup.task_requested",
  "cleanup.task_refused",
  "cleanup.task_started",
  "cleanup.task_succeeded",
  "cleanup.task_failed",
  "cleanup.task_uncertain",
  /** What came of asking for the certificate, when it differs from what was known. */
  "certificate.fetched",
  /** The same bytes, judged otherwise: a key was configured, or it has expired. */
  "certificate.checked",
  "certificate.sent",
  "certificate.sent_again",
  "certificate.delivered",
  "certificate.received",
  "certificate.undeliverable",
  "certificate.reminded",
  "certificate.unreceived",
  "certificate.recipient_replaced",
  "validation.failed",
  "signoff.requested",
  /** Somebody's turn has come. */
  "signoff.asked",
  "signoff.approved",
  "signoff.rejected",
  /** The approvals are together, or cannot come together any more. */
  "signoff.completed",
  "signoff.questioned",
  "signoff.delegated",
  "signoff.delegation_accepted",
  "signoff.delegation_declined",
  "signoff.delegation_revoked",
  "signoff.replaced",
  "signoff.reminded",
  /** The owner was told of those who have not decided. */
  "signoff.escalated",
  "signoff.signatory_left",
  "signoff.signatory_returned",
  "signoff.withdrawn",
  "signoff.expired",
  "signoff.superseded",
  "signoff.overridden",
  "report.edited",
  /** Somebody asked not to be named in it, or took that back. */
  "report.naming_changed",
  "report.frozen",
  "retro.opened",
  "retro.contributed",
  "retro.changed",
  "retro.removed",
  "retro.closed",
  "action.added",
  "action.done",
  "action.reopened",
  "action.reassigned",
  "action.due_changed",
  "budget.line_set",
  "budget.line_removed",
  "budget.imported",
  "budget.reconciled",
  "document.changed",
  "document.reviewed",
  "handover.session_saved",
  "handover.team_changed",
  "handover.confirmed",
  "handover.reminded",
  "handover.unconfirmed",
  "decommission.connections_checked",
  "decommission.backup_taken",
  "decommission.approval_asked",
  "decommission.early_asked",
  /** Business sponsor and compliance officer have both approved an opening before the time. */
  "decommission.early_opened",
  /** Somebody still uses the source: the confidence period or the wait begins anew. */
  "decommission.source_kept",
  "decommission.straggler",
  "decommission.step_asked",
  "decommission.step_withdrawn",
  "decommission.step_done",
  "decommission.step_undone",
  "decommission.wait_ends_soon",
  "decommission.wait_over",
  "decommission.evidence_stale",
  /** Somebody wanted a step that the gates do not allow at that moment, or would have been both people. */
  "decommission.refused",
]);
export type EntryKind = z.infer<typeof entryKindSchema>;

/**
 * One link of a closeout's ledger. `at` is an ISO instant in UTC; `prev` is the hash of the entry before, or 64 zeros for
 * the first; `data` is JSON.
 */
export const ledgerEntrySchema = z.object({
  closeout: z.string(),
  seq: z.int().min(1),
  at: z.string(),
  actor: actorSchema,
  kind: entryKindSchema,
  data: z.record(z.string(), z.json()),
  prev: z.string().regex(/^[0-9a-f]{64}$/),
});
export type LedgerEntry = z.infer<typeof ledgerEntrySchema>;

/** The `prev` of a closeout's first entry. */
export const genesis = "0".repeat(64);

/** SHA-256, in lower-case hex, over the RFC 8785 canonical JSON of the entry. */
export function hashEntry(entry: LedgerEntry): string {
  return hashLine(canonical(entry));
}

/** Result of checking a chain: whole, or the first entry that does not hold and why. */
export type ChainCheck =
  | { readonly kind: "holds"; readonly length: number; readonly head: string }
  | {
      readonly kind: "broken";
      readonly seq: number;
      readonly why: "sequence" | "previous hash" | "own hash";
    };

/** Recomputes a closeout's chain from its first entry. Entries must come in the order of their `seq`. */
export function checkChain(
  entries: Iterable<{ readonly entry: LedgerEntry; readonly hash: string }>,
): ChainCheck {
  let prev = genesis;
  let length = 0;
  for (const { entry, hash } of entries) {
    length += 1;
    if (entry.seq !== length) return { kind: "broken", seq: length, why: "sequence" };
    if (entry.prev !== prev) return { kind: "broken", seq: length, why: "previous hash" };
    if (hashEntry(entry) !== hash) return { kind: "broken", seq: length, why: "own hash" };
    prev = hash;
  }
  return { kind: "holds", length, head: prev };
}
