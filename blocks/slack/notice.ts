import { assertNever } from "../../src/domain/assert-never.ts";
import type { Notice } from "../../src/domain/notice.ts";
import { archiveRunMessage, findingsMessage, verificationMessage } from "./archive/archive-run.ts";
import { earlierDisposal } from "./archive/earlier-disposal.ts";
import { baselineMessage } from "./baseline/baseline.ts";
import { budgetMessage } from "./budget/budget.ts";
import { certificateNotice } from "./certificate/certificate-notice.ts";
import { startOfferMessage, validationFailedMessage } from "./certificate/vendor-news.ts";
import { cardMessage } from "./checklist/card.ts";
import { digestMessage } from "./checklist/digest.ts";
import { cleanupPlanMessage } from "./cleanup/cleanup-plan.ts";
import { operationMessage } from "./cleanup/operation-message.ts";
import { releaseRequestMessage } from "./cleanup/release-request.ts";
import { closingMessage } from "./closing/closing.ts";
import { decommissionMessage } from "./decommission/decommission.ts";
import { decommissionNews } from "./decommission/decommission-news.ts";
import { fileMessage } from "./file.ts";
import { handoverSessionMessage } from "./handover/handover-session.ts";
import { bundleMessage } from "./ledger/bundle.ts";
import { assertWithinLimits } from "./limits.ts";
import type { Message } from "./message.ts";
import { reportMessage } from "./report/report.ts";
import { actionItemsMessage } from "./retro/action-items.ts";
import { retroInvitationMessage, retroMessage } from "./retro/retro-board.ts";
import { signoffNotice } from "./signoff/signoff-notice.ts";
import { undeliveredMessage } from "./start/undelivered.ts";

/** Any notice as a Slack message; throws `OverSlackLimit` rather than let Slack refuse it. */
export function renderNotice(notice: Notice): Message {
  const message = draw(notice);
  assertWithinLimits(message);
  return message;
}

function draw(notice: Notice): Message {
  switch (notice.kind) {
    case "card":
      return cardMessage(notice);
    case "digest":
      return digestMessage(notice);
    case "baseline":
      return baselineMessage(notice);
    case "file":
      return fileMessage(notice);
    case "cleanup_plan":
      return cleanupPlanMessage(notice.view);
    case "operation":
      return operationMessage(notice);
    case "release_request":
      return releaseRequestMessage(notice.closeout, notice.operation, notice.now);
    case "certificate":
      return certificateNotice(notice);
    case "validation_failed":
      return validationFailedMessage(notice);
    case "start_offer":
      return startOfferMessage(notice);
    case "archive_run":
      return archiveRunMessage(notice);
    case "archive_verification":
      return verificationMessage(notice);
    case "archive_findings":
      return findingsMessage(notice);
    case "disposal":
      return earlierDisposal(notice.closeout);
    case "bundle":
      return bundleMessage(notice);
    case "decommission":
      return decommissionMessage(notice.view);
    case "decommission_news":
      return decommissionNews(notice.view, notice.event);
    case "signoff":
      return signoffNotice(notice);
    case "report":
      return reportMessage(notice);
    case "retro":
      return retroMessage(notice);
    case "retro_invitation":
      return retroInvitationMessage(notice);
    case "action_items":
      return actionItemsMessage(notice);
    case "handover_session":
      return handoverSessionMessage(notice);
    case "closing":
      return closingMessage(notice);
    case "budget":
      return budgetMessage(notice);
    case "undelivered":
      return undeliveredMessage(notice);
    default:
      return assertNever(notice);
  }
}
