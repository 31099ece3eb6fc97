import { auditPageRef } from "../../../blocks/slack/ledger/actions-audit.ts";
import { reading } from "../click.ts";
import { auditAnswer } from "../commands/audit.ts";
import { replaceOriginal } from "../tell.ts";

/** [←] and [→] of the ledger, in a private answer. */
export const turnAuditPage = reading(auditPageRef, async (click, { c: closeoutId, w: words, s, p: page }) => {
  await replaceOriginal(click.sender, await auditAnswer(click, { closeoutId, words, page, upTo: s }));
});
