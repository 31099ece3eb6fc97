import {
  archiveStarted,
  artifactClassified,
  holdChanged,
  noSuchArtifact,
  storeFailed,
  verificationAsked,
} from "../../../blocks/slack/archive/archive-answers.ts";
import type { Message } from "../../../blocks/slack/message.ts";
import { cannotDo } from "../../../blocks/slack/start/misuse.ts";
import { assertNever } from "../../../src/domain/assert-never.ts";
import type { ArchiveRefusal } from "../../../src/usecases/archive/archive-act.ts";
import type { AskVerificationOutcome } from "../../../src/usecases/archive/ask-verification.ts";
import type { ClassifyOutcome } from "../../../src/usecases/archive/classify-artifact.ts";
import type { HoldOutcome } from "../../../src/usecases/archive/hold-artifact.ts";
import type { StartArchiveOutcome } from "../../../src/usecases/archive/start-archive.ts";
import type { Handling } from "../handling.ts";
import { isRefusal, refusalAnswer } from "./refusal-answer.ts";

type Commanded = Pick<Handling, "commands">;

/** Why an act on the archive did not happen, for the person who tried. */
export function archiveRefused({ commands }: Commanded, refusal: ArchiveRefusal): Message {
  if (isRefusal(refusal)) return refusalAnswer({ commands }, refusal, "clean_up");
  switch (refusal.kind) {
    case "no_such_artifact":
      return noSuchArtifact(refusal.closeout, refusal.number, commands);
    case "invalid":
      return cannotDo(refusal.message);
    default:
      return assertNever(refusal);
  }
}

export function startArchiveAnswer(asked: Commanded, outcome: StartArchiveOutcome): Message {
  if (outcome.kind === "started" || outcome.kind === "running") {
    return archiveStarted(outcome.closeout, outcome.kind === "started");
  }
  return archiveRefused(asked, outcome);
}

export function verificationAnswer(asked: Commanded, outcome: AskVerificationOutcome): Message {
  if (outcome.kind === "asked") return verificationAsked(outcome.closeout, outcome.artifacts);
  return archiveRefused(asked, outcome);
}

export function holdAnswer(asked: Commanded, act: "hold" | "release", outcome: HoldOutcome): Message {
  if (outcome.kind === "done" || outcome.kind === "already")
    return holdChanged(outcome.artifact, act, outcome);
  return archiveRefused(asked, outcome);
}

export function classifyAnswer(asked: Commanded, outcome: ClassifyOutcome): Message {
  if (outcome.kind === "classified") return artifactClassified(outcome.artifact, outcome);
  if (outcome.kind === "store_failed") return storeFailed(outcome.sentence);
  return archiveRefused(asked, outcome);
}
