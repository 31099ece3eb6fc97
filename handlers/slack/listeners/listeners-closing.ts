import { closingActionIds, closingCallbackIds } from "../../../blocks/slack/closing/actions-closing.ts";
import { closeButton, reopenButton, turnCloseoutsPage } from "../actions/closing-buttons.ts";
import { reopenForm } from "../views/reopen-closeout.ts";

/** Clicks about closing and in the list of closeouts, by `action_id`; spread into `listeners.ts`. */
export const closingClicks = {
  [closingActionIds.closeoutClose]: closeButton,
  [closingActionIds.closeoutReopen]: reopenButton,
  [closingActionIds.closeoutsPrevious]: turnCloseoutsPage,
  [closingActionIds.closeoutsNext]: turnCloseoutsPage,
} as const;

/** Forms about closing, by `callback_id`. */
export const closingForms = { [closingCallbackIds.closeoutReopen]: reopenForm } as const;
