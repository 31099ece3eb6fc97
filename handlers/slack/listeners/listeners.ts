import { type ActionId, actionIds, callbackIds } from "../../../blocks/slack/actions.ts";
import type { CleanupActionId } from "../../../blocks/slack/cleanup/actions-cleanup.ts";
import { fieldId } from "../../../blocks/slack/forms.ts";
import { chooseMigration } from "../actions/choose-migration.ts";
import { completeItem } from "../actions/complete-item.ts";
import { itemFormButton } from "../actions/item-form-button.ts";
import { measureBaseline } from "../actions/measure-baseline.ts";
import { moreItemActs } from "../actions/more-item-acts.ts";
import { reopenItem } from "../actions/reopen-item.ts";
import { sendBaseline } from "../actions/send-baseline.ts";
import { settingsButton } from "../actions/settings-button.ts";
import { showHelp } from "../actions/show-help.ts";
import { showItem } from "../actions/show-item.ts";
import { showItems } from "../actions/show-items.ts";
import { showTodo } from "../actions/show-todo.ts";
import { snoozeItem } from "../actions/snooze-item.ts";
import { startButton } from "../actions/start-button.ts";
import { takeItem } from "../actions/take-item.ts";
import { turnAuditPage } from "../actions/turn-audit-page.ts";
import { turnDigestPage } from "../actions/turn-digest-page.ts";
import { turnHomePage } from "../actions/turn-home-page.ts";
import { turnItemsPage } from "../actions/turn-items-page.ts";
import { turnTodoPage } from "../actions/turn-todo-page.ts";
import { openWaiver } from "../actions/waive-finding.ts";
import type { ClickListener } from "../click.ts";
import type { EventListener } from "../event.ts";
import { homeOpened } from "../events/home-opened.ts";
import { joinedChannel } from "../events/joined-channel.ts";
import { mentioned } from "../events/mentioned.ts";
import { migrations } from "../options/migrations.ts";
import { timeZones } from "../options/time-zones.ts";
import type { OptionsListener } from "../search.ts";
import type { ShortcutListener } from "../shortcut.ts";
import { addToItem } from "../shortcuts/add-to-item.ts";
import type { SubmissionListener } from "../submission.ts";
import { addNote } from "../views/add-note.ts";
import { assignItem } from "../views/assign-item.ts";
import { changeDue } from "../views/change-due.ts";
import { changeSettings } from "../views/change-settings.ts";
import { skipItem } from "../views/skip-item.ts";
import { snoozeItem as snoozeItemForm } from "../views/snooze-item.ts";
import { startCloseout } from "../views/start-closeout.ts";
import { waiveFinding } from "../views/waive-finding.ts";
import { archiveClickListeners, archiveSubmissionListeners } from "./listeners-archive.ts";
import { budgetClicks, budgetForms } from "./listeners-budget.ts";
import { certificateClicks, certificateForms } from "./listeners-certificate.ts";
import { cleanupClickListeners, cleanupSubmissionListeners } from "./listeners-cleanup.ts";
import { closingClicks, closingForms } from "./listeners-closing.ts";
import { decommissionClicks, decommissionForms } from "./listeners-decommission.ts";
import { handoverClicks, handoverForms } from "./listeners-handover.ts";
import { reportClicks, reportForms } from "./listeners-report.ts";
import { retroClickListeners, retroSubmissionListeners } from "./listeners-retro.ts";
import { signoffClicks, signoffForms } from "./listeners-signoff.ts";

/** Who serves what: every id that can come back from Slack, with its listener. */

/** Clicks, by `action_id`. */
export const clickListeners: Readonly<Record<ActionId | CleanupActionId, ClickListener>> = {
  ...cleanupClickListeners,
  [actionIds.itemDone]: completeItem,
  [actionIds.itemUndo]: reopenItem,
  [actionIds.itemTake]: takeItem,
  [actionIds.itemShow]: showItem,
  [actionIds.itemSnooze]: snoozeItem,
  [actionIds.itemMore]: moreItemActs,
  [actionIds.itemSkip]: itemFormButton("skip"),
  [actionIds.itemAssign]: itemFormButton("assign"),
  [actionIds.itemDue]: itemFormButton("due"),
  [actionIds.itemNote]: itemFormButton("note"),
  [actionIds.digestPrevious]: turnDigestPage,
  [actionIds.digestNext]: turnDigestPage,
  [actionIds.cardItems]: showItems,
  [actionIds.cardTodo]: showTodo,
  [actionIds.cardHelp]: showHelp,
  [actionIds.closeoutSettings]: settingsButton,
  [actionIds.auditPrevious]: turnAuditPage,
  [actionIds.auditNext]: turnAuditPage,
  [actionIds.itemsPrevious]: turnItemsPage,
  [actionIds.itemsNext]: turnItemsPage,
  [actionIds.todoPrevious]: turnTodoPage,
  [actionIds.todoNext]: turnTodoPage,
  [actionIds.homeTodoPrevious]: turnHomePage,
  [actionIds.homeTodoNext]: turnHomePage,
  [actionIds.homeCloseoutsPrevious]: turnHomePage,
  [actionIds.homeCloseoutsNext]: turnHomePage,
  [actionIds.helpTopic]: showHelp,
  [actionIds.startOpen]: startButton,
  [actionIds.startMigration]: chooseMigration,
  [actionIds.baselineMeasure]: measureBaseline,
  [actionIds.baselineSend]: sendBaseline,
  [actionIds.baselineWaive]: openWaiver,
  ...certificateClicks,
  ...archiveClickListeners,
  ...signoffClicks,
  ...reportClicks,
  ...retroClickListeners,
  ...budgetClicks,
  ...handoverClicks,
  ...decommissionClicks,
  ...closingClicks,
};

/** Submitted forms, by `callback_id`. */
export const submissionListeners: Readonly<Record<string, SubmissionListener>> = {
  ...cleanupSubmissionListeners,
  [callbackIds.start]: startCloseout,
  [callbackIds.settings]: changeSettings,
  [callbackIds.skip]: skipItem,
  [callbackIds.snooze]: snoozeItemForm,
  [callbackIds.assign]: assignItem,
  [callbackIds.due]: changeDue,
  [callbackIds.note]: addNote,
  [callbackIds.waive]: waiveFinding,
  ...certificateForms,
  ...archiveSubmissionListeners,
  ...signoffForms,
  ...reportForms,
  ...retroSubmissionListeners,
  ...budgetForms,
  ...handoverForms,
  ...decommissionForms,
  ...closingForms,
};

/** Searches in menus, by `action_id`. */
export const searchListeners: Readonly<Record<string, OptionsListener>> = {
  [fieldId("start", "migration")]: migrations,
  [fieldId("start", "time_zone")]: timeZones,
};

/** Shortcuts, by `callback_id`. */
export const shortcutListeners: Readonly<Record<string, ShortcutListener>> = {
  [callbackIds.addToItem]: addToItem,
};

/** Events, by type. */
export const eventListeners: Readonly<Record<string, EventListener>> = {
  app_home_opened: homeOpened,
  app_mention: mentioned,
  member_joined_channel: joinedChannel,
};
