import { handoverActionIds, handoverCallbackIds } from "../../../blocks/slack/handover/actions-handover.ts";
import {
  addSession,
  confirmSession,
  describeDocument,
  editSession,
  reviewDocument,
} from "../actions/handover-buttons.ts";
import { documentForm, sessionForm } from "../views/handover-forms.ts";

/** Clicks on the controls of documents and knowledge transfer, by `action_id`. */
export const handoverClicks = {
  [handoverActionIds.handoverAdd]: addSession,
  [handoverActionIds.handoverEdit]: editSession,
  [handoverActionIds.handoverConfirm]: confirmSession,
  [handoverActionIds.documentDescribe]: describeDocument,
  [handoverActionIds.documentReview]: reviewDocument,
};

/** Their forms, by `callback_id`. */
export const handoverForms = {
  [handoverCallbackIds.session]: sessionForm,
  [handoverCallbackIds.document]: documentForm,
};
