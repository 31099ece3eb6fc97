import { auditMessage } from "../../../blocks/slack/ledger/audit.ts";
import { ledgerVerdict, unknownAuditWord } from "../../../blocks/slack/ledger/audit-answers.ts";
import type { Closeout } from "../../../src/domain/closeout.ts";
import { ana, now } from "./fixtures.ts";
import type { Surface } from "./surfaces.ts";

const commands = { closeout: "/closeout", cleanup: "/cleanup", archival: "/archival" };
const hash = "5b1d90ac".repeat(8);

/** Everything that is shown of a ledger, with somebody's words in every place that takes words. */
export function auditSurfaces(words: string, many: number, closeout: Closeout): Record<string, Surface> {
  const lines = Array.from({ length: Math.min(many, 8) }, (_, index) => ({
    seq: 1_000_000 - index,
    at: now,
    actor: { ...ana, name: words },
    words: `${words} did ${words}`,
    hash,
  }));
  const view = { closeout, lines, total: lines.length * 3, page: 1, pages: 3, upTo: 1_000_000 };
  const signed = {
    closeout: closeout.id,
    seq: 7,
    hash,
    at: now.toString(),
    why: "daily" as const,
    key: "0123456789abcdef",
    signature: "",
  };
  const whole = { kind: "whole", length: 9, head: hash, signatures: 2 } as const;
  return {
    audit: auditMessage(view, words.slice(0, 300), commands),
    auditEmpty: auditMessage({ ...view, lines: [], total: 0 }, words.slice(0, 300), commands),
    auditWhole: ledgerVerdict(closeout, { ...whole, lastSigned: signed }, signed.key),
    auditOldKey: ledgerVerdict(closeout, { ...whole, lastSigned: signed }, "fedcba9876543210"),
    auditUnsigned: ledgerVerdict(closeout, { ...whole, lastSigned: undefined }, signed.key),
    auditBroken: ledgerVerdict(closeout, { kind: "broken", seq: 3, fault: "own_hash" }, signed.key),
    auditUnknownWord: unknownAuditWord(words, words, commands),
  };
}
