import type { Message } from "../../../blocks/slack/message.ts";
import {
  reportChangedSince,
  reportFrozen,
  reportFrozenBefore,
} from "../../../blocks/slack/report/report-answers.ts";
import { assertNever } from "../../../src/domain/assert-never.ts";
import type { FreezeReportOutcome } from "../../../src/usecases/report/freeze-report.ts";
import type { Handling } from "../handling.ts";
import { refusalAnswer } from "./refusal-answer.ts";

/** What a person hears who freezes a report. */
export function freezeAnswer(handling: Pick<Handling, "commands">, outcome: FreezeReportOutcome): Message {
  switch (outcome.kind) {
    case "frozen":
      return reportFrozen(outcome.closeout, outcome.version);
    case "unchanged":
      return reportFrozenBefore(outcome.closeout, outcome.version);
    case "changed_since":
      return reportChangedSince(outcome.closeout);
    case "not_permitted":
    case "closed":
    case "no_closeout":
      return refusalAnswer(handling, outcome, "freeze_report");
    default:
      return assertNever(outcome);
  }
}
