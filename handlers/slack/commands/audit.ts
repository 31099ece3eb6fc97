import { auditWordsRoom } from "../../../blocks/slack/ledger/actions-audit.ts";
import { auditMessage } from "../../../blocks/slack/ledger/audit.ts";
import { ledgerVerdict, unknownAuditWord } from "../../../blocks/slack/ledger/audit-answers.ts";
import { bundleAsked } from "../../../blocks/slack/ledger/bundle.ts";
import type { Message } from "../../../blocks/slack/message.ts";
import { assertNever } from "../../../src/domain/assert-never.ts";
import type { Closeout } from "../../../src/domain/closeout.ts";
import { parseAuditCommand } from "../../../src/domain/ledger/audit-command.ts";
import { refusalAnswer } from "../answers/refusal-answer.ts";
import type { Asked } from "../receive.ts";

/** Serves `/closeout audit …`. */
export async function auditCommand(asked: Asked, { id }: Closeout, words: string): Promise<void> {
  const message = await auditAnswer(asked, {
    closeoutId: id,
    words: words.slice(0, auditWordsRoom),
    page: 0,
  });
  await asked.reply(message);
}

/** What somebody asks of a ledger: the words behind `audit`, and which page of the entries. */
export type AuditQuestion = {
  readonly closeoutId: string;
  readonly words: string;
  readonly page: number;
  /** The newest entry of the first page, when pages are turned. */
  readonly upTo?: number;
};

/** The answer to a question about a ledger, for this person alone. */
export async function auditAnswer(
  { useCases, member, commands }: Asked,
  { closeoutId, words, page, upTo }: AuditQuestion,
): Promise<Message> {
  const command = parseAuditCommand(words);
  switch (command.kind) {
    case "list": {
      const { filter } = command;
      const outcome = await useCases.readAudit({ closeoutId, member, filter, page, upTo });
      if (outcome.kind === "read") return auditMessage(outcome.view, words, commands);
      return refusalAnswer({ commands }, outcome, "audit");
    }
    case "verify": {
      const outcome = await useCases.verifyLedger({ closeoutId, member });
      if (outcome.kind !== "verified") return refusalAnswer({ commands }, outcome, "audit");
      return ledgerVerdict(outcome.closeout, outcome.verdict, outcome.presentKey);
    }
    case "export": {
      const outcome = await useCases.askBundle({ closeoutId, member });
      if (outcome.kind === "asked" || outcome.kind === "making")
        return bundleAsked(outcome.closeout, outcome.bundle, outcome.kind === "asked");
      return refusalAnswer({ commands }, outcome, "audit");
    }
    case "unknown":
      return unknownAuditWord(command.word, command.suggestion, commands);
    default:
      return assertNever(command);
  }
}
