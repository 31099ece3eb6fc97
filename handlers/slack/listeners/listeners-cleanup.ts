import {
  type CleanupActionId,
  cleanupActionIds,
  cleanupCallbackIds,
} from "../../../blocks/slack/cleanup/actions-cleanup.ts";
import { lookAgain, postCleanupPlan } from "../actions/cleanup-plan-buttons.ts";
import {
  keepCheckpoints,
  releaseCheckpoints,
  remindCompliance,
  settleByHand,
} from "../actions/decide-checkpoints.ts";
import { archiveAnyway, runCleanup } from "../actions/run-cleanup.ts";
import type { ClickListener } from "../click.ts";
import type { SubmissionListener } from "../submission.ts";
import {
  archiveAnywayForm,
  askForCheckpoints,
  keepForm,
  releaseForm,
  settleForm,
} from "../views/cleanup-forms.ts";

/** The cleanup's part of `listeners.ts`. */
export const cleanupClickListeners: Readonly<Record<CleanupActionId, ClickListener>> = {
  [cleanupActionIds.cleanupRun]: runCleanup,
  [cleanupActionIds.cleanupAnyway]: archiveAnyway,
  [cleanupActionIds.cleanupKeep]: keepCheckpoints,
  [cleanupActionIds.cleanupPost]: postCleanupPlan,
  [cleanupActionIds.cleanupLook]: lookAgain,
  [cleanupActionIds.operationRelease]: releaseCheckpoints,
  [cleanupActionIds.operationRemind]: remindCompliance,
  [cleanupActionIds.operationSettle]: settleByHand,
};

export const cleanupSubmissionListeners: Readonly<Record<string, SubmissionListener>> = {
  [cleanupCallbackIds.checkpoints]: askForCheckpoints,
  [cleanupCallbackIds.anyway]: archiveAnywayForm,
  [cleanupCallbackIds.release]: releaseForm,
  [cleanupCallbackIds.keep]: keepForm,
  [cleanupCallbackIds.settle]: settleForm,
};
