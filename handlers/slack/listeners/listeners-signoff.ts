import { actionIds, callbackIds } from "../../../blocks/slack/actions.ts";
import { choosePurpose } from "../actions/choose-purpose.ts";
import {
  acceptButton,
  approveButton,
  askButton,
  declineButton,
  rejectButton,
  replaceButton,
  requestButton,
  showButton,
  signoffMenu,
} from "../actions/signoff-buttons.ts";
import { requestSignoff } from "../views/request-signoff.ts";
import {
  approveForm,
  askForm,
  delegateForm,
  overrideForm,
  rejectForm,
  replaceForm,
  withdrawForm,
} from "../views/signoff-forms.ts";

/** Clicks about sign-offs, by `action_id`; spread into `listeners.ts`. */
export const signoffClicks = {
  [actionIds.signoffApprove]: approveButton,
  [actionIds.signoffReject]: rejectButton,
  [actionIds.signoffAsk]: askButton,
  [actionIds.signoffShow]: showButton,
  [actionIds.signoffMore]: signoffMenu,
  [actionIds.signoffAccept]: acceptButton,
  [actionIds.signoffDecline]: declineButton,
  [actionIds.signoffReplace]: replaceButton,
  [actionIds.signoffRequest]: requestButton,
  [actionIds.signoffPurpose]: choosePurpose,
} as const;

/** Forms about sign-offs, by `callback_id`. */
export const signoffForms = {
  [callbackIds.signoffRequest]: requestSignoff,
  [callbackIds.signoffApprove]: approveForm,
  [callbackIds.signoffReject]: rejectForm,
  [callbackIds.signoffAsk]: askForm,
  [callbackIds.signoffDelegate]: delegateForm,
  [callbackIds.signoffReplace]: replaceForm,
  [callbackIds.signoffWithdraw]: withdrawForm,
  [callbackIds.signoffOverride]: overrideForm,
} as const;
