import { actionIds, callbackIds } from "../../../blocks/slack/actions.ts";
import {
  editReportButton,
  freezeReportButton,
  previewReportButton,
  turnReportPage,
} from "../actions/report-buttons.ts";
import { editReport } from "../views/edit-report.ts";

/** Clicks about the final report, by `action_id`; spread into `listeners.ts`. */
export const reportClicks = {
  [actionIds.reportEdit]: editReportButton,
  [actionIds.reportPreview]: previewReportButton,
  [actionIds.reportFreeze]: freezeReportButton,
  [actionIds.reportPrevious]: turnReportPage,
  [actionIds.reportNext]: turnReportPage,
} as const;

/** Forms about the final report, by `callback_id`. */
export const reportForms = { [callbackIds.reportEdit]: editReport } as const;
