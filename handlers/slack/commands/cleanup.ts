import {
  introduced,
  operationBlocked,
  unknownCleanup,
} from "../../../blocks/slack/cleanup/cleanup-answers.ts";
import { anywayModal, checkpointsModal } from "../../../blocks/slack/cleanup/cleanup-modals.ts";
import { type CleanupPart, cleanupPlanMessage } from "../../../blocks/slack/cleanup/cleanup-plan.ts";
import type { Message } from "../../../blocks/slack/message.ts";
import { noCloseoutHere } from "../../../blocks/slack/refusals.ts";
import { assertNever } from "../../../src/domain/assert-never.ts";
import type { CleanupView, PlannedOperation } from "../../../src/domain/cleanup/cleanup.ts";
import { parseCleanupCommand } from "../../../src/domain/cleanup/cleanup-command.ts";
import { factsHash, type SenseiOperationKind } from "../../../src/domain/cleanup/cleanup-facts.ts";
import { isLive } from "../../../src/domain/cleanup/operation.ts";
import type { Closeout } from "../../../src/domain/closeout.ts";
import { postPlan } from "../actions/cleanup-plan-buttons.ts";
import { refusedToRun } from "../answers/cleanup-outcomes.ts";
import { openModal } from "../forms/open-modal.ts";
import type { Asked } from "../receive.ts";

/** Serves `/closeout cleanup …`. Nothing runs by a typed word alone: what is asked for comes back with its button. */
export async function cleanupCommand(asked: Asked, closeout: Closeout, words: string): Promise<void> {
  const command = parseCleanupCommand(words);
  switch (command.kind) {
    case "unknown":
      return await asked.reply(unknownCleanup(command.word, command.suggestion, asked.commands));
    case "post":
      return await postPlan(asked, closeout.id);
    case "plan":
      return await answerPlan(asked, closeout, undefined, () => true);
    case "choose":
      return await answerPlan(asked, closeout, "Choose what to run.", () => true);
    case "run_task":
      return await answerPlan(
        asked,
        closeout,
        `Infrastructure task ${command.task}: choose what to do with it. Nothing has been changed.`,
        () => false,
        command.task,
      );
    case "run":
      return await askToRun(asked, closeout, command.what);
    default:
      return assertNever(command);
  }
}

/** The plan, or the part of it that was asked for, with its buttons. */
async function answerPlan(
  asked: Asked,
  closeout: Closeout,
  intro: string | undefined,
  wanted: (kind: SenseiOperationKind) => boolean,
  task?: string,
): Promise<void> {
  const view = await asked.useCases.readCleanup({ closeoutId: closeout.id });
  if (view === undefined) return await asked.reply(noCloseoutHere(asked.commands));
  const tasks = task === undefined ? view.tasks : view.tasks.filter(({ item }) => item.id === task);
  if (task !== undefined && tasks.length === 0) {
    return await asked.reply(unknownCleanup(task, undefined, asked.commands));
  }
  const part: CleanupPart = {
    operations: view.operations.filter(({ kind }) => wanted(kind)),
    tasks: wanted("storage") && wanted("migration") ? view.tasks : task === undefined ? [] : tasks,
  };
  const message = cleanupPlanMessage(view, true, part);
  await asked.reply(intro === undefined ? message : introduced(intro, message));
}

/** A form where one is needed, and for the rest the button with its dialog. */
async function askToRun(asked: Asked, closeout: Closeout, kind: SenseiOperationKind): Promise<void> {
  const refused = refusedToRun(closeout, asked.member, kind);
  if (refused !== undefined) return await asked.reply(refused);
  if (kind === "storage") {
    const view = await asked.useCases.readCleanup({ closeoutId: closeout.id });
    return await asked.reply(view === undefined ? noCloseoutHere(asked.commands) : operationPlan(view, kind));
  }
  await openModal(asked, async () => {
    const view = await asked.useCases.readCleanup({ closeoutId: closeout.id });
    if (view === undefined) return { instead: noCloseoutHere(asked.commands) };
    const planned = view.operations.find((one) => one.kind === kind);
    if (planned === undefined || view.known === undefined || isUnderWayOrDone(planned)) {
      return { instead: operationPlan(view, kind) };
    }
    const hard = planned.blockers.filter((blocker) => blocker.kind !== "export_not_archived");
    if (hard.length > 0) return { instead: operationBlocked(closeout, hard) };
    const ref = { c: closeout.id, k: kind, h: factsHash(kind, view.known.facts) };
    if (kind === "checkpoints") return { view: checkpointsModal(closeout, ref) };
    return planned.blockers.length > 0
      ? { view: anywayModal(closeout, ref) }
      : { instead: operationPlan(view, kind) };
  });
}

/** One operation of the plan, and whether there is a button to press. */
function operationPlan(view: CleanupView, kind: SenseiOperationKind): Message {
  const planned = view.operations.find((one) => one.kind === kind);
  const ready =
    planned !== undefined &&
    view.known !== undefined &&
    planned.blockers.length === 0 &&
    !isUnderWayOrDone(planned);
  return introduced(
    ready ? "Press the button to go on." : "This is how it stands.",
    cleanupPlanMessage(view, true, { operations: planned === undefined ? [] : [planned], tasks: [] }),
  );
}

function isUnderWayOrDone({ latest }: PlannedOperation): boolean {
  return latest !== undefined && (isLive(latest) || latest.state === "succeeded");
}
