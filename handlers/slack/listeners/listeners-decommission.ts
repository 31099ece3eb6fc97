import {
  decommissionActionIds,
  decommissionCallbackIds,
} from "../../../blocks/slack/decommission/actions-decommission.ts";
import {
  addEvidence,
  askApproval,
  confirmStep,
  lookAgain,
  openEarly,
  openStep,
  openStraggler,
  openUndo,
  postDecommission,
  retryStep,
  showDecommission,
} from "../actions/decommission-buttons.ts";
import type { ClickListener } from "../click.ts";
import type { SubmissionListener } from "../submission.ts";
import {
  backupForm,
  connectionsForm,
  earlyForm,
  stepForm,
  stragglerForm,
  undoForm,
} from "../views/decommission-forms.ts";

/** The decommissioning's part of `listeners.ts`. */
export const decommissionClicks = {
  [decommissionActionIds.decommissionEvidence]: addEvidence,
  [decommissionActionIds.decommissionApproval]: askApproval,
  [decommissionActionIds.decommissionStraggler]: openStraggler,
  [decommissionActionIds.decommissionEarly]: openEarly,
  [decommissionActionIds.decommissionStep]: openStep,
  [decommissionActionIds.decommissionConfirm]: confirmStep("confirm"),
  [decommissionActionIds.decommissionWithdraw]: confirmStep("withdraw"),
  [decommissionActionIds.decommissionRetry]: retryStep,
  [decommissionActionIds.decommissionUndo]: openUndo,
  [decommissionActionIds.decommissionPost]: postDecommission,
  [decommissionActionIds.decommissionLook]: lookAgain,
  [decommissionActionIds.decommissionShow]: showDecommission,
} as const satisfies Readonly<Record<string, ClickListener>>;

export const decommissionForms: Readonly<Record<string, SubmissionListener>> = {
  [decommissionCallbackIds.connections]: connectionsForm,
  [decommissionCallbackIds.backup]: backupForm,
  [decommissionCallbackIds.straggler]: stragglerForm,
  [decommissionCallbackIds.early]: earlyForm,
  [decommissionCallbackIds.step]: stepForm,
  [decommissionCallbackIds.undoStep]: undoForm,
};
