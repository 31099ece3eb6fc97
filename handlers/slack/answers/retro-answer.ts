import type { Message } from "../../../blocks/slack/message.ts";
import { noRetro, retroOpened, retroOver, retroThere } from "../../../blocks/slack/retro/retro-answers.ts";
import { assertNever } from "../../../src/domain/assert-never.ts";
import type { Act } from "../../../src/domain/permissions.ts";
import type { Refusal } from "../../../src/usecases/refusal.ts";
import type { OpenRetroOutcome } from "../../../src/usecases/retro/open-retro.ts";
import type { NoOpenRetro } from "../../../src/usecases/retro/retro-act.ts";
import type { Handling } from "../handling.ts";
import { isRefusal, refusalAnswer } from "./refusal-answer.ts";

/** What a person hears for whom there is nothing to be done with a retrospective. */
export function retroRefusal(
  { commands }: Pick<Handling, "commands">,
  outcome: Refusal | NoOpenRetro,
  act: Extract<Act, "open_retro" | "contribute"> = "contribute",
): Message {
  if (isRefusal(outcome)) return refusalAnswer({ commands }, outcome, act);
  switch (outcome.kind) {
    case "none":
      return noRetro(outcome.closeout, commands);
    case "over":
      return retroOver(outcome.closeout);
    default:
      return assertNever(outcome);
  }
}

/** What became of opening one. */
export function openedAnswer(handling: Pick<Handling, "commands">, outcome: OpenRetroOutcome): Message {
  if (outcome.kind === "opened") return retroOpened(outcome.closeout, outcome.retro);
  if (outcome.kind === "already") return retroThere(outcome.closeout, outcome.retro);
  return retroRefusal(handling, outcome, "open_retro");
}
