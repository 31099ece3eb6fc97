import {
  namingAnswer,
  reportStatus,
  unknownReportWord,
} from "../../../blocks/slack/report/report-answers.ts";
import { assertNever } from "../../../src/domain/assert-never.ts";
import type { Closeout } from "../../../src/domain/closeout.ts";
import { parseReportCommand } from "../../../src/domain/report/report-command.ts";
import { refusalAnswer } from "../answers/refusal-answer.ts";
import { freezeAnswer } from "../answers/report-answer.ts";
import { openReportForm } from "../forms/open-report-form.ts";
import { previewReport } from "../preview-report.ts";
import type { Asked } from "../receive.ts";

/** Serves `/closeout report …`. */
export async function reportCommand(
  asked: Asked,
  { id: closeoutId }: Closeout,
  words: string,
): Promise<void> {
  const command = parseReportCommand(words);
  const { useCases, member } = asked;
  switch (command.kind) {
    case "show":
      return await show(asked, closeoutId);
    case "preview":
      return await previewReport(asked, closeoutId);
    case "edit":
      return await openReportForm(asked, closeoutId);
    case "freeze":
      return await asked.reply(freezeAnswer(asked, await useCases.freezeReport({ closeoutId, member })));
    case "opt-out":
      return await name(asked, closeoutId, false);
    case "opt-in":
      return await name(asked, closeoutId, true);
    case "unknown":
      return await asked.reply(unknownReportWord(command.word, command.suggestion, asked.commands));
    default:
      return assertNever(command);
  }
}

async function show(asked: Asked, closeoutId: string): Promise<void> {
  const found = await asked.useCases.readReport({ closeoutId, member: asked.member });
  await asked.reply(
    found.kind === "found" ? reportStatus(found, asked.commands) : refusalAnswer(asked, found, "read_report"),
  );
}

async function name(asked: Asked, closeoutId: string, named: boolean): Promise<void> {
  const outcome = await asked.useCases.nameInReport({ closeoutId, member: asked.member, named });
  switch (outcome.kind) {
    case "changed":
    case "already":
      return await asked.reply(namingAnswer(outcome.closeout, named, outcome.kind === "changed"));
    case "not_permitted":
    case "closed":
    case "no_closeout":
      return await asked.reply(refusalAnswer(asked, outcome, "read_report"));
    default:
      return assertNever(outcome);
  }
}
