import {
  type RetroActionId,
  retroActionIds,
  retroCallbackIds,
} from "../../../blocks/slack/retro/actions-retro.ts";
import {
  actionAssignButton,
  actionDone,
  actionDueButton,
  actionReopen,
  turnActionsPage,
} from "../actions/action-item-buttons.ts";
import {
  closeButton,
  contributeButton,
  editButton,
  importButton,
  mineButton,
  openRetroButton,
  removeButton,
  turnBoardPage,
  turnMinePage,
  turnShownPage,
  voteButton,
} from "../actions/retro-buttons.ts";
import type { ClickListener } from "../click.ts";
import type { SubmissionListener } from "../submission.ts";
import { actionAssignSubmitted, actionDueSubmitted } from "../views/action-item-forms.ts";
import {
  contributeSubmitted,
  editSubmitted,
  importSubmitted,
  openRetroSubmitted,
} from "../views/retro-forms.ts";

/** Clicks on the controls of the retrospective and of action items, by `action_id`. */
export const retroClickListeners: Readonly<Record<RetroActionId, ClickListener>> = {
  [retroActionIds.retroOpen]: openRetroButton,
  [retroActionIds.retroAdd]: contributeButton,
  [retroActionIds.retroImport]: importButton,
  [retroActionIds.retroMine]: mineButton,
  [retroActionIds.retroClose]: closeButton,
  [retroActionIds.retroVote]: voteButton,
  [retroActionIds.retroEdit]: editButton,
  [retroActionIds.retroRemove]: removeButton,
  [retroActionIds.retroPrevious]: turnBoardPage,
  [retroActionIds.retroNext]: turnBoardPage,
  [retroActionIds.retroShowPrevious]: turnShownPage,
  [retroActionIds.retroShowNext]: turnShownPage,
  [retroActionIds.retroMinePrevious]: turnMinePage,
  [retroActionIds.retroMineNext]: turnMinePage,
  [retroActionIds.actionDone]: actionDone,
  [retroActionIds.actionReopen]: actionReopen,
  [retroActionIds.actionAssign]: actionAssignButton,
  [retroActionIds.actionDue]: actionDueButton,
  [retroActionIds.actionsPrevious]: turnActionsPage,
  [retroActionIds.actionsNext]: turnActionsPage,
};

/** Their forms, by `callback_id`. */
export const retroSubmissionListeners: Readonly<Record<string, SubmissionListener>> = {
  [retroCallbackIds.open]: openRetroSubmitted,
  [retroCallbackIds.add]: contributeSubmitted,
  [retroCallbackIds.edit]: editSubmitted,
  [retroCallbackIds.import]: importSubmitted,
  [retroCallbackIds.actionAssign]: actionAssignSubmitted,
  [retroCallbackIds.actionDue]: actionDueSubmitted,
};
